//! Anything as a conversation. `PROPTEST_CASES=1000000` makes an evening of it.

use super::panics::panic_of;
use proptest::prelude::*;
use proptest::sample::select;
use roob::http::{HeaderName, HeaderValue, StatusCode};
use roob::testing::{Lint, TestClient, block_on};
use roob::{App, Request, Response, any as every};
use serde_json::{Value, json};
use std::collections::HashMap;

/// What moves, what looks like it, and what should have been enough to break it.
const PIECES: [&str; 36] = [
    "0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b",
    "2026-11-24",
    "2026-11-24T10:00:00Z",
    "2026-11-24 10:00:00",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "http://localhost:8000/products/7?id=7#id=7",
    "127.0.0.1:80",
    "http://[::1]:80",
    "/products/7",
    "id=7",
    "[id#1]",
    "[secret]",
    "1795383540",
    "7",
    "a1b2c3d4",
    "%2F",
    "%",
    "%C3",
    "é",
    "\u{85}",
    "\0",
    "://",
    "?",
    "#",
    "&",
    "=",
    ";",
    ",",
    "<",
    ">",
    "\"",
    " ",
    "\n",
    "--b",
    ":",
];

/// Types whose text is shown in the form that it has.
const LINES: [&str; 2] = ["text/plain", "application/x-ndjson"];

const NAMES: [&str; 12] = [
    "id",
    "product_id",
    "ids",
    "token",
    "access_token",
    "exp",
    "created_at",
    "items",
    "name",
    "",
    "2026-11-24",
    "user",
];

const HEADERS: [&str; 12] = [
    "etag",
    "if-none-match",
    "link",
    "location",
    "content-location",
    "set-cookie",
    "content-type",
    "content-encoding",
    "x-any",
    "x-token",
    "ratelimit-reset",
    "warning",
];

const TYPES: [&str; 10] = [
    "application/json",
    "application/x-ndjson",
    "text/event-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "multipart/mixed; boundary=\"",
    "text/html",
    "image/png",
    "application/problem+json",
    "",
];

/// Letters that no name, header or word of a transcript has in this order.
fn secret() -> impl Strategy<Value = String> {
    "zq[A-Za-z0-9+/=._~-]{6,30}"
}

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(select(&PIECES[..]), 0..6);
    prop_oneof![pieces.prop_map(|pieces| pieces.concat()), "\\PC{0,20}"]
}

fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        prop::num::i64::ANY.prop_map(Value::from),
        select(&[7_u64, 1_795_383_540, 1_795_383_540_123][..]).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        let name = prop_oneof![select(&NAMES[..]).prop_map(str::to_owned), text()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(name, inner, 0..4).prop_map(Value::from_iter),
        ]
    })
}

/// Sends back what came: its body, and the headers `x-…` under their own names.
async fn echo(mut request: Request) -> Response {
    let mut response = Response::new(request.bytes().await.unwrap().into());
    for (name, value) in request.headers() {
        if let Some(name) = name.as_str().strip_prefix("x-") {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            response.headers_mut().append(name, value.clone());
        }
    }
    if response.headers().contains_key("location") {
        *response.status_mut() = StatusCode::CREATED;
    }
    response
}

/// In process: no wire has a value with blanks at its ends.
fn client() -> TestClient {
    let app = App::new().fallback(echo).route("/products/{id:d}", every(echo));
    let client = TestClient::new(app).direct();
    Lint::ALL.iter().fold(client, |client, lint| client.allow(*lint))
}

/// One exchange: a header and a body of some type, which come back.
fn say(client: &TestClient, header: (&str, &str), media: &str, body: &str, token: Option<&str>) {
    let path = format!("/x?q={}", percent(body));
    let mut request = client.post(path).body(body.to_owned().into_bytes());
    request = request.header("x-content-type", media);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if HeaderValue::from_bytes(header.1.as_bytes()).is_ok() {
        request = request.header(format!("x-{}", header.0), header.1);
    }
    block_on(request);
}

fn percent(text: &str) -> String {
    text.bytes().take(1000).map(|byte| format!("%{byte:02X}")).collect()
}

/// What is shown of `body`.
fn shown(media: &str, body: &str) -> String {
    let client = client();
    block_on(client.post("/products/7").header("x-location", "/products/7"));
    let request = client.post("/").header("x-content-type", media).body(body.to_owned());
    let text = block_on(request).to_string();
    text.rsplit_once(media).unwrap().1.trim_start_matches('\n').to_owned()
}

proptest! {
    #[test]
    fn everything_can_be_shown(
        header in select(&HEADERS[..]), value in text(), media in select(&TYPES[..]), body in text(),
        json in document(), place in select(&[".id", "$..token", ".items[1:]", "etag", "."][..]),
    ) {
        let client = client().keep(place).hide(".**.name");
        say(&client, ("location", "/products/7"), media, &body, None);
        say(&client, (header, &value), media, &body, None);
        say(&client, (header, &value), "application/json", &json.to_string(), Some("a1b2c3d4"));
        let text = client.to_string();
        prop_assert!(text.starts_with("POST /x?q="));
        // Once more, and it is the same.
        prop_assert_eq!(text, client.to_string());
    }

    #[test]
    fn a_planted_secret_is_never_shown(
        secret in secret(), header in select(&HEADERS[..]), media in select(&TYPES[..]),
        before in text(), behind in text(), name in select(&NAMES[..]),
    ) {
        let value = format!("{before}{secret}{behind}");
        let document = json!({ name: [value], &value: { "url": format!("/a?b={}", percent(&secret)) } });
        let client = client();
        say(&client, (header, &value), media, &value, Some(&secret));
        say(&client, (header, &secret), "application/json", &document.to_string(), None);
        let request = client.get(format!("/products/{}", percent(&secret)));
        let response = block_on(request.header("x-content-type", media));
        let (card, _) = panic_of(|| response.assert_text(&value).status());
        for text in [client.to_string(), card] {
            prop_assert!(!text.contains(&secret), "{text}");
            prop_assert!(!text.contains(&percent(&secret)), "{text}");
        }
    }

    #[test]
    fn equal_values_have_equal_numbers(picks in prop::collection::vec(0..5_u8, 1..12)) {
        let uuid = |pick: &u8| format!("0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1{pick}");
        let all: Vec<String> = picks.iter().map(uuid).collect();
        let text = shown("application/json", &json!(all).to_string());
        let numbers: Vec<String> = serde_json::from_str(&text).unwrap();
        let mut known = HashMap::new();
        for (uuid, number) in all.iter().zip(&numbers) {
            let next = format!("[uuid#{}]", known.len() + 1);
            prop_assert_eq!(known.entry(uuid).or_insert(next), number);
        }
    }

    #[test]
    fn what_was_scrubbed_stays_as_it_is(json in document(), media in select(&LINES), plain in text()) {
        // Of a credential every word is a token, also one with a placeholder in it.
        let json = json.to_string().replace("access_token", "token");
        let once = shown("application/json", &json);
        prop_assert_eq!(&shown("application/json", &once), &once);
        let once = shown(media, &plain);
        prop_assert_eq!(&shown(media, &once), &once);
    }

    #[test]
    fn what_does_not_move_is_shown_as_it_is(
        words in "([a-z]{1,9}[ ,.:;!?()\\n]{1,2}){0,12}", number in 0..10_000_u32, name in "[a-z]{1,3}",
    ) {
        prop_assume!(name != "id" && name != "sid" && name != "jwt");
        prop_assert_eq!(&shown("text/plain", &words), words.trim_start_matches('\n'));
        let json = json!({ &name: [number, &words], "count": number });
        let pretty = serde_json::to_string_pretty(&json).unwrap();
        prop_assert_eq!(shown("application/json", &pretty), pretty);
    }
}
