//! The span around a request, for `tracing`. A subscriber that panics costs the request nothing.

use crate::label::Label;
use crate::unwind::quietly;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use tracing::field::Empty;
use tracing::span::Entered;

/// The target of the spans, to filter by.
const TARGET: &str = "roob::request";

/// A span, or none where nobody listens.
pub(crate) struct Span(tracing::Span);

/// A future that is polled, and dropped, inside of a span.
struct Inside<'a, F> {
    future: Option<Pin<Box<F>>>,
    span: &'a Span,
}

/// What is inside of a span, until this is dropped.
struct Stay<'a>(Option<Entered<'a>>);

impl Span {
    /// The span of a request. Its id is asked for if somebody listens.
    pub(crate) fn of<'a>(label: &Label, id: impl FnOnce() -> Option<&'a str>) -> Self {
        Self::made(|| {
            tracing::info_span!(
                target: TARGET,
                "request",
                method = label.verb(),
                route = label.route(),
                request_id = id(),
                status = Empty,
                micros = Empty
            )
        })
    }

    /// What the caller is inside of.
    pub(crate) fn current() -> Self {
        Self::made(tracing::Span::current)
    }

    pub(crate) fn none() -> Self {
        Self(tracing::Span::none())
    }

    fn made(make: impl FnOnce() -> tracing::Span) -> Self {
        let mut span = Self::none();
        quietly(|| span.0 = make());
        span
    }

    /// Notes how the request ended; without a status, that it was given up.
    pub(crate) fn record(&self, status: Option<u16>, micros: u64) {
        quietly(|| match status {
            Some(status) => tracing::record_all!(self.0, status = status, micros = micros),
            None => drop(self.0.record("micros", micros)),
        });
    }

    /// Runs `run` inside.
    pub(crate) fn inside<T>(&self, run: impl FnOnce() -> T) -> T {
        let mut stay = Stay(None);
        quietly(|| stay.0 = Some(self.0.enter()));
        run()
    }

    /// Awaits `future` inside.
    pub(crate) fn around<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
        Inside { future: Some(Box::pin(future)), span: self }
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        let span = mem::replace(&mut self.0, tracing::Span::none());
        quietly(|| drop(span));
    }
}

impl Drop for Stay<'_> {
    fn drop(&mut self) {
        quietly(|| drop(self.0.take()));
    }
}

impl<F: Future> Future for Inside<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Self { future, span } = &mut *self;
        let Some(future) = future else { return Poll::Pending };
        span.inside(|| future.as_mut().poll(context))
    }
}

impl<F> Drop for Inside<'_, F> {
    fn drop(&mut self) {
        let Self { future, span } = self;
        span.inside(|| *future = None);
    }
}
