//! A body as it comes out of the wire.

use super::passage::Passage;
use crate::error::BoxError;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Reads what hyper received, in the pieces in which it was sent.
pub(super) struct Outlet {
    incoming: Incoming,
    passage: Passage,
    /// The wire has no more.
    is_ended: bool,
}

impl Outlet {
    pub(super) fn new(incoming: Incoming, passage: Passage) -> Self {
        Self { incoming, passage, is_ended: false }
    }

    /// What hyper has goes into the passage. `Some` for what does not: trailers and the error.
    fn poll_incoming(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let polled = Pin::new(&mut self.incoming).poll_frame(context);
        let mut state = self.passage.lock();
        match polled {
            Poll::Pending => {
                state.want(context);
                return Poll::Pending;
            }
            Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                Ok(data) => state.receive(data),
                Err(frame) => {
                    state.receive_trailers(frame.trailers_ref());
                    return Poll::Ready(Some(Ok(frame)));
                }
            },
            Poll::Ready(Some(Err(error))) => {
                self.is_ended = true;
                return Poll::Ready(Some(Err(state.fail(error.into()))));
            }
            Poll::Ready(None) => {
                self.is_ended = true;
                state.finish();
            }
        }
        Poll::Ready(None)
    }
}

impl HttpBody for Outlet {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            let next = self.passage.lock().pop();
            if let Some(piece) = next {
                return Poll::Ready(Some(piece.map(Frame::data)));
            }
            if self.is_ended {
                return Poll::Ready(None);
            }
            match self.poll_incoming(context) {
                Poll::Ready(None) => {}
                other => return other,
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream() && self.passage.lock().is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.passage.lock().leave();
    }
}
