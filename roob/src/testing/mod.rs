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
//! One that fails prints what was expected and what came, then the request, the response, the route
//! with its handler and its line, and a `curl` command that sends the same to a running server.
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

//! # Coverage
//!
//! `roob test` (from `roob-cli`) runs a suite and prints each route with the statuses that it gave or
//! could give, and what the suite knows of each:
//!
//! ```text
//! GET     /lamps          ✓200 ✓422
//! POST    /lamps          ✓201 ✗400 ✗413 ~415 ✓422
//! other   /lamps          ✓405
//! DELETE  /lamps/{id:d}   ✗2xx ✗404
//!
//! ✓ looked at   ~ hit, but no test looks at it   ✗ never seen
//! ```
//!
//! To look at an answer is to assert something of it, to read any part of it (`status()`, `json()` …)
//! or to print it or its client, as a snapshot does. A request whose answer goes unread is only a hit.
//! `other` is a path asked with a verb that it has no handler for; OPTIONS counts there too.
//!
//! What a route could answer is a success and what the arguments of its handler can refuse; no more
//! than they really can:
//!
//! ```
//! use roob::{App, Error, Json, Path, put};
//! use serde::Deserialize;
//! use serde_json::Value;
//!
//! #[derive(Deserialize)]
//! struct Lamp { name: String }
//!
//! async fn any(Path(name): Path<String>, Json(value): Json<Value>) {}
//! async fn some(Path(id): Path<u32>, Json(lamp): Json<Lamp>) -> String { lamp.name }
//!
//! let app = App::new().route("/any/{name}", put(any)).route("/lamps/{id:d}", put(some));
//! let service = app.build().unwrap();
//! let refused = |route: usize| -> Vec<u16> {
//!     let refusals = service.routes()[route].refusals();
//!     refusals.iter().map(|refusal| refusal.status().as_u16()).collect()
//! };
//! assert_eq!(refused(0), [400, 413, 415]);
//! assert_eq!(refused(1), [400, 404, 413, 415, 422]);
//! ```
//!
//! An extractor of your own says [what it refuses](crate::Needs::refuses). What middleware and handlers
//! decide counts as soon as a test sees it. Routes that are bound below a folder `tests`, in a module
//! `tests` or in an example of the documentation are toys and do not count.
//!
//! `roob test --min 90` fails when tests look at less than 90 % of all these answers, `--json` prints
//! a document, `--runner nextest` or `insta` runs the suite by these, and `roob gen test
//! lamps::delete` writes the tests that a handler misses. It knows a request for each refusal, and
//! for a success those that a test sent: of each answer one is recorded, its secrets masked, bodies
//! up to 4 KiB.
//!
//! A client records when `ROOB_TEST_COVERAGE` names a folder, and then each process appends what is
//! new to a file of its own: tests that fail, crash, run side by side or in a process each count.
//! Otherwise nothing is recorded and it costs nothing.

// In reading order: a file imports only files listed above it.
mod block_on;
mod dates;
mod json;
mod compare;
mod path;
mod cookies;
mod facts;
mod record;
mod coverage;
mod exchange;
mod example;
mod headers;
mod learned;
mod scrub;
mod readable;
mod transcript;
mod curl;
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
