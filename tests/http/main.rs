//! Behaviour of the framework, through its public API.

#[cfg(feature = "serve")]
mod serve;
