//! The whole text of failures.

use super::panics::panic_of;
use roob::testing::{TestClient, TestRequest, block_on};
use roob::{App, Created, Error, Json, Path, get, post};
use serde_json::{Value, json};

fn shop() -> TestClient {
    TestClient::new(
        App::new()
            .debug(true)
            .route("/products", post(create))
            .route("/products/{id:d}", get(show).delete(crash)),
    )
}

async fn create(Json(product): Json<Value>) -> Created<Json<Value>> {
    Created::at("/products/7", Json(product))
}

async fn show(Path(_): Path<u64>) -> Result<&'static str, Error> {
    Err(Error::not_found("No such product"))
}

async fn crash() -> Result<(), Error> {
    Err(Error::internal("the disk is gone"))
}

/// What a test that expects 200 prints.
fn card(request: TestRequest) -> String {
    let (text, _) = panic_of(|| block_on(request).assert_ok().status());
    text
}

/// The command of the card.
#[track_caller]
fn check_curl(request: TestRequest, command: &str) {
    let text = card(request);
    assert_eq!(text.lines().last().unwrap(), format!("again: {command}"));
}

#[test]
fn a_failure_shows_the_exchange_the_route_and_how_to_repeat_it() {
    let request = shop().post("/products?notify=1").json(&json!({"name": "Lamp"}));
    insta::assert_snapshot!(card(request.bearer_auth("abc").cookie("session", "abc")), @r#"
    expected status 200 OK, got 201 Created

    POST /products?notify=1
    authorization: [secret]
    content-length: 15
    content-type: application/json
    cookie: session=[secret]

    {
      "name": "Lamp"
    }

    201 Created
    content-type: application/json
    location: /products/7

    {
      "name": "Lamp"
    }

    asked at: roob/../tests/http/testing/cards.rs:44
    route: POST /products, http::testing::cards::create, roob/../tests/http/testing/cards.rs:12
    again: curl -i 'http://localhost:8000/products?notify=1' -H 'authorization: [secret]' -H 'content-type: application/json' -H 'cookie: session=[secret]' --data-binary '{"name":"Lamp"}'
    "#);
}

#[test]
fn a_failure_shows_what_a_handler_refused() {
    insta::assert_snapshot!(card(shop().get("/products/7")), @r#"
    expected status 200 OK, got 404 Not Found

    GET /products/7

    404 Not Found
    content-type: application/json

    {
      "message": "No such product"
    }

    asked at: roob/../tests/http/testing/cards.rs:74
    route: GET /products/{id:d}, http::testing::cards::show, roob/../tests/http/testing/cards.rs:13
    again: curl -i http://localhost:8000/products/7
    "#);
}

#[test]
fn a_failure_shows_the_cause_of_a_500() {
    insta::assert_snapshot!(card(shop().delete("/products/7").header("x-request-id", "1")), @r#"
    expected status 200 OK, got 500 Internal Server Error

    DELETE /products/7
    x-request-id: 1

    500 Internal Server Error
    content-type: application/json
    x-request-id: 1

    {
      "message": "Unhandled exception occurred",
      "cause": "the disk is gone"
    }

    asked at: roob/../tests/http/testing/cards.rs:94
    route: DELETE /products/{id:d}, http::testing::cards::crash, roob/../tests/http/testing/cards.rs:13
    again: curl -i -X DELETE http://localhost:8000/products/7 -H 'x-request-id: 1'
    "#);
}

#[test]
fn a_path_without_a_route_says_so() {
    insta::assert_snapshot!(card(shop().get("/nothing")), @r#"
    expected status 200 OK, got 404 Not Found

    GET /nothing

    404 Not Found
    content-type: application/json

    {
      "message": "Requested path: /nothing does not exist"
    }

    asked at: roob/../tests/http/testing/cards.rs:117
    route: none matches /nothing; the nearest:
      /products
      /products/{id:d}
    again: curl -i http://localhost:8000/nothing
    "#);
}

#[test]
fn a_path_with_other_verbs_names_them() {
    insta::assert_snapshot!(card(shop().put("/products/7")), @r#"
    expected status 200 OK, got 405 Method Not Allowed

    PUT /products/7

    405 Method Not Allowed
    allow: GET, HEAD, DELETE, OPTIONS
    content-type: application/json

    {
      "message": "PUT request is not allowed for /products/7"
    }

    asked at: roob/../tests/http/testing/cards.rs:139
    route: none for PUT; /products/7 has GET, HEAD, DELETE, OPTIONS
    again: curl -i -X PUT http://localhost:8000/products/7
    "#);
    assert!(
        card(shop().options("/products")).contains("\nroute: none; OPTIONS is POST, OPTIONS\n")
    );
}

#[test]
fn a_failure_at_a_place_in_json_shows_all_of_it() {
    let request = shop().post("/products").json(&json!({"b": 1, "a": [2]}));
    let (text, _) = panic_of(|| block_on(request).assert_json_path("$.a[0]", 3).status());
    insta::assert_snapshot!(text, @r#"
    $.a[0] is not the expected JSON:
      $: expected 3, got 2

    POST /products
    content-length: 15
    content-type: application/json

    {
      "a": [
        2
      ],
      "b": 1
    }

    201 Created
    content-type: application/json
    location: /products/7

    {
      "a": [
        2
      ],
      "b": 1
    }

    asked at: roob/../tests/http/testing/cards.rs:163
    route: POST /products, http::testing::cards::create, roob/../tests/http/testing/cards.rs:12
    again: curl -i http://localhost:8000/products -H 'content-type: application/json' --data-binary '{"a":[2],"b":1}'
    "#);
}

#[test]
fn a_failure_shows_a_screen_of_a_long_body() {
    let text = card(shop().post("/a").text("x".repeat(5000)));
    let shown = format!("\n\n{}\n<cut: the whole body has 5000 bytes>\n\n404", "x".repeat(4096));
    assert!(text.contains(&shown), "{text}");
    let long = "x".repeat(4096);
    assert!(card(shop().post("/a").text(long.clone())).ends_with(&format!(" {long}\n")));
}

#[test]
fn a_command_repeats_the_request_in_a_shell() {
    let client = shop();
    check_curl(client.get("/a"), "curl -i http://localhost:8000/a");
    check_curl(client.get("/a?b=1&c=2"), "curl -i 'http://localhost:8000/a?b=1&c=2'");
    check_curl(client.head("/a"), "curl -I http://localhost:8000/a");
    check_curl(client.delete("/a"), "curl -i -X DELETE http://localhost:8000/a");
    check_curl(client.post("/a"), "curl -i -X POST http://localhost:8000/a");
    check_curl(
        client.post("/a").json(&["it's"]),
        r#"curl -i http://localhost:8000/a -H 'content-type: application/json' --data-binary '["it'\''s"]'"#,
    );
    check_curl(
        client.get("/a").body("x"),
        "curl -i -X GET -H content-type: http://localhost:8000/a --data-binary x",
    );
    check_curl(
        client.get("/a").header("x-empty", ""),
        "curl -i http://localhost:8000/a -H 'x-empty;'",
    );
    check_curl(
        client.get("/a/../{b}"),
        "curl -i --globoff --path-as-is 'http://localhost:8000/a/../{b}'",
    );
    check_curl(
        client.options("*"),
        "curl -i -X OPTIONS --request-target '*' http://localhost:8000",
    );
}

#[test]
fn a_body_that_is_no_word_of_a_shell_is_a_file() {
    let client = shop();
    let command = "curl -i http://localhost:8000/a -H 'content-type: a/b' --data-binary @body";
    check_curl(client.post("/a").bytes("a/b", vec![0]), command);
    check_curl(client.post("/a").bytes("a/b", "@file"), command);
    check_curl(client.post("/a").bytes("a/b", vec![b'x'; 4097]), command);
}
