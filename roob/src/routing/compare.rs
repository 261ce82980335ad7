//! One pattern against one path, with the reason where they differ: slower than the tree, and able
//! to explain itself.

use super::kind::Kind;
use super::matcher::Form;
use super::path::decode;
use super::pattern::Pattern;
use super::segment::Segment;
use super::spans::Spans;

/// Why a pattern does not match a path.
#[derive(Debug)]
pub(crate) struct Mismatch {
    /// How many segments matched before.
    pub(crate) matched: usize,
    /// What is wrong with the next one.
    pub(crate) reason: String,
}

/// The decoded values of the parameters of `pattern` in `path`, which is in the router's form.
pub(crate) fn compare(pattern: &Pattern, path: &str) -> Result<Vec<(String, String)>, Mismatch> {
    let mut rest = path.strip_prefix('/').unwrap_or(path);
    let mut values = Vec::new();
    for (matched, segment) in pattern.segments().iter().enumerate() {
        if segment.single() == Some(&Kind::Path) && !rest.is_empty() {
            values.extend(segment.params().map(|param| (param.name.clone(), decode(rest).into())));
            return Ok(values);
        }
        let (head, tail) = rest.split_once('/').unwrap_or((rest, ""));
        match segment_values(segment, head) {
            Some(own) => values.extend(own),
            None => return Err(Mismatch { matched, reason: reason(segment, head) }),
        }
        // A slash at the end does not count, so only what stands behind it does.
        rest = tail;
    }
    if rest.is_empty() {
        return Ok(values);
    }
    let matched = pattern.segments().len();
    Err(Mismatch { matched, reason: format!("the path goes on with `/{rest}`") })
}

fn segment_values(segment: &Segment, text: &str) -> Option<Vec<(String, String)>> {
    if let Some(literal) = segment.literal() {
        return (literal == text).then(Vec::new);
    }
    let mut spans = Spans::default();
    if !Form::of(segment).matches(text.as_bytes(), 0, &mut spans) {
        return None;
    }
    let value = |at| Some(decode(text.get(spans.get(at)?)?).into_owned());
    let named =
        |(at, param): (usize, &super::segment::Param)| Some((param.name.clone(), value(at)?));
    segment.params().enumerate().map(named).collect()
}

fn reason(segment: &Segment, text: &str) -> String {
    if text.is_empty() {
        return format!("the path ends before `{}`", segment.text());
    }
    match (segment.literal(), segment.single()) {
        (Some(literal), _) => format!("`{text}` is not `{literal}`"),
        (_, Some(kind)) => format!("`{text}` is not {}", kind.description()),
        _ => format!("`{text}` does not match `{}`", segment.text()),
    }
}
