//! The test client: what it sends, what it says, what it shows.

// The helpers of tests are tests too.
#![allow(clippy::unwrap_used)]

mod assertions;
mod bodies;
mod cards;
mod conversations;
mod cookies;
mod executors;
mod files;
mod numbers;
mod panics;
mod readable;
mod requests;
mod rules;
mod scrub_fuzz;
mod secrets;
