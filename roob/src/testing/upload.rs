//! The body of a request, sent piece by piece.

use super::exchange::{End, Tape};
use crate::error::BoxError;
use bytes::Bytes;
use futures_core::Stream;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The body of a request that is under way, from [`TestRequest::upload`](super::TestRequest::upload).
/// Dropping it ends the body.
///
/// Pieces wait here until the app reads them, however many, so that sending never has to be awaited;
/// the app runs while the request, its pieces or its events are awaited.
pub struct Upload {
    queue: Arc<Mutex<Queue>>,
    tape: Arc<Tape>,
}

/// Pieces on their way.
#[derive(Default)]
struct Queue {
    pieces: VecDeque<Result<Bytes, BoxError>>,
    has_ended: bool,
    /// Whether the app let go of the body.
    is_dropped: bool,
    reader: Option<Waker>,
}

/// The end at which the app reads.
pub(super) struct Arriving(Arc<Mutex<Queue>>);

/// Why an upload broke off.
const ABORTED: &str = "the test aborted the upload";

impl Upload {
    pub(super) fn new(tape: Arc<Tape>) -> (Self, Arriving) {
        let queue = Arc::default();
        (Self { queue: Arc::clone(&queue), tape }, Arriving(queue))
    }

    /// Sends a piece. One that is empty is none, as in HTTP.
    pub fn send(&self, piece: impl Into<Bytes>) -> &Self {
        let piece = piece.into();
        if !piece.is_empty() {
            self.tape.push(&piece);
            self.put(Some(Ok(piece)));
        }
        self
    }

    /// Ends the body, as dropping it does.
    pub fn end(self) {}

    /// Breaks the body off, as a client does whose connection is lost.
    pub fn abort(self) {
        self.tape.end(End::Broken(ABORTED.to_owned()));
        self.put(Some(Err(ABORTED.into())));
    }

    /// Whether nobody reads the rest: the app let go of the body, or has not been asked yet and
    /// never will be.
    pub fn is_dropped(&self) -> bool {
        lock(&self.queue).is_dropped
    }

    /// Gives the app a piece, or the end.
    fn put(&self, piece: Option<Result<Bytes, BoxError>>) {
        let mut queue = lock(&self.queue);
        queue.has_ended |= piece.is_none();
        if !queue.is_dropped {
            queue.pieces.extend(piece);
        }
        let reader = queue.reader.take();
        drop(queue);
        if let Some(reader) = reader {
            reader.wake();
        }
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.tape.end(End::Whole);
        self.put(None);
    }
}

impl Stream for Arriving {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut queue = lock(&self.0);
        match queue.pieces.pop_front() {
            None if !queue.has_ended => {
                queue.reader = Some(context.waker().clone());
                Poll::Pending
            }
            piece => Poll::Ready(piece),
        }
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        let mut queue = lock(&self.0);
        queue.is_dropped = true;
        queue.pieces.clear();
    }
}

fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}
