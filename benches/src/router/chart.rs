//! The figures as a picture: bars, shorter is better.

use super::measures::{Growth, Match};
use super::report::sorted;
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const LABEL: f64 = 150.0;
const ROW: f64 = 24.0;
const HEAD: f64 = 36.0;
/// What the longest bar leaves for its figure.
const FIGURE: f64 = 70.0;

/// Both colours of everything are in the picture: the reader's browser chooses.
const STYLE: &str = "<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .bar { fill: #8c959f }
  .own { fill: #bf5b17 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #6e7681 }
    .own { fill: #f0883e }
  }
</style>
";

/// A bar: what it stands for, and its length in nanoseconds.
type Bar = (&'static str, f64);

/// Slower than so many times the fastest, a bar would only make the others unreadable.
const LIMIT: f64 = 5.0;

/// The picture of the table of GitHub's routes and of the largest table.
pub fn svg(matches: &[Match], largest: &[Growth]) -> String {
    let small = sorted(matches).into_iter().map(|one| (one.name, one.time.median)).collect();
    let mut large: Vec<Bar> = largest.iter().map(|one| (one.name, one.hit.median)).collect();
    large.sort_by(|one, two| one.1.total_cmp(&two.1));
    let large_title = format!("{} 000 routes, ns a match", largest[0].routes / 1000);
    let mut body = String::new();
    let end = panel(&mut body, 0.0, "130 routes of the GitHub API, ns a match", &shown(small));
    let end = panel(&mut body, end + ROW, &large_title, &shown(large));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {end}\" width=\"{WIDTH}\" \
         height=\"{end}\" role=\"img\" aria-label=\"Nanoseconds a match, router by router\">\n\
         {STYLE}{body}</svg>\n"
    )
}

/// The bars of routers: what is no router, or far behind, is in the table only.
fn shown(bars: Vec<Bar>) -> Vec<Bar> {
    let routers = || bars.iter().filter(|(name, _)| !name.starts_with("hash"));
    let fastest = routers().map(|(_, time)| *time).fold(f64::INFINITY, f64::min);
    routers().filter(|(_, time)| *time < LIMIT * fastest).copied().collect()
}

/// Draws bars below a title from `top` on; says where they end.
fn panel(body: &mut String, top: f64, title: &str, bars: &[Bar]) -> f64 {
    let longest = bars.iter().map(|(_, time)| *time).fold(0.0, f64::max);
    let unit = (WIDTH - LABEL - FIGURE) / longest;
    let _ = writeln!(body, "<text class=\"title\" x=\"0\" y=\"{}\">{title}</text>", top + 20.0);
    for (at, (name, time)) in bars.iter().enumerate() {
        let y = top + HEAD + ROW * at as f64;
        let (class, length) = (if name.starts_with("roob") { "own" } else { "bar" }, time * unit);
        let (text, figure) = (y + 13.0, LABEL + length + 6.0);
        let _ = writeln!(
            body,
            "<text x=\"{}\" y=\"{text}\" text-anchor=\"end\">{name}</text>\
             <rect class=\"{class}\" x=\"{LABEL}\" y=\"{y}\" width=\"{length:.1}\" height=\"17\"/>\
             <text x=\"{figure:.1}\" y=\"{text}\">{time:.0}</text>",
            LABEL - 8.0,
        );
    }
    top + HEAD + ROW * bars.len() as f64
}
