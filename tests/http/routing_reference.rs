//! The router against the slowest router there could be: try every pattern, keep those that match,
//! take the narrowest.

use proptest::prelude::*;
use regex::Regex;
use roob::http;
use roob::testing::block_on;
use roob::{App, Body, Request, Service, get};

/// A segment of a pattern: how it is written, its rank, and what it matches.
type Segment = (&'static str, usize, &'static str);

const SEGMENTS: [Segment; 9] = [
    ("a", 0, "a"),
    ("ab", 0, "ab"),
    ("1", 0, "1"),
    ("@{N}", 1, "@.+"),
    ("{N:d}", 2, "-?[0-9]+"),
    ("{N:l}", 3, "[A-Za-z]+"),
    ("{N:w}", 4, "[A-Za-z0-9_]+"),
    ("{N}", 6, ".+"),
    ("{N:path}", 7, ".+"),
];

/// Texts around parameters.
const TEXTS: [&str; 7] = ["", "", "a", "b", "ab", "1", "-"];

/// Types of parameters, a regex for each place where one is.
const KINDS: [&str; 6] = ["", ":d", ":l", ":w", ":REGEX", ":REGEX"];

const REGEXES: [&str; 6] = ["[ab]+", "[a-z0-9]*", ".*b", "a{2,3}", "[0-9]+-?", "a|1.+"];

const PATH_SEGMENTS: [&str; 8] = ["a", "ab", "1", "-1", "a1", "@a", "x.y", "abc"];

fn pattern() -> impl Strategy<Value = Vec<Segment>> {
    let segment = prop::sample::select(&SEGMENTS[..8]);
    let last = prop::sample::select(&SEGMENTS[..]);
    (prop::collection::vec(segment, 0..4), last).prop_map(|(mut segments, last)| {
        segments.push(last);
        segments
    })
}

fn path() -> impl Strategy<Value = String> {
    let segment = prop::sample::select(&PATH_SEGMENTS[..]);
    prop::collection::vec(segment, 1..6).prop_map(|segments| format!("/{}", segments.join("/")))
}

/// Two patterns of one rank: the same texts in another order around the same types, with regexes
/// of their own.
fn of_one_rank() -> impl Strategy<Value = (String, String)> {
    let texts = prop::collection::vec(prop::sample::select(&TEXTS[..]), 3);
    let kinds = prop::collection::vec(prop::sample::select(&KINDS[..]), 1..3);
    let regexes = || prop::collection::vec(prop::sample::select(&REGEXES[..]), 2);
    let more = prop::sample::select(&["", "/{z:d}", "/{z}"][..]);
    let shuffled = texts.prop_flat_map(|texts| (Just(texts.clone()), Just(texts).prop_shuffle()));
    (shuffled, kinds, regexes(), regexes(), more).prop_map(
        |((one, two), kinds, first, second, more)| {
            (mixed(&one, &kinds, &first) + more, mixed(&two, &kinds, &second) + more)
        },
    )
}

/// A segment in which texts and parameters take turns.
fn mixed(texts: &[&str], kinds: &[&str], regexes: &[&str]) -> String {
    let mut pattern = format!("/{}", texts[0]);
    for (at, kind) in kinds.iter().enumerate() {
        pattern += &format!("{{p{at}{}}}{}", kind.replace("REGEX", regexes[at]), texts[at + 1]);
    }
    // The texts that are left have their share in the rank.
    pattern + &texts[kinds.len() + 1..].concat()
}

/// An app with this pattern alone, if it is one.
fn alone(pattern: &str) -> Option<Service> {
    App::new().route(pattern, get(|| "")).build().ok()
}

fn matches(service: &Service, path: &str) -> bool {
    let request = http::Request::get(path).body(Body::empty()).unwrap();
    block_on(service.call(request)).status() == 200
}

/// The pattern as an app takes it; `name` keeps the names of one pattern apart.
fn written(pattern: &[Segment]) -> String {
    let segment = |(at, (text, ..)): (usize, &Segment)| {
        format!("/{}", text.replace("{N", &format!("{{p{at}")))
    };
    pattern.iter().enumerate().map(segment).collect()
}

/// The pattern as an expression for the whole path.
fn expression(pattern: &[Segment]) -> Regex {
    let segment = |(text, _, matches): &Segment| match *text {
        "{N:path}" => "/.+".to_owned(),
        _ => format!("/(?:{})", matches.replace(".+", "[^/]+")),
    };
    Regex::new(&format!("^{}$", pattern.iter().map(segment).collect::<String>())).unwrap()
}

/// The slowest router there could be.
fn reference(patterns: &[Vec<Segment>], path: &str) -> Option<String> {
    let matching = patterns.iter().filter(|pattern| expression(pattern).is_match(path));
    let rank =
        |pattern: &&Vec<Segment>| pattern.iter().map(|(_, rank, _)| *rank).collect::<Vec<_>>();
    matching.min_by_key(rank).map(|pattern| written(pattern))
}

/// An app in which each pattern answers with itself.
fn service(patterns: &[Vec<Segment>]) -> Service {
    let answer = |request: Request| {
        request.route().map(|route| route.pattern().to_owned()).unwrap_or_default()
    };
    let route = |app: App, pattern: &Vec<Segment>| app.route(written(pattern), get(answer));
    patterns.iter().fold(App::new(), route).build().expect("patterns that differ do not clash")
}

fn answer(service: &Service, path: &str) -> Option<String> {
    let request = http::Request::get(path).body(Body::empty()).unwrap();
    let response = block_on(service.call(request));
    let body = response.body().as_bytes().unwrap_or_default().to_vec();
    (response.status() == 200).then(|| String::from_utf8(body).unwrap())
}

proptest! {
    #[test]
    fn the_router_finds_what_the_reference_finds_in_any_order_of_registration(
        mut patterns in prop::collection::vec(pattern(), 1..12),
        paths in prop::collection::vec(path(), 1..8),
        turn in 0usize..12,
    ) {
        patterns.sort_by_key(|pattern| written(pattern));
        patterns.dedup_by_key(|pattern| written(pattern));
        let forwards = service(&patterns);
        let mut turned = patterns.clone();
        turned.rotate_left(turn % patterns.len());
        turned.reverse();
        let backwards = service(&turned);
        for path in &paths {
            let expected = reference(&patterns, path);
            prop_assert_eq!(answer(&forwards, path), expected.clone(), "{} in {:?}", path, &patterns);
            prop_assert_eq!(answer(&backwards, path), expected, "{} reversed", path);
        }
    }

    #[test]
    fn two_patterns_clash_if_and_only_if_they_differ_in_the_names_of_their_parameters(
        one in pattern(),
        two in pattern(),
    ) {
        let renamed = written(&two).replace("{p", "{q");
        let app = App::new().route(written(&one), get(|| "")).route(renamed, get(|| ""));
        prop_assert_eq!(app.build().is_err(), one == two);
    }

    #[test]
    fn two_patterns_of_one_rank_clash_if_and_only_if_a_path_matches_both(
        (one, two) in of_one_rank(),
        path in "/[ab1-]{1,6}(/[ab1]{1,3})?",
    ) {
        let (Some(first), Some(second)) = (alone(&one), alone(&two)) else { return Ok(()) };
        let app = App::new().route(&one, get(|| "")).route(&two, get(|| ""));
        match app.build() {
            Ok(_) => {
                let share = matches(&first, &path) && matches(&second, &path);
                prop_assert!(!share, "{} and {} share {}", one, two, path);
            }
            Err(error) if error.to_string().contains("is bound twice") => {}
            Err(error) => {
                let message = error.to_string();
                let (_, rest) = message.split_once("both match `").unwrap();
                let shown = rest.split('`').next().unwrap_or_default();
                prop_assert!(matches(&first, shown), "{} and {}", one, shown);
                prop_assert!(matches(&second, shown), "{} and {}", two, shown);
            }
        }
    }

    #[test]
    fn a_match_comes_back_from_the_url_of_its_values(pattern in pattern(), path in path()) {
        let route = get(|request: Request| {
            let values: Vec<_> =
                request.params().map(|(name, value)| (name.to_owned(), value.into_owned())).collect();
            request.url("it", values).unwrap_or_else(|error| error.to_string())
        });
        let service = App::new().route(written(&pattern), route.name("it")).build().unwrap();
        if let Some(url) = answer(&service, &path) {
            prop_assert_eq!(url, path);
        }
    }

    #[test]
    fn no_pattern_and_no_path_makes_it_panic(
        patterns in prop::collection::vec("[/a{}:d.*\\[\\]()%é@ -]{0,12}", 0..6),
        path in "/[ -~é]{0,24}",
    ) {
        let app = patterns.iter().fold(App::new(), |app, pattern| app.route(pattern, get(|| "")));
        if let (Ok(service), Ok(request)) =
            (app.build(), http::Request::get(&path).body(Body::empty()))
        {
            block_on(service.call(request));
        }
    }
}
