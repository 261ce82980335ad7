//! One segment of a path against one segment of a pattern.

use super::kind::Kind;
use super::path::decode;
use super::segment::{GROUP, Part, Segment};
use super::spans::Spans;
use regex::Regex;

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
        match segment.single() {
            Some(Kind::Any) => Self::Any,
            Some(Kind::Regex(_)) => Self::Other(Box::new(Other::Whole(regex(segment)))),
            Some(kind) => Self::Typed(kind.test()),
            None => Self::Other(Box::new(Other::of(segment))),
        }
    }
}

impl Other {
    fn of(segment: &Segment) -> Self {
        let (before, param, after) = match segment.parts.as_slice() {
            [Part::Literal(before), Part::Param(param)] => (before.as_str(), param, ""),
            [Part::Param(param), Part::Literal(after)] => ("", param, after.as_str()),
            [Part::Literal(before), Part::Param(param), Part::Literal(after)] => {
                (before.as_str(), param, after.as_str())
            }
            _ => return Self::Mixed(regex(segment)),
        };
        if let Kind::Regex(_) = param.kind {
            return Self::Mixed(regex(segment));
        }
        Self::Affixed {
            before: before.as_bytes().into(),
            accepts: param.kind.test(),
            after: after.as_bytes().into(),
        }
    }
}

/// The expression of a segment, which the parser has compiled before.
#[allow(clippy::expect_used)]
fn regex(segment: &Segment) -> Regex {
    Regex::new(&segment.expression()).expect("an expression of a pattern")
}
