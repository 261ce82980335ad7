//! Ctrl-C, and other signals that end a process: while files are written they wait.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    flag,
};

/// While it lives, a signal ends nothing.
#[derive(Debug)]
pub(crate) struct Held(&'static Flags);

#[derive(Debug, Default)]
struct Flags {
    came: Arc<AtomicBool>,
    /// Whether a signal does what it always does.
    ends: Arc<AtomicBool>,
}

static FLAGS: OnceLock<Flags> = OnceLock::new();

impl Held {
    /// From here on.
    pub(crate) fn signals() -> Self {
        let flags = FLAGS.get_or_init(Flags::registered);
        flags.ends.store(false, Ordering::SeqCst);
        Self(flags)
    }

    /// Whether one came that waits.
    pub(crate) fn came(&self) -> bool {
        self.0.came.load(Ordering::SeqCst)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.ends.store(true, Ordering::SeqCst);
    }
}

impl Flags {
    fn registered() -> Self {
        let flags = Self::default();
        for signal in [SIGINT, SIGTERM] {
            // Where signals cannot be had, one ends the command as a crash does, which is no harm.
            let _ = flag::register_conditional_default(signal, Arc::clone(&flags.ends));
            let _ = flag::register(signal, Arc::clone(&flags.came));
        }
        flags
    }
}
