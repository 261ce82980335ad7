//! The `roob` command, run as a user runs it.

mod harness;

mod atomic;
mod checkout;
mod fields;
mod generate;
mod generated;
mod law;
mod names;
mod new;
mod wiring;
