//! Assertions that hold, and the first words of those that do not.

use super::panics::panic_of;
use roob::http::StatusCode;
use roob::testing::{Lint, TestClient, TestResponse, block_on};
use roob::{App, Body, IntoResponse, Json, Path, Response, get};
use serde_json::{Value, json};

async fn status(Path(code): Path<u16>) -> StatusCode {
    StatusCode::from_u16(code).unwrap()
}

async fn heads() -> Response {
    let headers = [("x-a", "1"), ("set-cookie", "session=abc; HttpOnly; SameSite=Lax")];
    let mut response = (headers, "some text").into_response().unwrap();
    response.headers_mut().append("x-a", "2".parse().unwrap());
    response
}

async fn items() -> Json<Value> {
    Json(json!({"items": [{"id": 1, "name": "Lamp"}, {"id": 2, "name": "Desk"}], "total": 2.0}))
}

fn answer(path: &str) -> TestResponse {
    let app = App::new()
        .route("/status/{code}", get(status))
        .route("/heads", get(heads))
        .route("/items", get(items))
        .route("/many", get(|| async { Json((0..12).collect::<Vec<_>>()) }))
        .route("/twice", get(|| async { "1 2" }))
        .route("/binary", get(|| async { vec![0xff_u8] }))
        .route("/broken", get(|| async { Body::new(Broken) }));
    // A status alone, where a header belongs to it.
    let client = TestClient::new(app).allow(Lint::MissingAllow).allow(Lint::MissingChallenge);
    block_on(client.get(path))
}

struct Broken;

impl http_body::Body for Broken {
    type Data = bytes::Bytes;
    type Error = &'static str;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
        std::task::Poll::Ready(Some(Err("the disk is gone")))
    }
}

/// `test` fails with `finding` above the exchange, and blames the line of this call.
#[track_caller]
fn check<T>(finding: &str, line: u32, test: impl FnOnce() -> T) {
    let (text, blamed) = panic_of(test);
    let (first, _) = text.split_once("\n\nGET /").unwrap();
    assert_eq!(first, finding);
    assert_eq!(blamed, line, "the line that is blamed");
}

#[test]
fn each_status_has_an_assertion_that_fails_for_all_others() {
    type Assertion = fn(&TestResponse) -> &TestResponse;
    let table: [(u16, Assertion); 11] = [
        (200, TestResponse::assert_ok),
        (201, TestResponse::assert_created),
        (204, TestResponse::assert_no_content),
        (400, TestResponse::assert_bad_request),
        (401, TestResponse::assert_unauthorized),
        (403, TestResponse::assert_forbidden),
        (404, TestResponse::assert_not_found),
        (405, TestResponse::assert_method_not_allowed),
        (409, TestResponse::assert_conflict),
        (422, TestResponse::assert_unprocessable),
        (500, TestResponse::assert_server_error),
    ];
    for (code, assertion) in table {
        assertion(&answer(&format!("/status/{code}")));
        let (text, _) = panic_of(|| assertion(&answer("/status/418")).status());
        let expected = StatusCode::from_u16(code).unwrap();
        let finding = format!("expected status {expected}, got 418 I'm a teapot\n\n");
        assert!(text.starts_with(&finding), "{text}");
    }
}

#[test]
fn a_status_is_a_number_or_a_constant() {
    let response = answer("/status/202");
    response.assert_status(202).assert_status(StatusCode::ACCEPTED);
    check("expected status 299, got 202 Accepted", line!(), || response.assert_status(299));
    let finding = "expected status 404 Not Found, got 202 Accepted";
    check(finding, line!(), || response.assert_not_found());
    let (text, _) = panic_of(|| response.assert_status(9));
    assert_eq!(text, "the expected status is none: invalid status code");
}

#[test]
fn headers_are_compared_value_by_value() {
    let response = answer("/heads");
    response.assert_header("x-a", "1").assert_header("X-A", "2").assert_no_header("x-b");
    let finding = "expected header `x-a` to be `3`, got `1` and `2`";
    check(finding, line!(), || response.assert_header("x-a", "3"));
    let finding = "expected header `x-b` to be `3`, got none";
    check(finding, line!(), || response.assert_header("x-b", "3"));
    let finding = "expected no header `set-cookie`, got `session=[secret]; HttpOnly; SameSite=Lax`";
    check(finding, line!(), || response.assert_no_header("set-cookie"));
}

#[test]
fn text_is_compared_whole_or_in_part() {
    let response = answer("/heads");
    response.assert_text("some text").assert_text_contains("me te");
    let finding = r#"expected the body to be "some", got "some text""#;
    check(finding, line!(), || response.assert_text("some"));
    check(r#"expected "tent" in the body"#, line!(), || response.assert_text_contains("tent"));
    let finding = "expected a body of UTF-8 text, but: \
                   invalid utf-8 sequence of 1 bytes from index 0";
    check(finding, line!(), || answer("/binary").text().len());
}

#[test]
fn json_is_compared_whole() {
    let whole =
        json!({"total": 2.0, "items": [{"name": "Lamp", "id": 1}, {"name": "Desk", "id": 2}]});
    answer("/items").assert_json(&whole);
    let other = json!({"total": 2, "items": [{"name": "Lamp", "id": 1, "tag": []}]});
    let finding = "the body is not the expected JSON:\
        \n  $.items[0].tag: expected [], got nothing\
        \n  $.items[1]: expected nothing, got {\"id\":2,\"name\":\"Desk\"}\
        \n  $.total: expected 2, got 2.0";
    check(finding, line!(), || answer("/items").assert_json(&other).status());
    let finding = "the body is not the expected JSON:\n  $.total: expected nothing, got 2.0";
    let less = json!({"items": whole["items"]});
    check(finding, line!(), || answer("/items").assert_json(&less).status());
}

#[test]
fn json_is_compared_in_part() {
    let response = answer("/items");
    response.assert_json_contains(&json!({"items": [{"id": 1}, {"name": "Desk"}]}));
    response.assert_json_contains(&json!({}));
    let finding = "the body is not the expected JSON:\
        \n  $.items[1]: expected nothing, got {\"id\":2,\"name\":\"Desk\"}";
    check(finding, line!(), || response.assert_json_contains(&json!({"items": [{"id": 1}]})));
}

#[test]
fn json_is_compared_at_a_place() {
    let response = answer("/items");
    response.assert_json_path("$.items[0].id", 1).assert_json_path("$.items[-1].name", "Desk");
    response.assert_json_path("$.items[1]", json!({"name": "Desk", "id": 2}));
    let finding = "$.items[0].id is not the expected JSON:\n  $: expected 2, got 1";
    check(finding, line!(), || response.assert_json_path("$.items[0].id", 2));
    let finding = "expected `$.items[2].id` to be 3, but `$.items` has 2 elements";
    check(finding, line!(), || response.assert_json_path("$.items[2].id", 3));
    let (text, line) = panic_of(|| response.assert_json_path("items", 3));
    assert_eq!(line, line!() - 1);
    assert_eq!(
        text,
        "`items` is not a path into JSON: it does not begin with `$`; write it like `$.items[0].name`"
    );
}

#[test]
fn a_failure_names_ten_places_at_most() {
    let finding = (0..10).map(|at| format!("\n  $[{at}]: expected nothing, got {at}"));
    let finding: String = finding.collect();
    let finding = format!("the body is not the expected JSON:{finding}\n  … and 2 more");
    check(&finding, line!(), || answer("/many").assert_json(&[(); 0]).status());
}

#[test]
fn json_that_is_none_says_why() {
    let finding = "expected a body of JSON, but: expected value at line 1 column 1";
    check(finding, line!(), || answer("/heads").assert_json(&1).status());
    let finding = "expected a body of JSON that fits `u8`, but: expected value at line 1 column 1";
    check(finding, line!(), || answer("/heads").json::<u8>());
}

#[test]
fn json_is_read_into_types() {
    let (text, _) = panic_of(|| answer("/twice").json::<u8>());
    assert!(text.starts_with("expected a body of JSON that fits `u8`, but: trailing characters"));
    let items: Value = answer("/items").json();
    assert_eq!(items["total"], 2.0);
    #[derive(serde::Deserialize, Debug)]
    struct Items {
        #[allow(dead_code)]
        items: Vec<Vec<u8>>,
    }
    let (text, _) = panic_of(|| answer("/items").json::<Items>());
    let (first, _) = text.split_once("\n\n").unwrap();
    assert!(
        first
            .ends_with("but: items[0]: invalid type: map, expected a sequence at line 1 column 10"),
        "{first}"
    );
}

#[test]
fn nothing_can_be_said_of_a_body_that_is_not_whole() {
    let response = answer("/broken");
    response.assert_ok();
    let finding = "expected a whole body, but: the disk is gone";
    check(finding, line!(), || response.assert_text(""));
    check(finding, line!(), || response.assert_text_contains(""));
    check(finding, line!(), || response.assert_json(&()));
    check(finding, line!(), || response.json::<Value>());
}

#[test]
fn the_values_of_a_response_can_be_read() {
    let response = answer("/heads");
    assert_eq!(response.status(), 200);
    assert_eq!(response.header("x-a"), Some("1"));
    assert_eq!(response.header("x-b"), None);
    assert_eq!(response.headers().get_all("x-a").iter().count(), 2);
    assert_eq!(response.bytes().as_ref(), b"some text");
    assert_eq!(response.broken(), None);
}
