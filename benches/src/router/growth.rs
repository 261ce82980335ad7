//! Route tables of any size, shaped like a REST API: of five routes two are text, two have one
//! parameter and one has two.

use super::random::Random;
use super::table::Table;

/// The numbers of routes that are measured.
pub const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];

/// At most so many paths are asked for; a larger table is sampled.
const PATHS: usize = 4096;

const AREAS: [&str; 8] =
    ["admin", "api", "billing", "catalog", "internal", "reports", "support", "warehouse"];
const RESOURCES: [&str; 12] = [
    "accounts",
    "categories",
    "comments",
    "customers",
    "files",
    "invoices",
    "labels",
    "messages",
    "orders",
    "products",
    "projects",
    "users",
];
const ACTIONS: [&str; 6] = ["archive", "export", "latest", "new", "search", "statistics"];
const CHILDREN: [&str; 6] = ["attachments", "events", "history", "items", "members", "notes"];

/// `count` routes in an order that is random but always the same.
pub fn table(count: usize) -> Table {
    let mut random = Random::new(count as u64);
    let mut patterns: Vec<String> =
        (0..count.div_ceil(5)).flat_map(|number| resource(number, &mut random)).collect();
    patterns.truncate(count);
    random.shuffle(&mut patterns);
    let mut hits: Vec<(String, usize)> = patterns
        .iter()
        .enumerate()
        .map(|(at, pattern)| (with_values(pattern, &mut random), at))
        .collect();
    random.shuffle(&mut hits);
    hits.truncate(PATHS);
    let misses = hits.iter().map(|(path, _)| without_route(path, &mut random)).collect();
    Table { patterns, hits, misses }
}

/// The five routes of one resource; its number makes its name unique.
fn resource(number: usize, random: &mut Random) -> [String; 5] {
    let (area, name) = (random.choose(&AREAS), random.choose(&RESOURCES));
    let (action, child) = (random.choose(&ACTIONS), random.choose(&CHILDREN));
    let all = format!("/{area}/{name}{number}");
    [
        format!("{all}/{action}"),
        format!("{all}/{{id}}"),
        format!("{all}/{{id}}/{child}"),
        format!("{all}/{{id}}/{child}/{{child}}"),
        all,
    ]
}

/// A path for `pattern`: every parameter is a number.
fn with_values(pattern: &str, random: &mut Random) -> String {
    let value = |segment: &str, random: &mut Random| match segment.starts_with('{') {
        true => random.below(1_000_000).to_string(),
        false => segment.to_owned(),
    };
    let segments = pattern.split('/').map(|segment| value(segment, random));
    segments.collect::<Vec<_>>().join("/")
}

/// `path` in which either the resource is misspelt, or something follows where nothing may.
fn without_route(path: &str, random: &mut Random) -> String {
    let mut segments: Vec<&str> = path.split('/').collect();
    let misspelt = format!("{}x", segments[2]);
    match random.below(2) {
        0 => segments[2] = &misspelt,
        _ => segments.extend(["no", "such", "place"]),
    }
    segments.join("/")
}
