//! Two patterns that one path matches, by the automata of their segments: nothing is guessed.

use super::kind::Kind;
use super::matcher::Form;
use super::path::encode;
use super::pattern::Pattern;
use super::segment::{Part, Segment};
use super::spans::Spans;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::{primitives::StateID, start};
use regex_automata::{Anchored, MatchKind};
use std::collections::{HashMap, HashSet};

type Dfa = dense::DFA<Vec<u32>>;

/// What compares patterns; it keeps the automata, since a pattern is compared with many.
#[derive(Default)]
pub(crate) struct Overlaps {
    /// By expression; `None` for one that would be too large.
    automata: HashMap<String, Option<Dfa>>,
}

/// The largest automaton, in bytes: that of any usual regex has a few thousand.
const MAX_SIZE: usize = 4 << 20;

/// How many states of two automata are looked at together.
const MAX_STATES: usize = 1 << 16;

/// The segments that a path in the router's form can have: what may stand there as it is, and the
/// escapes of all other characters.
const ENCODED: &str = "(?x) (?: [A-Za-z0-9._~:@!$&'()*+,;=-]
    | %(?: [01][0-9A-F] | 2[0-9A-CF] | 3[A-F] | 40 | 5[B-E] | 60 | 7[BCDF] )
    | %(?: C[2-9A-F] | D[0-9A-F] ) %[89AB][0-9A-F]
    | %E0 %[AB][0-9A-F] %[89AB][0-9A-F]
    | %E[1-9A-CEF] (?: %[89AB][0-9A-F] ){2}
    | %ED %[89][0-9A-F] %[89AB][0-9A-F]
    | %F0 %[9AB][0-9A-F] (?: %[89AB][0-9A-F] ){2}
    | %F[1-3] (?: %[89AB][0-9A-F] ){3}
    | %F4 %8[0-9A-F] (?: %[89AB][0-9A-F] ){2} )+";

/// What a segment decodes to.
const DECODED: &str = "(?s).+";

impl Overlaps {
    /// A path that both patterns match with the same rank at every segment, so that nothing but the
    /// order of registration could choose between them. Sound: the path does match both. Complete
    /// but for regexes whose automaton is too large, or that match nothing.
    pub(crate) fn path(&mut self, one: &Pattern, two: &Pattern) -> Option<String> {
        if one.segments().len() != two.segments().len() {
            return None;
        }
        let pairs = || one.segments().iter().zip(two.segments());
        if pairs().any(|(a, b)| !may_share(a, b)) {
            return None;
        }
        let path: Option<String> =
            pairs().map(|(a, b)| Some(format!("/{}", self.segment(a, b)?))).collect();
        path.map(|path| if path.is_empty() { "/".into() } else { path })
    }

    fn segment(&mut self, one: &Segment, two: &Segment) -> Option<String> {
        if let Some(text) = one.literal() {
            return Some(text.to_owned());
        }
        if let Some(sample) = one.single().and_then(Kind::sample) {
            return Some(sample.to_owned());
        }
        // Only a regex that is a whole segment sees the decoded value.
        let is_whole = one.single().is_some();
        let texts = [one.expression(), two.expression(), form(is_whole).to_owned()];
        for text in &texts {
            self.automata.entry(text.clone()).or_insert_with(|| automaton(text));
        }
        let [a, b, c] = texts.each_ref().map(|text| self.automata.get(text)?.as_ref());
        let both = |text: &str| matches(one, text) && matches(two, text);
        shortest([a?, b?, c?], |text| {
            let text = if is_whole { encode(text) } else { text.to_owned() };
            both(&text).then_some(text)
        })
    }
}

fn form(is_whole: bool) -> &'static str {
    if is_whole { DECODED } else { ENCODED }
}

/// What can be told without an automaton: segments of another rank share nothing, nor do those that
/// start or end in different texts.
fn may_share(one: &Segment, two: &Segment) -> bool {
    if let (Some(a), Some(b)) = (one.literal(), two.literal()) {
        return a == b;
    }
    let (first, last) = (text(one.parts.first()), text(one.parts.last()));
    let (other_first, other_last) = (text(two.parts.first()), text(two.parts.last()));
    one.rank() == two.rank()
        && (first.starts_with(other_first) || other_first.starts_with(first))
        && (last.ends_with(other_last) || other_last.ends_with(last))
}

fn text(part: Option<&Part>) -> &str {
    match part {
        Some(Part::Literal(text)) => text,
        _ => "",
    }
}

fn matches(segment: &Segment, text: &str) -> bool {
    Form::of(segment).matches(text.as_bytes(), 0, &mut Spans::default())
}

fn automaton(expression: &str) -> Option<Dfa> {
    let config = dense::Config::new()
        .start_kind(StartKind::Anchored)
        .match_kind(MatchKind::All)
        .unicode_word_boundary(true)
        .dfa_size_limit(Some(MAX_SIZE))
        .determinize_size_limit(Some(MAX_SIZE));
    dense::Builder::new().configure(config).build(expression).ok()
}

/// The states of all automata after the same text, and how that came: the place of the states
/// before, and the byte.
struct Step {
    states: [StateID; 3],
    before: Option<(usize, u8)>,
}

/// The shortest text that all automata accept and of which `accept` makes something, with simple
/// characters where there is a choice.
fn shortest<R>(automata: [&Dfa; 3], accept: impl Fn(&str) -> Option<R>) -> Option<R> {
    let anchored = start::Config::new().anchored(Anchored::Yes);
    let [a, b, c] = automata.map(|dfa| dfa.start_state(&anchored).ok());
    let first = [a?, b?, c?];
    let bytes = bytes(automata);
    let mut known = HashSet::from([first]);
    let mut steps = vec![Step { states: first, before: None }];
    let mut at = 0;
    while at < steps.len() && steps.len() < MAX_STATES {
        let states = steps[at].states;
        if zip(automata, states).all(|(dfa, state)| dfa.is_match_state(dfa.next_eoi_state(state))) {
            let found = String::from_utf8(way(&steps, at)).ok().and_then(|text| accept(&text));
            if found.is_some() {
                return found;
            }
        }
        for byte in &bytes {
            let mut next = states;
            zip(automata, states).zip(&mut next).for_each(|((dfa, state), next)| {
                *next = dfa.next_state(state, *byte);
            });
            let is_end =
                |(dfa, state): (&Dfa, _)| dfa.is_dead_state(state) || dfa.is_quit_state(state);
            if !zip(automata, next).any(is_end) && known.insert(next) {
                steps.push(Step { states: next, before: Some((at, *byte)) });
            }
        }
        at += 1;
    }
    None
}

fn zip(automata: [&Dfa; 3], states: [StateID; 3]) -> impl Iterator<Item = (&Dfa, StateID)> {
    automata.into_iter().zip(states)
}

/// One byte for all that the automata do not tell apart, and of those the simplest.
fn bytes(automata: [&Dfa; 3]) -> Vec<u8> {
    let letters = (b'a'..=b'z').chain(b'0'..=b'9').chain(b'A'..=b'Z');
    let mut known = HashSet::new();
    let class = |byte: u8| automata.map(|dfa| dfa.byte_classes().get(byte));
    letters.chain(b'!'..=b'~').chain(0..=255).filter(|byte| known.insert(class(*byte))).collect()
}

/// The text that leads to the step at `at`.
fn way(steps: &[Step], mut at: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some((before, byte)) = steps[at].before {
        bytes.push(byte);
        at = before;
    }
    bytes.reverse();
    bytes
}
