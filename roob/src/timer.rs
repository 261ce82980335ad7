//! Moments that wake tasks, under any executor and under none: one thread for the whole program,
//! which starts when a task first waits for a moment.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// A moment that is waited for. Dropping it is cheap and leaves nothing behind.
pub(crate) struct Alarm {
    at: Instant,
    /// The waker that is registered, and its place.
    set: Option<(u64, Waker)>,
}

/// Further away than any program runs, and not so far that an `Instant` could not have it.
const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

impl Alarm {
    /// The moment that is `time` from now.
    pub(crate) fn after(time: Duration) -> Self {
        Self { at: Instant::now() + time.min(FAR), set: None }
    }

    /// Whether the moment has come; until then the task is woken when it comes.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.is_due() {
            return Poll::Ready(());
        }
        let waker = context.waker();
        if !self.set.as_ref().is_some_and(|(_, set)| set.will_wake(waker)) {
            self.cancel();
            self.set = Some((CLOCK.set(self.at, waker.clone()), waker.clone()));
        }
        Poll::Pending
    }

    /// Whether the moment has come.
    pub(crate) fn is_due(&self) -> bool {
        Instant::now() >= self.at
    }

    fn cancel(&mut self) {
        if let Some((id, _)) = self.set.take() {
            CLOCK.lock().wakers.remove(&(self.at, id));
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.cancel();
    }
}

static CLOCK: Clock = Clock {
    alarms: Mutex::new(Alarms { wakers: BTreeMap::new(), next: 0, look: None, is_running: false }),
    earlier: Condvar::new(),
};

struct Clock {
    alarms: Mutex<Alarms>,
    /// Told when an alarm comes before the next look.
    earlier: Condvar,
}

struct Alarms {
    /// By their moments; a number tells apart those of one moment.
    wakers: BTreeMap<(Instant, u64), Waker>,
    next: u64,
    /// When the thread looks again; `None` while it is at it. Alarms that are taken back do not
    /// change that: most are, and waking the thread costs more than all else here.
    look: Option<Instant>,
    is_running: bool,
}

impl Clock {
    /// Has `waker` woken at `at`, and gives the number to take that back with.
    fn set(&'static self, at: Instant, waker: Waker) -> u64 {
        let mut alarms = self.lock();
        let id = alarms.next;
        alarms.next += 1;
        alarms.wakers.insert((at, id), waker);
        if !alarms.is_running {
            // Without a thread nobody is woken; the next who waits tries again.
            let thread = thread::Builder::new().name("roob-timer".to_owned());
            alarms.is_running = thread.spawn(|| self.run()).is_ok();
        } else if alarms.look.is_some_and(|look| at < look) {
            alarms.look = None;
            self.earlier.notify_one();
        }
        id
    }

    fn run(&self) {
        let mut alarms = self.lock();
        loop {
            let now = Instant::now();
            let later = alarms.wakers.split_off(&(now, u64::MAX));
            let due = std::mem::replace(&mut alarms.wakers, later);
            if !due.is_empty() {
                // A task may be polled where it is woken, and set its next alarm.
                drop(alarms);
                due.into_values().for_each(Waker::wake);
                alarms = self.lock();
                continue;
            }
            let next = alarms.wakers.keys().next().map_or(now + FAR, |(at, _)| *at);
            alarms.look = Some(next);
            let woken = self.earlier.wait_timeout(alarms, next - now);
            alarms = woken.unwrap_or_else(PoisonError::into_inner).0;
            alarms.look = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Alarms> {
        self.alarms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::mpsc::{Sender, channel};
    use std::task::Wake;

    struct Bell(Sender<()>);

    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            let _ = self.0.send(());
        }
    }

    /// Wakes are late, not lost, when the thread sleeps for what it was told first.
    #[test]
    fn an_alarm_wakes_before_one_that_was_set_earlier_for_later() {
        let mut later = Alarm::after(Duration::from_secs(3600));
        assert!(later.poll(&mut Context::from_waker(Waker::noop())).is_pending());
        thread::sleep(Duration::from_millis(20));
        let (bell, rung) = channel();
        let waker = Waker::from(Arc::new(Bell(bell)));
        let mut sooner = Alarm::after(Duration::from_millis(10));
        assert!(sooner.poll(&mut Context::from_waker(&waker)).is_pending());
        rung.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(sooner.is_due());
    }

    #[test]
    fn an_alarm_that_is_taken_back_wakes_nobody() {
        let (bell, rung) = channel();
        let waker = Waker::from(Arc::new(Bell(bell)));
        let mut alarm = Alarm::after(Duration::from_millis(10));
        assert!(alarm.poll(&mut Context::from_waker(&waker)).is_pending());
        drop((alarm, waker));
        assert!(rung.recv_timeout(Duration::from_secs(20)).is_err());
    }
}
