//! Media types.

use super::answer::{Answer, is_token};
use super::finding::Wrong;
use super::json::is_json_text;
use http::header::CONTENT_TYPE;

/// A body of nobody knows what.
pub(super) fn missing(answer: Answer<'_>) -> Option<Wrong> {
    let body = answer.body().filter(|body| !body.is_empty())?;
    if answer.media().is_some()
        || answer.has(CONTENT_TYPE)
        || matches!(answer.status().as_u16(), 100..=199 | 204 | 205 | 304)
    {
        return None;
    }
    let right = match std::str::from_utf8(body) {
        _ if is_json_text(body) => "`content-type: application/json`",
        Ok(_) => "`content-type: text/plain; charset=utf-8`, or what else it is",
        Err(_) => "`content-type: application/octet-stream`, or what else it is",
    };
    Some(Wrong::new("a body has no `content-type`", right))
}

/// A type that is none.
pub(super) fn invalid(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.media()?;
    (!is_media_type(value)).then(|| {
        let seen = format!("`content-type: {value}` is no media type");
        Wrong::new(seen, "`type/subtype; name=value`, such as `text/plain; charset=utf-8`")
    })
}

/// RFC 9110, 8.3.1.
fn is_media_type(value: &str) -> bool {
    let (essence, parameters) = value.split_at(value.find(';').unwrap_or(value.len()));
    let parts = essence.trim_end().split_once('/');
    parts.is_some_and(|(kind, sub)| is_token(kind) && is_token(sub)) && are_parameters(parameters)
}

/// Any number of `; name=value`; there may be nothing between two semicolons (RFC 9110, 5.6.6).
fn are_parameters(mut rest: &str) -> bool {
    while let Some(parameter) = rest.strip_prefix(';') {
        rest = parameter.trim_start();
        if rest.is_empty() || rest.starts_with(';') {
            continue;
        }
        let Some((_, value)) = rest.split_once('=').filter(|(name, _)| is_token(name)) else {
            return false;
        };
        let end = match value.strip_prefix('"') {
            Some(quoted) => end_of_quoted(quoted).map(|end| end + 1),
            None => Some(value.find([';', ' ', '\t']).unwrap_or(value.len())),
        };
        match end {
            Some(end) if value.starts_with('"') || is_token(&value[..end]) => {
                rest = value[end..].trim_start();
            }
            _ => return false,
        }
    }
    rest.is_empty()
}

/// The place behind the quote that ends a quoted string (RFC 9110, 5.6.4).
fn end_of_quoted(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}
