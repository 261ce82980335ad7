//! The search: a radix tree over the bytes of the path, in which parameters are tried in the order
//! of their rank wherever a segment starts.
//!
//! Every node has one place in a path, so a search visits it at most once, and reads each byte of
//! a segment once a matcher: backtracking, but never exponential.

use super::kind::Kind;
use super::pattern::{Part, Pattern, Segment};
use regex::Regex;

/// Values by pattern. The order of insertion never decides what is found.
pub(crate) struct Tree<T> {
    root: Node<T>,
}

/// Where in a path the values of the parameters are, in the order of the pattern.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spans {
    inline: [(u32, u32); INLINE],
    more: Vec<(u32, u32)>,
    len: usize,
}

/// Up to so many parameters a search allocates nothing.
const INLINE: usize = 8;

/// What the groups of parameters are called; the authors' regexes may have groups of their own.
const GROUP: &str = "roob_param_";

struct Node<T> {
    /// The bytes between the parent and here.
    prefix: Box<[u8]>,
    /// The first byte of each literal child, for the search.
    firsts: Vec<u8>,
    literals: Vec<Node<T>>,
    matchers: Vec<(Matcher, Node<T>)>,
    /// What takes the rest of the path.
    rest: Option<T>,
    value: Option<T>,
}

/// A segment with parameters, ready to be compared.
struct Matcher {
    segment: Segment,
    form: Form,
}

enum Form {
    /// One parameter that is the whole segment.
    Typed(Kind),
    /// One parameter with a regex of its own.
    Whole(Regex),
    /// Text and one bare or typed parameter.
    Affixed { before: Box<[u8]>, kind: Kind, after: Box<[u8]> },
    /// Anything else.
    Mixed(Regex),
}

impl<T> Tree<T> {
    pub(crate) fn new() -> Self {
        Self { root: Node::new(b"") }
    }

    /// The place of `pattern`, made when it is new; patterns that differ in the names of their
    /// parameters only have one place.
    pub(crate) fn entry(&mut self, pattern: &Pattern) -> &mut Option<T> {
        let mut node = &mut self.root;
        let mut text: Vec<u8> = Vec::new();
        for segment in pattern.segments() {
            text.push(b'/');
            if let Some(literal) = segment.literal() {
                text.extend_from_slice(literal.as_bytes());
                continue;
            }
            node = node.literal(&std::mem::take(&mut text));
            if segment.single() == Some(&Kind::Path) {
                return &mut node.rest;
            }
            node = node.matcher(segment);
        }
        if pattern.segments().is_empty() {
            text.push(b'/');
        }
        &mut node.literal(&text).value
    }

    /// The value of the first pattern by rank that matches `path` and that `accept` takes. `spans`
    /// then says where its parameters are.
    pub(crate) fn find<'t, R>(
        &'t self,
        path: &str,
        spans: &mut Spans,
        accept: &mut impl FnMut(&'t T) -> Option<R>,
    ) -> Option<R> {
        let path = path.as_bytes();
        // `/api/products/` is `/api/products`; only a parameter that takes the rest sees the slash.
        let end = match path {
            [_, .., b'/'] => path.len() - 1,
            _ => path.len(),
        };
        self.root.find(&Search { path, end }, 0, spans, accept)
    }
}

struct Search<'p> {
    path: &'p [u8],
    end: usize,
}

impl<T> Node<T> {
    fn new(prefix: &[u8]) -> Self {
        Self {
            prefix: prefix.into(),
            firsts: Vec::new(),
            literals: Vec::new(),
            matchers: Vec::new(),
            rest: None,
            value: None,
        }
    }

    /// The node at which `text` ends, below this one.
    fn literal(&mut self, text: &[u8]) -> &mut Self {
        let Some(first) = text.first() else {
            return self;
        };
        let Some(at) = self.firsts.iter().position(|b| b == first) else {
            self.firsts.push(*first);
            self.literals.push(Self::new(text));
            let last = self.literals.len() - 1;
            return &mut self.literals[last];
        };
        let child = &mut self.literals[at];
        let common = child.prefix.iter().zip(text).take_while(|(a, b)| a == b).count();
        if common < child.prefix.len() {
            child.split(common);
        }
        child.literal(&text[common..])
    }

    /// Leaves the first `at` bytes of the prefix here and moves the rest into a child.
    fn split(&mut self, at: usize) {
        let mut upper = Self::new(&self.prefix[..at]);
        self.prefix = self.prefix[at..].into();
        std::mem::swap(self, &mut upper);
        self.firsts.push(upper.prefix[0]);
        self.literals.push(upper);
    }

    /// The node behind a segment with parameters.
    fn matcher(&mut self, segment: &Segment) -> &mut Self {
        let shape = segment.shape();
        let at = match self.matchers.iter().position(|(known, _)| known.segment.shape() == shape) {
            Some(at) => at,
            None => {
                let key = (segment.rank(), &shape);
                let place = self
                    .matchers
                    .iter()
                    .position(|(known, _)| (known.segment.rank(), &known.segment.shape()) > key);
                let place = place.unwrap_or(self.matchers.len());
                self.matchers.insert(place, (Matcher::new(segment), Self::new(b"")));
                place
            }
        };
        &mut self.matchers[at].1
    }

    fn find<'t, R>(
        &'t self,
        search: &Search<'_>,
        mut at: usize,
        spans: &mut Spans,
        accept: &mut impl FnMut(&'t T) -> Option<R>,
    ) -> Option<R> {
        let mut node = self;
        let path = &search.path[..search.end];
        loop {
            if at == path.len() {
                return node.value.as_ref().and_then(&mut *accept);
            }
            let child = node.child(&path[at..]);
            if node.matchers.is_empty() && node.rest.is_none() {
                node = child?;
                at += node.prefix.len();
                continue;
            }
            let found = child
                .and_then(|child| child.find(search, at + child.prefix.len(), spans, accept))
                .or_else(|| node.find_segment(search, at, spans, accept));
            return found.or_else(|| node.find_rest(search, at, spans, accept));
        }
    }

    fn child(&self, path: &[u8]) -> Option<&Self> {
        let at = self.firsts.iter().position(|b| *b == path[0])?;
        let child = &self.literals[at];
        path.starts_with(&child.prefix).then_some(child)
    }

    fn find_segment<'t, R>(
        &'t self,
        search: &Search<'_>,
        at: usize,
        spans: &mut Spans,
        accept: &mut impl FnMut(&'t T) -> Option<R>,
    ) -> Option<R> {
        let rest = &search.path[at..search.end];
        let len = rest.iter().position(|b| *b == b'/').unwrap_or(rest.len());
        let known = spans.len;
        self.matchers.iter().find_map(|(matcher, child)| {
            let found = matcher
                .matches(&rest[..len], at, spans)
                .then(|| child.find(search, at + len, spans, accept))
                .flatten();
            if found.is_none() {
                spans.truncate(known);
            }
            found
        })
    }

    fn find_rest<'t, R>(
        &'t self,
        search: &Search<'_>,
        at: usize,
        spans: &mut Spans,
        accept: &mut impl FnMut(&'t T) -> Option<R>,
    ) -> Option<R> {
        let found = accept(self.rest.as_ref()?);
        if found.is_some() {
            spans.push(at, search.path.len());
        }
        found
    }
}

impl Matcher {
    fn new(segment: &Segment) -> Self {
        Self { segment: segment.clone(), form: Form::of(segment) }
    }

    /// Whether `segment`, which starts at `at`, is one of this; if so, says where its values are.
    fn matches(&self, segment: &[u8], at: usize, spans: &mut Spans) -> bool {
        match &self.form {
            Form::Typed(kind) => {
                let is = kind.accepts(segment);
                if is {
                    spans.push(at, at + segment.len());
                }
                is
            }
            Form::Whole(regex) => {
                let is = text(segment).is_some_and(|text| !text.is_empty() && regex.is_match(text));
                if is {
                    spans.push(at, at + segment.len());
                }
                is
            }
            Form::Affixed { before, kind, after } => {
                let value = segment.strip_prefix(&**before).and_then(|s| s.strip_suffix(&**after));
                let is = value.is_some_and(|value| kind.accepts(value));
                if is {
                    spans.push(at + before.len(), at + segment.len() - after.len());
                }
                is
            }
            Form::Mixed(regex) => matches_mixed(regex, segment, at, spans),
        }
    }
}

fn matches_mixed(regex: &Regex, segment: &[u8], at: usize, spans: &mut Spans) -> bool {
    let Some(captures) = text(segment).and_then(|text| regex.captures(text)) else {
        return false;
    };
    let groups = regex.capture_names().zip(captures.iter());
    let values = groups.filter(|(name, _)| name.is_some_and(|name| name.starts_with(GROUP)));
    for (_, value) in values {
        match value {
            Some(value) if !value.is_empty() => spans.push(at + value.start(), at + value.end()),
            _ => return false,
        }
    }
    true
}

/// A search never cuts a character, so this is the text for any path that is one.
fn text(segment: &[u8]) -> Option<&str> {
    std::str::from_utf8(segment).ok()
}

impl Form {
    fn of(segment: &Segment) -> Self {
        match segment.parts.as_slice() {
            [Part::Param(param)] => match &param.kind {
                Kind::Regex(regex) => Self::Whole(anchored(regex)),
                kind => Self::Typed(kind.clone()),
            },
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
            kind: kind.clone(),
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

impl Spans {
    /// Where the value of the parameter at `index` starts and ends.
    pub(crate) fn get(&self, index: usize) -> Option<std::ops::Range<usize>> {
        let (start, end) = if index < INLINE {
            *self.inline[..self.len.min(INLINE)].get(index)?
        } else {
            *self.more.get(index - INLINE)?
        };
        Some(start as usize..end as usize)
    }

    /// Paths beyond 4 GiB do not exist: `http::Uri` ends at 64 KiB.
    #[allow(clippy::cast_possible_truncation)]
    fn push(&mut self, start: usize, end: usize) {
        let span = (start as u32, end as u32);
        match self.inline.get_mut(self.len) {
            Some(place) => *place = span,
            None => self.more.push(span),
        }
        self.len += 1;
    }

    fn truncate(&mut self, len: usize) {
        self.len = len;
        self.more.truncate(len.saturating_sub(INLINE));
    }
}
