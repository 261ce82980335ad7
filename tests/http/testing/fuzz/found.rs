//! What is found, and what is said of it.

use super::{app, brief, failure, planted, printed};
use roob::testing::{Lint, TestClient, block_on};
use roob::{App, Error, Event, Json, NoContent, Path, Sse, get, post};
use serde_json::json;
use std::process::Command;
use std::sync::Once;
use std::time::Duration;

#[test]
fn a_boundary_value_is_found_and_made_a_test() {
    insta::assert_snapshot!(planted("/abs"), @r#"
    the answer is 500 Internal Server Error
    found by request 20 of 3000 with seed 1; this is the smallest request that has it

    GET /abs/-9223372036854775808

    500 Internal Server Error
    content-type: application/json
    x-request-id: …

    {
      "message": "Unhandled exception occurred"
    }

    asked at: roob/../tests/http/testing/fuzz/mod.rs:…
    route: GET /abs/{number:d}, http::testing::fuzz::app::absolute, roob/../tests/http/testing/fuzz/app.rs:…
    panic at roob/../tests/http/testing/fuzz/app.rs:…
      http::testing::fuzz::app::absolute at ../tests/http/testing/fuzz/app.rs:…
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    again: curl -i http://localhost:8000/abs/-9223372036854775808

    a test of it:

    #[tokio::test]
    async fn get_abs_9223372036854775808_is_answered() {
        let client = client().await;
        client
            .get("/abs/-9223372036854775808")
            .await
            .assert_no_server_error();
    }
    "#);
}

#[test]
fn the_guide_shows_what_is_found() {
    let app = App::new().debug(false).route("/abs/{number:d}", get(app::absolute));
    let text = failure(TestClient::new(app).fuzz());
    let shown = format!("```text\n{}\n…\n{}\n```\n", brief(&text), printed(&text));
    let guide = include_str!("../../../../roob/src/testing/guide.md");
    assert!(guide.contains(&shown), "{shown}");
}

#[test]
fn of_all_the_panics_on_the_way_only_the_finding_is_printed() {
    let mut this = Command::new(std::env::current_exe().unwrap());
    let test = "testing::fuzz::found::a_boundary_value_is_found_and_made_a_test";
    let output = this.args(["--exact", test, "--nocapture"]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text.matches(" panicked at ").count(), 1, "{text}");
    assert!(!text.contains("request failed"), "{text}");
}

/// A fuzz of `pattern` ends with a 500, and with this as the smallest request that is answered so.
#[track_caller]
fn check(pattern: &str, smallest: &str) {
    let text = planted(pattern);
    let (finding, request) = brief(&text).split_once("\n\n").unwrap();
    assert!(finding.starts_with("the answer is 500 Internal Server Error\n"), "{finding}");
    assert!(finding.ends_with("; this is the smallest request that has it"), "{finding}");
    let lines: Vec<&str> = request.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.join(" | "), smallest);
}

#[test]
fn every_argument_is_given_what_it_reads_and_made_smaller() {
    let json = "content-length: 25 | content-type: application/json";
    check(
        "/products",
        &format!(r#"POST /products | {json} | {{ | "name": "éé", | "stock": 0 | }}"#),
    );
    check("/pages", "GET /pages?number=0&size=0");
    let form = "content-length: 15 | content-type: application/x-www-form-urlencoded";
    check("/orders", &format!("POST /orders | {form} | number=0 | size=0"));
    check("/words", r#"POST /words | content-length: 13 | "; DROP TABLE"#);
    check("/files", "POST /files | content-length: 1 | <1 byte>");
    check("/tenants", "GET /tenants | x-tenant: -1");
    check("/tokens", "GET /tokens/-9223372036854775808 | authorization: [secret]");
}

#[test]
fn what_an_argument_reads_is_known_also_where_its_refusal_is_a_value() {
    let json = "content-length: 30 | content-type: application/json";
    let product = r#"{ | "name": "", | "stock": 2147483647 | }"#;
    check("/tried", &format!("POST /tried | {json} | {product}"));
}

#[test]
fn a_verb_that_nobody_knows_is_found() {
    check("/brew", "BREW /brew");
}

#[test]
fn a_rule_of_http_is_found() {
    insta::assert_snapshot!(brief(&planted("/made")), @r#"
    `Lint::CreatedWithoutLocation` (RFC 9110, 15.3.2): a 201 Created to a POST has no `location`: nobody knows what was created
      right: `location` with its path, as `roob::Created` has it, or a 200
      opt out: `.allow(Lint::CreatedWithoutLocation)` on the request or on the client
    found by request 27 of 3000 with seed 1; this is the smallest request that has it

    POST /made/9223372036854775807

    201 Created
    "#);
    let client = TestClient::new(app::app()).allow(Lint::CreatedWithoutLocation);
    block_on(client.fuzz().requests(500).only("/made").run());
}

#[test]
fn an_answer_that_breaks_off_is_found() {
    insta::assert_snapshot!(brief(&planted("/broken")), @r#"
    the answer breaks off: the disk is gone
    found by request 27 of 3000 with seed 1; this is the smallest request that has it

    GET /broken/9223372036854775807

    200 OK
    content-type: text/html; charset=utf-8

    half
    <broken off after 4 bytes: the disk is gone>
    "#);
}

#[test]
fn an_answer_that_never_comes_is_found_and_shrunk() {
    let fuzz = |pattern| {
        let client = TestClient::new(app::app());
        let fuzz = client.fuzz().requests(2_000).slowest(Duration::from_millis(50));
        failure(fuzz.only(pattern))
    };
    insta::assert_snapshot!(fuzz("/hung"), @r#"
    waited 50ms for the head of an answer in vain
    found by request 16 of 2000 with seed 0; this is the smallest request that has it

    GET /hung/9223372036854775807

    asked at: roob/../tests/http/testing/fuzz/found.rs:…
    route: GET /hung/{number:d}, http::testing::fuzz::app::hung, roob/../tests/http/testing/fuzz/app.rs:…
    again: curl -i http://localhost:8000/hung/9223372036854775807

    a test of it:

    #[tokio::test]
    async fn get_hung_9223372036854775807_is_answered() {
        let client = client().await;
        client
            .get("/hung/9223372036854775807")
            .deadline(std::time::Duration::from_millis(50))
            .await
            .assert_no_server_error();
    }
    "#);
    insta::assert_snapshot!(brief(&fuzz("/endless")), @r#"
    waited 50ms for the end of the body in vain; 0 bytes came before
    found by request 16 of 2000 with seed 0; this is the smallest request that has it

    GET /endless/9223372036854775807

    200 OK
    content-type: text/html; charset=utf-8

    <the stream is still open>
    "#);
}

#[test]
fn a_slow_answer_is_found() {
    // Over sockets nobody looks at the clock while the handler sleeps on its thread, and then the
    // answer is late.
    let client = TestClient::new(app::app()).direct();
    let fuzz = || client.fuzz().requests(2_000).only("/slow");
    insta::assert_snapshot!(brief(&failure(fuzz().slowest(Duration::from_millis(40)))), @r#"
    the answer takes longer than 40ms
    found by request 16 of 2000 with seed 0; this is the smallest request that has it

    GET /slow/9223372036854775807

    200 OK
    content-type: text/plain; charset=utf-8

    done
    "#);
    block_on(fuzz().requests(100).run());
}

/// Never ends, and says nothing at first.
async fn news() -> Sse {
    Sse::new(futures_util::stream::pending::<Result<Event, Error>>())
}

#[test]
fn a_stream_of_events_is_fine_when_its_head_comes() {
    let client = TestClient::new(App::new().route("/news", get(news)));
    let report = block_on(client.fuzz().requests(100).run());
    assert_eq!(report.unreached().count(), 0, "{report}");
}

/// Refuses everything but one name, then fails.
async fn secret(Json(body): Json<serde_json::Value>) -> Result<NoContent, Error> {
    match body["magic"].as_str() {
        Some("xyzzy") if body["depth"] == 0 => Err(Error::internal("nobody tried this")),
        _ => Ok(NoContent),
    }
}

#[test]
fn what_the_conversation_said_is_an_example() {
    let client = TestClient::new(App::new().debug(false).route("/cave", post(secret)));
    block_on(client.fuzz().requests(2_000).run());
    block_on(client.post("/cave").json(&json!({"magic": "xyzzy", "depth": 7}))).assert_no_content();
    insta::assert_snapshot!(brief(&failure(client.fuzz().requests(2_000).seed(1))), @r#"
    the answer is 500 Internal Server Error
    found by request 1287 of 2000 with seed 1; this is the smallest request that has it

    POST /cave
    content-length: 27
    content-type: application/json

    {
      "depth": 0,
      "magic": "xyzzy"
    }
    "#);
}

/// Fails once only.
async fn flaky(Path(_): Path<i64>) -> Result<(), Error> {
    static HAS_FAILED: Once = Once::new();
    let mut answer = Ok(());
    HAS_FAILED.call_once(|| answer = Err(Error::internal("the first one fails")));
    answer
}

#[test]
fn a_finding_that_does_not_come_again_says_so() {
    let client = TestClient::new(App::new().debug(false).route("/flaky/{number:d}", get(flaky)));
    let text = failure(client.fuzz().requests(10).seed(1));
    let lines: Vec<&str> = text.lines().take(2).collect();
    assert_eq!(
        lines,
        [
            "the answer is 500 Internal Server Error",
            "found by request 1 of 10 with seed 1; it did not come again, so it depends on what was before",
        ]
    );
}
