//! The server, by real sockets.

mod support;

mod address;
mod connection;
mod curl;
mod log;
mod process;
mod shutdown;
mod timeouts;
