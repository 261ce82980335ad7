//! Which connections still owe their client something.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many connections are unfinished. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Unfinished(Arc<AtomicUsize>);

/// One connection, from its first byte until its last is sent. What follows, reading on until the
/// client has gone too, is no work.
pub(crate) struct Work(Option<Unfinished>);

impl Unfinished {
    pub(super) fn count(&self) -> usize {
        self.0.load(Ordering::Acquire)
    }

    pub(crate) fn begin(&self) -> Work {
        self.0.fetch_add(1, Ordering::AcqRel);
        Work(Some(self.clone()))
    }
}

impl Work {
    /// Before the client is told, so that who was told is no longer counted.
    pub(super) fn finish(&mut self) {
        if let Some(unfinished) = self.0.take() {
            unfinished.0.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.finish();
    }
}
