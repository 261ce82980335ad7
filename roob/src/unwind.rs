//! Panics as errors, and panics of the log as nothing.

use crate::error::Error;
use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

/// Awaits `future`; a panic in it is an error like any other. No async function: that would have room
/// for its argument twice.
pub(crate) fn caught<T>(
    mut future: Pin<Box<dyn Future<Output = Result<T, Error>> + Send + '_>>,
) -> impl Future<Output = Result<T, Error>> {
    poll_fn(move |context| polled(future.as_mut(), context))
}

/// Polls `future`; a panic in it is an error like any other.
#[inline]
pub(crate) fn polled<T>(
    future: Pin<&mut (dyn Future<Output = Result<T, Error>> + Send + '_)>,
    context: &mut Context<'_>,
) -> Poll<Result<T, Error>> {
    let poll = AssertUnwindSafe(|| future.poll(context));
    catch_unwind(poll).unwrap_or_else(|panic| Poll::Ready(Err(panicked(&*panic))))
}

/// Calls `function`; a panic in it is an error like any other.
pub(crate) fn caught_now<T>(function: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(function)).map_err(|panic| panicked(&*panic))
}

/// Calls `tell`, which has to do with the log, and says whether it came to its end. A subscriber may
/// panic, as that of `tracing-subscriber` does when standard error cannot be written; a full disk must
/// not cost a client its answer or a server its life.
pub(crate) fn quietly(tell: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(tell)).is_ok()
}

fn panicked(panic: &(dyn Any + Send)) -> Error {
    Error::internal(format!("panicked: {}", message(panic)))
}

/// What a panic says.
pub(crate) fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a value that is no text")
}
