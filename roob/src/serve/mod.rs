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
//! Each request is one event of `tracing` at level `INFO` with the target `roob::access`: `method`,
//! `route` (its pattern), `status`, `micros` (from the head of the request to the head of the
//! answer), `bytes` (of the body, where known), `request_id` (where the answer has one). The path is in
//! the message; the query is nowhere. Without a subscriber nothing is measured.

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
mod talk;
mod access;
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
