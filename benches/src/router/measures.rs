//! What is measured of the routers.

use super::entrant::{ALL, Built, Entrant};
use super::growth;
use super::heap;
use super::rounds::{Times, Turn, measure, often, once};
use super::table::Table;

/// One router and the table of GitHub's routes.
pub struct Match {
    pub name: &'static str,
    /// Nanoseconds a match.
    pub time: Times,
    pub allocations: f64,
}

/// One router and a table that grew to a size.
pub struct Growth {
    pub name: &'static str,
    pub routes: usize,
    /// Nanoseconds a match, and a miss.
    pub hit: Times,
    pub miss: Times,
    /// Nanoseconds to build it, parsing included, when that was measured.
    pub build: Option<Times>,
    /// The bytes that it holds on the heap.
    pub heap: usize,
}

/// Asks every router for every path of `table`.
pub fn matches(table: &Table, rounds: usize) -> Vec<Match> {
    let paths = paths(&table.hits);
    let built: Vec<_> = ALL.iter().map(|entrant| entrant.verified(table)).collect();
    let times = passes(&built, &paths, rounds);
    let allocations =
        |built: &dyn Built| heap::allocations(|| built.pass(&paths)) as f64 / paths.len() as f64;
    let of = |(at, entrant): (usize, &Entrant)| Match {
        name: entrant.name,
        time: times[at],
        allocations: allocations(built[at].as_ref()),
    };
    ALL.iter().enumerate().map(of).collect()
}

/// Asks every router that grows for the paths of a table with `routes` routes; builds it again and
/// again only with `builds`.
pub fn growth(routes: usize, rounds: usize, builds: usize) -> Vec<Growth> {
    let table = growth::table(routes);
    let entrants: Vec<&Entrant> = ALL.iter().filter(|entrant| entrant.grows).collect();
    let (built, heaps): (Vec<_>, Vec<_>) =
        entrants.iter().map(|entrant| with_heap(entrant, &table)).unzip();
    let hits = passes(&built, &paths(&table.hits), rounds);
    let misses = passes(&built, &table.misses, rounds);
    drop(built);
    let builds = built_again(&entrants, &table, builds);
    let of = |(at, entrant): (usize, &&Entrant)| Growth {
        name: entrant.name,
        routes,
        hit: hits[at],
        miss: misses[at],
        build: builds.get(at).copied(),
        heap: heaps[at],
    };
    entrants.iter().enumerate().map(of).collect()
}

fn with_heap(entrant: &Entrant, table: &Table) -> (Box<dyn Built>, usize) {
    entrant.verified(table);
    let patterns = entrant.notation(table);
    heap::live(|| entrant.build(&patterns))
}

/// Nanoseconds a path.
fn passes(built: &[Box<dyn Built>], paths: &[String], rounds: usize) -> Vec<Times> {
    let turns: Vec<_> = built.iter().map(|built| often(|| built.pass(paths))).collect();
    measure(rounds, &turns).into_iter().map(|times| times.per(paths.len())).collect()
}

fn built_again(entrants: &[&Entrant], table: &Table, rounds: usize) -> Vec<Times> {
    if rounds == 0 {
        return Vec::new();
    }
    let turns: Vec<_> =
        entrants.iter().map(|entrant| build(entrant, entrant.notation(table))).collect();
    measure(rounds, &turns)
}

fn build(entrant: &Entrant, patterns: Vec<String>) -> Turn<'_> {
    once(move || entrant.build(&patterns))
}

fn paths(hits: &[(String, usize)]) -> Vec<String> {
    hits.iter().map(|(path, _)| path.clone()).collect()
}
