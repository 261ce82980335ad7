//! What stands between two slashes of a pattern.

use super::kind::Kind;
use std::cmp::{Ordering, Reverse};

/// How early a segment is tried: its class, its bytes of text, and the ranks of its parameters.
pub(crate) type Rank = (u8, Reverse<usize>, Vec<u8>);

/// What the groups of parameters are called in an expression; the authors' regexes may have groups
/// of their own.
pub(super) const GROUP: &str = "roob_param_";

/// What stands between two slashes: text and parameters.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) parts: Vec<Part>,
}

/// A piece of a segment.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// Text that must stand there, in the form of [`normalize`].
    Literal(String),
    /// A value to take.
    Param(Param),
}

/// What a path sees of a pattern, piece by piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Shape<'p> {
    /// The start of a segment.
    Slash,
    Text(&'p str),
    /// A parameter, by the type that its author wrote.
    Param(&'p str),
}

/// A parameter of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Param {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

impl Segment {
    /// The text of a segment without parameters.
    pub(crate) fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The kind of a segment that is one parameter.
    pub(crate) fn single(&self) -> Option<&Kind> {
        match self.parts.as_slice() {
            [Part::Param(param)] => Some(&param.kind),
            _ => None,
        }
    }

    pub(crate) fn params(&self) -> impl Iterator<Item = &Param> + Clone {
        self.parts.iter().filter_map(|part| match part {
            Part::Param(param) => Some(param),
            Part::Literal(_) => None,
        })
    }

    /// The order in which segments are tried: text, then text mixed with parameters (the more text
    /// the earlier), then parameters, narrowest first, then the rest of the path.
    pub(crate) fn rank(&self) -> Rank {
        let text = self.parts.iter().map(|part| match part {
            Part::Literal(text) => text.len(),
            Part::Param(_) => 0,
        });
        let class = match self.parts.as_slice() {
            [Part::Literal(_)] => return (0, Reverse(0), Vec::new()),
            [Part::Param(_)] => 2,
            _ => 1,
        };
        (class, Reverse(text.sum()), self.params().map(|param| param.kind.rank()).collect())
    }

    /// By rank, and by shape where that is the same: what is equal by this has one place in a tree.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let rank = match (self.single(), other.single()) {
            // The usual case, without making anything.
            (Some(one), Some(two)) => one.rank().cmp(&two.rank()),
            _ => self.rank().cmp(&other.rank()),
        };
        rank.then_with(|| self.shape().cmp(other.shape()))
    }

    /// An expression for the segment from end to end, in which the group of each parameter has a
    /// name.
    pub(super) fn expression(&self) -> String {
        let part = |(at, part): (usize, &Part)| match part {
            Part::Literal(text) => regex::escape(text),
            Part::Param(param) => format!("(?P<{GROUP}{at}>{})", param.kind.expression()),
        };
        let parts: String = self.parts.iter().enumerate().map(part).collect();
        format!("^(?:{parts})$")
    }

    /// The segment with parameters that have no names.
    pub(super) fn nameless(&self) -> Self {
        let part = |part: &Part| match part {
            Part::Literal(text) => Part::Literal(text.clone()),
            Part::Param(param) => {
                Part::Param(Param { name: String::new(), kind: param.kind.clone() })
            }
        };
        Self { parts: self.parts.iter().map(part).collect() }
    }

    /// The segment as a pattern writes it.
    pub(crate) fn text(&self) -> String {
        let part = |part: &Part| match part {
            Part::Literal(text) => text.replace('{', "{{").replace('}', "}}"),
            Part::Param(param) => match param.kind.name() {
                Some(kind) => format!("{{{}:{kind}}}", param.name),
                None => format!("{{{}}}", param.name),
            },
        };
        self.parts.iter().map(part).collect()
    }

    /// The segment without the names of its parameters.
    pub(super) fn shape(&self) -> impl Iterator<Item = Shape<'_>> {
        self.parts.iter().map(|part| match part {
            Part::Literal(text) => Shape::Text(text),
            Part::Param(param) => Shape::Param(param.kind.name().unwrap_or_default()),
        })
    }
}
