//! Roob's router beside others: a match, growth, building, memory, and requests made to be slow.
//!
//! - `router` measures everything, prints it as Markdown and draws `router.svg`.
//! - `router NAME COUNT` only asks the router NAME for GitHub's paths, COUNT times each, and
//!   `router NAME COUNT ROUTES` for those of a table of ROUTES routes: a load for a profiler, or for
//!   counting instructions.
//! - `router attack NUMBER short|long COUNT` only sends one of the requests made to be slow.

mod adversary;
#[path = "../chart.rs"]
mod bars;
mod chart;
mod entrant;
mod github;
mod growth;
mod heap;
mod measures;
mod peers;
mod random;
mod report;
mod rounds;
/// The router itself, which the crate does not export.
#[allow(dead_code, unexpected_cfgs, unused_imports, unreachable_pub)]
#[path = "../../../roob/src/routing/mod.rs"]
mod routing;
mod table;

use table::Table;

/// Many and short: where the machine is shared, most turns then are without interruption.
const ROUNDS: usize = 61;
/// Building 100 000 routes takes its time.
const BUILDS: usize = 15;
const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/router.svg");

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => measure(),
        [attack, at, length, count] if attack == "attack" => {
            adversary::only(number(at), length == "long", number(count));
            Ok(())
        }
        [name, count] => only(name, number(count), &github::table()),
        [name, count, routes] => only(name, number(count), &growth::table(number(routes))),
        _ => panic!("usage: router [NAME COUNT [ROUTES] | attack NUMBER short|long COUNT]"),
    }
}

fn measure() -> std::io::Result<()> {
    let matches = measures::matches(&github::table(), ROUNDS);
    println!("{}", report::matches(&matches, "matchit 0.9"));
    for parameters in [8, 9] {
        let allocations = measures::allocations_with(parameters);
        println!("allocations of roob for a match with {parameters} parameters: {allocations}");
    }
    println!();
    let builds = |routes| if routes == growth::SIZES[4] { BUILDS } else { 0 };
    let growth = growth::SIZES.map(|routes| measures::growth(routes, ROUNDS, builds(routes)));
    println!("{}", report::growth(&growth));
    let patterns = measures::heap_of_patterns(growth::SIZES[4]) as f64 / 1e6;
    println!("heap of the parsed patterns, which an app of roob has besides: {patterns:.1} MB\n");
    println!("{}", report::attacks(&adversary::outcomes(ROUNDS)));
    std::fs::write(PICTURE, chart::svg(&matches, &growth[4]))
}

/// Asks one router `count` times for every path of `table`.
fn only(name: &str, count: usize, table: &Table) -> std::io::Result<()> {
    let entrant = entrant::ALL.iter().find(|entrant| entrant.name == name);
    let built = entrant.unwrap_or_else(|| panic!("no router is called {name}")).verified(table);
    let paths: Vec<String> = table.hits.iter().map(|(path, _)| path.clone()).collect();
    (0..count).for_each(|_| built.pass(&paths));
    Ok(())
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is no number"))
}
