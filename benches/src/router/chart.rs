//! The figures as a picture: bars, shorter is better.

use super::bars::{self, Bar, Panel};
use super::measures::{Growth, Match};
use super::report::sorted;

/// Slower than so many times the fastest, a bar would only make the others unreadable.
const LIMIT: f64 = 20.0;

/// The picture of the table of GitHub's routes and of the largest table.
pub fn svg(matches: &[Match], largest: &[Growth]) -> String {
    let small = sorted(matches).into_iter().map(|one| (one.name, one.time.median)).collect();
    let mut large: Vec<Bar> = largest.iter().map(|one| (one.name, one.hit.median)).collect();
    large.sort_by(|one, two| one.1.total_cmp(&two.1));
    let thousands = largest[0].routes / 1000;
    let panel = |title, bars| Panel { title, bars: shown(bars), digits: 0 };
    let panels = [
        panel("130 routes of the GitHub API, ns a match".to_owned(), small),
        panel(format!("{thousands} 000 routes, ns a match"), large),
    ];
    bars::svg("Nanoseconds a match, router by router", &panels)
}

/// The bars of routers: what is no router, or far behind, is in the table only.
fn shown(bars: Vec<Bar>) -> Vec<Bar> {
    let routers = || bars.iter().filter(|(name, _)| !name.starts_with("hash"));
    let fastest = routers().map(|(_, time)| *time).fold(f64::INFINITY, f64::min);
    routers().filter(|(_, time)| *time < LIMIT * fastest).copied().collect()
}
