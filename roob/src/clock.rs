//! Who says that the time of a request is over.

use crate::timer::Alarm;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// Looks at the time for one request. A server has a clock for each of its connections, so that
/// requests share no lock; wherever else a request is answered, it gets a [`Stopwatch`].
pub(crate) trait Clock: Send + Sync {
    /// Asked whenever the request has to wait. Ready when it has done so for `limit`, counted from
    /// the first time that it was asked; until then the task of `context` is woken when that is so.
    fn poll_over(&self, limit: Duration, context: &mut Context<'_>) -> Poll<()>;
}

/// The clock of a single request.
#[derive(Default)]
pub(crate) struct Stopwatch(Mutex<Option<Alarm>>);

impl Clock for Stopwatch {
    fn poll_over(&self, limit: Duration, context: &mut Context<'_>) -> Poll<()> {
        let mut alarm = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        alarm.get_or_insert_with(|| Alarm::after(limit)).poll(context)
    }
}
