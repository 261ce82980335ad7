//! Patterns one by one into a tree that can still grow; [`Tree`](super::tree::Tree) is made of it.

use super::kind::Kind;
use super::matcher::Matcher;
use super::pattern::{Pattern, Segment};
use std::collections::HashMap;

/// Values by pattern. The order of insertion never decides what is found.
pub(crate) struct TreeBuilder<T> {
    pub(super) branches: Vec<Branch<T>>,
    /// The segments without parameters that lead from one branch to another.
    pub(super) literals: HashMap<(u32, Box<str>), u32>,
}

/// A place in the tree: what came before it is known.
pub(super) struct Branch<T> {
    /// The segments with parameters that lead on from here, in the order of their rank.
    pub(super) matchers: Vec<(Matcher, u32)>,
    /// What takes the rest of the path.
    pub(super) rest: Option<T>,
    /// What a path that ends here finds.
    pub(super) value: Option<T>,
}

impl<T> TreeBuilder<T> {
    pub(crate) fn new() -> Self {
        Self { branches: vec![Branch::new()], literals: HashMap::new() }
    }

    /// The place of `pattern`, made when it is new; patterns that differ in the names of their
    /// parameters only have one place.
    pub(crate) fn entry(&mut self, pattern: &Pattern) -> &mut Option<T> {
        let mut at = 0;
        for segment in pattern.segments() {
            at = match (segment.literal(), segment.single()) {
                (Some(text), _) => self.literal(at, text),
                (_, Some(Kind::Path)) => return &mut self.branches[at as usize].rest,
                _ => self.matcher(at, segment),
            };
        }
        &mut self.branches[at as usize].value
    }

    /// The branch behind a segment without parameters.
    fn literal(&mut self, from: u32, text: &str) -> u32 {
        let next = self.next();
        let to = *self.literals.entry((from, text.into())).or_insert(next);
        self.grow_to(to)
    }

    /// The branch behind a segment with parameters.
    fn matcher(&mut self, from: u32, segment: &Segment) -> u32 {
        let next = self.next();
        let matchers = &mut self.branches[from as usize].matchers;
        let place = matchers.binary_search_by(|(known, _)| {
            let known = &known.segment;
            known.rank().cmp(&segment.rank()).then_with(|| known.shape().cmp(&segment.shape()))
        });
        let at = place.unwrap_or_else(|at| {
            matchers.insert(at, (Matcher::new(segment), next));
            at
        });
        let to = matchers[at].1;
        self.grow_to(to)
    }

    /// The index of the next branch. Four thousand million do not fit into memory.
    fn next(&self) -> u32 {
        u32::try_from(self.branches.len()).unwrap_or(u32::MAX)
    }

    fn grow_to(&mut self, index: u32) -> u32 {
        if index == self.next() {
            self.branches.push(Branch::new());
        }
        index
    }
}

impl<T> Branch<T> {
    fn new() -> Self {
        Self { matchers: Vec::new(), rest: None, value: None }
    }
}
