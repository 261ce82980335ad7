//! Looks after the pace of one connection, with one timer for all that it may wait for.

use super::lull::Lull;
use super::pace::{Late, Pace};
use super::settings::Settings;
use super::sink::Flow;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::task::unconstrained;
use tokio::time::Sleep;

/// As good as for ever, and not so far that an `Instant` could not have it.
const FAR: Duration = Duration::from_secs(365 * 24 * 3600);

/// How long a connection waits for each thing.
#[derive(Clone, Copy)]
pub(super) struct Times {
    pub(super) head: Duration,
    keep_alive: Duration,
    body: Duration,
    write: Duration,
}

/// Knows when the first wait is too long. Its timer is always set to a moment before that: it is set
/// back when somebody begins to wait who may wait less, and a head is never waited for less than the
/// time after which it looks in any case.
pub(super) struct Alarm {
    pace: Arc<Pace>,
    times: Times,
    lull: Lull,
    sleep: Pin<Box<Sleep>>,
    /// The task of the connection is registered to be woken by `sleep`.
    is_set: bool,
    /// Until when each wait that is known may last.
    rest: Instant,
    body: Instant,
    answer: Instant,
    write: Option<Instant>,
}

impl Times {
    pub(super) fn of(settings: &Settings) -> Self {
        Self {
            head: settings.head_timeout.min(FAR),
            keep_alive: settings.keep_alive.min(FAR),
            body: settings.body_timeout.min(FAR),
            write: settings.write_timeout.min(FAR),
        }
    }

    /// How long the alarm may look away.
    fn least_head(&self) -> Duration {
        self.head.min(self.keep_alive)
    }
}

impl Alarm {
    pub(super) fn new(pace: &Arc<Pace>, times: Times) -> Self {
        let start = pace.start;
        let sleep = Box::pin(tokio::time::sleep_until((start + times.least_head()).into()));
        let pace = Arc::clone(pace);
        let (rest, body, answer) = (start, start, start);
        let lull = Lull::default();
        Self { pace, times, lull, sleep, is_set: false, rest, body, answer, write: None }
    }

    /// Looks out for a lull, or for none any more.
    pub(super) fn attend(&mut self, is_wanted: bool) {
        self.lull.attend(is_wanted);
    }

    /// Whether nothing happens for a while.
    pub(super) fn has_lull(&self) -> bool {
        self.lull.has_come()
    }

    /// Ready when a wait is too long, which who waits has to be told. It is asked at the end of each
    /// turn, and most of them cost nothing here.
    pub(super) fn poll(&mut self, context: &mut Context<'_>, flow: Flow) -> Poll<Late> {
        if self.pace.has_new_head() {
            self.pace.expect_head(Instant::now());
        }
        let is_known = self.write.is_none() && flow == Flow::Free && !self.pace.is_fresh();
        if is_known && self.is_set && !self.sleep.is_elapsed() {
            self.lull.break_off();
            return Poll::Pending;
        }
        let mut now = Instant::now();
        self.learn(now, flow);
        loop {
            self.lull.look(now);
            let next = self.next();
            if let Some((_, late)) = next.filter(|(at, _)| *at <= now) {
                return Poll::Ready(late);
            }
            let look = now + self.times.least_head();
            let look = self.lull.next().map_or(look, |at| at.min(look));
            if self.set(next.map_or(look, |(at, _)| at.min(look)), context).is_pending() {
                return Poll::Pending;
            }
            now = Instant::now();
        }
    }

    /// Sets deadlines for those who wait since the last look.
    fn learn(&mut self, now: Instant, flow: Flow) {
        let Self { pace, times, .. } = self;
        if pace.rest.is_fresh() && pace.is_in_head() {
            self.rest = now + times.head;
            pace.rest.know();
        }
        if pace.body.is_fresh() {
            self.body = now + times.body;
            pace.body.know();
        }
        if pace.answer.is_fresh() {
            self.answer = now + pace.limit().min(FAR);
            pace.answer.know();
        }
        match flow {
            Flow::Stuck { moved } if moved || self.write.is_none() => {
                self.write = Some(now + times.write);
            }
            Flow::Stuck { .. } => {}
            // Who was busy with its last answer did not keep us waiting for the next request.
            Flow::Free if self.write.take().is_some() && pace.head().is_some() => {
                pace.expect_head(now);
                self.rest = now + times.head;
            }
            Flow::Free => {}
        }
    }

    /// The first deadline.
    fn next(&self) -> Option<(Instant, Late)> {
        let pace = &self.pace;
        let deadlines = [
            (self.head(), if pace.is_in_head() { Late::Head } else { Late::Silence }),
            (pace.body.is_known().then_some(self.body), Late::Body),
            (pace.answer.is_known().then_some(self.answer), Late::Answer),
            (self.write, Late::Write),
        ];
        deadlines.into_iter().filter_map(|(at, late)| Some((at?, late))).min_by_key(|(at, _)| *at)
    }

    fn head(&self) -> Option<Instant> {
        let (since, is_first) = self.pace.head()?;
        if self.write.is_some() || self.pace.rest.is_over() {
            return None;
        }
        Some(match self.pace.rest.is_known() {
            _ if is_first => since + self.times.head,
            true => self.rest,
            false => since + self.times.keep_alive,
        })
    }

    /// Has the task woken at `at` or before; ready when that is now.
    fn set(&mut self, at: Instant, context: &mut Context<'_>) -> Poll<()> {
        let is_early = !self.sleep.is_elapsed() && self.sleep.deadline().into_std() <= at;
        if is_early && self.is_set {
            return Poll::Pending;
        }
        if !is_early {
            self.sleep.as_mut().reset(at.into());
        }
        self.is_set = true;
        // A turn that has used up its budget would not be registered.
        pin!(unconstrained(self.sleep.as_mut())).poll(context)
    }
}
