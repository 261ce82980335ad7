//! One segment of a path against one segment of a pattern.

use super::kind::Kind;
use super::path::decode;
use super::segment::{Part, Segment};
use super::spans::Spans;
use regex::Regex;

/// What the groups of parameters are called; the authors' regexes may have groups of their own.
const GROUP: &str = "roob_param_";

/// A segment with parameters, ready to be compared.
pub(super) struct Matcher {
    /// What tells it from others: the names of its parameters do not.
    pub(super) segment: Segment,
    pub(super) form: Form,
}

/// How a segment is compared. It is small, since a search reads one a segment.
pub(super) enum Form {
    /// One parameter that takes any segment: the most usual, so no further question.
    Any,
    /// One parameter of a type, by what tells its values.
    Typed(fn(&[u8]) -> bool),
    /// Anything else.
    Other(Box<Other>),
}

/// The less usual ways to compare a segment.
pub(super) enum Other {
    /// One parameter with a regex of its own.
    Whole(Regex),
    /// Text and one bare or typed parameter.
    Affixed { before: Box<[u8]>, accepts: fn(&[u8]) -> bool, after: Box<[u8]> },
    /// Several parameters, or text and a regex.
    Mixed(Regex),
}

impl Matcher {
    pub(super) fn new(segment: &Segment) -> Self {
        Self { segment: segment.nameless(), form: Form::of(segment) }
    }
}

impl Form {
    /// Whether `segment`, which starts at `at`, is one of this; if so, says where its values are.
    #[inline(always)]
    pub(super) fn matches(&self, segment: &[u8], at: usize, spans: &mut Spans) -> bool {
        let is = match self {
            Self::Any => !segment.is_empty(),
            Self::Typed(accepts) => accepts(segment),
            Self::Other(other) => return other.matches(segment, at, spans),
        };
        if is {
            spans.push(at, at + segment.len());
        }
        is
    }
}

impl Other {
    fn matches(&self, segment: &[u8], at: usize, spans: &mut Spans) -> bool {
        match self {
            Self::Whole(regex) => {
                let value = text(segment).map(decode).unwrap_or_default();
                let is = !value.is_empty() && regex.is_match(&value);
                if is {
                    spans.push(at, at + segment.len());
                }
                is
            }
            Self::Affixed { before, accepts, after } => {
                let value = segment.strip_prefix(&**before).and_then(|s| s.strip_suffix(&**after));
                let is = value.is_some_and(accepts);
                if is {
                    spans.push(at + before.len(), at + segment.len() - after.len());
                }
                is
            }
            Self::Mixed(regex) => matches_mixed(regex, segment, at, spans),
        }
    }
}

fn matches_mixed(regex: &Regex, segment: &[u8], at: usize, spans: &mut Spans) -> bool {
    let Some(captures) = text(segment).and_then(|text| regex.captures(text)) else {
        return false;
    };
    let groups = regex.capture_names().zip(captures.iter());
    let values = groups.filter(|(name, _)| name.is_some_and(|name| name.starts_with(GROUP)));
    let known = spans.len();
    for (_, value) in values {
        match value {
            Some(value) if !value.is_empty() => spans.push(at + value.start(), at + value.end()),
            _ => {
                spans.truncate(known);
                return false;
            }
        }
    }
    true
}

/// A search never cuts a character, so this is the text for any path that is one.
fn text(segment: &[u8]) -> Option<&str> {
    std::str::from_utf8(segment).ok()
}

impl Form {
    pub(super) fn of(segment: &Segment) -> Self {
        match segment.parts.as_slice() {
            [Part::Param(param)] => match &param.kind {
                Kind::Regex(regex) => Self::Other(Box::new(Other::Whole(anchored(regex)))),
                Kind::Any => Self::Any,
                kind => Self::Typed(kind.test()),
            },
            parts => Self::Other(Box::new(Other::of(parts))),
        }
    }
}

impl Other {
    fn of(parts: &[Part]) -> Self {
        match parts {
            [Part::Literal(before), Part::Param(param)] => Self::affixed(before, &param.kind, ""),
            [Part::Param(param), Part::Literal(after)] => Self::affixed("", &param.kind, after),
            [Part::Literal(before), Part::Param(param), Part::Literal(after)] => {
                Self::affixed(before, &param.kind, after)
            }
            parts => Self::Mixed(anchored(&expression(parts))),
        }
    }

    fn affixed(before: &str, kind: &Kind, after: &str) -> Self {
        if let Kind::Regex(regex) = kind {
            let (before, after) = (regex::escape(before), regex::escape(after));
            return Self::Mixed(anchored(&format!("{before}(?P<{GROUP}0>{regex}){after}")));
        }
        Self::Affixed {
            before: before.as_bytes().into(),
            accepts: kind.test(),
            after: after.as_bytes().into(),
        }
    }
}

/// One expression for a segment of several parts; the group of each parameter has a name.
fn expression(parts: &[Part]) -> String {
    let part = |(at, part): (usize, &Part)| match part {
        Part::Literal(text) => regex::escape(text),
        Part::Param(param) => format!("(?P<{GROUP}{at}>{})", param.kind.expression()),
    };
    parts.iter().enumerate().map(part).collect()
}

fn anchored(expression: &str) -> Regex {
    // The parser compiled each regex by itself; only the size limit could stop it here, and then a
    // pattern that never matches is what the build check reports.
    Regex::new(&format!("^(?:{expression})$")).unwrap_or_else(|_| never())
}

#[allow(clippy::unwrap_used)] // a constant
pub(super) fn never() -> Regex {
    Regex::new("[a&&b]").unwrap()
}
