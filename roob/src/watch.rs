//! Answers that break off after their head is sent: nobody can be told but the log.

use crate::body::Body;
use crate::error::{BoxError, chain};
use crate::report;
use crate::request::Request;
use crate::unwind::caught_now;
use bytes::Bytes;
use http::{HeaderValue, Method, Uri};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

/// The stream of an answer. Its error, or its panic, ends it and is told to the log, once.
pub(crate) struct Watched {
    body: Body,
    method: Method,
    uri: Uri,
    id: Option<HeaderValue>,
    /// Why it broke off, until the next poll.
    error: Option<BoxError>,
}

impl Watched {
    /// Watches `body`, the answer to `request`, if it is a stream; others cannot fail.
    pub(crate) fn watch(body: &mut Body, request: &Request) {
        if body.as_bytes().is_some() {
            return;
        }
        let id = report::own_id(request.headers()).cloned();
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let stream = std::mem::take(body);
        *body = Body::new(Self { body: stream, method, uri, id, error: None });
    }

    fn fail(&mut self, error: BoxError) {
        let id = self.id.as_ref().and_then(|id| id.to_str().ok());
        report::broken_off(&chain(&*error), self.method.as_str(), self.uri.path(), id);
        // It ends here, and what it holds is let go of.
        self.body = Body::empty();
        self.error = Some(error);
    }
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(error) = self.error.take() {
            return Poll::Ready(Some(Err(error)));
        }
        let polled = caught_now(|| Pin::new(&mut self.body).poll_frame(context));
        let error = match polled {
            Ok(Poll::Ready(Some(Err(error)))) => error,
            Ok(poll) => return poll,
            Err(panic) => panic.cause_chain().unwrap_or_default().into(),
        };
        self.fail(error);
        // What came before has to be sent before: hyper drops it when it learns of an error.
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        self.error.is_none() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
