//! The routes of the GitHub REST API, by which routers in Rust usually are compared.

use super::table::Table;

/// 130 routes, and for each a path in which every parameter is its own name: `/users/{p1}` is asked
/// for `/users/p1`.
pub fn table() -> Table {
    let lines = include_str!("github-routes.txt").lines();
    let patterns: Vec<String> =
        lines.filter(|line| line.starts_with('/')).map(String::from).collect();
    let path = |(at, pattern): (usize, &String)| (pattern.replace(['{', '}'], ""), at);
    let hits = patterns.iter().enumerate().map(path).collect();
    Table { patterns, hits, misses: Vec::new() }
}
