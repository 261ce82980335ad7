//! Why a request is refused before any app sees it.

use crate::error::Error;
use http::StatusCode;
use http::header::{CONNECTION, HeaderValue};
use std::borrow::Cow;

/// How large a head may be.
#[derive(Clone, Copy, Debug)]
pub(in crate::serve) struct Limits {
    /// In bytes.
    pub(in crate::serve) head: usize,
    /// How many headers.
    pub(in crate::serve) headers: usize,
}

/// The longest target that `http::Uri` takes.
pub(super) const MAX_TARGET: usize = 65_534;

/// What is wrong with a head. One byte, because every step of reading one may give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    RequestLine,
    TargetCharacter,
    TargetForm,
    TargetSize,
    /// Another version of HTTP (RFC 9110, 15.6.6).
    Version,
    LfAlone,
    CrAlone,
    Control,
    Folded,
    SpacedName,
    Name,
    /// RFC 6585, 5.
    HeadSize,
    Headers,
    NoHost,
    Hosts,
    Host,
    Lengths,
    Length,
    Codings,
    Coding,
    /// A body coded in a way that nobody here undoes (RFC 9112, 6.1).
    UnknownCoding,
    OldCoding,
    Both,
    /// Something else than `100-continue` is expected (RFC 9110, 10.1.1).
    Expectation,
    /// The rest of it did not come in time (RFC 9110, 15.5.9).
    Late,
    /// The body came with the head, and is none.
    Body(Flaw),
}

/// What is wrong with a body in chunks (RFC 9112, 7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    Size,
    SpacedSize,
    Digits,
    Extension,
    Extensions,
    Longer,
    CrAlone,
    NoName,
    Name,
    /// RFC 9110, 6.5.1.
    Forbidden,
    Trailer,
    Trailers,
    Count,
}

impl Fault {
    /// The error to answer with. What else comes on the connection cannot be trusted, so it ends.
    pub(super) fn error(self, limits: Limits) -> Error {
        let close = HeaderValue::from_static("close");
        Error::new(self.status(), self.message(limits)).header(CONNECTION, close)
    }

    fn status(self) -> StatusCode {
        match self {
            Self::TargetSize => StatusCode::URI_TOO_LONG,
            Self::HeadSize | Self::Headers => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::Expectation => StatusCode::EXPECTATION_FAILED,
            Self::Late => StatusCode::REQUEST_TIMEOUT,
            Self::UnknownCoding => StatusCode::NOT_IMPLEMENTED,
            Self::Version => StatusCode::HTTP_VERSION_NOT_SUPPORTED,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    fn message(self, limits: Limits) -> Cow<'static, str> {
        let text = match self {
            Self::RequestLine => "Request line is not `METHOD TARGET HTTP/1.1`",
            Self::TargetCharacter => "Request target has a character that must be percent-encoded",
            Self::TargetForm => "Request target is neither a path nor an http URL",
            Self::TargetSize => {
                let limit = MAX_TARGET.min(limits.head);
                return format!("Request target is longer than the limit of {limit} bytes").into();
            }
            Self::Version => "This server speaks HTTP/1.1 and HTTP/1.0 only",
            Self::LfAlone => "Request head has an LF without CR",
            Self::CrAlone => "Request head has a CR without LF",
            Self::Control => "Request head has a control character",
            Self::Folded => "Request has a header line that begins with white space",
            Self::SpacedName => "Request has white space before the colon of a header",
            Self::Name => "Request has a header without a name, or with one that is none",
            Self::HeadSize => {
                let limit = limits.head;
                return format!("Request head is larger than the limit of {limit} bytes").into();
            }
            Self::Headers => {
                return format!("Request has more than {} headers", limits.headers).into();
            }
            Self::NoHost => "Request has no Host header",
            Self::Hosts => "Request has more than one Host header",
            Self::Host => "Host header is not a host with an optional port",
            Self::Lengths => "Request has more than one Content-Length header",
            Self::Length => "Content-Length header is not a number of bytes",
            Self::Codings => "Request has more than one Transfer-Encoding header",
            Self::Coding => "Transfer-Encoding header does not end with one `chunked`",
            Self::UnknownCoding => "No transfer coding but `chunked` is supported",
            Self::OldCoding => "Transfer-Encoding is for HTTP/1.1, and the request is HTTP/1.0",
            Self::Both => "Request has both a Content-Length and a Transfer-Encoding header",
            Self::Expectation => "Nothing but `100-continue` can be expected",
            Self::Late => "Request head did not come in time",
            Self::Body(flaw) => {
                return format!("Request body is not well-formed: {}", flaw.text()).into();
            }
        };
        text.into()
    }
}

impl Flaw {
    fn text(self) -> &'static str {
        match self {
            Self::SpacedSize => "the size of a chunk is followed by white space",
            Self::Extension => "an extension has a control character",
            Self::Longer => "a chunk is longer than its size",
            Self::Trailer => "a trailer has a control character",
            Self::CrAlone => "a CR is without LF",
            Self::Size => "the size of a chunk is not hexadecimal",
            Self::Digits => "the size of a chunk has more than 16 digits",
            Self::Extensions => "its extensions are larger than 8 KiB",
            Self::Trailers => "its trailers are larger than 8 KiB",
            Self::NoName => "a trailer has no name",
            Self::Forbidden => "a trailer may only stand in the head",
            Self::Count => "it has more trailers than a head may have headers",
            Self::Name => "the name of a trailer is none",
        }
    }
}
