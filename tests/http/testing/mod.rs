//! The test client: what it sends, what it says, what it shows.

// The helpers of tests are tests too.
#![allow(clippy::unwrap_used)]

mod assertions;
mod cards;
mod conversations;
mod cookies;
mod coverage;
mod executors;
mod numbers;
mod panics;
mod readable;
mod requests;
