//! What is remembered of a request and its response. Nothing is rendered here: most exchanges are
//! never shown.

use super::coverage::Notice;
use crate::witness::Witness;
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode, Uri};
use std::borrow::Cow;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A request with its response.
pub(super) struct Exchange {
    pub(super) sent: Sent,
    pub(super) received: Received,
    /// What happened on the way from one to the other.
    pub(super) witness: Witness,
    /// What a coverage of the suite has to know of it.
    pub(super) notice: Notice,
}

/// A request as it was sent.
pub(super) struct Sent {
    /// The line of the test that made it.
    pub(super) asked_at: &'static Location<'static>,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) content: Content,
}

/// A response, read to its end or while it comes.
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) content: Content,
}

/// The bytes of a body, and how it ended.
#[derive(Clone, Default)]
pub(super) struct Content {
    pub(super) bytes: Bytes,
    pub(super) end: End,
}

#[derive(Clone, Default)]
pub(super) enum End {
    /// The bytes are all.
    #[default]
    Whole,
    /// They passed by as a stream.
    Passed,
    /// More may come.
    Open,
    /// More should have come; this is why not.
    Broken(String),
    /// Nothing is here: it is on a tape, which grows.
    Live(Arc<Tape>),
}

/// What the test read or sent of a stream so far.
pub(super) struct Tape(Mutex<Content>);

impl Content {
    /// What is known by now.
    pub(super) fn now(&self) -> Cow<'_, Self> {
        match &self.end {
            End::Live(tape) => Cow::Owned(tape.content().clone()),
            _ => Cow::Borrowed(self),
        }
    }

    /// Why nothing can be said about the body as a whole.
    pub(super) fn broken(&self) -> Option<&str> {
        match &self.end {
            End::Broken(reason) => Some(reason),
            End::Live(_) => Some("it is a stream, which is read by `sse()` or `pieces()`"),
            _ => None,
        }
    }
}

impl Tape {
    /// A tape with nothing on it.
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Content { bytes: Bytes::new(), end: End::Open })))
    }

    pub(super) fn push(&self, piece: &[u8]) {
        let mut content = self.content();
        let mut bytes = BytesMut::from(std::mem::take(&mut content.bytes));
        bytes.extend_from_slice(piece);
        content.bytes = bytes.freeze();
    }

    /// Nothing more comes; only the first reason counts.
    pub(super) fn end(&self, end: End) {
        let mut content = self.content();
        if let End::Open = content.end {
            content.end = end;
        }
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
