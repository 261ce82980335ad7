//! Which route answers a path: patterns are strings that were understood, and the tree finds them.

mod kind;
mod path;
mod segment;
mod pattern_error;
mod parser;
mod pattern;
mod spans;
mod matcher;
mod compare;
mod overlap;
mod reverse;
mod builder;
mod word;
mod tree;

pub(crate) use builder::{TextHasher, TreeBuilder};
pub(crate) use compare::{Mismatch, compare};
pub(crate) use kind::Kind;
pub(crate) use overlap::Overlaps;
pub(crate) use path::{decode, normalize};
pub use pattern::Pattern;
pub use pattern_error::PatternError;
pub use reverse::UrlError;
pub(crate) use reverse::{Value, no_route, url};
pub(crate) use segment::Shape;
#[cfg(feature = "testing")]
pub(crate) use segment::{Param, Part as SegmentPart};
pub(crate) use spans::Spans;
pub(crate) use tree::Tree;
