//! What is said to a log that may be broken.
//!
//! A subscriber that panics may keep what it could not write: that of `tracing-subscriber` puts the next
//! line behind it, and all of them would stay in memory as long as the disk is full. So who panics again
//! and again is told less and less, until it hears something without a panic.

use crate::unwind::quietly;
use std::cell::Cell;

thread_local! {
    /// How the log took what this thread said last.
    static TRUST: Cell<Trust> = const { Cell::new(Trust { panics: 0, unsaid: 0 }) };
}

#[derive(Clone, Copy)]
struct Trust {
    /// How often it panicked, one time after the other.
    panics: u32,
    /// How much was not said since then.
    unsaid: u32,
}

/// So many panics are forgiven. Then every second event is said, after the next panic every fourth.
const FORGIVEN: u32 = 64;
/// One of 2 to the power of this is said at least.
const RAREST: u32 = 12;

/// Calls `event`, which says one thing to the log, unless that is broken.
pub(crate) fn tell(event: impl FnOnce()) {
    // A thread that ends has no memory of it.
    let Ok(Trust { panics, unsaid }) = TRUST.try_with(Cell::get) else {
        quietly(event);
        return;
    };
    let trust = if unsaid + 1 < 1 << panics.saturating_sub(FORGIVEN).min(RAREST) {
        Trust { panics, unsaid: unsaid + 1 }
    } else if quietly(event) {
        Trust { panics: 0, unsaid: 0 }
    } else {
        Trust { panics: panics.saturating_add(1), unsaid: 0 }
    };
    let _ = TRUST.try_with(|place| place.set(trust));
}
