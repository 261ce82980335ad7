//! The server, by real sockets.
#![allow(clippy::unwrap_used)] // the helpers of tests may, as the tests do

mod program;
mod support;

mod address;
mod cancel;
mod attacks;
mod broken_log;
mod connection;
mod curl;
#[cfg(unix)]
mod ends;
mod framing;
mod idle;
mod limits;
#[cfg(unix)]
mod load;
mod log;
mod metrics;
#[cfg(unix)]
mod passed;
mod process;
mod secrets;
mod settings;
mod shutdown;
mod streams;
mod timeouts;
#[cfg(unix)]
mod unix;
mod workers;
