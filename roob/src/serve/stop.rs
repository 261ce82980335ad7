//! Tells connections to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;

/// Told once, heard by all. Clones are the same.
///
/// A connection waits for the call in its first turn, and from then on looks at the flag: being
/// registered again in each turn would take a lock that all connections share.
#[derive(Clone, Default)]
pub(crate) struct Stop(Arc<State>);

#[derive(Default)]
struct State {
    is_told: AtomicBool,
    call: Notify,
}

impl Stop {
    pub(super) fn tell(&self) {
        self.0.is_told.store(true, Ordering::Release);
        self.0.call.notify_waiters();
    }

    pub(super) fn is_told(&self) -> bool {
        self.0.is_told.load(Ordering::Acquire)
    }

    /// Wakes the task that polls it once when it is told. Look at the flag after that.
    pub(super) fn call(&self) -> Notified<'_> {
        self.0.call.notified()
    }
}
