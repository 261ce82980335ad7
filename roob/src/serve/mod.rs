//! The server: one more caller of a [`Service`](crate::Service), over HTTP/1.1.
//!
//! [`run`](crate::run) is the whole `main` of most programs. A [`Server`] is for those that want
//! settings of their own, or to know the address, or to stop the server otherwise than by a signal:
//!
//! ```
//! use roob::serve::Server;
//! use roob::{App, get};
//!
//! # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
//! let bound = Server::new(App::new().route("/", get(|| "hello")))?.address("[::1]:0")?.bind().await?;
//! let url = format!("http://{}/", bound.address());
//! bound.run_until(async { println!("{url} is served while this runs") }).await?;
//! # Ok::<(), roob::serve::Error>(()) }).unwrap();
//! ```
//!
//! # Settings
//!
//! | what | default | how to set |
//! |---|---|---|
//! | address | `127.0.0.1:8000` | first argument of the program, else [`Server::address`], else the environment variable `ROOB_ADDR` |
//! | time for the head of a request, from the connection or from the last answer on | 30 s | [`Server::head_timeout`] |
//! | size of the head of a request | 64 KiB | [`Server::max_head`] |
//! | number of headers of a request | 100 | |
//! | size of the body of a request | 2 MiB | [`App::body_limit`](crate::App::body_limit) and per route |
//! | time for requests that are under way when the server is told to stop | 30 s | [`Server::grace`] |
//! | time to read on after the last answer, so that a client that still sends gets to read it | 2 s | |
//!
//! # Framing
//!
//! Where a body ends on the wire is the server's business: an app does not see that a request came in
//! chunks, a `transfer-encoding` that it sets is left out, and a `content-length` that is not the length
//! of the body is corrected and told to the log. Otherwise a client would read the rest of one answer
//! as the beginning of the next.
//!
//! # Log
//!
//! The core tells the log of each request, so it reads the same whoever calls the
//! [`Service`](crate::Service): this server, another one, or a test. While nobody listens nothing is
//! made or measured.
//!
//! | target, level | what |
//! |---|---|
//! | `roob::request`, `INFO` | a span `request` around all that the request does, the stream of its answer included: `method`, `route`, `request_id`, and at the end `status` and `micros` |
//! | `roob::access`, `INFO` | the line of the access log, in the span, when the head of the answer is there: `method`, `route`, `status`, `micros` (since the head of the request), `bytes` (of the body, where known), `request_id` |
//! | `roob::report`, `ERROR` | why a request ended in a 5xx, once: `request_id`, `method`, `route`, `status`, `cause` |
//! | `roob::stream`, `ERROR` | why an answer broke off: `request_id`, `method`, `route`, `cause` |
//!
//! A request that is dropped before it is answered, because its client [went away](#clients-that-go-away),
//! `was given up`: its line has no `status`.
//!
//! The id is that of the header `x-request-id`, if it is visible ASCII of at most 128 bytes, else a new
//! one. The answer to a failure has it as `x-request-id`; with
//! [`App::request_ids`](crate::App::request_ids) every answer has it, and so has the request when its
//! handler reads it.
//!
//! What a client sent is not in the log, so its secrets are not either: a route is its pattern, a verb
//! that HTTP does not name is `_OTHER`, and queries, headers and bodies are nowhere. Three things are:
//! the id that the client gave its request; paths, if [`App::log_paths`](crate::App::log_paths) allows
//! them; and whatever a handler puts into the cause of a failure or says to the log itself.
//!
//! What is no HTTP is answered with 400 before there is a request, and has neither span nor line.
//!
//! # Clients that go away
//!
//! When a client closes its connection, or its side of it, while its request is being answered, the
//! handler is dropped at the `.await` at which it waits, and so is what it holds: a transaction of a
//! database is undone. That is noticed once the request has been read to its end, and only if the client
//! has not sent its next request ahead. A handler that must not stop halfway is
//! [`detached`](crate::detached).

// In reading order: a file imports only files listed above it.
mod address;
mod command;
mod variables;
mod peer;
mod leftover;
mod error;
mod host;
mod framing;
mod pace;
mod stream;
mod sink;
mod work;
mod socket;
mod stop;
mod ending;
mod answers;
mod connection;
#[cfg(unix)]
mod unix;
mod door;
mod listener;
#[cfg(all(unix, feature = "listenfd"))]
mod passed;
mod signals;
mod latch;
mod connections;
mod bound;
mod runtime;
mod server;
mod run;

pub use address::{Address, AddressError};
pub use bound::Bound;
pub use command::Misuse;
pub use error::Error;
pub use leftover::Leftover;
pub use peer::Peer;
pub use run::run;
pub use runtime::start;
pub use server::Server;
pub use variables::SettingError;

/// What else speaks HTTP over a socket: the test client.
#[cfg(feature = "testing")]
pub(crate) use {answers::Answers, connection::Protocol, stop::Stop, work::Work};
