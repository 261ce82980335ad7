//! The `roob` command, run as a user runs it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod built;
mod harness;
mod suite;

mod atomic;
mod checkout;
#[cfg(target_os = "linux")]
mod colours;
mod conflicts;
mod coverage;
mod crashes;
mod fields;
mod generate;
mod generate_test;
mod generated;
mod help;
mod kinds;
mod law;
mod names;
mod new;
mod plan;
mod properties;
mod readme;
mod tour;
mod undo;
mod wiring;
mod workspace;
