//! Answers that break off after their head is sent: nobody can be told but the log.

use crate::body::Body;
use crate::error::{BoxError, chain};
use crate::label::Label;
use crate::report;
use crate::request::Request;
use crate::span::Span;
use crate::unwind::caught_now;
use bytes::Bytes;
use http::HeaderValue;
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The stream of an answer. Its error, or its panic, ends it and is told to the log, once.
pub(crate) struct Watched {
    body: Body,
    label: Label,
    id: Option<HeaderValue>,
    /// What the handler ran in. It lasts as long as the answer.
    span: Span,
    /// Why it broke off, until the next poll.
    error: Option<BoxError>,
}

impl Watched {
    /// Watches `body`, the answer to `request`, if it is a stream; others cannot fail.
    pub(crate) fn watch(body: &mut Body, request: &Request) {
        if body.as_bytes().is_some() {
            return;
        }
        let (label, id) = (Label::of(request), report::known_id(request).cloned());
        let stream = mem::take(body);
        *body = Body::new(Self { body: stream, label, id, span: Span::current(), error: None });
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
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

    fn fail(&mut self, error: BoxError) {
        report::broken_off(&chain(&*error), &self.label, self.id.as_ref());
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
        let span = mem::replace(&mut self.span, Span::none());
        let poll = span.inside(|| self.poll(context));
        self.span = span;
        poll
    }

    fn is_end_stream(&self) -> bool {
        self.error.is_none() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
