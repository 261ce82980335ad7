//! Brings a stream of the user's onto the wire: here it is polled, there its pieces are sent.

use super::passage::{End, Passage};
use crate::body::Body;
use crate::error::BoxError;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What the wire does when a stream fails.
#[derive(Clone, Copy)]
pub(super) enum Failure {
    /// It breaks off, as the answer of a server does.
    Breaks,
    /// It stays, because an answer is still to come back on it.
    Stays,
}

/// The side of the test. It has at most one piece under way.
pub(super) struct Pump {
    source: Body,
    passage: Passage,
    failure: Failure,
    /// `None` once it broke off.
    wire: Option<UnboundedSender<Item>>,
    is_done: bool,
}

enum Item {
    Frame(Frame<Bytes>),
    End,
}

/// The body that hyper gets.
pub(super) struct Inlet {
    pump: UnboundedReceiver<Item>,
    size: SizeHint,
}

/// A pump for `source`, and the body that sends what it brings.
pub(super) fn pump(source: Body, passage: &Passage, failure: Failure) -> (Pump, Inlet) {
    let (wire, pump) = unbounded_channel();
    let (size, passage, wire) = (source.size_hint(), passage.clone(), Some(wire));
    (Pump { source, passage, failure, wire, is_done: false }, Inlet { pump, size })
}

impl Pump {
    /// Brings the next piece when it is wanted. Ready when it did.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.is_done || !self.passage.lock().is_wanted(context) {
            return Poll::Pending;
        }
        Pin::new(&mut self.source).poll_frame(context).map(|frame| self.bring(frame))
    }

    /// Looks whether the source is at its end when the wire is. Whatever else it has gets lost.
    pub(super) fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while !self.is_done {
            let frame = ready!(Pin::new(&mut self.source).poll_frame(context));
            let has_more = match &frame {
                Some(Ok(frame)) => frame.data_ref().is_some_and(|data| !data.is_empty()),
                Some(Err(_)) => true,
                None => false,
            };
            self.bring(frame);
            if has_more {
                self.is_done = true;
                self.passage.lock().finish();
            }
        }
        Poll::Ready(())
    }

    /// Whether all was brought.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    fn bring(&mut self, frame: Option<Result<Frame<Bytes>, BoxError>>) {
        let mut state = self.passage.lock();
        let item = match frame {
            Some(Ok(frame)) => {
                match (frame.data_ref(), frame.trailers_ref()) {
                    (Some(data), _) => state.push(data.clone()),
                    (None, trailers) => state.push_trailers(trailers.cloned().unwrap_or_default()),
                }
                Item::Frame(frame)
            }
            None => {
                self.is_done = true;
                state.end(End::Whole);
                Item::End
            }
            Some(Err(error)) => {
                match self.failure {
                    Failure::Breaks => state.end(End::Broken(Some(error))),
                    Failure::Stays => return state.end(End::Silent(Some(error))),
                }
                self.is_done = true;
                self.wire = None;
                return;
            }
        };
        // Who went without the rest has said so.
        let _ = self.wire.as_ref().map(|wire| wire.send(item));
    }
}

impl HttpBody for Inlet {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(match ready!(self.pump.poll_recv(context)) {
            Some(Item::Frame(frame)) => Some(Ok(frame)),
            Some(Item::End) => None,
            None => Some(Err("the stream of the test broke off".into())),
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.size
    }
}
