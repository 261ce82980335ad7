//! Two patterns that one path matches.

use super::kind::Kind;
use super::pattern::Pattern;
use super::segment::{Part, Segment};
use regex::Regex;

/// What a regex is tried with; the text of the regex itself is tried too.
const GUESSES: [&str; 10] = ["a", "1", "A", "ab", "a1", "12", "a-b", "2026", "aaaa", "_"];

/// A path that both patterns match with the same rank at every segment, so that nothing but the
/// order of registration could choose between them. Sound: the path does match both. Complete for
/// text, types, bare parameters and `path`; a pair of regexes is compared by trial.
pub(crate) fn shared_path(one: &Pattern, two: &Pattern) -> Option<String> {
    if one.segments().len() != two.segments().len() {
        return None;
    }
    let pairs = one.segments().iter().zip(two.segments());
    let path: Option<String> =
        pairs.map(|(a, b)| Some(format!("/{}", shared_segment(a, b)?))).collect();
    path.map(|path| if path.is_empty() { "/".into() } else { path })
}

fn shared_segment(one: &Segment, two: &Segment) -> Option<String> {
    match (one.literal(), two.literal()) {
        (Some(a), Some(b)) => return (a == b).then(|| a.to_owned()),
        (None, None) if same_rank(one, two) => {}
        _ => return None,
    }
    let (first, second) = (matcher(one), matcher(two));
    candidates(one, two)
        .into_iter()
        .chain(candidates(two, one))
        .find(|text| first.is_match(text) && second.is_match(text))
}

/// Regexes differ in their text and still have one rank.
fn same_rank(one: &Segment, two: &Segment) -> bool {
    let kinds = |segment: &Segment| -> Vec<Option<Kind>> {
        let kind = |kind: &Kind| (!matches!(kind, Kind::Regex(_))).then(|| kind.clone());
        segment.params().map(|param| kind(&param.kind)).collect()
    };
    let (a, b) = (one.rank(), two.rank());
    (a.0, a.1) == (b.0, b.1) && kinds(one) == kinds(two)
}

fn matcher(segment: &Segment) -> Regex {
    let part = |part: &Part| match part {
        Part::Literal(text) => regex::escape(text),
        Part::Param(param) => format!("(?:{})", param.kind.expression()),
    };
    let expression: String = segment.parts.iter().map(part).collect();
    Regex::new(&format!("^(?:{expression})$")).unwrap_or_else(|_| super::matcher::never())
}

/// Texts that `segment` matches, among them some that look like `other`.
fn candidates(segment: &Segment, other: &Segment) -> Vec<String> {
    let other_text = fill(other, "1");
    let guesses = GUESSES.into_iter().map(str::to_owned).chain([other_text]);
    guesses.map(|guess| fill(segment, &guess)).collect()
}

/// The segment with the sample of each typed parameter, and `guess` for the others.
fn fill(segment: &Segment, guess: &str) -> String {
    let part = |part: &Part| match part {
        Part::Literal(text) => text.clone(),
        Part::Param(param) => match (&param.kind, param.kind.sample()) {
            (Kind::Any, _) | (_, None) => guess.to_owned(),
            (_, Some(sample)) => sample.to_owned(),
        },
    };
    segment.parts.iter().map(part).collect()
}
