//! Roob through its public API, one file a feature.

// An unwrap that fails is a test that fails.
#![allow(clippy::unwrap_used)]

mod broken_subscriber;
mod build;
mod compile_fail;
mod dependencies;
mod detached;
mod errors;
mod explain;
mod extractors;
mod heard;
mod hooks;
mod law;
mod limits;
mod links;
mod metrics;
mod middleware;
mod mount;
mod observe;
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
