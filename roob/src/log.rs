//! What is said to a log that may be broken.
//!
//! A subscriber that panics may keep what it could not write: that of `tracing-subscriber` puts the next
//! line behind it, and all of them would stay in memory as long as the disk is full. So who panics again
//! and again is told less and less, until it has heard some things without a panic.

use crate::unwind::quietly;
use std::cell::Cell;

thread_local! {
    /// How the log took what this thread said last.
    static TRUST: Cell<Trust> = const { Cell::new(FULL) };
}

#[derive(Clone, Copy)]
struct Trust {
    /// How often it panicked.
    panics: u32,
    /// How much was not said since then.
    unsaid: u32,
    /// How much it has heard since then. An event that a filter leaves out looks the same.
    heard: u32,
}

const FULL: Trust = Trust { panics: 0, unsaid: 0, heard: 0 };

/// So much has to be heard for the panics to be forgotten.
const PROOF: u32 = 16;
/// So many panics are forgiven. Then every second event is said, after the next panic every fourth.
const FORGIVEN: u32 = 64;
/// One of 2 to the power of this is said at least.
const RAREST: u32 = 12;

/// Calls `event`, which says one thing to the log, unless that is broken.
pub(crate) fn tell(event: impl FnOnce()) {
    // A thread that ends has no memory of it.
    let Ok(Trust { panics, unsaid, heard }) = TRUST.try_with(Cell::get) else {
        quietly(event);
        return;
    };
    let rarity = 1 << panics.saturating_sub(FORGIVEN).min(RAREST);
    let trust = if heard == 0 && unsaid + 1 < rarity {
        Trust { panics, unsaid: unsaid + 1, heard }
    } else if !quietly(event) {
        Trust { panics: panics.saturating_add(1), ..FULL }
    } else if heard + 1 < PROOF {
        Trust { panics, unsaid: 0, heard: heard + 1 }
    } else {
        FULL
    };
    let _ = TRUST.try_with(|place| place.set(trust));
}
