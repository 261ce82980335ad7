//! The server, by real sockets.
#![allow(clippy::unwrap_used)] // the helpers of tests may, as the tests do

mod support;

mod address;
mod broken_log;
mod connection;
mod curl;
mod framing;
mod log;
mod process;
mod shutdown;
mod streams;
mod timeouts;
