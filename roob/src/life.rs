//! The life of a built app: its hooks run once, for whoever starts it first and stops it last.

use crate::hooks::{Hook, HookError, Moment};
use crate::log::tell;
use crate::readiness::Readiness;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

pub(crate) struct Life {
    /// In the order of registration, those of mounted apps behind those of the app around them.
    hooks: Vec<Hook>,
    readiness: Readiness,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How many have started it and not stopped it yet.
    users: usize,
    /// How many of the hooks the start has come past: what is to be undone.
    passed: usize,
    /// The hook that began last.
    last: usize,
    /// Somebody runs hooks.
    is_busy: bool,
    /// It was stopped.
    is_over: bool,
    /// Who waits for the one who runs hooks.
    waiting: Vec<Waker>,
}

impl Life {
    pub(crate) fn new(hooks: Vec<Hook>, readiness: Readiness) -> Self {
        Self { hooks, readiness, state: Mutex::default() }
    }

    pub(crate) fn readiness(&self) -> &Readiness {
        &self.readiness
    }

    /// Runs the hooks for the start, unless it is started. When one fails, those for the end that
    /// stand before it run.
    pub(crate) async fn start(&self) -> Result<(), HookError> {
        let busy = self.busy().await;
        if self.join() { Ok(()) } else { busy.start().await }
    }

    /// As [`start`](Self::start), for somebody who asks before every request; not after the end.
    #[cfg(feature = "testing")]
    pub(crate) async fn start_once(&self) -> Result<(), HookError> {
        let is_done = || self.hooks.is_empty() || self.state().users > 0 || self.state().is_over;
        if is_done() {
            return Ok(());
        }
        let busy = self.busy().await;
        if is_done() {
            return Ok(());
        }
        busy.start().await
    }

    /// Runs the hooks for the end, the last first, once all who started it have stopped it. All of
    /// them run; the first error is given, the others are told to the log.
    pub(crate) async fn stop(&self) -> Result<(), HookError> {
        self.readiness.set(false);
        let busy = self.busy().await;
        if self.leave() { busy.undo().await } else { Ok(()) }
    }

    /// The hook that began last, for who does not want to wait for it any longer.
    #[cfg(any(feature = "serve", feature = "testing"))]
    pub(crate) fn last(&self) -> Option<&Hook> {
        self.hooks.get(self.state().last)
    }

    /// Counts one user more of what is started.
    fn join(&self) -> bool {
        let mut state = self.state();
        let is_started = state.users > 0;
        state.users += usize::from(is_started);
        is_started
    }

    /// Counts one user less; whether it was the last.
    fn leave(&self) -> bool {
        let mut state = self.state();
        state.users = state.users.saturating_sub(1);
        state.is_over = state.users == 0;
        state.is_over
    }

    /// Waits until nobody runs hooks.
    async fn busy(&self) -> Busy<'_> {
        poll_fn(|context| {
            let mut state = self.state();
            if state.is_busy {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            state.is_busy = true;
            Poll::Ready(Busy(self))
        })
        .await
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The one who may run hooks. However it ends, the next can.
struct Busy<'l>(&'l Life);

impl Busy<'_> {
    async fn start(&self) -> Result<(), HookError> {
        if let Err(error) = self.run_starts().await {
            if let Err(second) = self.undo().await {
                tell(|| tracing::error!("{second}"));
            }
            return Err(error);
        }
        // Not before: a start that is given up is none.
        self.0.state().users = 1;
        self.0.readiness.set(true);
        Ok(())
    }

    async fn run_starts(&self) -> Result<(), HookError> {
        // What a start left that was given up is not undone twice.
        self.0.state().passed = 0;
        for (at, hook) in self.0.hooks.iter().enumerate() {
            if hook.moment == Moment::Start {
                self.run(at).await?;
            }
            self.0.state().passed = at + 1;
        }
        Ok(())
    }

    async fn undo(&self) -> Result<(), HookError> {
        let mut undone = Ok(());
        while let Some(at) = self.step_back() {
            if self.0.hooks[at].moment == Moment::Stop
                && let Err(error) = self.run(at).await
            {
                match undone {
                    Ok(()) => undone = Err(error),
                    Err(_) => tell(|| tracing::error!("{error}")),
                }
            }
        }
        undone
    }

    fn step_back(&self) -> Option<usize> {
        let mut state = self.0.state();
        state.passed = state.passed.checked_sub(1)?;
        Some(state.passed)
    }

    async fn run(&self, at: usize) -> Result<(), HookError> {
        self.0.state().last = at;
        self.0.hooks[at].run().await
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.is_busy = false;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}
