//! Roob through its public API, one file a feature.

mod build;
mod compile_fail;
mod errors;
mod explain;
mod extractors;
mod law;
mod middleware;
mod mount;
mod responses;
mod routing;
mod routing_reference;
mod shop;
mod testing;
mod verbs;
