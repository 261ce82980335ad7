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
//! The hooks of [`App::on_start`](crate::App::on_start) run with the first request, in the task of the
//! test; a hook that fails fails the request. [`TestClient::stop`] runs those of
//! [`App::on_stop`](crate::App::on_stop).
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
//! # Rules of HTTP
//!
//! Every answer is held to the rules of HTTP. One that is broken ends the test, and what is printed
//! begins with the rule.
//!
//! ```
//! # use roob::testing::{Lint, TestClient, block_on};
//! # use roob::{App, Error, StatusCode, post};
//! # use std::panic::{AssertUnwindSafe, catch_unwind};
//! # fn found<T>(test: impl FnOnce() -> T) -> String {
//! #     let panic = catch_unwind(AssertUnwindSafe(test)).map(|_| ()).unwrap_err();
//! #     let text = panic.downcast_ref::<String>().unwrap();
//! #     text.split_once("\n\n").unwrap().0.to_owned()
//! # }
//! async fn sign_in() -> Result<(), Error> {
//!     Err(Error::new(StatusCode::UNAUTHORIZED, "Who are you?"))
//! }
//!
//! let client = TestClient::new(App::new().route("/session", post(sign_in)));
//! insta::assert_snapshot!(found(|| block_on(client.post("/session").send())), @r"
//! `Lint::MissingChallenge` (RFC 9110, 15.5.2 and 15.5.8): a 401 Unauthorized has no `www-authenticate`
//!   right: `www-authenticate: Bearer`, or how else to say who one is
//!   opt out: `.allow(Lint::MissingChallenge)` on the request or on the client
//! ");
//!
//! let allowed = client.post("/session").allow(Lint::MissingChallenge);
//! block_on(allowed.send()).assert_unauthorized();
//! ```
//!
//! [`TestClient::allow`] takes a rule back for all answers, [`TestRequest::allow`] for one;
//! [`Lint`] says what each rule lets pass. Where a body broke off or is a part, or is compressed,
//! nothing is said of what is in it.
//!
//! | rule | stands in | found is |
//! |---|---|---|
//! | `InvalidStatus` | RFC 9110, 15 | a status outside of 200 to 599 that is not 101 |
//! | `UnexpectedBody` | RFC 9110, 6.4.1 and 15.3.6 | a body in a 1xx, 204, 205 or 304 |
//! | `NoContentWithLength` | RFC 9110, 8.6 | `Content-Length` in a 1xx or 204 |
//! | `CreatedWithoutLocation` | RFC 9110, 15.3.2 | a 201 to a POST without `Location` |
//! | `RedirectWithoutLocation` | RFC 9110, 15.4 | a 301, 302, 303, 307 or 308 without `Location` |
//! | `UnaskedNotModified` | RFC 9110, 15.4.5 | a 304 to a request without a condition |
//! | `MissingChallenge` | RFC 9110, 15.5.2 and 15.5.8 | a 401 without `WWW-Authenticate`, a 407 without `Proxy-Authenticate` |
//! | `MissingAllow` | RFC 9110, 15.5.6 | a 405 without `Allow` |
//! | `RefusedVerbInAllow` | RFC 9110, 10.2.1 | a 405 whose `Allow` has the refused verb |
//! | `MissingUpgrade` | RFC 9110, 15.2.2 and 15.5.22 | a 101 or 426 without `Upgrade` |
//! | `InvalidLocation` | RFC 9110, 10.2.2 | a `Location` that is no URI reference |
//! | `InvalidRetryAfter` | RFC 9110, 10.2.3 | a `Retry-After` that is no time |
//! | `MissingContentRange` | RFC 9110, 15.3.7 and 15.5.17 | a 206 or 416 without `Content-Range` |
//! | `WrongContentRange` | RFC 9110, 14.4 | a `Content-Range` that contradicts the body, the status or the request |
//! | `WrongContentLength` | RFC 9110, 8.6 | a `Content-Length` that lies, comes twice or is no number |
//! | `TransferEncoding` | RFC 9112, 6.1 | a `Transfer-Encoding` that the app wrote |
//! | `ConnectionHeader` | RFC 9110, 7.6.1 | `Keep-Alive` and other headers of one connection |
//! | `DoubledHeader` | RFC 9110, 5.3 | a header twice that has one value |
//! | `HeaderText` | RFC 9110, 5.5 | a value that is not ASCII or has a space at an end |
//! | `BodyWithoutType` | RFC 9110, 8.3 | a body without `Content-Type` |
//! | `InvalidMediaType` | RFC 9110, 8.3.1 | a `Content-Type` that is none |
//! | `BrokenJson` | RFC 8259, 2 | a JSON type with a body that is no JSON |
//! | `UndeclaredJson` | RFC 8259, 11 | an object or an array as plain text, HTML or bytes |
//! | `ProblemStatus` | RFC 9457, 3.1.2 | a problem that tells of another status |
//! | `CookieSyntax` | RFC 6265, 4.1.1 | a cookie that browsers do not read as it was meant |
//! | `CookieWithoutHttpOnly` | RFC 6265, 4.1.2.6 | a cookie without `HttpOnly` |
//! | `CookieWithoutSameSite` | RFC 6265bis, 4.1.2.7 | a cookie without `SameSite` |
//! | `CookieWithoutSecure` | RFC 6265, 4.1.2.5 | a cookie without `Secure` over https, or with `SameSite=None` |
//! | `CookiePrefix` | RFC 6265bis, 4.1.3 | `__Host-` or `__Secure-` without what they promise |
//! | `CachedCookie` | RFC 9111, 7.3 | a cookie in an answer that any cache may keep |
//! | `CacheContradiction` | RFC 9111, 5.2.2 | a `Cache-Control` that takes back what it says |
//! | `InvalidDate` | RFC 9110, 5.6.7 | a date that is none, or in an old form |
//! | `InvalidEtag` | RFC 9110, 8.8.3 | an `ETag` without quotes |
//! | `EncodingWithoutVary` | RFC 9110, 12.5.5 | a compressed answer without `Vary: Accept-Encoding` |
//! | `NegotiationWithoutVary` | RFC 9110, 12.5.5 | answers of a conversation that differ by a header of the request, without `Vary` |
//! | `OriginWithoutVary` | Fetch, CORS protocol and HTTP caches | an `Access-Control-Allow-Origin` that repeats the `Origin`, without `Vary` |
//! | `InvalidAllowOrigin` | Fetch, CORS protocol, HTTP responses | an `Access-Control-Allow-Origin` that is not one origin |
//! | `CredentialsForAll` | Fetch, CORS protocol and credentials | `Access-Control-Allow-Credentials` with `*` |
//! | `HeadUnlikeGet` | RFC 9110, 9.3.2 | a HEAD that says what the GET beside it does not say |
//! | `UnsafeGet` | RFC 9110, 9.2.1 | a GET that is answered otherwise when it comes again; only when asked |
//!
//! Whether a GET changes something can only be seen by asking again, so that is done for who wants it:
//! [`TestClient::check_safe_methods`] sends every GET twice.
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
//! - Server-sent events one by one, without their comments, and the JSON of each on one line.
//! - Of a stream what the test has read or sent of it; the last line says when it is still open, or
//!   why it broke off.
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
//!
//! # Streams
//!
//! A stream of events is answered with its head, and its body is read as it comes: by
//! [`sse`](TestResponse::sse) event by event, by [`pieces`](TestResponse::pieces) piece by piece. Of
//! other answers the body is read whole, unless the request is
//! [`streamed`](TestRequest::streamed). Dropping what reads is a client that goes away.
//!
//! ```
//! use futures_util::stream;
//! use roob::testing::{TestClient, block_on};
//! use roob::{App, Event, Sse, get};
//! use std::time::Duration;
//!
//! async fn ticks() -> Sse {
//!     let endless = (1..).map(|n: u64| Event::json(&[n]).event("tick").id(n.to_string()));
//!     Sse::new(stream::iter(endless))
//! }
//!
//! # block_on(async {
//! let client = TestClient::new(App::new().route("/ticks", get(ticks)));
//! let mut events = client.get("/ticks").await.assert_ok().sse();
//! let tick = events.next_within(Duration::from_secs(1)).await;
//! assert_eq!((tick.event.as_str(), tick.json::<[u64; 1]>()), ("tick", [1]));
//! let [two, three] = &events.take(2).await[..] else { panic!("two were taken") };
//! assert_eq!((two.id.as_str(), three.id.as_str()), ("2", "3"));
//!
//! insta::assert_snapshot!(client, @r#"
//! GET /ticks
//!
//! 200 OK
//! cache-control: no-cache
//! content-type: text/event-stream
//! x-accel-buffering: no
//!
//! event: tick
//! id: 1
//! data: [1]
//!
//! event: tick
//! id: 2
//! data: [2]
//!
//! event: tick
//! id: 3
//! data: [3]
//! <the stream is still open>
//! "#);
//! # });
//! ```
//!
//! Bodies go up piece by piece too, while the answer is read: [`TestRequest::upload`].
//!
//! # Deadlines
//!
//! No test hangs: whatever the client waits for, it waits for 30 seconds, and then ends the test with
//! what it waited for and what came until then. [`TestClient::deadline`] and
//! [`TestRequest::deadline`] say another time; so do `next_within` and its like.
//!
//! ```should_panic
//! # use roob::testing::{TestClient, block_on};
//! # use roob::{App, get};
//! # use std::time::Duration;
//! let client = TestClient::new(App::new().route("/", get(std::future::pending::<()>)));
//! // waited 50ms for the head of an answer in vain
//! block_on(client.get("/").deadline(Duration::from_millis(50)));
//! ```
//!
//! For a debugger, `ROOB_TEST_DEADLINE=3600` in the environment makes every wait an hour long.

//! # Both transports
//!
//! A client calls its app, so that a test needs no socket. `ROOB_TEST_TRANSPORT=http1 cargo test` sends
//! the same requests through the real HTTP/1.1, client and server, over real sockets; it needs the
//! feature `serve`. Every assertion and every snapshot stays the same. What a server adds is not seen:
//! `connection`, `content-length`, `date` and `transfer-encoding`, unless the app wrote them.
//!
//! The app still runs in the task of the test, with its task locals, its subscriber, and its clock: one
//! that tokio paused stands while a request is under way. So do the streams that are sent and answered,
//! and a stream is pulled piece by piece, as in process. A client keeps its connections alive.
//!
//! What comes out otherwise than it went in ends the test, with both sides:
//!
//! ```should_panic
//! use roob::testing::{TestClient, block_on};
//! use roob::{App, get};
//!
//! let lie = get(|| async { ([("content-length", "3")], "hello") });
//! let client = TestClient::new(App::new().route("/", lie)).http1();
//! block_on(client.get("/"));
//! ```
//!
//! ```text
//! `GET /` is not the same over http1 as in process:
//!
//! response header `content-length`
//!   in process: "3"
//!   over http1: "5"
//! ```
//!
//! Some of what a call can do no wire can, and it is found in the same way: a request whose
//! `content-length` is wrong, one that the server refuses before the app sees it (a `host` that is none,
//! more than 100 headers, a head much larger than 64 KiB), blanks around the value of a header, and a
//! `transfer-encoding` that was set by hand. A test that is about such a thing says so by
//! [`direct`](TestClient::direct); [`http1`](TestClient::http1) is its opposite.
//!
//! Only a few things are there to be seen by an app that looks: over HTTP/1.1 a body is never at hand at
//! once ([`Body::as_bytes`](crate::Body::as_bytes)), and a test that gives up a request gives up its
//! connection.

// In reading order: a file imports only files listed above it.
mod block_on;
mod deadline;
mod base64;
mod dates;
mod json;
mod compare;
mod path;
mod cookies;
mod log;
mod hook;
mod watch;
mod facts;
mod record;
mod coverage;
mod exchange;
mod example;
mod reading;
mod decoder;
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
mod lines;
mod event_text;
mod readable;
mod transcript;
mod curl;
mod frames;
mod testimony;
mod card;
mod unanswered;
#[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "only the server has another way"))]
mod crossing;
mod transport;
mod lint;
mod session;
mod reader;
mod waiting;
mod pieces;
mod events;
mod response;
mod assertions;
mod written;
mod upload;
mod request;
mod sending;
mod fuzz;
mod client;

pub use block_on::block_on;
pub use client::TestClient;
pub use cookies::Cookie;
pub use decoder::TestEvent;
pub use events::Events;
pub use fuzz::{Fuzz, FuzzReport};
pub use lint::Lint;
pub use pieces::Pieces;
pub use request::TestRequest;
pub use response::TestResponse;
pub use upload::Upload;

/// What carries requests otherwise than by a call.
pub(crate) use transport::Carrier;
#[cfg(feature = "serve")]
pub(crate) use {crossing::Crossing, transport::Carried};
