//! What a test wants to see as it is, and what it does not want to see.

use super::headers;
use super::path::{JsonPath, Trail};
use http::header::HeaderName;

/// The places of a test that are shown in another way than by themselves.
#[derive(Clone, Default)]
pub(super) struct Rules {
    pub(super) kept: Places,
    pub(super) hidden: Places,
}

/// Headers by name, and places in JSON.
#[derive(Clone, Default)]
pub(super) struct Places {
    headers: Vec<HeaderName>,
    paths: Vec<JsonPath>,
}

impl Rules {
    /// # Errors
    /// Why `place` is none, in words.
    pub(super) fn keep(&mut self, place: &str) -> Result<(), String> {
        if HeaderName::from_bytes(place.as_bytes()).is_ok_and(|name| headers::is_secret(&name)) {
            return Err(format!("`{place}` cannot be kept: its value is a secret"));
        }
        self.kept.add(place)
    }

    /// # Errors
    /// Why `place` is none, in words.
    pub(super) fn hide(&mut self, place: &str) -> Result<(), String> {
        self.hidden.add(place)
    }
}

impl Places {
    fn add(&mut self, place: &str) -> Result<(), String> {
        if place.starts_with(['$', '.', '[']) {
            self.paths.push(JsonPath::parse(place).map_err(|error| error.to_string())?);
            return Ok(());
        }
        match HeaderName::from_bytes(place.as_bytes()) {
            // Headers may be called so by the letter (RFC 9110, 5.1), but none is.
            Ok(_) if place.contains('_') => Err(format!(
                "`{place}` is not a name of a header; a place in JSON is written like `.{place}`"
            )),
            Ok(name) => {
                self.headers.push(name);
                Ok(())
            }
            Err(_) => Err(format!(
                "`{}` is neither a header nor a place in JSON; write it like `etag`, \
                 `.items[].id` or `$.items[*].id`",
                place.escape_debug()
            )),
        }
    }

    pub(super) fn has_header(&self, name: &HeaderName) -> bool {
        self.headers.contains(name)
    }

    /// Where a walk through a document begins.
    pub(super) fn trail(&self) -> Trail<'_> {
        Trail::at_root(&self.paths)
    }
}
