//! Roob through its public API, one file a feature.

// An unwrap that fails is a test that fails.
#![allow(clippy::unwrap_used)]

mod build;
mod compile_fail;
mod dependencies;
mod errors;
mod explain;
mod extractors;
mod law;
mod hooks;
mod links;
mod middleware;
mod mount;
mod refusals;
mod responses;
mod routing;
mod routing_fuzz;
mod routing_reference;
#[cfg(feature = "serve")]
mod serve;
mod shop;
mod sse;
mod testing;
mod verbs;
