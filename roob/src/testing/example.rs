//! A request that was sent, as an example that somebody else can send again.

use super::exchange::{End, Sent};
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

/// The longest body that is kept, in bytes: 4 KiB.
const KEPT: usize = 4 * 1024;

/// What stands for a value that nobody should read.
const SECRET: &str = "[secret]";

/// Words in the name of a field whose value nobody should read.
const SECRETS: [&str; 7] =
    ["password", "passwd", "secret", "token", "apikey", "authorization", "credential"];

/// The request without its headers, but for the type of its body. `complete` says whether it is all
/// that was sent: a body that is too long or no text is left out, a secret is masked.
pub(super) fn example(sent: &Sent) -> Value {
    let kind = sent.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let (target, masked_target) = target(sent);
    let (body, complete) = body(sent, kind.unwrap_or_default());
    json!({
        "verb": sent.method.as_str(),
        "target": target,
        "content_type": kind,
        "body": body,
        "complete": complete && !masked_target,
    })
}

fn target(sent: &Sent) -> (String, bool) {
    let path = sent.uri.path();
    let Some(query) = sent.uri.query() else { return (path.to_owned(), false) };
    let (query, masked) = pairs(query);
    (format!("{path}?{query}"), masked)
}

/// The text of the body, if it has one, and whether that is all of it.
fn body(sent: &Sent, kind: &str) -> (Option<String>, bool) {
    let bytes = &sent.content.bytes;
    if bytes.is_empty() {
        return (None, matches!(sent.content.end, End::Whole));
    }
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= KEPT);
    let Some(text) = text else { return (None, false) };
    let (text, masked) = if kind.starts_with("application/x-www-form-urlencoded") {
        pairs(text)
    } else {
        json_text(text)
    };
    (Some(text), !masked)
}

/// As it was sent, unless it has a secret.
fn json_text(text: &str) -> (String, bool) {
    let Ok(mut value) = serde_json::from_str(text) else { return (text.to_owned(), false) };
    if mask(&mut value) { (value.to_string(), true) } else { (text.to_owned(), false) }
}

/// Whether there was something to mask.
fn mask(value: &mut Value) -> bool {
    match value {
        Value::Object(members) => {
            members.iter_mut().map(mask_member).fold(false, |all, one| all | one)
        }
        Value::Array(items) => items.iter_mut().map(mask).fold(false, |all, one| all | one),
        _ => false,
    }
}

fn mask_member((name, value): (&String, &mut Value)) -> bool {
    if !is_secret(name) || value.is_null() {
        return mask(value);
    }
    *value = SECRET.into();
    true
}

/// Urlencoded pairs without secrets, and whether there was one.
fn pairs(text: &str) -> (String, bool) {
    let mut masked = false;
    let mut pair = |pair: &str| match pair.split_once('=') {
        Some((name, value)) if is_secret(name) && !value.is_empty() => {
            masked = true;
            format!("{name}={SECRET}")
        }
        _ => pair.to_owned(),
    };
    let pairs: Vec<String> = text.split('&').map(&mut pair).collect();
    (pairs.join("&"), masked)
}

fn is_secret(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    SECRETS.iter().any(|word| name.contains(word))
}
