//! A finding as a test to paste.

use super::super::headers;
use super::super::secrets::SECRET;
use super::finding::Finding;
use super::oddities::is_invented;
use super::recipe::{FORM, Payload, Recipe, query_of};
use http::header::{HeaderName, HeaderValue};
use std::time::Duration;

/// A test that fails as long as `recipe` brings `finding` to light.
pub(super) fn regression(recipe: &Recipe, finding: &Finding, slowest: Duration) -> String {
    let mut calls = vec![verb(recipe)];
    calls.extend(recipe.headers.iter().map(|(name, value)| header(name, value)));
    calls.extend(payload(&recipe.payload));
    let slowest = duration(slowest);
    if let Finding::Unheard(_) = finding {
        calls.push(format!(".deadline({slowest})"));
    }
    calls.push(".await".to_owned());
    let (before, end, after) = match finding {
        Finding::Broken(_) => ("let response = ", "", "assert_eq!(response.broken(), None);"),
        Finding::Slow(_) => (
            "let start = std::time::Instant::now();\n    ",
            FINE,
            &*format!("assert!(start.elapsed() <= {slowest});"),
        ),
        _ => ("", FINE, ""),
    };
    let request = calls.join("\n        ");
    let after = if after.is_empty() { String::new() } else { format!("\n    {after}") };
    format!(
        "#[tokio::test]\nasync fn {}() {{\n    let client = client().await;\n    \
         {before}client\n        {request}{end};{after}\n}}",
        name(recipe)
    )
}

const FINE: &str = "\n        .assert_no_server_error()";

fn duration(time: Duration) -> String {
    let (unit, number) = match (time.subsec_nanos(), time.as_millis()) {
        (0, _) => ("secs", u128::from(time.as_secs())),
        (nanos, millis) if nanos.is_multiple_of(1_000_000) => ("millis", millis),
        _ => ("nanos", time.as_nanos()),
    };
    format!("std::time::Duration::from_{unit}({number})")
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

/// Secrets are not written down, here as everywhere: who pastes the test knows theirs.
fn header(name: &str, value: &[u8]) -> String {
    let (Ok(key), Ok(own)) = (HeaderName::try_from(name), HeaderValue::from_bytes(value)) else {
        return String::new();
    };
    match (headers::masked(&key, &own, SECRET), std::str::from_utf8(value)) {
        (Some(masked), _) if !is_invented(name, value) => {
            format!(".header({name:?}, {masked:?}) // which is not written down here")
        }
        (_, Ok(text)) => format!(".header({name:?}, {text:?})"),
        (_, Err(_)) => format!(".header({name:?}, b\"{}\")", value.escape_ascii()),
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
                Err(_) => format!("b\"{}\".to_vec()", bytes.escape_ascii()),
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
