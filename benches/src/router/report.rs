//! The figures as Markdown.

use super::adversary::Outcome;
use super::measures::{Growth, Match};
use super::rounds::Times;
use std::fmt::Write;

/// The table of GitHub's routes, the fastest first, with ratios to `base`.
pub fn matches(all: &[Match], base: &str) -> String {
    let unit = all.iter().find(|one| one.name == base).map_or(1.0, |one| one.time.median);
    let mut text = format!(
        "| router | ns a match: median (min–max) | ratio to {base} | allocations a match |\n\
         |---|---|---|---|\n"
    );
    for one in sorted(all) {
        let ratio = one.time.median / unit;
        let (time, allocations) = (range(one.time), one.allocations);
        let _ = writeln!(text, "| {} | {time} | {ratio:.2} | {allocations:.2} |", one.name);
    }
    text
}

/// The routers by the number of their routes: a match and a miss in nanoseconds, and what the
/// largest table costs.
pub fn growth(all: &[Vec<Growth>]) -> String {
    let mut text = String::from("| router |");
    for size in all {
        let _ = write!(text, " {} |", thousands(size[0].routes));
    }
    text.push_str(" build, ms | heap, MB |\n|---|");
    text.push_str(&"---|".repeat(all.len() + 2));
    text.push('\n');
    for at in 0..all[0].len() {
        let _ = write!(text, "| {} |", all[0][at].name);
        for size in all {
            let _ = write!(text, " {:.0} / {:.0} |", size[at].hit.median, size[at].miss.median);
        }
        let largest = &all[all.len() - 1][at];
        let build = largest.build.map(|build| range(build.per(1_000_000))).unwrap_or_default();
        let _ = writeln!(text, " {build} | {:.1} |", largest.heap as f64 / 1e6);
    }
    text
}

/// The attacks, short and long.
pub fn attacks(all: &[Outcome]) -> String {
    let mut text = String::from("| attack on roob | bytes | ns | ns a byte |\n|---|---|---|---|\n");
    for one in all {
        for (bytes, time) in one.bytes.iter().zip(&one.times) {
            let each = time.median / *bytes as f64;
            let _ = writeln!(text, "| {} | {bytes} | {:.0} | {each:.2} |", one.name, time.median);
        }
    }
    text
}

/// `all`, the fastest first.
pub fn sorted(all: &[Match]) -> Vec<&Match> {
    let mut sorted: Vec<_> = all.iter().collect();
    sorted.sort_by(|one, two| one.time.median.total_cmp(&two.time.median));
    sorted
}

fn range(time: Times) -> String {
    let digits = usize::from(time.median < 1000.0);
    format!("{:.digits$} ({:.digits$}–{:.digits$})", time.median, time.min, time.max)
}

/// `100 000` for 100000.
fn thousands(number: usize) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{} {:03}", number / 1000, number % 1000),
    }
}
