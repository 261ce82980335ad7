//! The time that a request may take until its answer begins.

use crate::clock::{Clock, Stopwatch};
use crate::error::Error;
use crate::unwind::caught_now;
use http::StatusCode;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

/// The longest time when nothing else was said. Proxies give up after 60 s, so that clients learn
/// from the app what happened, and not from a proxy what might have.
pub(crate) const DEFAULT: Duration = Duration::from_secs(30);

/// Awaits `future`, but no longer than `limit`: then it is dropped, and the error is a 503. A panic
/// in it is an error like any other. A future that is ready at once has not looked at the time.
pub(crate) async fn in_time<F: Future + ?Sized>(
    future: Pin<Box<F>>,
    limit: Duration,
    clock: Option<Arc<dyn Clock>>,
) -> Result<F::Output, Error> {
    let (mut future, mut clock) = (Some(future), clock);
    poll_fn(|context| {
        let Some(running) = &mut future else { return Poll::Pending };
        if let Poll::Ready(output) = caught_now(|| running.as_mut().poll(context))? {
            return Poll::Ready(Ok(output));
        }
        let clock = clock.get_or_insert_with(|| Arc::new(Stopwatch::default()));
        if clock.poll_over(limit, context).is_pending() {
            return Poll::Pending;
        }
        // Whatever it holds may panic when it is let go of.
        caught_now(|| future = None)?;
        Poll::Ready(Err(over(limit)))
    })
    .await
}

fn over(limit: Duration) -> Error {
    let message = format!("Request took longer than the limit of {limit:?}");
    Error::new(StatusCode::SERVICE_UNAVAILABLE, message)
}
