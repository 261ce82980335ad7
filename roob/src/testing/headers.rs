//! Which headers are shown, and what of them.

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Headers of the connection, of the machine or of the moment: a snapshot leaves them out.
const VOLATILE: [&str; 14] = [
    "age",
    "connection",
    "content-length",
    "date",
    "host",
    "keep-alive",
    "server",
    "server-timing",
    "traceparent",
    "tracestate",
    "transfer-encoding",
    "user-agent",
    "x-request-id",
    "x-response-time",
];

/// Headers whose value, or the values of whose cookies, are secrets.
const SECRETS: [&str; 11] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "api-key",
    "apikey",
    "x-access-token",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
    "x-xsrf-token",
];

/// All headers by name, values of one name in their order.
pub(super) fn sorted(headers: &HeaderMap) -> Vec<(&HeaderName, &HeaderValue)> {
    let mut all: Vec<_> = headers.iter().collect();
    all.sort_by_key(|(name, _)| name.as_str());
    all
}

pub(super) fn is_volatile(name: &HeaderName) -> bool {
    VOLATILE.contains(&name.as_str())
}

pub(super) fn is_secret(name: &HeaderName) -> bool {
    SECRETS.contains(&name.as_str())
}

/// The value as text, `mask` in the place of what is secret by the name of the header; `None` where
/// nothing is. Of cookies the names and the attributes are no secrets.
pub(super) fn masked(name: &HeaderName, value: &HeaderValue, mask: &str) -> Option<String> {
    if !is_secret(name) {
        return value.is_sensitive().then(|| mask.to_owned());
    }
    let text = String::from_utf8_lossy(value.as_bytes());
    Some(match *name {
        header::COOKIE => {
            let pairs = text.split(';').map(|pair| masked_pair(pair.trim(), mask));
            pairs.collect::<Vec<String>>().join("; ")
        }
        header::SET_COOKIE => {
            let (pair, attributes) = text.split_at(text.find(';').unwrap_or(text.len()));
            masked_pair(pair, mask) + attributes
        }
        _ => mask.to_owned(),
    })
}

/// A cookie without a value keeps none: that is how one is removed.
fn masked_pair(pair: &str, mask: &str) -> String {
    match pair.split_once('=') {
        Some((name, value)) if value.trim().is_empty() => format!("{name}="),
        Some((name, _)) => format!("{name}={mask}"),
        None => mask.to_owned(),
    }
}
