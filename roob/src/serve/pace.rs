//! How long a client may take to send the head of a request.
//!
//! hyper asks for a timer whenever it waits for a head: from the moment a connection is accepted, and
//! again after each answer. A timer of tokio for each would be one allocation, two turns of the
//! timer wheel and two locks a request. So what hyper gets only notes the deadline, and one alarm a
//! connection, which goes off at most once in the time that a head may take, looks whether the
//! deadline has passed.

use hyper::rt::{Sleep, Timer};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};
use tokio::task::unconstrained;

/// What the parts of one connection know of its pace. Only one task touches it, hence `Relaxed`.
pub(super) struct Pace {
    start: Instant,
    /// When the head must be there, in microseconds from the start; 0 while none is waited for.
    deadline: AtomicU64,
    overdue: AtomicBool,
    /// Bytes of the head that is waited for have come.
    begun: AtomicBool,
    /// hyper holds nothing back that it was to send.
    is_written: AtomicBool,
}

impl Pace {
    /// The first head may take `limit`.
    pub(super) fn new(limit: Duration) -> Arc<Self> {
        let pace = Self {
            start: Instant::now(),
            deadline: AtomicU64::new(0),
            overdue: AtomicBool::new(false),
            begun: AtomicBool::new(false),
            is_written: AtomicBool::new(true),
        };
        pace.expect_head(pace.start + limit);
        Arc::new(pace)
    }

    /// Bytes came.
    pub(super) fn note_read(&self) {
        self.begun.store(true, Relaxed);
    }

    /// Whether a head is waited for and none of it has come. (What came behind another request, in
    /// one read with it, is not seen here.)
    pub(super) fn is_idle(&self) -> bool {
        self.deadline().is_some() && !self.begun.load(Relaxed)
    }

    /// Whether a head has come in part.
    pub(super) fn is_in_head(&self) -> bool {
        self.deadline().is_some() && self.begun.load(Relaxed)
    }

    /// Whether the head that is waited for did not come in time.
    pub(super) fn is_overdue(&self) -> bool {
        self.overdue.load(Relaxed)
    }

    /// hyper writes, or has written all that it had.
    pub(super) fn note_written(&self, is_written: bool) {
        self.is_written.store(is_written, Relaxed);
    }

    /// Whether hyper has written all that it had.
    pub(super) fn is_written(&self) -> bool {
        self.is_written.load(Relaxed)
    }

    /// Waits for the same head as before, though `act` ends hyper's waiting.
    pub(super) fn keep<T>(&self, act: impl FnOnce() -> T) -> T {
        let deadline = self.deadline.load(Relaxed);
        let done = act();
        self.deadline.store(deadline, Relaxed);
        done
    }

    fn deadline(&self) -> Option<Instant> {
        match self.deadline.load(Relaxed) {
            0 => None,
            micros => Some(self.start + Duration::from_micros(micros)),
        }
    }

    fn expect_head(&self, by: Instant) {
        let micros = by.saturating_duration_since(self.start).as_micros();
        self.deadline.store(u64::try_from(micros).unwrap_or(u64::MAX).max(1), Relaxed);
        self.begun.store(false, Relaxed);
    }
}

/// The timer that hyper gets.
pub(super) struct HeadTimer(pub(super) Arc<Pace>);

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(Instant::now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        // Who waited before hyper was there waits for the same head.
        if self.0.deadline().is_none() {
            self.0.expect_head(deadline);
        }
        Box::pin(Waiting(Arc::clone(&self.0)))
    }

    fn reset(&self, _: &mut Pin<Box<dyn Sleep>>, deadline: Instant) {
        self.0.expect_head(deadline);
    }
}

/// Lives as long as hyper waits for a head; the alarm wakes it.
struct Waiting(Arc<Pace>);

impl Sleep for Waiting {}

impl Future for Waiting {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0.is_overdue() { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.deadline.store(0, Relaxed);
    }
}

/// Looks after the pace of one connection. It is always set to a time before the deadline, because
/// each deadline lies a whole `limit` after a time that was later than the last look.
pub(super) struct Alarm {
    pace: Arc<Pace>,
    limit: Duration,
    sleep: Pin<Box<tokio::time::Sleep>>,
    /// The task of the connection is registered to be woken by `sleep`.
    is_set: bool,
}

impl Alarm {
    pub(super) fn new(pace: &Arc<Pace>, limit: Duration) -> Self {
        let sleep = Box::pin(tokio::time::sleep_until((pace.start + limit).into()));
        Self { pace: Arc::clone(pace), limit, sleep, is_set: false }
    }

    /// Ready when a head is overdue: then the connection is to be polled once more.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.is_set && !self.sleep.is_elapsed() {
            return Poll::Pending;
        }
        loop {
            self.is_set = true;
            // A turn that has used up its budget would not be registered.
            ready!(pin!(unconstrained(self.sleep.as_mut())).poll(context));
            let now = Instant::now();
            let next = self.pace.deadline().unwrap_or(now + self.limit);
            if next <= now {
                self.pace.overdue.store(true, Relaxed);
                return Poll::Ready(());
            }
            self.sleep.as_mut().reset(next.into());
        }
    }
}
