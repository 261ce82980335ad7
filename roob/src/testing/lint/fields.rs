//! Headers whatever they are called.

use super::answer::Answer;
use super::finding::Wrong;
use http::header::HeaderValue;

/// Headers with one value. `content-length` has a rule of its own.
const SINGLE: [&str; 17] = [
    "access-control-allow-credentials",
    "access-control-allow-origin",
    "access-control-max-age",
    "age",
    "content-disposition",
    "content-location",
    "content-range",
    "content-type",
    "cross-origin-opener-policy",
    "date",
    "etag",
    "expires",
    "last-modified",
    "location",
    "retry-after",
    "strict-transport-security",
    "x-frame-options",
];

/// A header twice of which there is one.
pub(super) fn doubled(answer: Answer<'_>) -> Option<Wrong> {
    let headers = answer.headers();
    if headers.len() == headers.keys_len() {
        return None;
    }
    let count = |name: &str| headers.get_all(name).iter().count();
    let name = SINGLE.into_iter().find(|name| count(name) > 1)?;
    let seen = format!("`{name}` comes {} times", count(name));
    Some(Wrong::new(seen, format!("one `{name}`: replace the first instead of adding to it")))
}

/// A value that is not read everywhere as it was meant. It may be a secret, so it is not shown.
pub(super) fn text(answer: Answer<'_>) -> Option<Wrong> {
    let (name, value) = answer.headers().iter().find(|(_, value)| is_odd(value))?;
    Some(if value.as_bytes().is_ascii() {
        let seen = format!("`{name}` has a space at an end, which nobody receives");
        Wrong::new(seen, "the value without it")
    } else {
        let seen = format!("`{name}` has a byte outside of ASCII, which some read otherwise");
        Wrong::new(seen, "ASCII, with what is not percent-encoded")
    })
}

fn is_odd(value: &HeaderValue) -> bool {
    let bytes = value.as_bytes();
    let is_space = |end: Option<&u8>| end.is_some_and(u8::is_ascii_whitespace);
    !bytes.is_ascii() || is_space(bytes.first()) || is_space(bytes.last())
}
