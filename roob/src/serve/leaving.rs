//! The body of an answer that is a stream, on its way out.

use super::pace::{OpenBody, Pace};
use crate::body::Body;
use crate::error::BoxError;
use crate::response::Response;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// What hyper sends, and a note that it has not come to its end.
struct Leaving {
    body: Body,
    _open: OpenBody,
}

/// Notes with `pace` how long the body of `response` takes, if it is a stream. All others are hyper's
/// as soon as they are answered.
pub(super) fn note(response: &mut Response, pace: &Arc<Pace>) {
    if response.body().as_bytes().is_none() {
        let body = std::mem::take(response.body_mut());
        *response.body_mut() = Body::new(Leaving { body, _open: OpenBody::new(pace) });
    }
}

impl HttpBody for Leaving {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
