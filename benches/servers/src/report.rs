//! The figures as Markdown.

use super::counts::Calls;
use super::load::{BATCH, LOADS};
use super::rounds::{Figures, Turns};
use super::server::{BASE, Server};
use std::fmt::Write;

/// One row for each server and one column for each load.
fn table(head: &str, servers: &[&Server], cell: impl Fn(usize, usize) -> String) -> String {
    let names: Vec<&str> = LOADS.iter().map(|load| load.name).collect();
    let mut text = format!("| {head} | {} |\n|---|{}\n", names.join(" | "), "---:|".repeat(5));
    for (at, server) in servers.iter().enumerate() {
        let cells: Vec<String> = (0..LOADS.len()).map(|load| cell(at, load)).collect();
        let _ = writeln!(text, "| {} | {} |", server.name, cells.join(" | "));
    }
    text
}

/// Times a request, with ratios to the server that is the base; requests a second; memory.
pub fn rounds(servers: &[&Server], all: &[Figures]) -> String {
    let base = servers.iter().position(|server| server.name == BASE);
    let user = table("user µs a request", servers, |at, load| {
        let turns = &all[at].loads[load];
        let ratio = base.map(|base| format!(", × {:.2}", ratio(turns, &all[base].loads[load])));
        format!("{:.2}{}", median(&turns.user), ratio.unwrap_or_default())
    });
    let rate = table("thousand requests a second", servers, |at, load| {
        let rates = &all[at].loads[load].per_second;
        format!("{:.1} ({:.1})", median(rates) / 1e3, largest(rates) / 1e3)
    });
    let p99 = table("p99, ms", servers, |at, load| {
        let times = &all[at].loads[load].p99;
        if times.is_empty() { "–".to_owned() } else { format!("{:.2}", median(times) / 1e3) }
    });
    let mut memory = String::from("| peak memory | MiB |\n|---|---:|\n");
    for (server, figures) in servers.iter().zip(all) {
        let _ = writeln!(memory, "| {} | {:.1} |", server.name, median(&figures.memory));
    }
    format!("{user}\n{rate}\n{p99}\n{memory}")
}

/// Instructions a request, by server and load.
pub fn instructions(servers: &[&Server], all: &[Vec<f64>]) -> String {
    table("instructions a request", servers, |at, load| format!("{:.0}", all[at][load]))
}

/// System calls: of one request that comes alone, and of a whole batch.
pub fn calls(servers: &[&Server], all: &[[Calls; 2]]) -> String {
    let mut text =
        format!("| system calls | a request alone | a batch of {BATCH} |\n|---|---|---|\n");
    for (server, [alone, batch]) in servers.iter().zip(all) {
        let (alone, batch) = (listed(alone, 1), listed(batch, BATCH));
        let _ = writeln!(text, "| {} | {alone} | {batch} |", server.name);
    }
    text
}

/// The middle of `values`.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

/// The median of the ratios of the rounds, which what slows the machine moves less.
fn ratio(turns: &Turns, base: &Turns) -> f64 {
    let ratios = turns.user.iter().zip(&base.user).map(|(own, base)| own / base);
    median(&ratios.collect::<Vec<_>>())
}

/// The calls that are more than an accident.
fn listed(calls: &Calls, times: usize) -> String {
    let mut calls: Vec<(&str, f64)> =
        calls.iter().map(|(name, count)| (name.as_str(), count * times as f64)).collect();
    calls.retain(|(_, count)| *count >= 0.005);
    calls.sort_by(|one, two| two.1.total_cmp(&one.1));
    let texts: Vec<String> =
        calls.iter().map(|(name, count)| format!("{name} {count:.2}")).collect();
    texts.join(", ")
}
