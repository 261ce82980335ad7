//! What a status demands.

use super::answer::Answer;
use super::date::{EXAMPLE, is_date};
use super::finding::Wrong;
use crate::testing::transcript::title;
use http::header::{
    ALLOW, CONTENT_LENGTH, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, PROXY_AUTHENTICATE,
    RETRY_AFTER, UPGRADE, WWW_AUTHENTICATE,
};

/// A status that is no answer.
pub(super) fn invalid(answer: Answer<'_>) -> Option<Wrong> {
    let status = answer.status();
    let seen = match status.is_informational() {
        true => format!("the answer is an interim {}, and nothing can follow it", title(status)),
        false => format!("the status is {}", status.as_u16()),
    };
    Some(Wrong::new(seen, "a status from 200 to 599, or 101 to switch protocols"))
}

/// A body where none is.
pub(super) fn body(answer: Answer<'_>) -> Option<Wrong> {
    let (status, length) = (answer.status(), answer.content().bytes.len());
    let right = match status.as_u16() {
        204 | 205 => "no body, or a 200 with it",
        _ => "no body",
    };
    (length > 0).then(|| {
        let bytes = if length == 1 { "1 byte".to_owned() } else { format!("{length} bytes") };
        Wrong::new(format!("a {} has a body of {bytes}", title(status)), right)
    })
}

/// A length of a body that cannot be.
pub(super) fn length(answer: Answer<'_>) -> Option<Wrong> {
    answer.has(CONTENT_LENGTH).then(|| {
        let seen = format!("a {} has `content-length`", title(answer.status()));
        Wrong::new(seen, "no `content-length`, not even `0`")
    })
}

/// A 304 that nobody can use.
pub(super) fn not_modified(answer: Answer<'_>) -> Option<Wrong> {
    let asked = [IF_NONE_MATCH, IF_MODIFIED_SINCE];
    let is_asked = asked.iter().any(|name| answer.sent().headers.contains_key(name));
    (!is_asked).then(|| {
        let seen = "a 304 Not Modified answers a request that had neither `if-none-match` nor \
                    `if-modified-since`: its client has no copy";
        Wrong::new(seen, "a 200 with the body")
    })
}

/// A 401 without a challenge.
pub(super) fn unauthorized(answer: Answer<'_>) -> Option<Wrong> {
    missing(answer, WWW_AUTHENTICATE, "`www-authenticate: Bearer`, or how else to say who one is")
}

/// A 407 without a challenge.
pub(super) fn proxy(answer: Answer<'_>) -> Option<Wrong> {
    missing(
        answer,
        PROXY_AUTHENTICATE,
        "`proxy-authenticate: Basic`, or how else to say who one is",
    )
}

/// A 405 that does not say what else there is.
pub(super) fn not_allowed(answer: Answer<'_>) -> Option<Wrong> {
    missing(answer, ALLOW, "`allow` with the verbs that the path has, such as `allow: GET, HEAD`")
}

/// A 405 that contradicts itself.
pub(super) fn refused(answer: Answer<'_>) -> Option<Wrong> {
    let method = answer.method();
    answer.list(ALLOW).any(|verb| verb == method.as_str()).then(|| {
        let seen = format!("a 405 refuses {method} and names it in `allow`");
        Wrong::new(seen, format!("`allow` without {method}, or another status"))
    })
}

/// A 101 or a 426 that does not say to what.
pub(super) fn upgrade(answer: Answer<'_>) -> Option<Wrong> {
    missing(answer, UPGRADE, "`upgrade` with the protocol, such as `upgrade: websocket`")
}

/// When to come again.
pub(super) fn retry_after(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.text(RETRY_AFTER)?;
    let is_seconds = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    (!is_seconds && !is_date(value)).then(|| {
        let right = format!("seconds, `retry-after: 120`, or a date, `retry-after: {EXAMPLE}`");
        Wrong::new(format!("`retry-after: {value}` is no time"), right)
    })
}

fn missing(answer: Answer<'_>, name: HeaderName, right: &str) -> Option<Wrong> {
    (!answer.has(name.clone()))
        .then(|| Wrong::new(format!("a {} has no `{name}`", title(answer.status())), right))
}
