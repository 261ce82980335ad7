//! Waiting for the first of two things.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Something that happens once, and can be asked for again.
pub(super) struct Latch<F> {
    event: Pin<Box<F>>,
    has_come: bool,
}

impl<F: Future> Latch<F> {
    pub(super) fn new(event: F) -> Self {
        Self { event: Box::pin(event), has_come: false }
    }

    /// Ready from the event on.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.has_come = self.has_come || self.event.as_mut().poll(context).is_ready();
        if self.has_come { Poll::Ready(()) } else { Poll::Pending }
    }

    /// What `future` gives, unless it has to wait and the event comes before.
    pub(super) async fn before<T>(
        &mut self,
        mut future: Pin<&mut impl Future<Output = T>>,
    ) -> Option<T> {
        poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => self.poll(context).map(|()| None),
        })
        .await
    }
}
