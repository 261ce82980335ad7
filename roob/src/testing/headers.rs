//! Which headers are shown, and what of them.

use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use std::borrow::Cow;

/// What stands for a value that nobody should read.
const SECRET: &str = "[secret]";

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

/// Headers whose whole value is a secret.
const SECRETS: [&str; 5] =
    ["authorization", "proxy-authorization", "x-api-key", "x-auth-token", "x-csrf-token"];

/// All headers by name, values of one name in their order.
pub(super) fn sorted(headers: &HeaderMap) -> Vec<(&HeaderName, &HeaderValue)> {
    let mut all: Vec<_> = headers.iter().collect();
    all.sort_by_key(|(name, _)| name.as_str());
    all
}

pub(super) fn is_volatile(name: &HeaderName) -> bool {
    VOLATILE.contains(&name.as_str())
}

/// The value as text, secrets masked. Of cookies the names and the attributes are no secrets.
pub(super) fn masked<'v>(name: &HeaderName, value: &'v HeaderValue) -> Cow<'v, str> {
    let text = String::from_utf8_lossy(value.as_bytes());
    if *name == header::COOKIE {
        let pairs: Vec<String> = text.split(';').map(|pair| masked_pair(pair.trim())).collect();
        Cow::Owned(pairs.join("; "))
    } else if *name == header::SET_COOKIE {
        let (pair, attributes) = text.split_at(text.find(';').unwrap_or(text.len()));
        Cow::Owned(masked_pair(pair) + attributes)
    } else if value.is_sensitive() || SECRETS.contains(&name.as_str()) {
        Cow::Borrowed(SECRET)
    } else {
        text
    }
}

/// A cookie without a value keeps none: that is how one is removed.
fn masked_pair(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, value)) if value.trim().is_empty() => format!("{name}="),
        Some((name, _)) => format!("{name}={SECRET}"),
        None => SECRET.to_owned(),
    }
}
