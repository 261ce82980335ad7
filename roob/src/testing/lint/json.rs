//! JSON that is said and JSON that is.

use super::answer::{Answer, essence, is_media};
use super::finding::Wrong;
use super::plain::is_plain_json;
use crate::testing::json::Json;
use http::StatusCode;
use http::header::CONTENT_DISPOSITION;
use serde::de::IgnoredAny;

/// The types that say nothing of JSON, and what a handler gives by mistake.
const OTHERS: [&str; 3] = ["text/plain", "text/html", "application/octet-stream"];

/// A body that is not what it says.
pub(super) fn broken(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.media()?;
    let body = if is_json_type(value) { body(answer)? } else { return None };
    if is_plain_json(body) {
        return None;
    }
    let reason = match (std::str::from_utf8(body), serde_json::from_slice::<IgnoredAny>(body)) {
        (Ok(_), Ok(_)) => return None,
        _ if body.is_empty() => "the body is empty".to_owned(),
        (Err(error), _) => error.to_string(),
        (_, Err(error)) => error.to_string(),
    };
    let seen = format!("`content-type: {value}` with a body that is no JSON: {reason}");
    Some(Wrong::new(seen, "JSON, or the type that the body has"))
}

/// A body that does not say what it is.
pub(super) fn undeclared(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.media()?;
    // First what almost no answer is.
    if !is_json_text(body(answer)?) {
        return None;
    }
    let is_other = OTHERS.iter().any(|other| is_media(value, other));
    // Somebody saves an attachment, whatever is in it.
    if !is_other || answer.has(CONTENT_DISPOSITION) {
        return None;
    }
    let seen = format!("`content-type: {value}` with a body that is JSON");
    Some(Wrong::new(seen, "`content-type: application/json`, as `roob::Json` has it"))
}

/// A problem that tells of another status.
pub(super) fn problem(answer: Answer<'_>) -> Option<Wrong> {
    let is_problem = is_media(answer.media()?, "application/problem+json");
    let body = if is_problem { body(answer)? } else { return None };
    let (status, json) = (answer.status().as_u16(), Json::parse(body).ok()?);
    let said = json.member("status").filter(|said| **said != Json::Number(status.to_string()))?;
    let seen = format!("the status is {status}, and the problem says {said}");
    Some(Wrong::new(seen, format!("`\"status\": {status}` in the problem, or no `status`")))
}

/// Whether all of `body` is an object or an array with something in it. Words, numbers and `{}` may
/// as well be text.
pub(super) fn is_json_text(body: &[u8]) -> bool {
    let body = body.trim_ascii();
    let inner = match body {
        [b'{', inner @ .., b'}'] | [b'[', inner @ .., b']'] => inner.trim_ascii(),
        _ => return false,
    };
    !inner.is_empty() && serde_json::from_slice::<IgnoredAny>(body).is_ok()
}

/// RFC 8259, 11, and the suffix of RFC 6839, 3.1.
fn is_json_type(value: &str) -> bool {
    let has_suffix = |kind: &str| {
        let suffix = kind.len().checked_sub("+json".len()).and_then(|at| kind.get(at..));
        suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("+json"))
    };
    value == "application/json" || is_media(value, "application/json") || has_suffix(essence(value))
}

/// The body, where it can be read: not a part of it, and not compressed.
fn body(answer: Answer<'_>) -> Option<&[u8]> {
    let is_none = matches!(answer.status().as_u16(), 100..=199 | 204 | 205 | 304);
    let is_part = answer.status() == StatusCode::PARTIAL_CONTENT;
    answer.body().filter(|_| !is_none && !is_part && !answer.is_encoded())
}
