//! The time that a request may take until its answer begins.

use crate::clock::{Clock, Stopwatch};
use crate::endpoint::BoxFuture;
use crate::error::Error;
use crate::unwind::{caught_now, polled};
use http::StatusCode;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// The longest time when nothing else was said. Proxies give up after 60 s, so that clients learn
/// from the app what happened, and not from a proxy what might have.
pub(crate) const DEFAULT: Duration = Duration::from_secs(30);

/// A part of the way of a request. When it is not done in time it is dropped, and the error is a 503;
/// a panic in it is an error like any other. What is ready at once has not looked at the time. (A
/// function would do, but its future copies each answer twice more.)
pub(crate) struct InTime<'r, T> {
    future: Option<BoxFuture<'r, Result<T, Error>>>,
    limit: Duration,
    clock: Option<Arc<dyn Clock>>,
}

impl<'r, T> InTime<'r, T> {
    pub(crate) fn new(
        future: BoxFuture<'r, Result<T, Error>>,
        limit: Duration,
        clock: Option<Arc<dyn Clock>>,
    ) -> Self {
        Self { future: Some(future), limit, clock }
    }

    fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        let clock = self.clock.get_or_insert_with(|| Arc::new(Stopwatch::default()));
        clock.poll_over(self.limit, context).is_ready()
    }
}

impl<T> Future for InTime<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T, Error>> {
        let Some(future) = &mut self.future else { return Poll::Pending };
        let poll = polled(future.as_mut(), context);
        if poll.is_ready() || !self.is_over(context) {
            return poll;
        }
        // Whatever it holds may panic when it is let go of.
        caught_now(|| self.future = None)?;
        let message = format!("Request took longer than the limit of {:?}", self.limit);
        Poll::Ready(Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, message)))
    }
}
