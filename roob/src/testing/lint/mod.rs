//! Rules of HTTP, and what of them an answer breaks.

// In reading order: a file imports only files listed above it.
mod name;
mod finding;
mod answer;
mod before;
mod date;
mod status;
mod location;
mod plain;
mod json;
mod media;
mod ranges;
mod framing;
mod fields;
mod caching;
mod set_cookie;
mod cookies;
mod vary;
mod cors;
mod head;
mod repeat;
mod rules;
mod wishes;

pub use name::Lint;
pub(super) use wishes::Wishes;
