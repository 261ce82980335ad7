//! What a card says beyond the exchange: who refused a request, what failed, where it panicked.

use super::panics::panic_of;
use roob::testing::{TestClient, TestRequest, block_on};
use roob::{
    App, Error, FromRequest, IntoResponse, Json, Next, Path, Query, Request, Response, StatusCode,
    get, post,
};
use serde::Deserialize;
use serde_json::json;
use std::collections::HashMap;
use std::fmt;
use std::panic::catch_unwind;
use std::sync::Arc;

#[derive(Deserialize)]
struct NewLamp {
    #[allow(dead_code)]
    watts: u8,
}

/// An extractor of the user's, which uses one of the framework's.
struct Customer;

impl FromRequest for Customer {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Query::<HashMap<String, u32>>::from_request(request).await?;
        Err(Error::forbidden("Customers only").caused_by("the list of customers is empty"))
    }
}

#[derive(Debug)]
struct Unsaved;

impl fmt::Display for Unsaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order was not saved")
    }
}

impl std::error::Error for Unsaved {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&fmt::Error)
    }
}

fn switch_on() -> String {
    no_more().to_owned()
}

fn no_more() -> &'static str {
    panic!("no more\nlamps")
}

async fn switch_on_later() -> String {
    tokio::task::yield_now().await;
    switch_on()
}

fn app() -> App {
    App::new()
        .route("/lamps", post(|_: Json<NewLamp>| ()))
        .route("/lamps/{id:d}", get(|_: Path<u8>| ()).delete(|_: Customer| ()))
        .route("/taken", get(|| -> Result<(), Error> { Err(Error::conflict("It is \"taken\"")) }))
        .route("/unsaved", get(|| -> Result<(), Error> { Err(Error::internal(Unsaved)) }))
        .route("/panic", get(switch_on))
        .route("/panic/later", get(switch_on_later))
        .debug(true)
}

/// An app whose errors say nothing.
fn silent(app: App) -> TestClient {
    let render = |error: &Error| error.status().into_response().unwrap();
    TestClient::new(app.errors(render))
}

/// The card of a test that expects another status, from its route on, and without its command.
fn account(request: TestRequest) -> String {
    let (text, _) = panic_of(|| block_on(request).assert_status(StatusCode::IM_A_TEAPOT).status());
    let (_, text) = text.split_once("\nroute: ").unwrap();
    let (text, _) = text.split_once("\nagain: ").unwrap();
    text.lines().skip(1).map(without_frame_line).collect::<Vec<_>>().join("\n")
}

/// `  name at file:LINE`.
fn without_frame_line(line: &str) -> String {
    match line.rsplit_once(':') {
        Some((frame, number)) if line.starts_with("  ") && number.parse::<u32>().is_ok() => {
            format!("{frame}:LINE")
        }
        _ => line.to_owned(),
    }
}

#[test]
fn a_refusal_names_the_argument() {
    let client = TestClient::new(app());
    insta::assert_snapshot!(account(client.post("/lamps").json(&json!({"watts": 300}))), @"refused: Json<NewLamp>, 422 Request body does not have the expected fields");
    insta::assert_snapshot!(account(client.post("/lamps").text("{}")), @"refused: Json<NewLamp>, 415 Content type must be `application/json`, not `text/plain; charset=utf-8`");
    insta::assert_snapshot!(account(client.get("/lamps/300")), @"
    refused: Path<u8>, 404 Requested path: /lamps/300 does not exist
    cause: `300` is no u8: number too large to fit in target type
    ");
    insta::assert_snapshot!(account(client.delete("/lamps/1")), @"
    refused: Customer, 403 Customers only
    cause: the list of customers is empty
    ");
    insta::assert_snapshot!(account(client.delete("/lamps/1?page=x")), @"refused: Customer, 422 Query string does not have the expected fields");
}

#[test]
fn an_error_that_the_response_tells_is_not_told_again() {
    let client = TestClient::new(app());
    assert_eq!(account(client.get("/taken")), "");
    assert_eq!(account(client.get("/unsaved")), "");
    assert_eq!(account(client.put("/lamps")), "");
}

#[test]
fn what_a_renderer_hides_is_told() {
    let client = silent(app());
    insta::assert_snapshot!(account(client.post("/lamps").json(&json!({"watts": 300}))), @"
    refused: Json<NewLamp>, 422 Request body does not have the expected fields
      watts: invalid value: integer `300`, expected u8
    ");
    insta::assert_snapshot!(account(client.get("/taken")), @r#"error: 409 It is "taken""#);
    insta::assert_snapshot!(account(client.get("/unsaved")), @"
    error: 500 Unhandled exception occurred
    cause: the order was not saved: an error occurred when formatting an argument
    ");
    insta::assert_snapshot!(account(client.put("/lamps")), @"error: 405 PUT request is not allowed for /lamps");
}

#[test]
fn a_cause_is_told_without_debugging_too() {
    let client = TestClient::new(app().debug(false));
    insta::assert_snapshot!(account(client.get("/unsaved")), @"cause: the order was not saved: an error occurred when formatting an argument");
}

#[test]
fn a_panic_is_told_with_its_place_and_the_frames_of_the_users_code() {
    let client = TestClient::new(app().debug(false));
    insta::assert_snapshot!(account(client.get("/panic")), @"
    panic at roob/../tests/http/testing/witness.rs:52: no more
        lamps
      http::testing::witness::no_more at ../tests/http/testing/witness.rs:LINE
      http::testing::witness::switch_on at ../tests/http/testing/witness.rs:LINE
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    ");
    insta::assert_snapshot!(account(client.get("/panic/later")), @"
    panic at roob/../tests/http/testing/witness.rs:52: no more
        lamps
      http::testing::witness::no_more at ../tests/http/testing/witness.rs:LINE
      http::testing::witness::switch_on at ../tests/http/testing/witness.rs:LINE
      at ../tests/http/testing/witness.rs:LINE
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    ");
}

#[test]
fn the_frames_of_a_panic_in_a_middleware_end_there() {
    async fn guard(_: Request, _: Next) -> Response {
        no_more();
        Response::default()
    }
    async fn open(request: Request, next: Next) -> Response {
        next.run(request).await
    }
    let client = TestClient::new(app().wrap(open).wrap(guard));
    insta::assert_snapshot!(account(client.get("/taken")), @"
    panic at roob/../tests/http/testing/witness.rs:52: no more
        lamps
      http::testing::witness::no_more at ../tests/http/testing/witness.rs:LINE
      http::testing::witness::the_frames_of_a_panic_in_a_middleware_end_there::guard at ../tests/http/testing/witness.rs:LINE
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    ");
}

#[test]
fn a_renderer_that_panics_hides_neither_itself_nor_the_error() {
    let client = TestClient::new(app().errors(|_| panic!("no paper")).debug(false));
    insta::assert_snapshot!(account(client.get("/unsaved")), @"
    cause: the order was not saved: an error occurred when formatting an argument
    panic at roob/../tests/http/testing/witness.rs:181: no paper
      http::testing::witness::a_renderer_that_panics_hides_neither_itself_nor_the_error at ../tests/http/testing/witness.rs:LINE
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    ");
}

#[test]
fn a_panic_that_the_handler_catches_is_told() {
    let caught = || catch_unwind(no_more).map_or("caught", |text| text);
    let client = TestClient::new(App::new().route("/", get(caught)));
    insta::assert_snapshot!(account(client.get("/")), @"
    panic at roob/../tests/http/testing/witness.rs:52: no more
        lamps
      http::testing::witness::no_more at ../tests/http/testing/witness.rs:LINE
      http::testing::witness::a_panic_that_the_handler_catches_is_told at ../tests/http/testing/witness.rs:LINE
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    ");
}

#[test]
fn so_many_panics_are_told_and_not_more() {
    let caught = || (0..20).filter(|_| catch_unwind(no_more).is_err()).count().to_string();
    let client = TestClient::new(App::new().route("/", get(caught)));
    let account = account(client.get("/"));
    assert_eq!(account.matches("panic at ").count(), 8, "{account}");
}

#[test]
fn the_nearest_routes_are_told_with_what_keeps_them_from_the_path() {
    let client = TestClient::new(app());
    insta::assert_snapshot!(account(client.get("/lamps/desk")), @"
    /lamps         the path goes on with `/desk`
    /lamps/{id:d}  `desk` is not an integer
    /panic
    ");
    assert_eq!(account(TestClient::new(App::new()).get("/lamps")), "");
}

#[test]
fn a_body_that_does_not_fit_brings_the_panic_that_made_it() {
    let client = TestClient::new(app());
    let request = client.get("/panic").header("x-request-id", "1");
    let (text, _) = panic_of(|| block_on(request).json::<Vec<u8>>());
    let text = text.lines().map(without_frame_line).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(text, @r#"
    expected a body of JSON that fits `alloc::vec::Vec<u8>`, but: invalid type: map, expected a sequence at line 1 column 0

    GET /panic
    x-request-id: 1

    500 Internal Server Error
    content-type: application/json
    x-request-id: 1

    {
      "message": "Unhandled exception occurred",
      "cause": "panicked: no more\nlamps"
    }

    asked at: roob/../tests/http/testing/witness.rs:225
    route: GET /panic, http::testing::witness::switch_on, roob/../tests/http/testing/witness.rs:66
    panic at roob/../tests/http/testing/witness.rs:52: no more
        lamps
      http::testing::witness::no_more at ../tests/http/testing/witness.rs:LINE
      http::testing::witness::switch_on at ../tests/http/testing/witness.rs:LINE
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    again: curl -i http://localhost:8000/panic -H 'x-request-id: 1'
    "#);
}

#[test]
fn a_card_names_the_line_of_the_request_and_the_panic_that_of_the_assertion() {
    let client = TestClient::new(app());
    let (request, asked) = (client.get("/taken"), line!());
    let response = block_on(request);
    let ((text, blamed), asserted) = (panic_of(|| response.assert_ok().status()), line!());
    let asked = format!("\nasked at: roob/../tests/http/testing/witness.rs:{asked}\n");
    assert!(text.contains(&asked), "{text}");
    assert_eq!(blamed, asserted);
}

#[test]
fn a_panic_outside_of_a_request_is_not_told() {
    let client = TestClient::new(app());
    let response = block_on(client.get("/taken"));
    assert!(catch_unwind(no_more).is_err());
    let (text, _) = panic_of(|| response.assert_ok().status());
    assert!(!text.contains("panic at "), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_that_run_at_the_same_time_have_each_their_own_witness() {
    async fn refuse(Path(name): Path<String>) -> Result<(), Error> {
        tokio::task::yield_now().await;
        let _ = catch_unwind(|| panic!("no {name}"));
        tokio::task::yield_now().await;
        Err(Error::conflict("taken").caused_by(format!("because of {name}")))
    }
    let client = Arc::new(TestClient::new(App::new().route("/{name}", get(refuse))));
    let ask = |at: usize| client.get(format!("/n{at}-")).send();
    let mut tasks = tokio::task::JoinSet::new();
    for at in (0..40).step_by(2) {
        let two = (ask(at), ask(at + 1));
        tasks.spawn(async { tokio::join!(two.0, two.1) });
    }
    for (one, two) in tasks.join_all().await {
        for response in [one, two] {
            let (text, _) = panic_of(|| response.assert_ok().status());
            let name = text.split(['/', '\n']).nth(3).unwrap().to_owned();
            assert_eq!(text.matches("panic at ").count(), 1, "{text}");
            assert_eq!(text.matches("cause: ").count(), 1, "{text}");
            assert!(text.contains(&format!(": no {name}\n")), "{text}");
            assert!(text.contains(&format!("\ncause: because of {name}\n")), "{text}");
        }
    }
}
