//! What caches are told.

use super::answer::Answer;
use super::finding::Wrong;
use http::header::{CACHE_CONTROL, ETAG};

/// The directives of `Cache-Control` with their values (RFC 9111, 5.2).
pub(super) struct Directives<'h>(Vec<(&'h str, Option<&'h str>)>);

/// Those whose value is a number of seconds.
const TIMES: [&str; 4] = ["max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"];

/// Pairs of which one takes back the other. A time of zero says nothing.
const CONTRARY: [(&str, &str); 9] = [
    ("private", "public"),
    ("private", "s-maxage"),
    ("no-store", "public"),
    ("no-store", "immutable"),
    ("no-store", "max-age"),
    ("no-store", "s-maxage"),
    ("no-store", "stale-while-revalidate"),
    ("no-store", "stale-if-error"),
    ("no-cache", "immutable"),
];

impl<'h> Directives<'h> {
    pub(super) fn of(answer: Answer<'h>) -> Self {
        let pair = |directive: &'h str| match directive.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (directive, None),
        };
        Self(answer.list(CACHE_CONTROL).map(pair).collect())
    }

    /// The directive that makes the answer everybody's.
    pub(super) fn shared(&self) -> Option<&'static str> {
        let is_own = ["private", "no-store", "no-cache"]
            .iter()
            .any(|name| self.values(name).next().is_some());
        let shares = ["public", "s-maxage", "max-age"].into_iter().find(|name| self.says(name));
        shares.filter(|_| !is_own)
    }

    fn values(&self, name: &str) -> impl Iterator<Item = Option<&'h str>> {
        let same = self.0.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        same.map(|(_, value)| *value)
    }

    /// Whether it means something: a time that is not zero, or a word that is not limited to some
    /// headers, as `private="set-cookie"` is.
    fn says(&self, name: &str) -> bool {
        let is_time = TIMES.contains(&name);
        self.values(name).any(|value| match value {
            Some(value) => is_time && value.bytes().any(|byte| byte != b'0'),
            None => !is_time,
        })
    }

    /// Why it cannot be followed.
    fn contradiction(&self) -> Option<String> {
        for name in TIMES {
            let mut values = self.values(name).map(Option::unwrap_or_default);
            let first = values.next();
            if let Some(odd) = first.filter(|value| !is_number(value)) {
                return Some(format!("`{name}` is `{odd}`, which is no number of seconds"));
            }
            if let Some(other) = values.find(|other| Some(*other) != first) {
                return Some(format!("`{name}` is {} and {other}", first.unwrap_or_default()));
            }
        }
        let (one, other) =
            CONTRARY.into_iter().find(|(one, other)| self.says(one) && self.says(other))?;
        Some(format!("`{one}` takes back `{other}`"))
    }
}

/// A `Cache-Control` that cannot be followed.
pub(super) fn contradiction(answer: Answer<'_>) -> Option<Wrong> {
    let reason = Directives::of(answer).contradiction()?;
    let all: Vec<&str> = answer.list(CACHE_CONTROL).collect();
    let seen = format!("`cache-control: {}`: {reason}", all.join(", "));
    Some(Wrong::new(seen, "one of them, with seconds such as `max-age=60`"))
}

/// An `ETag` that no client can send back.
pub(super) fn etag(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.text(ETAG)?;
    let opaque = value.strip_prefix("W/").unwrap_or(value);
    let inner = opaque.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_tag = inner.is_some_and(|inner| inner.bytes().all(|b| matches!(b, b'!' | b'#'..=b'~')));
    (!is_tag).then(|| {
        let right = "visible characters in double quotes, `\"v1\"`, or `W/\"v1\"` for a weak one";
        Wrong::new(format!("`etag: {value}` is no entity tag"), right)
    })
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}
