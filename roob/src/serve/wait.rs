//! One thing that a connection may wait for.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// Somebody waits, or nobody does. Only one task changes it, hence `Relaxed`; where a body is read by
/// another task, a wait may be seen a turn later.
#[derive(Default)]
pub(super) struct Wait(AtomicU8);

const NONE: u8 = 0;
/// The alarm has not seen it yet.
const FRESH: u8 = 1;
const KNOWN: u8 = 2;
/// It took too long.
const OVER: u8 = 3;

impl Wait {
    /// Somebody waits. Who did already waits on.
    pub(super) fn begin(&self) {
        if self.0.load(Relaxed) == NONE {
            self.0.store(FRESH, Relaxed);
        }
    }

    pub(super) fn end(&self) {
        self.0.store(NONE, Relaxed);
    }

    /// The alarm has set a deadline.
    pub(super) fn know(&self) {
        self.0.store(KNOWN, Relaxed);
    }

    /// The deadline has passed.
    pub(super) fn give_up(&self) {
        self.0.store(OVER, Relaxed);
    }

    pub(super) fn is_none(&self) -> bool {
        self.0.load(Relaxed) == NONE
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.0.load(Relaxed) == FRESH
    }

    pub(super) fn is_known(&self) -> bool {
        self.0.load(Relaxed) == KNOWN
    }

    pub(super) fn is_over(&self) -> bool {
        self.0.load(Relaxed) == OVER
    }
}
