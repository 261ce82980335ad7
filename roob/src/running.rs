//! Detached handlers that go on although nobody waits for them, for who waits for their end.

use http::{Method, Uri};
use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Instant;

/// Those of an app. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Running(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// By the order in which they were left.
    left: BTreeMap<u64, Left>,
    next: u64,
    /// Each server of the app has one.
    waiting: Vec<Waker>,
}

/// The request of one of them.
#[derive(Clone)]
#[cfg_attr(not(feature = "serve"), expect(dead_code))]
pub(crate) struct Left {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) begin: Instant,
}

/// One of them, until it is dropped.
pub(crate) struct Runner {
    running: Running,
    id: u64,
}

impl Running {
    pub(crate) fn begin(&self, left: Left) -> Runner {
        let mut state = self.state();
        let id = state.next;
        state.next += 1;
        state.left.insert(id, left);
        Runner { running: self.clone(), id }
    }

    /// The requests of those that go on.
    #[cfg_attr(not(feature = "serve"), expect(dead_code))]
    pub(crate) fn left(&self) -> Vec<Left> {
        self.state().left.values().cloned().collect()
    }

    /// Ready when there is none; until then the tasks that asked are woken.
    #[cfg_attr(not(feature = "serve"), expect(dead_code))]
    pub(crate) fn poll_none(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state();
        if state.left.is_empty() {
            return Poll::Ready(());
        }
        if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            state.waiting.push(context.waker().clone());
        }
        Poll::Pending
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        let mut state = self.running.state();
        state.left.remove(&self.id);
        let is_last = state.left.is_empty();
        let waiting = if is_last { mem::take(&mut state.waiting) } else { Vec::new() };
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}
