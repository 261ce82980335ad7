//! How many detached handlers go on by themselves, for who waits for their end.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The count of an app. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Running(Arc<State>);

#[derive(Default)]
struct State {
    count: AtomicUsize,
    waiting: Mutex<Option<Waker>>,
}

/// One of them, until it is dropped.
pub(crate) struct Runner(Arc<State>);

impl Running {
    pub(crate) fn begin(&self) -> Runner {
        self.0.count.fetch_add(1, Ordering::AcqRel);
        Runner(Arc::clone(&self.0))
    }

    pub(crate) fn count(&self) -> usize {
        self.0.count.load(Ordering::Acquire)
    }

    /// Ready when there is none; until then the task that asked last is woken.
    #[cfg_attr(not(feature = "serve"), expect(dead_code))]
    pub(crate) fn poll_none(&self, context: &mut Context<'_>) -> Poll<()> {
        // Registered before the count is read, so that the last one to end does not miss it.
        *self.0.waiting() = Some(context.waker().clone());
        if self.count() == 0 { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl State {
    fn waiting(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::AcqRel) == 1
            && let Some(waker) = self.0.waiting().take()
        {
            waker.wake();
        }
    }
}
