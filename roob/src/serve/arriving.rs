//! The body of a request on its way in.

use super::pace::{OpenBody, Pace};
use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// What hyper reads, and a note of who waits for it.
pub(super) struct Arriving {
    incoming: Incoming,
    /// `None` for a body that is at its end.
    reader: Option<Reader>,
}

struct Reader {
    body: OpenBody,
    is_waiting: bool,
}

impl Arriving {
    pub(super) fn new(incoming: Incoming, pace: &Arc<Pace>) -> Self {
        let reader = || Reader { body: OpenBody::new(pace), is_waiting: false };
        let reader = (!incoming.is_end_stream()).then(reader);
        Self { incoming, reader }
    }
}

impl Body for Arriving {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let poll = Pin::new(&mut self.incoming).poll_frame(context);
        if let Some(reader) = &mut self.reader {
            reader.note(poll.is_pending());
        }
        if matches!(poll, Poll::Ready(None)) || self.incoming.is_end_stream() {
            self.reader = None;
        }
        poll
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}

impl Reader {
    fn note(&mut self, is_waiting: bool) {
        match is_waiting {
            true => self.body.pace().body.begin(),
            false if self.is_waiting => self.body.pace().body.end(),
            false => {}
        }
        self.is_waiting = is_waiting;
    }
}

impl Drop for Reader {
    /// Who does not want the rest does not wait for it.
    fn drop(&mut self) {
        self.note(false);
    }
}
