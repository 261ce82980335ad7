//! What may go wrong at a step on the disk, for tests: `ROOB_FAULT=kill:7` ends the process right
//! before its eighth step, `interrupt` sends it a Ctrl-C there, `fail` lets that step fail, and `full`
//! lets fail what takes room from there on. `fail:3,kill:7` is both. Only a command that is built with
//! the feature `faults` looks at it.

use std::io;

/// What a step does to the room on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// It takes some.
    Takes,
    /// It takes none.
    Leaves,
}

/// Comes before each step that changes the disk.
#[cfg(not(feature = "faults"))]
#[inline]
#[expect(clippy::unnecessary_wraps, reason = "with `faults` it fails")]
pub(crate) fn step(_: Room) -> io::Result<()> {
    Ok(())
}

/// Comes before each step that changes the disk, and goes wrong where `ROOB_FAULT` says so.
#[cfg(feature = "faults")]
pub(crate) fn step(room: Room) -> io::Result<()> {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static STEPS: AtomicUsize = AtomicUsize::new(0);
    let now = STEPS.fetch_add(1, Ordering::SeqCst);
    let faults = std::env::var("ROOB_FAULT").unwrap_or_default();
    let faults = faults.split(',').filter_map(|fault| fault.split_once(':'));
    let come = |(kind, at): (&str, &str)| come(kind, now, at.parse().unwrap_or(usize::MAX), room);
    faults.into_iter().try_for_each(come)
}

/// Whether a test looks at what a process leaves when it ends. A power cut it cannot play, so that
/// it need not wait for the disk.
pub(crate) fn is_a_test() -> bool {
    cfg!(feature = "faults") && std::env::var_os("ROOB_FAULT").is_some()
}

#[cfg(feature = "faults")]
fn come(kind: &str, now: usize, at: usize, room: Room) -> io::Result<()> {
    use signal_hook::{
        consts::{SIGINT, SIGKILL},
        low_level::raise,
    };
    match kind {
        "kill" if now == at => raise(SIGKILL),
        "interrupt" if now == at => raise(SIGINT),
        // Once full, it stays full.
        "full" if now >= at && room == Room::Takes => Err(io::ErrorKind::StorageFull.into()),
        "fail" if now == at => Err(io::Error::other("a test lets this fail")),
        _ => Ok(()),
    }
}
