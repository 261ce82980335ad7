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
//! - Bodies by their type, without gzip and deflate:
//!
//! | type | shown |
//! |---|---|
//! | JSON, also in a body without a type or that `curl -d` says is a form | on several lines, keys in the order and numbers in the digits in which they were sent |
//! | `application/x-ndjson`, `application/jsonl` | line by line |
//! | `application/x-www-form-urlencoded` | a pair a line, without escapes |
//! | `multipart/…` | part by part, each by its own type, between lines of `[boundary]` |
//! | `text/event-stream` and other text | as it is |
//! | what is no UTF-8, or in another coding | its length, type and coding: `<4 bytes of image/png>` |
//!
//! A text is cut after 64 KiB. A stream is read to its end first; one that breaks off says why behind
//! what came, `<broken off after 3 bytes: the disk is gone>`. A request's own stream is `<a stream>`.
//!
//! ## What is numbered
//!
//! What differs from run to run gets a number in the order of its first appearance. Equal values
//! have equal numbers through the whole conversation.
//!
//! | | stands for | where |
//! |---|---|---|
//! | `[id#1]` | the last segment of the `Location` of a 201, unless the route spells it out | in paths below the same collection; in JSON, queries, forms and headers under `id`, `…_id`, `…Id` and `…-id`, and in arrays under `ids`, `…_ids`, `…Ids` |
//! | `[uuid#1]` | a UUID | everywhere |
//! | `[time#1]` | a date with a time, as in RFC 3339, in headers or in databases | everywhere |
//! | `[time#1]` | seconds or milliseconds since 1970, between 2001 and 2100 | under `exp`, `iat`, `nbf`, `ts`, `time`, `timestamp`, `expires`, `reset`, `…_at`, `…At`, `…_time`, `…Time`, `…-reset` |
//! | `[date#1]` | a date, `2026-11-24` | everywhere |
//! | `[token#1]` | a JSON Web Token (RFC 7519) | everywhere |
//! | `[token#1]` | eight or more letters, digits and signs without a space | under names that end in `token`, `cursor`, `nonce`, `secret`, `api_key`, `session_id`, `jwt`, `idempotency_key`, however they are joined |
//! | `[etag#1]` | an entity tag | `etag`, `if-match`, `if-none-match`, `if-range` |
//! | `[port#1]` | the port of `localhost` or of an address of this machine | in URLs, and in words such as `127.0.0.1:8080` |
//!
//! Everywhere is: a whole segment of a path, a header, an attribute of a cookie, a value of a query
//! or of a form, a string or a key in JSON, and a word of one or of another text. Paths and links
//! among them are read like the target of a request. In JSON a placeholder is a string, also for a
//! number.
//!
//! Where two collections have an id of the same value, the name of the member decides (`product_id`
//! is one of `/products`), then what the object with an `id` is called (`"product": {"id": 7}`), then
//! the path of the request. An id that the app's routes say is one of another collection is none:
//! `category_id` is no user, and neither is an `id` in the answer of `/categories`.
//!
//! The text of a single response has numbers of its own, but knows the ids that the client learned
//! before.
//!
//! Two moments of one second are equal in one run and not in the next. Hide a time that has no
//! fraction where a test can make two of them.
//!
//! ## What is secret
//!
//! `[secret]` stands in snapshots and in failures
//!
//! - for the values of `authorization`, `proxy-authorization`, `api-key`, `apikey`,
//!   `x-access-token`, `x-api-key`, `x-auth-token`, `x-csrf-token`, `x-xsrf-token`, of cookies, and
//!   of every header marked as sensitive. Cookies keep their names and attributes.
//! - for these values, and for the password of basic credentials, wherever else they come: in a
//!   header, a URL, a body, what an assertion found. They have to have eight bytes for that.
//! - in failures, for the strings under `access_token`, `refresh_token`, `id_token`,
//!   `session_token`, `api_key` and `client_secret` in JSON, queries and forms. In snapshots they are
//!   tokens with a number.
//!
//! The rest of a body is shown: [`hide`](TestClient::hide) what should not be, such as a password.
//!
//! ## What you decide
//!
//! [`TestClient::keep`] shows a place as it is, [`TestClient::hide`] as `[hidden]`: a header by its
//! name, or a place in JSON in insta's way of writing or as a path.
//!
//! ```
//! # use roob::testing::{TestClient, block_on};
//! # use roob::{App, Json, post};
//! # use serde_json::Value;
//! # async fn create(Json(user): Json<Value>) -> Json<Value> { Json(user) }
//! # block_on(async {
//! # let app = App::new().route("/users", post(create));
//! let client = TestClient::new(app).keep(".born").hide("$..password");
//! let user = r#"{ "born": "1815-12-10", "since": "2026-11-24", "password": "engine" }"#;
//! let response = client.post("/users").bytes("application/json", user).await;
//!
//! insta::assert_snapshot!(response, @r#"
//! POST /users
//! content-type: application/json
//!
//! {
//!   "born": "1815-12-10",
//!   "since": "[date#1]",
//!   "password": "[hidden]"
//! }
//!
//! 200 OK
//! content-type: application/json
//!
//! {
//!   "born": "1815-12-10",
//!   "password": "[hidden]",
//!   "since": "[date#1]"
//! }
//! "#);
//! # });
//! ```

// In reading order: a file imports only files listed above it.
mod block_on;
mod base64;
mod dates;
mod json;
mod compare;
mod path;
mod cookies;
mod exchange;
mod headers;
mod media;
mod decode;
mod multipart;
mod rules;
mod names;
mod words;
mod shapes;
mod reference;
mod learned;
mod numbers;
mod secrets;
mod scrub;
mod fields;
mod documents;
mod lines;
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
