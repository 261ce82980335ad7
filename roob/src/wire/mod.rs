//! The transport `http1` of the test client: the same requests to the same app, but through a real
//! socket, with a real HTTP client on one end and Roob's own server on the other.
//!
//! ```text
//! the test's task:      TestRequest ─┐                ┌─► the app ─┐                ┌─► TestResponse
//! our thread:                        └─► hyper's client ─ socket ─ Roob's server ───┘
//! ```
//!
//! What belongs to the user runs in the task of the test, as it does in process: the handlers, and
//! the streams that are sent and answered. So clocks that tokio paused, task locals, subscribers of a
//! thread and pools of connections work as they do without. Only sockets, and what is between them
//! and HTTP, are driven by a thread of our own, so the client still runs on any executor.
//!
//! A stream is pulled as in process: piece by piece, when the other side asks for the next.

// In reading order: a file imports only files listed above it.
mod runtime;
mod clock;
mod pair;
mod passage;
mod pump;
mod outlet;
mod bridge;
mod connection;
mod heads;
mod trip;
mod returned;
mod http1;

pub(crate) use http1::Http1;
