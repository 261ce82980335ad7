//! Roob is a web framework for people who write the test first: every route runs without a socket.
//!
//! ```
//! use roob::testing::{TestClient, block_on};
//! use roob::{App, Controller, Error, Json, Path, Routes};
//! use serde::Serialize;
//!
//! #[derive(Serialize)]
//! struct Product { id: u64, name: &'static str }
//!
//! struct Products;
//!
//! impl Controller for Products {
//!     fn routes(on: Routes<Self>) -> Routes<Self> {
//!         on.path("/api/products/{id:d}").get(Self::show)
//!     }
//! }
//!
//! impl Products {
//!     async fn show(&self, Path(id): Path<u64>) -> Result<Json<Product>, Error> {
//!         match id {
//!             1 => Ok(Json(Product { id, name: "Lamp" })),
//!             _ => Err(Error::not_found(format!("No product found with id {id}"))),
//!         }
//!     }
//! }
//!
//! let client = TestClient::new(App::new().controller(Products));
//! block_on(async {
//!     client.get("/api/products/1").await.assert_ok().assert_json_path("$.name", "Lamp");
//!     client.get("/api/products/2").await.assert_not_found();
//!     client.get("/api/products/lamp").await.assert_not_found();
//! });
//! ```
//!
//! # The parts
//!
//! | to | use |
//! |---|---|
//! | put an application together | [`App`], [`get`] and its siblings, [`Controller`] and [`Routes`] |
//! | read a request | [`Path`], [`Query`], [`Json`], [`Form`], [`State`], [`Header`], [`BearerToken`], the whole [`Request`], your own [`FromRequest`] |
//! | answer it | [`Json`], [`Created`], [`NoContent`], [`Redirect`], [`Html`], text, bytes, [`Sse`], [`Body::stream`], your own [`IntoResponse`] |
//! | refuse it | [`Error`], and [`App::errors`] for how errors look |
//! | wrap all of it | [`App::wrap`] with [`Middleware`], [`App::layer`] with any tower layer |
//! | test it | [`testing::TestClient`] |
//! | start it and end it | [`App::on_start`], [`App::on_stop`], [`ready`], [`Readiness`] |
//! | serve it | [`run`], [`start`], [`serve`]; [`detached`] for what must not stop halfway |
//! | watch it | the [log](serve#log), [`Metrics`], [`App::request_ids`] |
//! | understand it | [`Service::explain`], [`Service::route_table`] |
//!
//! # Patterns
//!
//! | pattern | matches |
//! |---|---|
//! | `/products` | itself, and `/products/` |
//! | `/{name}` | one character or more, up to the next slash |
//! | `/{id:d}` | an integer: digits with an optional minus |
//! | `/{price:f}` | a decimal number: `7`, `-7.5`, `.5` |
//! | `/{hash:x}`, `/{word:w}`, `/{code:l}` | hexadecimal digits; ASCII letters, digits and `_`; ASCII letters |
//! | `/{id:uuid}` | a UUID |
//! | `/{slug:[a-z0-9-]+}` | what the regular expression matches from end to end, in linear time |
//! | `/{rest:path}` | the rest, with its slashes |
//! | `/{name}.{ext}`, `/@{user}` | text and parameters mixed; a bare parameter is as short as it can be |
//! | `/{{` and `}}` | braces |
//!
//! Where several patterns match a path, the narrowest wins, segment by segment from the left: text,
//! then text mixed with parameters (the more text the earlier), then types in the order `uuid`, `d`,
//! `f`, `x`, `l`, `w`, then regexes, then bare parameters, then `path`. What comes to a dead end is
//! left for the next. The order of registration never decides; a pair that only it could decide is a
//! mistake that [`App::build`] reports, with a path that both match. A pattern without a handler for
//! the verb leaves the request to the next one that has it; HEAD is answered as GET, and OPTIONS,
//! unless a handler is there for it, with the verbs of all patterns that match.
//!
//! A pattern has at most 2048 bytes and 128 segments. Braces in a regex come in pairs or escaped, as
//! in `{x:[a-z]{2}}` and `{x:\{+}`. A value is never empty, whatever its regex.
//!
//! Patterns are compared with the path before it is percent-decoded, values are decoded after that:
//! `%2F` stays inside its segment, and only a regex that is a whole segment sees the decoded value.
//! Empty segments match no parameter but `path`, so `/a//b` is not `/a/b`. Dot segments are text and
//! never resolved; what is behind a `path` parameter may have some. Case counts.
//!
//! A path can have a name ([`Routes::name`], [`Methods::name`]), and a name makes URLs:
//! [`Service::url`], [`Request::url`], [`Created::at_route`], [`Redirect::to_route`].
//!
//! # Refusals
//!
//! Every error is JSON: `{"message": "…"}`, with `"errors": {"field": ["…"]}` for invalid input.
//!
//! | case | status | message |
//! |---|---|---|
//! | no route, or a path value that its type does not take | 404 | `Requested path: /api/invalid does not exist` |
//! | another verb | 405 and `Allow` | `PUT request is not allowed for /api/products` |
//! | a path or a query that is not percent-encoded UTF-8 | 400 | names it |
//! | the target `*` without OPTIONS; CONNECT | 400; 501 | says who may |
//! | a body that is not JSON | 400 | says what and where |
//! | JSON, a form or a query that does not fit | 422 | names the field by its path |
//! | a body over the limit, 2 MiB unless you say otherwise | 413 | names the limit |
//! | another content type than `Json` or `Form` wants | 415 | names the right one |
//! | no answer within the time limit, 30 s unless you say otherwise | 503 | names the limit |
//! | an [`Error::internal`] or a panic | 500 | `Unhandled exception occurred`, with an `x-request-id` |
//!
//! The cause of a 500 is told to the log once, under the id of the request, and to the client in
//! debug builds only ([`App::debug`]). Causes go to `tracing`, or to standard error while it has no
//! subscriber. The log names requests by the patterns of their routes ([`App::log_paths`]).
//!
//! # Features
//!
//! | feature | on by default | gives |
//! |---|---|---|
//! | `serve` | yes | [`serve`] and [`run`], on tokio and hyper |
//! | `metrics` | no | [`Metrics`]: counts and times of requests for Prometheus, by the crate [`prometheus_client`] |
//! | `listenfd` | no | sockets that systemd or another program passes on: restarts without a lost connection |
//! | `testing` | no | [`testing`]; ask for it under `[dev-dependencies]`, so that the program is built without |
//!
//! Without them the crate has neither tokio nor hyper in its tree: a [`Service`] maps an
//! [`http::Request`] to a [`Response`], wherever you drive it.

// In reading order: a file imports only files listed above it.
mod names;
mod timer;
mod block_on;
mod running;
mod clock;
mod error;
#[cfg(feature = "testing")]
mod witness;
#[cfg(feature = "testing")]
mod listener;
mod body;
#[cfg(feature = "testing")]
mod shape;
mod claim;
mod readiness;
mod routing;
mod table;
mod input;
mod scratch;
mod link;
mod request;
mod label;
mod response;
mod extract;
mod ready;
mod event;
mod sse;
mod unwind;
mod log;
mod report;
mod span;
mod endpoint;
mod outlive;
mod handler;
mod methods;
mod controller;
mod detached;
mod renderer;
mod limit;
mod hooks;
mod life;
mod watch;
mod middleware;
mod layer;
#[cfg(feature = "metrics")]
mod metrics;
mod observe;
mod app;
mod miss;
mod mistakes;
mod service;
mod places;
mod build;
mod listing;
mod explain;
mod trace;
mod refusals;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(all(feature = "testing", feature = "serve"))]
mod wire;
#[cfg(feature = "testing")]
mod transports;

pub use app::App;
pub use body::{Body, ReadError};
pub use controller::{Action, Controller, Routes};
pub use detached::{Detached, detached};
pub use error::{BoxError, Error};
pub use event::{Event, EventError, IntoEvent};
pub use explain::Explanation;
pub use extract::{BearerToken, Form, FromRequest, Header, HeaderField, Needs, Path, Query, State};
pub use handler::Handler;
pub use hooks::HookError;
pub use http::StatusCode;
pub use layer::Inner;
pub use listing::RouteTable;
pub use methods::{Methods, any, delete, get, options, patch, post, put};
#[cfg(feature = "metrics")]
pub use metrics::Metrics;
pub use middleware::{Middleware, Next};
pub use mistakes::{BuildError, Mistake};
pub use readiness::Readiness;
pub use ready::ready;
pub use refusals::Refusal;
pub use renderer::problem_json;
pub use request::{DEFAULT_BODY_LIMIT, Request};
pub use response::{Created, Html, IntoResponse, Json, NoContent, Redirect, Response};
pub use routing::{Pattern, PatternError, UrlError};
#[cfg(feature = "serve")]
pub use serve::{run, start};
pub use service::Service;
pub use sse::{LastEventId, Sse};
pub use table::Route;

/// The vocabulary of HTTP, as this crate uses it.
pub use {bytes, http};

/// What [`Metrics`] are made of, for metrics of your own.
#[cfg(feature = "metrics")]
pub use prometheus_client;

/// The Rust of the README compiles and runs.
#[cfg(all(doctest, feature = "testing"))]
#[doc = include_str!("../../README.md")]
struct Readme;
