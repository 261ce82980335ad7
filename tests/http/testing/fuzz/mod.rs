//! Requests that nobody thought of.

mod app;
mod asked;
mod found;
#[rustfmt::skip]
mod printed;
mod report;

use super::panics::panic_of;
use roob::testing::{Fuzz, TestClient, block_on};

/// What is printed when an app is fuzzed, without the lines of these files and the ids of requests.
fn failure(fuzz: Fuzz) -> String {
    let (text, _) = panic_of(|| block_on(fuzz.run()));
    let line = |line: &str| match (line.rsplit_once(".rs:"), line.split_once("x-request-id:")) {
        (Some((before, _)), _) => format!("{before}.rs:…"),
        (_, Some(_)) => "x-request-id: …".to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The first lines of it, with the request; the rest is that of every card.
fn brief(text: &str) -> &str {
    let ends = ["\n\n500 Internal Server Error", "\n\nasked at: "];
    ends.iter().fold(text, |text, end| text.split_once(end).map_or(text, |(brief, _)| brief))
}

/// The test in it.
fn printed(text: &str) -> &str {
    text.split_once("\na test of it:\n\n").unwrap().1
}

/// A client of the app in which there is something to find, and what it prints of `pattern`.
fn planted(pattern: &str) -> String {
    let client = TestClient::new(app::app());
    failure(client.fuzz().requests(3_000).seed(1).only(pattern))
}
