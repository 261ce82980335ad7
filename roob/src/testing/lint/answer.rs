//! What the rules ask of an exchange.

use crate::testing::exchange::{Content, End, Exchange, Sent};
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, VARY};
use http::{Method, StatusCode};

/// An answer with the request that it answers.
#[derive(Clone, Copy)]
pub(super) struct Answer<'e> {
    exchange: &'e Exchange,
    // What almost every answer is asked for is looked up once.
    media: Option<&'e str>,
    is_encoded: bool,
}

/// What most bodies are.
pub(super) const COMMON: [&str; 3] =
    ["application/json", "text/plain; charset=utf-8", "text/html; charset=utf-8"];

impl<'e> Answer<'e> {
    pub(super) fn of(exchange: &'e Exchange) -> Self {
        let (mut media, mut is_encoded) = (None, false);
        for (name, value) in &exchange.received.headers {
            if *name == CONTENT_TYPE && media.is_none() {
                let common = COMMON.into_iter().find(|common| value == common);
                media = common.or_else(|| value.to_str().ok());
            }
            is_encoded |= *name == CONTENT_ENCODING;
        }
        Self { exchange, media, is_encoded }
    }

    pub(super) fn sent(self) -> &'e Sent {
        &self.exchange.sent
    }

    /// What came of the body, whole or not.
    pub(super) fn content(self) -> &'e Content {
        &self.exchange.received.content
    }

    /// The `Content-Type`.
    pub(super) fn media(self) -> Option<&'e str> {
        self.media
    }

    /// Whether the body is compressed.
    pub(super) fn is_encoded(self) -> bool {
        self.is_encoded
    }

    pub(super) fn method(self) -> &'e Method {
        &self.sent().method
    }

    pub(super) fn status(self) -> StatusCode {
        self.exchange.received.status
    }

    pub(super) fn headers(self) -> &'e HeaderMap {
        &self.exchange.received.headers
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
        self.sent().headers.get(name)?.to_str().ok()
    }

    /// All headers of the request.
    pub(super) fn asked_all(self) -> &'e HeaderMap {
        &self.sent().headers
    }

    /// The elements of a header that is a list (RFC 9110, 5.6.1).
    pub(super) fn list(self, name: HeaderName) -> impl Iterator<Item = &'e str> {
        let values = self.headers().get_all(name).iter();
        let elements = values.filter_map(|v| v.to_str().ok()).flat_map(|text| text.split(','));
        elements.map(str::trim).filter(|element| !element.is_empty())
    }

    /// The body, when all of it came. That of a HEAD never does.
    pub(super) fn body(self) -> Option<&'e [u8]> {
        let content = self.content();
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

/// Whether a media type is `kind`, with whatever parameters.
pub(super) fn is_media(value: &str, kind: &str) -> bool {
    let (start, rest) = value.split_at_checked(kind.len()).unwrap_or(("", value));
    start.eq_ignore_ascii_case(kind) && matches!(rest.trim_start().as_bytes(), [] | [b';', ..])
}

/// RFC 9110, 5.6.2.
pub(super) fn is_token(text: &str) -> bool {
    let is_mark = |byte| b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || is_mark(byte))
}
