//! Parts of a representation.

use super::answer::{Answer, is_media};
use super::finding::Wrong;
use crate::testing::transcript::title;
use http::StatusCode;
use http::header::{CONTENT_RANGE, RANGE};

/// `bytes 0-4/10`, `bytes 0-4/*` or `bytes */10`; `None` for what is unknown.
struct Range {
    span: Option<(u64, u64)>,
    whole: Option<u64>,
}

/// A part of nobody knows what.
pub(super) fn missing(answer: Answer<'_>) -> Option<Wrong> {
    let status = answer.status();
    let right = match status {
        StatusCode::RANGE_NOT_SATISFIABLE => "`content-range` with the length, `bytes */1234`",
        _ => "`content-range` with the part, `bytes 0-99/1234`",
    };
    let is_missing = !answer.has(CONTENT_RANGE) && !is_multipart(answer);
    is_missing.then(|| Wrong::new(format!("a {} has no `content-range`", title(status)), right))
}

/// A 206 that nobody asked for, or that is not the part that it says.
pub(super) fn partial(answer: Answer<'_>) -> Option<Wrong> {
    if !answer.sent().headers.contains_key(RANGE) {
        let seen = "a 206 Partial Content answers a request without `range`";
        return Some(Wrong::new(seen, "a 200 with the whole body"));
    }
    let value = answer.text(CONTENT_RANGE)?;
    if is_multipart(answer) {
        let seen = format!("a 206 of `multipart/byteranges` has `content-range: {value}`");
        return Some(Wrong::new(seen, "`content-range` in the parts and not in the head"));
    }
    let wrong = |reason: &str| {
        let seen = format!("`content-range: {value}` {reason}");
        Some(Wrong::new(seen, "`bytes first-last/length`, counted from 0, of the bytes that come"))
    };
    match (bytes(value)?, answer.body()) {
        (Err(()), _) => wrong("is no range"),
        (Ok(Range { span: None, .. }), _) => wrong("has no part, but a 206 is one"),
        (Ok(Range { span: Some((first, last)), .. }), _) if first > last => {
            wrong("ends before it begins")
        }
        (Ok(Range { span: Some((_, last)), whole: Some(whole) }), _) if last >= whole => {
            wrong("ends behind the end")
        }
        (Ok(Range { span: Some((first, last)), .. }), Some(body))
            if (last - first).checked_add(1) != u64::try_from(body.len()).ok() =>
        {
            wrong(&format!("comes with a body of {} bytes", body.len()))
        }
        _ => None,
    }
}

/// A 416 that names a part.
pub(super) fn unsatisfiable(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.text(CONTENT_RANGE)?;
    match bytes(value)? {
        Ok(Range { span: None, .. }) => None,
        _ => {
            let seen = format!("a 416 has `content-range: {value}`");
            Some(Wrong::new(seen, "the length alone, `bytes */1234`"))
        }
    }
}

/// A range of bytes; nothing is known of other units.
fn bytes(value: &str) -> Option<Result<Range, ()>> {
    let range = value.strip_prefix("bytes ")?;
    Some(parse(range).ok_or(()))
}

fn parse(range: &str) -> Option<Range> {
    let (span, whole) = range.split_once('/')?;
    let whole = if whole == "*" { None } else { Some(whole.parse().ok()?) };
    if span == "*" {
        return whole.map(|whole| Range { span: None, whole: Some(whole) });
    }
    let (first, last) = span.split_once('-')?;
    Some(Range { span: Some((first.parse().ok()?, last.parse().ok()?)), whole })
}

fn is_multipart(answer: Answer<'_>) -> bool {
    answer.media().is_some_and(|value| is_media(value, "multipart/byteranges"))
}
