//! What was not the same on both sides of a transport.

use super::exchange::Sent;
use super::headers::masked;
use super::secrets::SECRET;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// The way of one request and its answer.
pub(crate) struct Crossing {
    /// The transport, as `ROOB_TEST_TRANSPORT` has it.
    transport: &'static str,
    differences: Mutex<Vec<Difference>>,
}

/// What differs, and how it is on each side.
struct Difference {
    what: String,
    direct: String,
    carried: String,
}

impl Crossing {
    pub(crate) fn new(transport: &'static str) -> Arc<Self> {
        Arc::new(Self { transport, differences: Mutex::default() })
    }

    /// `what` is `direct` in process, and `carried` is what became of it.
    pub(crate) fn note(
        &self,
        what: impl Into<String>,
        direct: impl Into<String>,
        carried: impl Into<String>,
    ) {
        let difference =
            Difference { what: what.into(), direct: direct.into(), carried: carried.into() };
        self.differences.lock().unwrap_or_else(PoisonError::into_inner).push(difference);
    }

    /// Whether headers are the same; notes where they are not.
    pub(crate) fn compare(&self, whose: &str, direct: &HeaderMap, carried: &HeaderMap) -> bool {
        let mut is_same = true;
        let added = carried.keys().filter(|name| !direct.contains_key(*name));
        for name in direct.keys().chain(added) {
            let (before, after) = (direct.get_all(name), carried.get_all(name));
            if !before.iter().eq(after.iter()) {
                is_same = false;
                let (direct, mut other) = (values(name, before.iter()), values(name, after.iter()));
                if direct == other {
                    other.push_str(", which is another one");
                }
                self.note(format!("{whose} `{name}`"), direct, other);
            }
        }
        is_same
    }

    /// All that differs of `sent` and its answer, when something does.
    pub(super) fn finding(&self, sent: &Sent) -> Option<String> {
        let differences = self.differences.lock().unwrap_or_else(PoisonError::into_inner);
        if differences.is_empty() {
            return None;
        }
        let (name, method, uri) = (self.transport, &sent.method, &sent.uri);
        let mut text = format!("`{method} {uri}` is not the same over {name} as in process:\n");
        for Difference { what, direct, carried } in &*differences {
            let _ = write!(text, "\n{what}\n  in process: {direct}\n  over {name}: {carried}\n");
        }
        text.truncate(text.trim_end().len());
        Some(text)
    }
}

/// The values of one header, secrets masked.
fn values<'v>(name: &HeaderName, values: impl Iterator<Item = &'v HeaderValue>) -> String {
    let shown = |value: &HeaderValue| {
        let text = || String::from_utf8_lossy(value.as_bytes()).into_owned();
        let text = masked(name, value, SECRET).unwrap_or_else(text);
        format!("\"{}\"", text.escape_debug())
    };
    let quoted: Vec<String> = values.map(shown).collect();
    if quoted.is_empty() { "none".to_owned() } else { quoted.join(", ") }
}
