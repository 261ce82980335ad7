//! Testing with Roob.
//!
//! A [`TestClient`] asks an app as the server does, by the same function and without a socket, so a
//! test needs no port and no sleep, and tests run side by side.
//!
//! # A first test
//!
//! ```
//! use roob::testing::TestClient;
//! use roob::{App, Path, get};
//!
//! async fn hello(Path(name): Path<String>) -> String { format!("Hello, {name}!") }
//!
//! fn app() -> App { App::new().route("/hello/{name}", get(hello)) }
//!
//! # #[allow(unused)]
//! #[tokio::test]
//! async fn it_greets_by_name() {
//!     let client = TestClient::new(app());
//!     client.get("/hello/Ada").await.assert_ok().assert_text("Hello, Ada!");
//! }
//! # roob::testing::block_on(TestClient::new(app()).get("/hello/Ada")).assert_text("Hello, Ada!");
//! ```
//!
//! The client has a method for each verb. What it gives is a request: add headers, a query, a body,
//! a token, then await it. Cookies that come are kept and sent again; [`TestClient::cookies`] shows
//! them. An app with mistakes makes no client: the panic has all of them.
//!
//! The client needs no runtime: await it in `#[tokio::test]` or under any other executor, or drive
//! it by [`block_on`] in a plain `#[test]`.
//!
//! # Assertions
//!
//! Each gives the response back, so they chain, and blames the line of the test when it fails.
//!
//! ```
//! # use roob::testing::{TestClient, block_on};
//! # use roob::{App, Created, Json, post};
//! # use serde_json::{Value, json};
//! async fn create(Json(item): Json<Value>) -> Created<Json<Value>> {
//!     Created::at("/items/7", Json(json!({ "id": 7, "item": item })))
//! }
//!
//! # block_on(async {
//! let client = TestClient::new(App::new().route("/items", post(create)));
//! let response = client.post("/items").json(&json!({ "name": "Lamp", "tags": ["new"] })).await;
//! response
//!     .assert_created()
//!     .assert_header("location", "/items/7")
//!     .assert_json_contains(&json!({ "item": { "name": "Lamp" } }))
//!     .assert_json_path("$.item.tags[-1]", "new");
//! let body: Value = response.json();
//! assert_eq!(body["id"], 7);
//! # });
//! ```
//!
//! # When a test fails
//!
//! A failed assertion prints all that is known of the request, and so does a body that is not what
//! [`TestResponse::json`] or [`TestResponse::text`] were asked for: what was expected and what came,
//! the request, the response, and below them, as far as there is something to tell,
//!
//! | | tells |
//! |---|---|
//! | `asked at` | the line that made the request; the line of the assertion is that of the panic |
//! | `route` | the route with its handler and the line that bound it; for a 405 the verbs of the path, for a 404 the nearest patterns and what keeps them from the path |
//! | `refused` | which argument of the handler refused the request, with which status and message |
//! | `error`, `cause` | the error that was rendered and the chain of its causes, as far as the response does not say so itself: with [`App::debug(false)`](crate::App::debug) or an [`App::errors`](crate::App::errors) that is silent |
//! | `panic at` | what panicked and where, with the frames of your own code |
//! | `log` | the last 50 events of `tracing` from `DEBUG` upwards |
//! | `again` | a `curl` command that sends the same to a running server |
//!
//! ```
//! use roob::testing::{TestClient, block_on};
//! use roob::{App, Error, IntoResponse, Json, post};
//! use std::panic::{AssertUnwindSafe, catch_unwind};
//!
//! async fn create(Json(watts): Json<u8>) -> String { format!("{watts} W") }
//!
//! // An app that tells its clients nothing.
//! let silent = |error: &Error| error.status().into_response().unwrap_or_default();
//! let client = TestClient::new(App::new().route("/lamps", post(create)).errors(silent));
//!
//! let test = || block_on(client.post("/lamps").json(&300)).assert_ok().status();
//! let failure = catch_unwind(AssertUnwindSafe(test)).unwrap_err();
//! let card = failure.downcast_ref::<String>().unwrap();
//! assert!(card.starts_with("expected status 200 OK, got 422 Unprocessable Entity\n\nPOST /lamps\n"));
//! assert!(card.contains("\nrefused: Json<u8>, 422 Request body does not have the expected fields\n"));
//! ```
//!
//! Each request is watched on its own, so tests and requests that run at the same time do not mix
//! what they say. A task that a handler spawns is not watched. Nothing is taken from others: the
//! panic hook that was there goes on, with a backtrace when `RUST_BACKTRACE` asks for one, and a
//! subscriber of yours, of the thread or of the whole program, hears what it would hear without the
//! client. The exception are subscribers that are asked for by their type, as OpenTelemetry does to
//! set the parent of a span: a span that a request opens does not give them away.
//!
//! # Snapshots
//!
//! A response as text is one exchange; a client as text is the whole conversation so far. Both are
//! made for [insta](https://insta.rs): `insta::assert_snapshot!(response)` and
//! `insta::assert_snapshot!(client)` keep them in a file, with `@""` behind it in the test itself.
//!
//! ```
//! # use roob::testing::{TestClient, block_on};
//! # use roob::{App, Created, Error, Json, Path, get};
//! # use serde_json::{Value, json};
//! # async fn create(Json(item): Json<Value>) -> Created<Json<Value>> {
//! #     Created::at("/items/48151", Json(json!({ "id": 48151, "name": item["name"] })))
//! # }
//! # async fn show(Path(id): Path<u64>) -> Result<(), Error> {
//! #     Err(Error::not_found("No such item"))
//! # }
//! # block_on(async {
//! # let app = App::new().route("/items", get(|| ()).post(create)).route("/items/{id:d}", get(show));
//! let client = TestClient::new(app);
//! let made = client.post("/items").json(&json!({ "name": "Lamp" })).await;
//! client.get(made.header("location").unwrap()).await;
//!
//! insta::assert_snapshot!(client, @r#"
//! POST /items
//! content-type: application/json
//!
//! {
//!   "name": "Lamp"
//! }
//!
//! 201 Created
//! content-type: application/json
//! location: /items/[id#1]
//!
//! {
//!   "id": "[id#1]",
//!   "name": "Lamp"
//! }
//!
//! ####
//!
//! GET /items/[id#1]
//!
//! 404 Not Found
//! content-type: application/json
//!
//! {
//!   "message": "No such item"
//! }
//! "#);
//! # });
//! ```
//!
//! ## What is shown
//!
//! - Headers by name. Left out are those of the connection, the machine and the moment: `age`,
//!   `connection`, `content-length`, `date`, `host`, `keep-alive`, `server`, `server-timing`,
//!   `traceparent`, `tracestate`, `transfer-encoding`, `user-agent`, `x-request-id` and
//!   `x-response-time`.
//! - `[secret]` for the values of `authorization`, `proxy-authorization`, `x-api-key`,
//!   `x-auth-token`, `x-csrf-token` and of every header marked as sensitive. Cookies keep their
//!   names and attributes. Bodies are shown whole: send no real secrets in them.
//! - JSON on several lines, its keys in the order in which they were sent; other text as it is, cut
//!   after 64 KiB; anything else by its length and type.
//!
//! ## What is numbered
//!
//! What differs from run to run gets a number in the order of its first appearance. Equal values
//! have equal numbers through the whole conversation.
//!
//! | | stands for | where |
//! |---|---|---|
//! | `[id#1]` | the last segment of the `Location` of a 201, unless the route spells it out | in paths below the same collection; in JSON and queries under `id`, `…_id` and `…Id` |
//! | `[uuid#1]` | a UUID | a whole segment, header, query value or JSON string, or a word of one |
//! | `[time#1]` | a date with a time, as in RFC 3339 or in headers | a whole header, query value or JSON string |
//! | `[etag#1]` | an entity tag | `etag`, `if-match`, `if-none-match` |
//!
//! Paths and links in JSON strings are read like those of requests. In JSON a placeholder is a
//! string, also for a number. Where two collections have an id of the same value, the name of the
//! member decides (`product_id` is one of `/products`), then the path of the request.
//!
//! The text of a single response has numbers of its own, but knows the ids that the client learned
//! before.

// In reading order: a file imports only files listed above it.
mod block_on;
mod dates;
mod json;
mod compare;
mod path;
mod cookies;
mod hook;
mod watch;
mod exchange;
mod headers;
mod learned;
mod scrub;
mod readable;
mod transcript;
mod curl;
mod frames;
mod testimony;
mod card;
mod session;
mod response;
mod assertions;
mod written;
mod request;
mod client;

pub use block_on::block_on;
pub use client::TestClient;
pub use cookies::Cookie;
pub use request::TestRequest;
pub use response::TestResponse;
