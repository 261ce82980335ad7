//! What other origins may see (the Fetch standard).

use super::answer::Answer;
use super::finding::Wrong;
use http::header::{ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN};

/// An origin that was allowed, and that a cache gives to another.
pub(super) fn repeated(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.text(ACCESS_CONTROL_ALLOW_ORIGIN)?;
    let is_repeated = answer.asked(ORIGIN) == Some(value) && answer.is_stored();
    (is_repeated && !answer.varies_by("origin")).then(|| {
        let seen =
            format!("`access-control-allow-origin: {value}` repeats `origin` without `vary`");
        Wrong::new(seen, "`vary: origin`; where every origin is told the same, opt out")
    })
}

/// What no browser takes for an origin.
pub(super) fn invalid(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.text(ACCESS_CONTROL_ALLOW_ORIGIN)?;
    (!is_origin(value)).then(|| {
        let seen = format!("`access-control-allow-origin: {value}` is no origin");
        Wrong::new(seen, "`*`, or one origin without a path, `https://shop.example`")
    })
}

/// Everybody and with cookies, which browsers refuse.
pub(super) fn credentials(answer: Answer<'_>) -> Option<Wrong> {
    let is_for_all = answer.text(ACCESS_CONTROL_ALLOW_ORIGIN) == Some("*");
    let with = answer.text(ACCESS_CONTROL_ALLOW_CREDENTIALS) == Some("true");
    (is_for_all && with).then(|| {
        let seen = "`access-control-allow-credentials: true` with `access-control-allow-origin: *`: \
                    browsers refuse it";
        Wrong::new(seen, "the origin of the request, if it may, and `vary: origin`")
    })
}

/// `null` is the origin of a file.
fn is_origin(value: &str) -> bool {
    let host = value.split_once("://").map_or("", |(_, host)| host);
    let is_host = !host.is_empty() && !host.contains(['/', ',', ' ', '?', '#']);
    matches!(value, "*" | "null") || is_host
}
