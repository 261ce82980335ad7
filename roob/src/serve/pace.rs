//! What a connection waits for its client and its app to do.
//!
//! hyper would ask for a timer whenever it waits for a head, which is after each answer, and go once
//! more through all that it does to set it. So it knows of none. Whoever waits notes it here, most of
//! them without a look at the clock, and one [`Alarm`](super::alarm::Alarm) a connection looks after
//! all of them.

use super::wait::Wait;
use crate::clock::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// What the parts of one connection know of its pace. Only one task touches it, hence `Relaxed`;
/// others only end bodies.
pub(crate) struct Pace {
    pub(super) start: Instant,
    /// A request came, and the app has not answered.
    is_answering: AtomicBool,
    /// How many bodies are not at their end: that of the request, and an answer that is a stream.
    bodies: AtomicUsize,
    /// The body of an answer has given as much as the sink has room for.
    is_held_back: AtomicBool,
    /// hyper holds nothing back that it was to send.
    is_written: AtomicBool,
    /// What has come ends within a head.
    is_in_part: AtomicBool,
    /// What has come ends within a body, whether somebody wants it or not.
    is_in_body: AtomicBool,
    /// Since when a head is waited for, in microseconds from the start and one more; 0 while none is,
    /// and until the end of the turn in which one begins to be.
    head: AtomicU64,
    /// No head has come yet.
    is_first: AtomicBool,
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
    /// The server ends, and nothing happens here.
    is_left: AtomicBool,
    /// No other head is wanted.
    is_over: AtomicBool,
}

/// What took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Late {
    /// The client did not begin a head.
    Silence,
    /// It did not send the rest of one.
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
            is_answering: AtomicBool::new(false),
            bodies: AtomicUsize::new(0),
            is_held_back: AtomicBool::new(false),
            is_written: AtomicBool::new(true),
            is_in_part: AtomicBool::new(false),
            is_in_body: AtomicBool::new(false),
            head: AtomicU64::new(1),
            is_first: AtomicBool::new(true),
            rest: Wait::default(),
            body: Wait::default(),
            answer: Wait::default(),
            limit: AtomicU64::new(0),
            is_lost: AtomicBool::new(false),
            is_left: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
        })
    }

    /// Bytes came, and end within a head or within a body, or with one of them.
    pub(super) fn note_read(&self, is_in_head: bool, is_in_body: bool) {
        self.is_in_part.store(is_in_head, Relaxed);
        self.is_in_body.store(is_in_body, Relaxed);
        if is_in_head {
            self.rest.begin();
        }
    }

    /// A head is there, and the app begins to answer it.
    pub(super) fn begin_answer(&self) {
        self.is_answering.store(true, Relaxed);
        self.is_first.store(false, Relaxed);
        self.head.store(0, Relaxed);
        self.rest.end();
        if self.is_in_part.load(Relaxed) {
            // Of the next one, which came with it.
            self.rest.begin();
        }
        self.answer.end();
    }

    /// The app has answered.
    pub(super) fn end_answer(&self) {
        self.is_answering.store(false, Relaxed);
    }

    /// The body of the answer has to wait until the sink has room.
    pub(super) fn hold_back(&self) {
        self.is_held_back.store(true, Relaxed);
    }

    pub(super) fn is_held_back(&self) -> bool {
        self.is_held_back.load(Relaxed)
    }

    /// Lets the body of the answer go on; whether it waited.
    pub(super) fn let_go(&self) -> bool {
        let was_held_back = self.is_held_back();
        if was_held_back {
            self.is_held_back.store(false, Relaxed);
        }
        was_held_back
    }

    /// hyper writes, or has written all that it had.
    pub(super) fn note_written(&self, is_written: bool) {
        self.is_written.store(is_written, Relaxed);
    }

    /// Whether hyper has nothing to do until a head comes.
    pub(super) fn needs_nobody(&self) -> bool {
        self.is_idle() && self.is_written.load(Relaxed)
    }

    /// Whether a head is waited for.
    pub(super) fn is_waiting(&self) -> bool {
        !self.is_answering.load(Relaxed)
            && self.bodies.load(Relaxed) == 0
            && !self.is_over.load(Relaxed)
    }

    /// Whether a head is waited for and none of it has come.
    pub(super) fn is_idle(&self) -> bool {
        self.is_waiting() && self.rest.is_none() && !self.is_in_body()
    }

    /// Whether a head has come in part.
    pub(super) fn is_in_head(&self) -> bool {
        self.is_waiting() && !self.rest.is_none()
    }

    /// Whether a body has come in part.
    pub(super) fn is_in_body(&self) -> bool {
        self.is_in_body.load(Relaxed)
    }

    /// Whether a head began to be waited for, and nobody has said since when.
    pub(super) fn has_new_head(&self) -> bool {
        self.is_waiting() && self.head.load(Relaxed) == 0
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

    /// Whether the head has to be refused because its rest did not come in time. Asked once.
    pub(super) fn lose_head(&self) -> bool {
        let is_lost = self.rest.is_over();
        if is_lost {
            self.rest.end();
            self.is_in_part.store(false, Relaxed);
        }
        is_lost
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

    /// The connection ends although its client may want to go on, of which nobody will hear.
    pub(super) fn leave(&self) {
        self.is_left.store(true, Relaxed);
    }

    pub(super) fn is_left(&self) -> bool {
        self.is_left.load(Relaxed)
    }

    /// The last answer is written.
    pub(super) fn finish(&self) {
        self.is_over.store(true, Relaxed);
        self.head.store(0, Relaxed);
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
            Late::Head => self.rest.give_up(),
            Late::Body => self.body.give_up(),
            Late::Answer => self.answer.give_up(),
            // hyper would not listen: the connection is dropped.
            Late::Silence | Late::Write => {}
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

/// A body that is not at its end; until it is dropped no head is waited for.
pub(super) struct OpenBody(Arc<Pace>);

impl OpenBody {
    pub(super) fn new(pace: &Arc<Pace>) -> Self {
        pace.bodies.fetch_add(1, Relaxed);
        Self(Arc::clone(pace))
    }

    pub(super) fn pace(&self) -> &Pace {
        &self.0
    }
}

impl Drop for OpenBody {
    fn drop(&mut self) {
        self.0.bodies.fetch_sub(1, Relaxed);
    }
}
