//! What a suite asked of its apps: from the records of its processes to a table.

// In reading order: a file imports only files listed above it.
mod records;
mod answer;
mod route;
mod merge;
mod table;
mod missing;

pub(crate) use answer::{Answer, Seen};
pub(crate) use merge::read;
pub(crate) use records::{Example, Request};
pub(crate) use route::{Coverage, Route, Share};
