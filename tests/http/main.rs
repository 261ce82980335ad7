//! Roob through its public API, one file a feature.

mod build;
mod explain;
mod law;
#[cfg(feature = "serve")]
mod serve;
