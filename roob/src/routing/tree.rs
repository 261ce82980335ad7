//! The search: segment by segment, text first, then parameters in the order of their rank.
//!
//! Every node has one place in a path, so a search visits it at most once, and reads each byte of
//! a segment once a matcher: backtracking, but never exponential.
//!
//! The segments without parameters of all nodes are in one hash table, keyed by the node and the
//! text. Most segments have at most eight bytes; they are found, hashed and compared as one word.

use super::builder::{Branch, TreeBuilder};
use super::matcher::Form;
use super::spans::Spans;
use super::word::{self, Head};

/// Values by pattern, ready to be searched.
pub(crate) struct Tree<T> {
    nodes: Vec<Node>,
    /// Open addressing; at most half of it is full, so a search for what is not there is short.
    edges: Vec<Edge>,
    /// How far a hash is shifted to become an index into `edges`.
    shift: u32,
    /// What segments have beyond their first eight bytes.
    tails: Vec<u8>,
    forks: Vec<Fork>,
    values: Vec<T>,
}

/// An index into one of the lists; [`NONE`] where there is nothing.
type Index = u32;

const NONE: Index = Index::MAX;

/// A place in the tree: what came before it is known.
struct Node {
    /// Whether text may come next.
    literals: bool,
    /// What else may come next.
    others: Others,
    /// What a path that ends here finds.
    value: Index,
}

/// A segment without parameters that leads from one node to another.
#[derive(Clone)]
struct Edge {
    sum: u64,
    len: u32,
    from: Index,
    to: Index,
    tail: Index,
}

/// The segments with parameters that lead on from a node.
enum Others {
    None,
    /// One, as almost everywhere: it is here, so that nothing else has to be read.
    One(Form, Index),
    /// Several, or one that takes the rest of the path: the index of a [`Fork`].
    Many(Index),
}

struct Fork {
    /// In the order of their rank.
    matchers: Vec<(Form, Index)>,
    /// What takes the rest of the path.
    rest: Index,
}

/// A path that is searched.
struct Search<'t, 'p, T, A> {
    tree: &'t Tree<T>,
    path: &'p str,
    /// It without a slash at its end, which only a parameter that takes the rest sees.
    bytes: &'p [u8],
    /// The [`last`](word::last) of those bytes.
    last: u64,
    spans: &'p mut Spans,
    accept: A,
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
        let last = word::last(bytes);
        Search { tree: self, path, bytes, last, spans, accept }.descend(0, bytes)
    }
}

impl<'t, T, R, A: FnMut(&'t T) -> Option<R>> Search<'t, '_, T, A> {
    /// Searches from the node at `index`; `rest` is what is left of the path, from a slash on.
    fn descend(&mut self, mut index: Index, mut rest: &[u8]) -> Option<R> {
        loop {
            let node = &self.tree.nodes[index as usize];
            let Some((_, from)) = rest.split_first() else {
                return self.accept(node.value);
            };
            let head = word::head(from, self.last);
            let (segment, after) = from.split_at(head.len);
            rest = after;
            let literal =
                if node.literals { self.tree.literal(index, &head, segment) } else { None };
            if let Others::None = node.others {
                index = literal?;
                continue;
            }
            if let Some(to) = literal {
                let known = self.spans.len();
                let found = self.descend(to, rest);
                if found.is_some() {
                    return found;
                }
                self.spans.truncate(known);
            }
            let start = self.bytes.len() - from.len();
            match &node.others {
                // The only way on: no need to come back here.
                Others::One(form, to) if form.matches(segment, start, self.spans) => index = *to,
                Others::Many(fork) => {
                    return self.branch(&self.tree.forks[*fork as usize], segment, start);
                }
                _ => return None,
            }
        }
    }

    /// Searches all ways on from a fork, where `segment` comes next, which starts at `start`.
    #[cold]
    fn branch(&mut self, fork: &Fork, segment: &[u8], start: usize) -> Option<R> {
        let known = self.spans.len();
        let rest = &self.bytes[start + segment.len()..];
        for (form, to) in &fork.matchers {
            if form.matches(segment, start, self.spans) {
                let found = self.descend(*to, rest);
                if found.is_some() {
                    return found;
                }
                self.spans.truncate(known);
            }
        }
        let found = self.accept(fork.rest);
        if found.is_some() {
            self.spans.push(start, self.path.len());
        }
        found
    }

    #[inline]
    fn accept(&mut self, value: Index) -> Option<R> {
        (self.accept)(self.tree.values.get(value as usize)?)
    }
}

impl<T> Tree<T> {
    /// The node behind a segment that is text.
    #[inline(always)]
    fn literal(&self, from: Index, head: &Head, segment: &[u8]) -> Option<Index> {
        let mut at = (word::hash(from, head.sum) >> self.shift) as usize;
        loop {
            let edge = self.edges.get(at)?;
            if edge.to == NONE {
                return None;
            }
            if edge.sum == head.sum
                && edge.from == from
                && edge.len as usize == head.len
                && (head.len <= word::LEN || self.tail(edge) == &segment[word::LEN..])
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
        let places = (2 * builder.literals.len()).next_power_of_two().max(2);
        let free = Edge { sum: 0, len: 0, from: NONE, to: NONE, tail: NONE };
        let mut tree = Self {
            nodes: Vec::with_capacity(builder.branches.len()),
            edges: vec![free; places],
            shift: u64::BITS - places.trailing_zeros(),
            tails: Vec::new(),
            forks: Vec::new(),
            values: Vec::new(),
        };
        for ((from, _), literal) in &builder.literals {
            tree.connect(*from, builder.text(literal).as_bytes(), literal.to);
        }
        for branch in builder.branches {
            tree.add(branch);
        }
        for edge in tree.edges.iter().filter(|edge| edge.to != NONE) {
            tree.nodes[edge.from as usize].literals = true;
        }
        tree
    }
}

impl<T> Tree<T> {
    /// Makes a node of a branch, the next one.
    fn add(&mut self, branch: Branch<T>) {
        let value = branch.value.map_or(NONE, |value| push(&mut self.values, value));
        let rest = branch.rest.map_or(NONE, |rest| push(&mut self.values, rest));
        let mut matchers = branch.matchers;
        let others = match matchers.pop() {
            None if rest == NONE => Others::None,
            Some((only, to)) if rest == NONE && matchers.is_empty() => Others::One(only.form, to),
            last => {
                let matchers = matchers.into_iter().chain(last);
                let matchers = matchers.map(|(matcher, to)| (matcher.form, to)).collect();
                Others::Many(push(&mut self.forks, Fork { matchers, rest }))
            }
        };
        self.nodes.push(Node { literals: false, others, value });
    }

    /// Puts an edge at the first free place behind the one of its hash, if need be at the end: a
    /// search does not wrap around.
    fn connect(&mut self, from: Index, text: &[u8], to: Index) {
        let Head { len, sum } = word::head(text, word::last(text));
        let tail = position(&self.tails);
        self.tails.extend_from_slice(text.get(word::LEN..).unwrap_or_default());
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        let edge = Edge { sum, len, from, to, tail };
        let first = (word::hash(from, sum) >> self.shift) as usize;
        match self.edges[first..].iter_mut().find(|edge| edge.to == NONE) {
            Some(free) => *free = edge,
            None => self.edges.push(edge),
        }
    }
}

/// Puts an item into its list, and says where.
fn push<T>(list: &mut Vec<T>, item: T) -> Index {
    let at = position(list);
    list.push(item);
    at
}

/// Where the next item of a list will be.
fn position<T>(list: &[T]) -> Index {
    Index::try_from(list.len()).unwrap_or(NONE)
}
