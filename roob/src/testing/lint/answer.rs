//! What the rules ask of an exchange.

use crate::testing::exchange::{End, Exchange};
use http::header::{CACHE_CONTROL, HeaderMap, HeaderName, VARY};
use http::{Method, StatusCode};

/// An answer with the request that it answers.
#[derive(Clone, Copy)]
pub(super) struct Answer<'e>(pub(super) &'e Exchange);

impl<'e> Answer<'e> {
    pub(super) fn method(self) -> &'e Method {
        &self.0.sent.method
    }

    pub(super) fn status(self) -> StatusCode {
        self.0.received.status
    }

    pub(super) fn headers(self) -> &'e HeaderMap {
        &self.0.received.headers
    }

    pub(super) fn has(self, name: HeaderName) -> bool {
        self.headers().contains_key(name)
    }

    /// The value of a header, the first if there are several: [`doubled`](super::fields::doubled)
    /// tells of the others, and [`text`](super::fields::text) of one that is not ASCII.
    pub(super) fn text(self, name: HeaderName) -> Option<&'e str> {
        self.headers().get(name)?.to_str().ok()
    }

    /// The value of a header of the request.
    pub(super) fn asked(self, name: HeaderName) -> Option<&'e str> {
        self.0.sent.headers.get(name)?.to_str().ok()
    }

    /// All headers of the request.
    pub(super) fn asked_all(self) -> &'e HeaderMap {
        &self.0.sent.headers
    }

    /// The elements of a header that is a list (RFC 9110, 5.6.1).
    pub(super) fn list(self, name: HeaderName) -> impl Iterator<Item = &'e str> {
        let values = self.headers().get_all(name).iter();
        let elements = values.filter_map(|v| v.to_str().ok()).flat_map(|text| text.split(','));
        elements.map(str::trim).filter(|element| !element.is_empty())
    }

    /// The body, when all of it came. That of a HEAD never does.
    pub(super) fn body(self) -> Option<&'e [u8]> {
        let content = &self.0.received.content;
        let is_whole = matches!(content.end, End::Whole) && self.method() != Method::HEAD;
        is_whole.then_some(&*content.bytes)
    }

    /// Whether caches are told that the answer depends on the header `name` of the request.
    pub(super) fn varies_by(self, name: &str) -> bool {
        self.list(VARY).any(|field| field == "*" || field.eq_ignore_ascii_case(name))
    }

    /// Whether a cache may give it to somebody else. Only then `Vary` matters.
    pub(super) fn is_stored(self) -> bool {
        let is_read = matches!(*self.method(), Method::GET | Method::HEAD);
        is_read && !self.list(CACHE_CONTROL).any(|one| one.eq_ignore_ascii_case("no-store"))
    }
}

/// A media type without its parameters.
pub(super) fn essence(value: &str) -> &str {
    value.split_once(';').map_or(value, |(essence, _)| essence).trim()
}

/// RFC 9110, 5.6.2.
pub(super) fn is_token(text: &str) -> bool {
    let is_mark = |byte| b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || is_mark(byte))
}
