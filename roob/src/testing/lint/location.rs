//! Where something is.

use super::answer::Answer;
use super::finding::Wrong;
use crate::testing::transcript::title;
use http::Method;
use http::header::{CONTENT_LOCATION, LOCATION};

/// A 201 that does not say what was created. PUT and PATCH create what they are sent to, so that
/// only a POST has something to say.
pub(super) fn created(answer: Answer<'_>) -> Option<Wrong> {
    let is_said = answer.has(LOCATION) || answer.has(CONTENT_LOCATION);
    (*answer.method() == Method::POST && !is_said).then(|| {
        let seen = "a 201 Created to a POST has no `location`: nobody knows what was created";
        Wrong::new(seen, "`location` with its path, as `roob::Created` has it, or a 200")
    })
}

/// A redirect to nowhere.
pub(super) fn redirect(answer: Answer<'_>) -> Option<Wrong> {
    (!answer.has(LOCATION)).then(|| {
        let seen = format!("a {} has no `location`", title(answer.status()));
        Wrong::new(seen, "`location` with where to go, as `roob::Redirect` has it")
    })
}

/// A `Location` that no client can follow.
pub(super) fn invalid(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.headers().get(LOCATION)?;
    let odd = odd(value.as_bytes())?;
    let value = String::from_utf8_lossy(value.as_bytes());
    let seen = format!("`location: {value}` is no URI reference: it has {odd}");
    Some(Wrong::new(seen, "what is not in the alphabet of a URI percent-encoded"))
}

/// What a URI reference cannot have (RFC 3986, 2 and 4.1).
fn odd(text: &[u8]) -> Option<String> {
    let host = host(text);
    let at = (0..text.len()).find(|at| match text[*at] {
        b'%' => {
            !matches!(text.get(at + 1..at + 3), Some(hex) if hex.iter().all(u8::is_ascii_hexdigit))
        }
        b'[' | b']' => !host.contains(at),
        byte => !byte.is_ascii_alphanumeric() && !b"-._~:/?#@!$&'()*+,;=".contains(&byte),
    });
    if let Some(at) = at {
        return Some(match text[at] {
            b' ' => "a space".to_owned(),
            b'%' => "a `%` without two hexadecimal digits".to_owned(),
            byte if byte.is_ascii() => format!("`{}`", char::from(byte)),
            _ => "a character outside of ASCII".to_owned(),
        });
    }
    let is_colon_first = first_segment(text).contains(&b':') && scheme(text).is_none();
    is_colon_first.then(|| "a `:` in its first segment and no scheme".to_owned())
}

/// Where an IPv6 address may stand.
fn host(text: &[u8]) -> std::ops::Range<usize> {
    let from = scheme(text).map_or(0, |scheme| scheme + 1);
    if !text[from..].starts_with(b"//") {
        return 0..0;
    }
    let from = from + 2;
    let length = text[from..].iter().position(|byte| b"/?#".contains(byte));
    from..length.map_or(text.len(), |length| from + length)
}

/// How long the scheme is.
fn scheme(text: &[u8]) -> Option<usize> {
    let end = first_segment(text).iter().position(|byte| *byte == b':')?;
    let is_scheme = text[0].is_ascii_alphabetic()
        && text[..end].iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
    is_scheme.then_some(end)
}

fn first_segment(text: &[u8]) -> &[u8] {
    text.split(|byte| b"/?#".contains(byte)).next().unwrap_or_default()
}
