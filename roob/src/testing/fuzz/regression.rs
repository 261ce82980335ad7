//! A finding as a test to paste.

use super::super::headers;
use super::super::secrets::SECRET;
use super::finding::Finding;
use super::recipe::{FORM, Payload, Recipe, query_of};
use http::header::{HeaderName, HeaderValue};
use std::fmt::Write;

/// A test that fails as long as `recipe` brings `finding` to light.
pub(super) fn regression(recipe: &Recipe, finding: &Finding) -> String {
    let mut calls = vec![verb(recipe)];
    calls.extend(recipe.headers.iter().map(|(name, value)| header(name, value)));
    calls.extend(payload(&recipe.payload));
    if let Finding::Slow(slowest) = finding {
        calls.push(format!(".deadline(std::time::Duration::from_millis({}))", slowest.as_millis()));
    }
    calls.push(".await".to_owned());
    calls.push(".assert_no_server_error();".to_owned());
    let mut text = format!(
        "#[tokio::test]\nasync fn {}() {{\n    let client = client().await;\n    client",
        name(recipe)
    );
    for call in calls {
        // Writing into a String cannot fail.
        let _ = write!(text, "\n        {call}");
    }
    text + "\n}"
}

/// A name of what is asked for: `get_api_products_7_is_answered`.
fn name(recipe: &Recipe) -> String {
    let words = std::iter::once(recipe.method.as_str()).chain(recipe.segments.iter().map(|s| &**s));
    let plain = |word: &str| {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let word: String = word.chars().take(24).map(plain).collect();
        word.trim_matches('_').to_owned()
    };
    let words: Vec<String> = words.map(plain).filter(|word| !word.is_empty()).take(6).collect();
    format!("{}_is_answered", words.join("_"))
}

fn verb(recipe: &Recipe) -> String {
    let target = recipe.target();
    match recipe.method.as_str() {
        verb @ ("GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => {
            format!(".{}({target:?})", verb.to_ascii_lowercase())
        }
        verb => format!(".request({verb:?}, {target:?})"),
    }
}

/// Secrets are not written down, here as everywhere.
fn header(name: &str, value: &[u8]) -> String {
    let (Ok(key), Ok(own)) = (HeaderName::try_from(name), HeaderValue::from_bytes(value)) else {
        return String::new();
    };
    match (headers::masked(&key, &own, SECRET), std::str::from_utf8(value)) {
        (Some(masked), _) => format!(".header({name:?}, {masked:?})"),
        (None, Ok(text)) => format!(".header({name:?}, {text:?})"),
        (None, Err(_)) => format!(".header({name:?}, b\"{}\")", value.escape_ascii()),
    }
}

fn payload(payload: &Payload) -> Option<String> {
    Some(match payload {
        Payload::Nothing => return None,
        Payload::Json(json) => {
            format!(".bytes(\"application/json\", {})", literal(&json.to_string()))
        }
        Payload::Form(pairs) => format!(".bytes({FORM:?}, {:?})", query_of(pairs)),
        Payload::Bytes(kind, bytes) => {
            let bytes = match std::str::from_utf8(bytes) {
                Ok(text) => literal(text),
                Err(_) => format!("&b\"{}\"[..]", bytes.escape_ascii()),
            };
            if kind.is_empty() {
                format!(".body({bytes})")
            } else {
                format!(".bytes({kind:?}, {bytes})")
            }
        }
    })
}

/// `text` as Rust has it, with its quotes as they are where that can be read.
fn literal(text: &str) -> String {
    let is_plain = !text.contains(|c: char| c.is_control()) && !text.contains("\"#");
    if is_plain && text.contains(['"', '\\']) {
        format!("r#\"{text}\"#")
    } else {
        format!("{text:?}")
    }
}
