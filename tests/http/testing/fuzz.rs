//! Requests that nobody thought of.

use super::panics::{check_panic, panic_of};
use roob::testing::{TestClient, block_on};
use roob::{App, Created, Error, Form, Json, NoContent, Path, Query, get, post};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a client says that fuzzes, without the lines of this file and the ids of requests.
fn finding(client: &TestClient, requests: usize) -> String {
    let (text, _) = panic_of(|| block_on(client.fuzz().requests(requests).seed(1).run()));
    steady(&text)
}

fn steady(text: &str) -> String {
    let line = |line: &str| match (line.split_once("fuzz.rs:"), line.split_once("x-request-id:")) {
        (Some((before, _)), _) => format!("{before}fuzz.rs:…"),
        (_, Some(_)) => "x-request-id: …".to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Overflows for exactly one number, and says so by a panic.
async fn absolute(Path(number): Path<i64>) -> String {
    number.checked_abs().expect("a number has an absolute value").to_string()
}

#[test]
fn a_boundary_value_is_found_and_made_a_test() {
    let client = TestClient::new(App::new().debug(false).route("/abs/{number:d}", get(absolute)));
    insta::assert_snapshot!(finding(&client, 2_000), @r#"
    the answer is 500 Internal Server Error
    found by request 20 of 2000 with seed 1; this is the smallest request that has it

    GET /abs/-9223372036854775808

    500 Internal Server Error
    content-type: application/json
    x-request-id: …

    {
      "message": "Unhandled exception occurred"
    }

    asked at: roob/../tests/http/testing/fuzz.rs:…
    route: GET /abs/{number:d}, http::testing::fuzz::absolute, roob/../tests/http/testing/fuzz.rs:…
    panic at roob/../tests/http/testing/fuzz.rs:…
      http::testing::fuzz::absolute at ../tests/http/testing/fuzz.rs:…
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

#[derive(Deserialize, Serialize)]
struct Product {
    name: String,
    stock: i32,
    #[serde(default)]
    tags: Vec<String>,
}

/// Cuts a name without looking where its characters end.
async fn create(Json(product): Json<Product>) -> Json<String> {
    Json(product.name[..product.name.len().min(3)].to_owned())
}

#[test]
fn a_body_is_made_from_its_type_and_shrunk() {
    let client = TestClient::new(App::new().debug(false).route("/products", post(create)));
    insta::assert_snapshot!(finding(&client, 2_000), @r##"
    the answer is 500 Internal Server Error
    found by request 9 of 2000 with seed 1; this is the smallest request that has it

    POST /products
    content-length: 25
    content-type: application/json

    {
      "name": "éé",
      "stock": 0
    }

    500 Internal Server Error
    content-type: application/json
    x-request-id: …

    {
      "message": "Unhandled exception occurred"
    }

    asked at: roob/../tests/http/testing/fuzz.rs:…
    route: POST /products, http::testing::fuzz::create, roob/../tests/http/testing/fuzz.rs:…
    panic at roob/../tests/http/testing/fuzz.rs:…
      http::testing::fuzz::create at ../tests/http/testing/fuzz.rs:…
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    again: curl -i http://localhost:8000/products -H 'content-type: application/json' --data-binary '{"name":"éé","stock":0}'

    a test of it:

    #[tokio::test]
    async fn post_products_is_answered() {
        let client = client().await;
        client
            .post("/products")
            .bytes("application/json", r#"{"name":"éé","stock":0}"#)
            .await
            .assert_no_server_error();
    }
    "##);
}

#[derive(Deserialize)]
struct Page {
    number: u32,
    size: u32,
}

async fn page(Query(page): Query<Page>) -> String {
    (100 / page.size + page.number).to_string()
}

async fn order(Form(page): Form<Page>) -> String {
    (100 / page.size).to_string() + &page.number.to_string()
}

#[test]
fn a_query_and_a_form_are_made_from_their_types() {
    let client = TestClient::new(App::new().debug(false).route("/pages", get(page)));
    insta::assert_snapshot!(finding(&client, 2_000), @r#"
    the answer is 500 Internal Server Error
    found by request 12 of 2000 with seed 1; this is the smallest request that has it

    GET /pages?number=0&size=0

    500 Internal Server Error
    content-type: application/json
    x-request-id: …

    {
      "message": "Unhandled exception occurred"
    }

    asked at: roob/../tests/http/testing/fuzz.rs:…
    route: GET /pages, http::testing::fuzz::page, roob/../tests/http/testing/fuzz.rs:…
    panic at roob/../tests/http/testing/fuzz.rs:…
      http::testing::fuzz::page at ../tests/http/testing/fuzz.rs:…
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    again: curl -i 'http://localhost:8000/pages?number=0&size=0'

    a test of it:

    #[tokio::test]
    async fn get_pages_is_answered() {
        let client = client().await;
        client
            .get("/pages?number=0&size=0")
            .await
            .assert_no_server_error();
    }
    "#);
    let client = TestClient::new(App::new().debug(false).route("/orders", post(order)));
    insta::assert_snapshot!(finding(&client, 2_000), @r#"
    the answer is 500 Internal Server Error
    found by request 75 of 2000 with seed 1; this is the smallest request that has it

    POST /orders
    content-length: 15
    content-type: application/x-www-form-urlencoded

    number=0
    size=0

    500 Internal Server Error
    content-type: application/json
    x-request-id: …

    {
      "message": "Unhandled exception occurred"
    }

    asked at: roob/../tests/http/testing/fuzz.rs:…
    route: POST /orders, http::testing::fuzz::order, roob/../tests/http/testing/fuzz.rs:…
    panic at roob/../tests/http/testing/fuzz.rs:…
      http::testing::fuzz::order at ../tests/http/testing/fuzz.rs:…
      (only frames of your code; RUST_BACKTRACE=1 prints all of them)
    again: curl -i http://localhost:8000/orders -H 'content-type: application/x-www-form-urlencoded' --data-binary 'number=0&size=0'

    a test of it:

    #[tokio::test]
    async fn post_orders_is_answered() {
        let client = client().await;
        client
            .post("/orders")
            .bytes("application/x-www-form-urlencoded", "number=0&size=0")
            .await
            .assert_no_server_error();
    }
    "#);
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
    insta::assert_snapshot!(finding(&client, 2_000), @r##"
    the answer is 500 Internal Server Error
    found by request 1287 of 2000 with seed 1; this is the smallest request that has it

    POST /cave
    content-length: 27
    content-type: application/json

    {
      "depth": 0,
      "magic": "xyzzy"
    }

    500 Internal Server Error
    content-type: application/json
    x-request-id: …

    {
      "message": "Unhandled exception occurred"
    }

    asked at: roob/../tests/http/testing/fuzz.rs:…
    route: POST /cave, http::testing::fuzz::secret, roob/../tests/http/testing/fuzz.rs:…
    cause: nobody tried this
    again: curl -i http://localhost:8000/cave -H 'content-type: application/json' --data-binary '{"depth":0,"magic":"xyzzy"}'

    a test of it:

    #[tokio::test]
    async fn post_cave_is_answered() {
        let client = client().await;
        client
            .post("/cave")
            .bytes("application/json", r#"{"depth":0,"magic":"xyzzy"}"#)
            .await
            .assert_no_server_error();
    }
    "##);
}

async fn sluggish(Path(number): Path<i64>) -> &'static str {
    if number == i64::MAX {
        std::thread::sleep(Duration::from_millis(250));
    }
    "done"
}

#[test]
fn a_slow_answer_is_found() {
    let client = TestClient::new(App::new().route("/slow/{number:d}", get(sluggish)));
    let fuzz = || client.fuzz().requests(2_000).slowest(Duration::from_millis(150));
    let (text, _) = panic_of(|| block_on(fuzz().run()));
    insta::assert_snapshot!(steady(&text), @r#"
    the answer takes longer than 150ms
    found by request 16 of 2000 with seed 0; this is the smallest request that has it

    GET /slow/9223372036854775807

    200 OK
    content-type: text/plain; charset=utf-8

    done

    asked at: roob/../tests/http/testing/fuzz.rs:…
    route: GET /slow/{number:d}, http::testing::fuzz::sluggish, roob/../tests/http/testing/fuzz.rs:…
    again: curl -i http://localhost:8000/slow/9223372036854775807

    a test of it:

    #[tokio::test]
    async fn get_slow_9223372036854775807_is_answered() {
        let client = client().await;
        client
            .get("/slow/9223372036854775807")
            .deadline(std::time::Duration::from_millis(150))
            .await
            .assert_no_server_error();
    }
    "#);
    block_on(client.fuzz().requests(100).run());
}

/// Fails once only.
async fn flaky(Path(_): Path<i64>) -> Result<(), Error> {
    static HAS_FAILED: std::sync::Once = std::sync::Once::new();
    let mut answer = Ok(());
    HAS_FAILED.call_once(|| answer = Err(Error::internal("the first one fails")));
    answer
}

#[test]
fn a_finding_that_does_not_come_again_says_so() {
    let client = TestClient::new(App::new().debug(false).route("/flaky/{number:d}", get(flaky)));
    let text = finding(&client, 10);
    let lines: Vec<&str> = text.lines().take(2).collect();
    assert_eq!(
        lines,
        [
            "the answer is 500 Internal Server Error",
            "found by request 1 of 10 with seed 1; it did not come again, so it depends on what was before",
        ]
    );
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

/// An app that remembers what it is asked.
fn noting(seen: &Seen) -> App {
    let seen = seen.clone();
    let note = move |mut request: roob::Request, next: roob::Next| {
        let seen = seen.clone();
        async move {
            let body = request.bytes().await.unwrap_or_default();
            let head = format!("{} {} {:?}", request.method(), request.uri(), request.headers());
            seen.0.lock().unwrap().push(format!("{head} {body:?}"));
            request.set_body(body);
            next.run(request).await
        }
    };
    let show = |Path(id): Path<u32>| id.to_string();
    App::new().route("/products", post(stored)).route("/products/{id:d}", get(show)).wrap(note)
}

async fn stored(Json(product): Json<Product>) -> Created<Json<Product>> {
    Created::at("/products/48151", Json(product))
}

#[test]
fn the_same_seed_asks_the_same() {
    let asked = |seed| {
        let seen = Seen::default();
        let client = TestClient::new(noting(&seen));
        block_on(client.fuzz().requests(300).seed(seed).run());
        drop(client);
        std::mem::take(&mut *seen.0.lock().unwrap())
    };
    assert_eq!(asked(7), asked(7));
    assert_ne!(asked(7), asked(8));
}

#[test]
fn what_was_created_is_asked_for() {
    let seen = Seen::default();
    let client = TestClient::new(noting(&seen));
    block_on(client.fuzz().requests(300).run());
    let seen = seen.0.lock().unwrap();
    assert!(seen.iter().any(|request| request.starts_with("GET /products/48151 ")));
    assert!(seen.iter().any(|request| request.starts_with("POST /products ")));
}

#[test]
fn the_report_counts_statuses_by_route() {
    let client = TestClient::new(
        App::new()
            .route("/fine", get(|| "fine"))
            .route("/never", get(|| async { Err::<(), _>(Error::not_found("never")) })),
    );
    let report = block_on(client.fuzz().requests(200).seed(3).run());
    assert_eq!(report.requests(), 200);
    assert_eq!(report.unreached().collect::<Vec<_>>(), ["GET /never"]);
    insta::assert_snapshot!(report, @r#"
    GET /fine   200 × 87
    GET /never  404 × 81
    no route    204 × 2, 400 × 1, 404 × 15, 405 × 14
    "#);
}

#[test]
fn routes_can_be_chosen() {
    let app = || App::new().route("/api/a", get(|| "a")).route("/api/b", get(|| "b"));
    let client = TestClient::new(app().route("/admin", get(|| "admin")));
    let report = block_on(client.fuzz().requests(20).only("/api").skip("/api/b").run());
    assert_eq!(report.to_string().lines().count(), 2, "{report}");
    assert!(report.to_string().starts_with("GET /api/a"));
    let line = line!() + 1;
    let fuzz = client.fuzz().only("/nothing");
    let message = format!(
        "there is no route to ask: the app has 3, and `only` and `skip` leave none\n\
         fuzz at {}:{line}:23",
        file!()
    );
    let (text, _) = panic_of(|| block_on(fuzz.run()));
    assert_eq!(text, message);
}

#[test]
fn every_request_has_the_headers_that_were_given_and_none_is_said() {
    let seen = Seen::default();
    let client = TestClient::new(noting(&seen));
    block_on(client.fuzz().requests(50).header("x-tenant", "7").run());
    let seen = seen.0.lock().unwrap();
    assert!(seen.iter().all(|request| request.contains(r#""x-tenant": "7""#)));
    assert_eq!(client.to_string(), "");
}

#[test]
fn a_header_that_is_none_is_refused() {
    let client = TestClient::new(App::new());
    check_panic("`a b` is not a name of a header", line!() + 1, || {
        client.fuzz().header("a b", "c")
    });
}
