//! Which handler answers a path: patterns are strings that were understood, the tree finds them,
//! the table says what is known of each route.

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
mod table;
mod builder;
mod word;
mod tree;

pub(crate) use builder::TreeBuilder;
pub(crate) use compare::{Mismatch, compare};
pub(crate) use kind::Kind;
pub(crate) use overlap::Overlaps;
pub(crate) use path::{decode, normalize};
pub use pattern::Pattern;
pub use pattern_error::PatternError;
pub use reverse::UrlError;
pub(crate) use reverse::{Value, no_route, url};
#[cfg(feature = "testing")]
pub(crate) use segment::{Param, Part as SegmentPart};
pub(crate) use segment::{Rank, Segment};
pub(crate) use spans::Spans;
pub use table::Route;
pub(crate) use table::{Call, Scope, States, Table};
pub(crate) use tree::Tree;
