//! What a connection waits for its client and its app to do.
//!
//! hyper asks for a timer whenever it waits for a head: from the moment a connection is accepted, and
//! again after each answer. A timer of tokio for each would be one allocation, two turns of the
//! timer wheel and two locks a request. So whoever waits only notes it here, without another look at
//! the clock, and one [`Alarm`](super::alarm::Alarm) a connection looks after all of them.

use super::wait::Wait;
use crate::clock::Clock;
use hyper::rt::{Sleep, Timer};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// What the parts of one connection know of its pace. Only one task touches it, hence `Relaxed`.
pub(crate) struct Pace {
    pub(super) start: Instant,
    /// Since when a head is waited for, in microseconds from the start and one more; 0 while none is.
    head: AtomicU64,
    /// No head has come yet.
    is_first: AtomicBool,
    /// It did not come in time.
    is_late: AtomicBool,
    /// The rest of a head of which some bytes have come.
    pub(super) rest: Wait,
    /// The next piece of a body that is read.
    pub(super) body: Wait,
    /// The answer of a handler that was not ready at once.
    pub(super) answer: Wait,
    /// How long that may take, in microseconds.
    limit: AtomicU64,
    /// A body did not come in time, so nobody knows where the next request would begin.
    is_lost: AtomicBool,
}

/// What took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Late {
    /// The client did not send a head.
    Head,
    /// It did not send more of a body.
    Body,
    /// The app did not answer.
    Answer,
    /// The client did not take more of its answer.
    Write,
}

impl Pace {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            start: Instant::now(),
            head: AtomicU64::new(0),
            is_first: AtomicBool::new(true),
            is_late: AtomicBool::new(false),
            rest: Wait::default(),
            body: Wait::default(),
            answer: Wait::default(),
            limit: AtomicU64::new(0),
            is_lost: AtomicBool::new(false),
        })
    }

    /// Bytes came.
    pub(super) fn note_read(&self) {
        self.rest.begin();
    }

    /// Whether a head is waited for.
    pub(super) fn is_waiting(&self) -> bool {
        self.head.load(Relaxed) != 0
    }

    /// Whether a head is waited for and none of it has come.
    pub(super) fn is_idle(&self) -> bool {
        self.is_waiting() && self.rest.is_none()
    }

    /// Whether a head has come in part.
    pub(super) fn is_in_head(&self) -> bool {
        self.is_waiting() && !self.rest.is_none()
    }

    /// Whether a head did not come in time.
    pub(super) fn is_late(&self) -> bool {
        self.is_late.load(Relaxed)
    }

    /// Since when a head is waited for, and whether it is the first.
    pub(super) fn head(&self) -> Option<(Instant, bool)> {
        let micros = self.head.load(Relaxed).checked_sub(1)?;
        Some((self.start + Duration::from_micros(micros), self.is_first.load(Relaxed)))
    }

    /// A head is waited for since `since`.
    pub(super) fn expect_head(&self, since: Instant) {
        let micros = since.saturating_duration_since(self.start).as_micros();
        self.head.store(u64::try_from(micros).unwrap_or(u64::MAX - 1) + 1, Relaxed);
    }

    /// Whether reading the body has to fail because it did not come in time. Asked once.
    pub(super) fn lose_body(&self) -> bool {
        let is_lost = self.body.is_over();
        if is_lost {
            self.body.end();
            self.is_lost.store(true, Relaxed);
        }
        is_lost
    }

    /// Whether a body was given up, which ends the connection.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost.load(Relaxed)
    }

    /// How long the answer may take.
    pub(super) fn limit(&self) -> Duration {
        Duration::from_micros(self.limit.load(Relaxed))
    }

    /// Whether somebody waits of whom the alarm does not know. That a head is waited for it finds out
    /// in time: it always looks before the first one can be late.
    pub(super) fn is_fresh(&self) -> bool {
        self.body.is_fresh()
            || self.answer.is_fresh()
            || (self.rest.is_fresh() && self.is_waiting())
    }

    /// Tells who waits that it took too long.
    pub(super) fn tell(&self, late: Late) {
        match late {
            Late::Head => self.is_late.store(true, Relaxed),
            Late::Body => self.body.give_up(),
            Late::Answer => self.answer.give_up(),
            // hyper would not listen: the connection is dropped.
            Late::Write => {}
        }
    }
}

impl Clock for Pace {
    /// The alarm wakes the task of the connection, which is the one that answers.
    fn poll_over(&self, limit: Duration, _: &mut Context<'_>) -> Poll<()> {
        if self.answer.is_over() {
            return Poll::Ready(());
        }
        if self.answer.is_none() {
            self.limit.store(u64::try_from(limit.as_micros()).unwrap_or(u64::MAX), Relaxed);
            self.answer.begin();
        }
        Poll::Pending
    }
}

/// The timer that hyper gets.
pub(super) struct HeadTimer {
    pub(super) pace: Arc<Pace>,
    /// What hyper adds to the moment at which it begins to wait.
    pub(super) added: Duration,
}

impl HeadTimer {
    fn expect_head(&self, deadline: Instant) {
        self.pace.expect_head(deadline.checked_sub(self.added).unwrap_or(deadline));
        self.pace.rest.end();
    }
}

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(Instant::now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        self.expect_head(deadline);
        Box::pin(Waiting(Arc::clone(&self.pace)))
    }

    fn reset(&self, _: &mut Pin<Box<dyn Sleep>>, deadline: Instant) {
        self.expect_head(deadline);
    }
}

/// Lives as long as hyper waits for a head.
struct Waiting(Arc<Pace>);

impl Sleep for Waiting {}

impl Future for Waiting {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0.is_late() { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.head.store(0, Relaxed);
        self.0.is_first.store(false, Relaxed);
    }
}
