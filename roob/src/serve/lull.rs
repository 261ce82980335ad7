//! Finds out that nothing happens on a connection.

use std::time::{Duration, Instant};

/// When it is looked first. What follows from a lull takes less than a request, but is too much for
/// each.
const FIRST: Duration = Duration::from_millis(8);

/// How often it is looked when something has happened each time.
const LAST: Duration = Duration::from_millis(256);

/// Looks now and then. It has come when nothing has happened between two looks.
#[derive(Default)]
pub(super) struct Lull(Option<Watch>);

struct Watch {
    look: Instant,
    pause: Duration,
    /// Nothing has happened since the last look.
    is_quiet: bool,
    has_come: bool,
}

impl Lull {
    /// Begins to look, or stops.
    pub(super) fn attend(&mut self, is_wanted: bool) {
        if is_wanted != self.0.is_some() {
            self.0 = is_wanted.then(|| Watch {
                look: Instant::now() + FIRST,
                pause: FIRST,
                is_quiet: false,
                has_come: false,
            });
        }
    }

    /// Something happens.
    pub(super) fn break_off(&mut self) {
        if let Some(watch) = &mut self.0 {
            watch.is_quiet = false;
        }
    }

    /// Looks, if it is time to.
    pub(super) fn look(&mut self, now: Instant) {
        match &mut self.0 {
            Some(watch) if watch.look > now => watch.is_quiet = false,
            Some(watch) if watch.is_quiet => watch.has_come = true,
            Some(watch) => {
                watch.is_quiet = true;
                watch.pause = (watch.pause * 2).min(LAST);
                watch.look = now + watch.pause;
            }
            None => {}
        }
    }

    /// When to look. Nobody needs to be woken for what has come.
    pub(super) fn next(&self) -> Option<Instant> {
        self.0.as_ref().filter(|watch| !watch.has_come).map(|watch| watch.look)
    }

    pub(super) fn has_come(&self) -> bool {
        self.0.as_ref().is_some_and(|watch| watch.has_come)
    }
}
