//! The body of an answer on its way out.
//!
//! hyper copies what it sends into one buffer, which it keeps, and for small answers that is less work
//! than anything else. So a body that is large, or may be, is given to it in pieces that fit, and no
//! more of them than the client takes: who reads slowly costs no more memory than who reads fast.

use super::pace::{OpenBody, Pace};
use crate::body::Body;
use crate::error::BoxError;
use crate::response::Response;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// How much hyper gets at once: with a head it fits into the 8 KiB that hyper begins with.
pub(super) const PIECE: usize = 7 * 1024;

struct Leaving {
    body: Body,
    /// What is left of a piece that was too large.
    rest: Bytes,
    /// How much may be given before the sink has its turn.
    room: usize,
    open: OpenBody,
}

/// Lets the body of `response` go piece by piece, and notes with `pace` how long it takes, unless it
/// is so small that hyper has all of it at once.
pub(super) fn pace_out(response: &mut Response, pace: &Arc<Pace>) {
    if response.body().as_bytes().is_none_or(|bytes| bytes.len() > PIECE) {
        let body = std::mem::take(response.body_mut());
        let open = OpenBody::new(pace);
        *response.body_mut() = Body::new(Leaving { body, rest: Bytes::new(), room: PIECE, open });
    }
}

impl Leaving {
    /// As much of the rest as may go now.
    fn piece(&mut self) -> Frame<Bytes> {
        let piece = self.rest.split_to(self.rest.len().min(self.room));
        self.room -= piece.len();
        if self.room == 0 {
            self.room = PIECE;
            self.open.pace().hold_back();
        }
        Frame::data(piece)
    }
}

impl HttpBody for Leaving {
    type Data = Bytes;
    type Error = BoxError;

    /// Pending without a waker while it is held back: the connection polls it when there is room.
    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.open.pace().is_held_back() {
            return Poll::Pending;
        }
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(other) => return Poll::Ready(Some(Ok(other))),
                },
                end => return Poll::Ready(end),
            }
        }
        Poll::Ready(Some(Ok(self.piece())))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.len() as u64;
        let mut size = self.body.size_hint();
        if let Some(upper) = size.upper() {
            size.set_upper(upper + rest);
        }
        size.set_lower(size.lower() + rest);
        size
    }
}
