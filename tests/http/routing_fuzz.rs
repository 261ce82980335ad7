//! Anything as a pattern, anything as a path. `PROPTEST_CASES` says how often; CONTRIBUTING has the
//! commands for ten minutes of each.

use proptest::prelude::*;
use roob::http::{Method, Request as HttpRequest};
use roob::testing::block_on;
use roob::{App, Body, Request, Service, get};
use serde_json::{Value, json};

/// Pieces of patterns, well-formed and not.
const PIECES: [&str; 28] = [
    "/",
    "/",
    "/",
    "a",
    "b-",
    ".",
    "{x}",
    "{y}",
    "{z:d}",
    "{w:w}",
    "{h:x}",
    "{l:l}",
    "{f:f}",
    "{u:uuid}",
    "{r:path}",
    "{s:[a-z]+}",
    "{t:a|b.*}",
    "{q:[^.]{1,3}}",
    "{{",
    "}}",
    "{",
    "}",
    ":",
    "%20",
    "%",
    "é",
    "{n:(?<g>a)?}",
    " ",
];

/// Pieces of paths.
const PARTS: [&str; 20] = [
    "/",
    "/",
    "/",
    "a",
    "b-",
    ".",
    "..",
    "7",
    "-1",
    "1.5",
    "ff",
    "abc",
    "a_1",
    "%41",
    "%2F",
    "%2e",
    "%C3%A9",
    "{",
    "é",
    "67e55044-10b1-426f-9247-bb680e5fe0c8",
];

fn joined(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let piece = prop::sample::select(pieces);
    prop::collection::vec(piece, 0..most).prop_map(|pieces| format!("/{}", pieces.concat()))
}

/// Route and parameters as the program that runs finds them.
fn found(service: &Service, path: &str) -> Option<Value> {
    let request = HttpRequest::get(path).body(Body::empty()).ok()?;
    let response = block_on(service.call(request));
    let body = response.body().as_bytes().unwrap_or_default();
    (response.status() == 200).then(|| serde_json::from_slice(body).unwrap())
}

/// Route and parameters as the explanation has them, which compares pattern by pattern.
fn explained(service: &Service, path: &str) -> Option<Value> {
    let explanation = serde_json::to_value(service.explain(&Method::GET, path)).unwrap();
    let outcome = &explanation["outcome"];
    outcome["handler"].is_string().then(|| json!([outcome["pattern"], outcome["params"]]))
}

fn answer(request: Request) -> String {
    let pattern = request.route().map(|route| route.pattern().to_owned());
    let param = |(name, value): (&str, _)| json!({"name": name, "value": value});
    json!([pattern, request.params().map(param).collect::<Vec<_>>()]).to_string()
}

fn app(patterns: &[&str]) -> App {
    patterns.iter().fold(App::new(), |app, pattern| app.route(*pattern, get(answer)))
}

proptest! {
    #[test]
    fn a_pattern_is_understood_or_refused(text in "\\PC{0,40}", pieces in joined(&PIECES, 12)) {
        for pattern in [text, pieces] {
            match App::new().route(&pattern, get(|| "")).build() {
                Err(error) => prop_assert_eq!(error.mistakes().len(), 1),
                Ok(service) => {
                    // What was understood is written as it is understood again.
                    let again = service.routes()[0].pattern().to_owned();
                    let service = App::new().route(&again, get(|| "")).build().unwrap();
                    prop_assert_eq!(service.routes()[0].pattern(), again);
                }
            }
        }
    }

    #[test]
    fn the_search_and_the_explanation_find_the_same(
        patterns in prop::collection::vec(joined(&PIECES, 8), 1..10),
        paths in prop::collection::vec(joined(&PARTS, 8), 1..10),
    ) {
        // Those that are no patterns, or clash with an earlier one, are another test's.
        let mut good: Vec<&str> = Vec::new();
        for pattern in &patterns {
            good.push(pattern);
            if app(&good).build().is_err() {
                good.pop();
            }
        }
        let service = app(&good).build().unwrap();
        for path in &paths {
            prop_assert_eq!(found(&service, path), explained(&service, path), "{} in {:?}", path, &good);
        }
    }
}
