//! Waiting for the sockets without letting a paused clock run on.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Context;
use std::time::Instant;
use tokio::runtime::Handle;

/// Call it before `Pending` is returned because of the sockets alone. Where the test paused the clock
/// of its runtime, tokio sets it forward as soon as all tasks wait; but to the test its request takes
/// no time, and a timeout around it may not pass. So this task does not wait, it asks again.
pub(super) fn hold(context: &Context<'_>) {
    if is_paused() {
        context.waker().wake_by_ref();
    }
}

/// Waits for `future`, which depends on the sockets alone.
pub(super) async fn of_sockets<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    poll_fn(|context| {
        let poll = future.as_mut().poll(context);
        if poll.is_pending() {
            hold(context);
        }
        poll
    })
    .await
}

/// Whether the clock of the runtime around us stands still while the real one does not.
fn is_paused() -> bool {
    if Handle::try_current().is_err() {
        return false;
    }
    let (real, shown) = (Instant::now(), tokio::time::Instant::now());
    while Instant::now() == real {}
    shown == tokio::time::Instant::now()
}
