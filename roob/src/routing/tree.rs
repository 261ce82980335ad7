//! The search: a radix tree over the bytes of the path, in which parameters are tried in the order
//! of their rank wherever a segment starts.
//!
//! Every node has one place in a path, so a search visits it at most once, and reads each byte of
//! a segment once a matcher: backtracking, but never exponential.

use super::kind::Kind;
use super::matcher::Matcher;
use super::pattern::{Pattern, Segment};
use super::spans::Spans;

/// Values by pattern. The order of insertion never decides what is found.
pub(crate) struct Tree<T> {
    root: Node<T>,
}

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
