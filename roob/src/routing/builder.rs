//! Patterns one by one into a tree that can still grow; [`Tree`](super::tree::Tree) is made of it.

use super::kind::Kind;
use super::matcher::Matcher;
use super::pattern::Pattern;
use super::segment::Segment;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Values by pattern. The order of insertion never decides what is found.
pub(crate) struct TreeBuilder<T> {
    pub(super) branches: Vec<Branch<T>>,
    /// The segments without parameters, by the branch from which they lead on and a hash of their
    /// text: of two texts with one hash the later has the next number that is free.
    pub(super) literals: HashMap<(u32, u64), Literal, BuildHasherDefault<TextHasher>>,
    /// The texts of all of them: one string instead of one each, of which a large app has many.
    texts: String,
}

/// A segment without parameters.
pub(super) struct Literal {
    start: usize,
    len: u32,
    /// The branch to which it leads.
    pub(super) to: u32,
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
        Self { branches: vec![Branch::new()], literals: HashMap::default(), texts: String::new() }
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
        let mut key = (from, hash(text));
        while let Some(known) = self.literals.get(&key) {
            if self.text(known) == text {
                return known.to;
            }
            key.1 = key.1.wrapping_add(1);
        }
        // A pattern has at most two thousand bytes.
        let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.literals.insert(key, Literal { start: self.texts.len(), len, to: next });
        self.texts.push_str(text);
        self.grow_to(next)
    }

    pub(super) fn text(&self, literal: &Literal) -> &str {
        &self.texts[literal.start..literal.start + literal.len as usize]
    }

    /// The branch behind a segment with parameters.
    fn matcher(&mut self, from: u32, segment: &Segment) -> u32 {
        let next = self.next();
        let matchers = &mut self.branches[from as usize].matchers;
        let place = matchers.binary_search_by(|(known, _)| known.segment.order(segment));
        let at = place.unwrap_or_else(|at| {
            // Almost always the only one.
            matchers.reserve_exact(1);
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

fn hash(text: &str) -> u64 {
    let mut hasher = TextHasher::default();
    hasher.write(text.as_bytes());
    hasher.0
}

/// Hashes text a word at a time. The keys are the author's own patterns, so nobody can send some
/// that collide, and the hash of the standard library would be a good part of a large build.
#[derive(Default)]
pub(crate) struct TextHasher(u64);

impl Hasher for TextHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, tail) = bytes.as_chunks();
        words.iter().for_each(|word| self.add(u64::from_le_bytes(*word)));
        self.add(tail.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    }

    fn finish(&self) -> u64 {
        // A hash table uses the low bits, and a product's high bits are the good ones.
        self.0.rotate_left(26)
    }
}

impl TextHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
