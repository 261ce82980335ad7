//! The search: segment by segment, text first, then parameters in the order of their rank.
//!
//! Every node has one place in a path, so a search visits it at most once, and reads each byte of
//! a segment once a matcher: backtracking, but never exponential.
//!
//! The segments without parameters of all nodes are in one hash table, keyed by the node and the
//! text. Most segments have at most eight bytes; they are found, hashed and compared as one word.

use super::builder::TreeBuilder;
use super::matcher::Form;
use super::spans::Spans;
use super::word::{self, Word};

/// Values by pattern, ready to be searched.
pub(crate) struct Tree<T> {
    nodes: Vec<Node>,
    /// Open addressing; at most half of it is full, so a search for what is not there is short.
    edges: Vec<Edge>,
    /// How far a hash is shifted to become an index into `edges`.
    shift: u32,
    /// What segments have beyond their first eight bytes.
    tails: Vec<u8>,
    matchers: Vec<(Form, Index)>,
    values: Vec<T>,
}

/// An index into one of the lists; [`NONE`] where there is nothing.
type Index = u32;

const NONE: Index = Index::MAX;

/// A place in the tree: what came before it is known.
struct Node {
    /// Whether text may come next.
    literals: bool,
    matchers: Index,
    matcher_count: u16,
    /// What takes the rest of the path.
    rest: Index,
    /// What a path that ends here finds.
    value: Index,
}

/// A segment without parameters that leads from one node to another.
#[derive(Clone)]
struct Edge {
    word: Word,
    len: u32,
    from: Index,
    to: Index,
    tail: Index,
}

/// The path that is searched.
struct Search<'p> {
    path: &'p str,
    /// It without a slash at its end, which only a parameter that takes the rest sees.
    bytes: &'p [u8],
}

impl<T> Tree<T> {
    /// The value of the first pattern by rank that matches `path` and that `accept` takes. `spans`
    /// then says where its parameters are.
    pub(crate) fn find<'t, R>(
        &'t self,
        path: &str,
        spans: &mut Spans,
        accept: &mut impl FnMut(&'t T) -> Option<R>,
    ) -> Option<R> {
        let bytes = path.as_bytes();
        if bytes.first() != Some(&b'/') {
            return None;
        }
        // `/api/products/` is `/api/products`.
        let bytes = bytes.strip_suffix(b"/").unwrap_or(bytes);
        self.descend(0, 0, &Search { path, bytes }, spans, accept)
    }

    /// Searches from the node at `index`, where the path goes on with the slash at `at`.
    fn descend<'t, R>(
        &'t self,
        mut index: Index,
        mut at: usize,
        search: &Search<'_>,
        spans: &mut Spans,
        accept: &mut impl FnMut(&'t T) -> Option<R>,
    ) -> Option<R> {
        loop {
            let node = &self.nodes[index as usize];
            if at == search.bytes.len() {
                return self.values.get(node.value as usize).and_then(&mut *accept);
            }
            let start = at + 1;
            let (first, len) = word::segment(search.bytes, start);
            let segment = &search.bytes[start..start + len];
            let literal = if node.literals { self.literal(index, first, segment) } else { None };
            at = start + len;
            if node.matcher_count == 0 && node.rest == NONE {
                index = literal?;
                continue;
            }
            if let Some(to) = literal {
                let known = spans.len();
                let found = self.descend(to, at, search, spans, accept);
                if found.is_some() {
                    return found;
                }
                spans.truncate(known);
            }
            if node.matcher_count != 1 || node.rest != NONE {
                return self.branch(node, start, len, search, spans, accept);
            }
            // The only way on: no need to come back here.
            let (form, to) = &self.matchers[node.matchers as usize];
            if !form.matches(segment, start, spans) {
                return None;
            }
            index = *to;
        }
    }

    /// Searches all ways on from `node` that have parameters; the next segment starts at `start`.
    #[cold]
    fn branch<'t, R>(
        &'t self,
        node: &Node,
        start: usize,
        len: usize,
        search: &Search<'_>,
        spans: &mut Spans,
        accept: &mut impl FnMut(&'t T) -> Option<R>,
    ) -> Option<R> {
        let known = spans.len();
        let segment = &search.bytes[start..start + len];
        let first = node.matchers as usize;
        for (form, to) in &self.matchers[first..first + usize::from(node.matcher_count)] {
            if form.matches(segment, start, spans) {
                let found = self.descend(*to, start + len, search, spans, accept);
                if found.is_some() {
                    return found;
                }
                spans.truncate(known);
            }
        }
        let found = accept(self.values.get(node.rest as usize)?);
        if found.is_some() {
            spans.push(start, search.path.len());
        }
        found
    }

    /// The node behind `segment`, whose first bytes are `first`.
    #[inline]
    fn literal(&self, from: Index, first: Word, segment: &[u8]) -> Option<Index> {
        let mut at = (word::hash(from, first, segment) >> self.shift) as usize;
        loop {
            let edge = self.edges.get(at)?;
            if edge.to == NONE {
                return None;
            }
            if edge.word == first
                && edge.from == from
                && edge.len as usize == segment.len()
                && (segment.len() <= word::LEN || self.tail(edge) == &segment[word::LEN..])
            {
                return Some(edge.to);
            }
            at += 1;
        }
    }

    fn tail(&self, edge: &Edge) -> &[u8] {
        let start = edge.tail as usize;
        &self.tails[start..start + edge.len as usize - word::LEN]
    }
}

impl<T> From<TreeBuilder<T>> for Tree<T> {
    fn from(builder: TreeBuilder<T>) -> Self {
        let mut tree = Self {
            nodes: Vec::with_capacity(builder.branches.len()),
            edges: Vec::new(),
            shift: 0,
            tails: Vec::new(),
            matchers: Vec::new(),
            values: Vec::new(),
        };
        for branch in builder.branches {
            let node = Node {
                literals: false,
                matchers: position(&tree.matchers),
                // A node has at most one matcher a shape; no app has more shapes than this.
                matcher_count: u16::try_from(branch.matchers.len()).unwrap_or(u16::MAX),
                rest: add(&mut tree.values, branch.rest),
                value: add(&mut tree.values, branch.value),
            };
            tree.nodes.push(node);
            let matchers = branch.matchers.into_iter();
            tree.matchers.extend(matchers.map(|(matcher, to)| (matcher.form, to)));
        }
        tree.make_room(builder.literals.len());
        for ((from, text), to) in builder.literals {
            tree.connect(from, text.as_bytes(), to);
        }
        tree
    }
}

impl<T> Tree<T> {
    /// Makes an empty table for `count` edges. Behind its last place are as many again as one run
    /// can have, so that a search never has to wrap around.
    fn make_room(&mut self, count: usize) {
        let places = (2 * count).next_power_of_two().max(2);
        self.shift = u64::BITS - places.trailing_zeros();
        let free = Edge { word: 0, len: 0, from: NONE, to: NONE, tail: NONE };
        self.edges = vec![free; places + count + 1];
    }

    fn connect(&mut self, from: Index, text: &[u8], to: Index) {
        let (word, _) = word::segment(text, 0);
        let mut at = (word::hash(from, word, text) >> self.shift) as usize;
        while self.edges[at].to != NONE {
            at += 1;
        }
        let tail = position(&self.tails);
        self.tails.extend_from_slice(text.get(word::LEN..).unwrap_or_default());
        let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.edges[at] = Edge { word, len, from, to, tail };
        self.nodes[from as usize].literals = true;
    }
}

/// Puts a value into its list, and says where.
fn add<T>(values: &mut Vec<T>, value: Option<T>) -> Index {
    let at = position(values);
    value.map_or(NONE, |value| {
        values.push(value);
        at
    })
}

/// Where the next item of a list will be.
fn position<T>(list: &[T]) -> Index {
    Index::try_from(list.len()).unwrap_or(NONE)
}
