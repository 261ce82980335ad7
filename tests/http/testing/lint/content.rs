//! Bodies and their types.

use super::{found, right, right_answers};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use roob::http::header::CONTENT_TYPE;
use roob::testing::{Lint, TestClient, block_on};
use roob::{App, Response, get, post, problem_json};
use serde::de::IgnoredAny;

#[test]
fn a_body_says_what_it_is() {
    let lint = Lint::BodyWithoutType;
    insta::assert_snapshot!(found(lint, &[("GET", "200\n\nhello")]), @"
    `Lint::BodyWithoutType` (RFC 9110, 8.3): a body has no `content-type`
      right: `content-type: text/plain; charset=utf-8`, or what else it is
      opt out: `.allow(Lint::BodyWithoutType)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", "404\n\n{\"a\": 1}")]), @"
    `Lint::BodyWithoutType` (RFC 9110, 8.3): a body has no `content-type`
      right: `content-type: application/json`
      opt out: `.allow(Lint::BodyWithoutType)` on the request or on the client
    ");
    right_answers("GET", &["200", "200\ncontent-type: text/plain\n\nhello"]);
    right_answers("HEAD", &["200\n\nhello"]);
}

#[test]
fn a_type_is_a_media_type() {
    let lint = Lint::InvalidMediaType;
    insta::assert_snapshot!(found(lint, &[("GET", "200\ncontent-type: json\n\n[1]")]), @"
    `Lint::InvalidMediaType` (RFC 9110, 8.3.1): `content-type: json` is no media type
      right: `type/subtype; name=value`, such as `text/plain; charset=utf-8`
      opt out: `.allow(Lint::InvalidMediaType)` on the request or on the client
    ");
    for value in [
        "",
        "text/",
        "/plain",
        "text/plain/x",
        "text /plain",
        "text/plain; charset",
        "text/plain;charset=",
        "text/plain; charset=\"utf-8",
        "text/plain, text/html",
        "text/plain; a=b c=d",
        "text/plain; charset =utf-8",
        "text/plain; a=\"b\"c",
    ] {
        found(lint, &[("GET", &format!("200\ncontent-type: {value}"))]);
    }
    for value in [
        "text/html",
        "text/plain; charset=utf-8",
        "text/plain;charset=UTF-8",
        "text/html ; charset=x",
        "image/svg+xml",
        "application/vnd.shop.v1+x; a=1; b=2",
        "text/plain;",
        "text/plain; ; a=b;",
        "multipart/form-data; boundary=\"a;b\\\"c\"",
        "text/plain; a=\"b\" ; c=d",
    ] {
        right(&[("GET", &format!("200\ncontent-type: {value}\n\nhello"))]);
    }
}

#[test]
fn what_is_called_json_is_json() {
    let lint = Lint::BrokenJson;
    let json = |body: &str| format!("200\ncontent-type: application/json\n\n{body}");
    insta::assert_snapshot!(found(lint, &[("GET", &json("{'a': 1}"))]), @"
    `Lint::BrokenJson` (RFC 8259, 2): `content-type: application/json` with a body that is no JSON: key must be a string at line 1 column 2
      right: JSON, or the type that the body has
      opt out: `.allow(Lint::BrokenJson)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", "404\ncontent-type: application/json")]), @"
    `Lint::BrokenJson` (RFC 8259, 2): `content-type: application/json` with a body that is no JSON: the body is empty
      right: JSON, or the type that the body has
      opt out: `.allow(Lint::BrokenJson)` on the request or on the client
    ");
    found(lint, &[("GET", "200\ncontent-type: Application/Problem+JSON; charset=utf-8\n\nx")]);
    found(lint, &[("GET", &json("{} {}"))]);
    found(lint, &[("GET", &json("\u{feff}{}"))]);
    for body in ["null", "\"text\"", "1e999", " [1] \n"] {
        right(&[("GET", &json(body))]);
        right(&[("HEAD", &json(body))]);
    }
    right_answers("GET", &["204\ncontent-type: application/json"]);
    right_answers("GET", &["200\ncontent-type: application/json-seq\n\n\u{1e}{}"]);
    right_answers("GET", &["200\ncontent-type: application/x-ndjson\n\n{}\n{}"]);
    right_answers("GET", &["200\ncontent-type: application/json\ncontent-encoding: br\n\n???"]);
}

#[test]
fn json_is_utf_8() {
    let latin = || ([("content-type", "application/json")], b"\"\xe9\"".to_vec());
    let client = TestClient::new(App::new().route("/", get(latin)));
    let (text, _) = super::panic_of(|| block_on(client.get("/")));
    insta::assert_snapshot!(text.lines().next().unwrap(), @"
    `Lint::BrokenJson` (RFC 8259, 2): `content-type: application/json` with a body that is no JSON: invalid utf-8 sequence of 1 bytes from index 1
    ");
}

/// What JSON is made of, and what it is not made of.
const PIECES: [&str; 32] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"a\"",
    "\"\"",
    "\"é\"",
    "\"\\u0041\"",
    "\"\\x\"",
    "\"\t\"",
    "\"",
    "0",
    "-1",
    "01",
    "-",
    "1.5",
    "1.",
    ".5",
    "1e5",
    "1e999",
    "true",
    "false",
    "null",
    "nul",
    " ",
    "\r\n\t",
    "\u{b}",
    "\0",
    "\u{7f}",
    "\u{feff}",
];

/// Pieces in any order; most of them are no JSON.
fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&PIECES[..]), 0..8).prop_map(|pieces| pieces.concat())
}

const LEAVES: [&str; 11] =
    ["0", "-12", "1.50", "1e5", "\"text\"", "\"\"", "\"é\\n\"", "true", "null", "[ ]", "{}"];

/// JSON with spaces, as deep as it comes.
fn json() -> impl Strategy<Value = String> {
    select(&LEAVES[..]).prop_map(str::to_owned).prop_recursive(4, 24, 4, |inner| {
        let items = prop::collection::vec(inner, 1..4);
        prop_oneof![
            items.clone().prop_map(|items| format!("[{}]", items.join(" , "))),
            items.prop_map(|items| format!("{{\"key\":{} }}", items.join(",\"k\" : "))),
        ]
    })
}

proptest! {
    #[test]
    fn json_is_what_serde_json_reads(
        pieces in pieces(),
        json in json(),
        cut in any::<Index>(),
        put in any::<Index>(),
        piece in select(&PIECES[..]),
    ) {
        let chars: Vec<char> = json.chars().collect();
        let place = |at: Index| at.index(chars.len());
        let part = |range: &[char]| range.iter().collect::<String>();
        let (cut, put) = (place(cut), place(put));
        let shorter = part(&chars[..cut]) + &part(&chars[cut + 1..]);
        let longer = part(&chars[..put]) + piece + &part(&chars[put..]);
        for text in [pieces, json, shorter, longer] {
            let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            let is_right = std::panic::catch_unwind(|| answer_json(&text)).is_ok();
            prop_assert_eq!(is_right, is_json, "{:?}", text);
        }
    }
}

/// Has `text` answered as JSON.
fn answer_json(text: &str) {
    let echo = async |body: String| {
        let mut response = Response::new(body.into());
        response.headers_mut().insert(CONTENT_TYPE, "application/json".parse().unwrap());
        response
    };
    let client = TestClient::new(App::new().route("/", post(echo)));
    block_on(client.post("/").text(text));
}

#[test]
fn json_may_be_deep() {
    for depth in [31, 32, 33, 100] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        answer_json(&format!("{open}{close}"));
        let (text, _) = super::panic_of(|| answer_json(&format!("{open}]{close}")));
        assert!(text.starts_with("`Lint::BrokenJson`"), "{text}");
    }
}

#[test]
fn what_is_json_is_called_so() {
    let lint = Lint::UndeclaredJson;
    let text = |kind: &str, body: &str| format!("200\ncontent-type: {kind}\n\n{body}");
    let plain = |body: &str| text("text/plain; charset=utf-8", body);
    insta::assert_snapshot!(found(lint, &[("GET", &plain("{\"a\": 1}"))]), @"
    `Lint::UndeclaredJson` (RFC 8259, 11): `content-type: text/plain; charset=utf-8` with a body that is JSON
      right: `content-type: application/json`, as `roob::Json` has it
      opt out: `.allow(Lint::UndeclaredJson)` on the request or on the client
    ");
    found(lint, &[("GET", &text("text/html", " [{\"a\": 1}] "))]);
    found(lint, &[("GET", &text("application/octet-stream", "[1, 2]"))]);
    for body in
        ["[a]", "{}", "[ ]", "1", "\"a\"", "null", "{\"a\": 1} and more", "[\"a\", ]", "{", ""]
    {
        right(&[("GET", &plain(body))]);
    }
    right(&[("GET", &text("text/javascript", "[1]"))]);
    right(&[("GET", &text("application/json5", "[1]"))]);
    let saved = "text/plain\ncontent-disposition: attachment; filename=a.txt";
    right(&[("GET", &text(saved, "[1]"))]);
    right(&[("HEAD", &plain("[1]"))]);
}

#[test]
fn a_problem_tells_of_the_status_that_it_comes_with() {
    let lint = Lint::ProblemStatus;
    let problem = |body: &str| format!("404\ncontent-type: application/problem+json\n\n{body}");
    insta::assert_snapshot!(found(lint, &[("GET", &problem("{\"status\": 500}"))]), @r#"
    `Lint::ProblemStatus` (RFC 9457, 3.1.2): the status is 404, and the problem says 500
      right: `"status": 404` in the problem, or no `status`
      opt out: `.allow(Lint::ProblemStatus)` on the request or on the client
    "#);
    insta::assert_snapshot!(found(lint, &[("GET", &problem("{\"status\": \"404\"}"))]), @r#"
    `Lint::ProblemStatus` (RFC 9457, 3.1.2): the status is 404, and the problem says "404"
      right: `"status": 404` in the problem, or no `status`
      opt out: `.allow(Lint::ProblemStatus)` on the request or on the client
    "#);
    right(&[("GET", &problem("{\"status\": 404}"))]);
    right(&[("GET", &problem("{\"title\": \"none\"}"))]);
    right_answers("GET", &["404\ncontent-type: application/json\n\n{\"status\": 500}"]);
    let client = TestClient::new(App::new().errors(problem_json));
    block_on(client.get("/nothing")).assert_json_path("$.status", 404);
}
