//! The test client: what it sends, what it says, what it shows.

// The helpers of tests are tests too.
#![allow(clippy::unwrap_used)]

mod alone;
mod assertions;
mod bodies;
mod cards;
mod conversations;
mod cookies;
mod coverage;
mod deadlines;
mod events;
#[cfg(feature = "serve")]
mod differences;
mod executors;
mod files;
mod fuzz;
mod lint;
mod log;
mod numbers;
mod panics;
mod readable;
mod requests;
mod rules;
mod scrub_fuzz;
mod secrets;
mod streams;
mod uploads;
#[cfg(all(feature = "serve", target_os = "linux"))]
mod sockets;
mod transports;
mod twice;
#[cfg(feature = "serve")]
mod wire;
mod witness;
