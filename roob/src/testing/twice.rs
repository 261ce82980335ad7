//! Whether a test says the same again.

use super::client::TestClient;
use std::fmt::Write;
use std::panic::Location;

/// How many lines that differ are shown.
const SHOWN: usize = 10;

/// What `test` said, which it does twice: for a snapshot that must not fail tomorrow because of a
/// value that moves from run to run and that nobody numbers.
///
/// ```
/// use roob::testing::{TestClient, block_on, twice};
/// use roob::{App, get};
///
/// let app = || App::new().route("/", get(|| "hello"));
/// let client = block_on(twice(async || {
///     let client = TestClient::new(app());
///     client.get("/").await.assert_ok();
///     client
/// }));
/// // insta::assert_snapshot!(client);
/// # assert!(client.to_string().ends_with("hello"));
/// ```
///
/// # Panics
/// When the conversation is not the same text the second time, with the lines that differ.
#[track_caller]
pub fn twice(test: impl AsyncFn() -> TestClient) -> impl Future<Output = TestClient> {
    let at = Location::caller();
    async move {
        let (first, second) = (test().await, test().await);
        let texts = (first.to_string(), second.to_string());
        if texts.0 != texts.1 {
            panic!("{}\ntwice at {at}", difference(&texts.0, &texts.1));
        }
        second
    }
}

fn difference(first: &str, second: &str) -> String {
    let mut text = "the same test says something else the second time:\n".to_owned();
    let lines = first.lines().count().max(second.lines().count());
    let pairs = (0..lines).map(|at| (at, first.lines().nth(at), second.lines().nth(at)));
    for (at, first, second) in pairs.filter(|(_, first, second)| first != second).take(SHOWN) {
        let (first, second) = (shown(first), shown(second));
        // Writing into a String cannot fail.
        let _ = write!(text, "\nline {}\n  first:  {first}\n  second: {second}\n", at + 1);
    }
    text + "\n`.hide(\".name\")` on the client leaves a value out by its name; \
            a number is given to what is one of an id, a UUID, a time or a token by its form or name"
}

fn shown(line: Option<&str>) -> &str {
    line.map_or("(nothing)", str::trim)
}
