//! What the connections still owe their clients.

use super::leftover::Leftover;
use super::pace::Pace;
use super::peer::Peer;
use http::{Method, Request};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The room for a path that is kept from one request to the next.
const USUAL_PATH: usize = 128;

/// One connection, from its first byte until its last is sent. What follows, reading on until the
/// client has gone too, is no work.
///
/// Its task notes what it does, so that a server that ends can say what it cut off. The clock is read
/// only for requests that take more than one turn.
#[derive(Default)]
pub(crate) struct Work {
    peer: Peer,
    doing: Mutex<Doing>,
    /// A request has come, in part or whole, and is not answered to its end.
    is_busy: AtomicBool,
    is_finished: AtomicBool,
}

#[derive(Default)]
struct Doing {
    request: Option<Method>,
    /// Its own copy: the request's would keep hyper's buffer.
    path: String,
    since: Option<Instant>,
}

impl Work {
    pub(super) fn of(peer: Peer) -> Arc<Self> {
        Arc::new(Self { peer, ..Self::default() })
    }

    /// A request has come.
    pub(super) fn begin<B>(&self, request: &Request<B>) {
        let mut doing = self.doing();
        doing.request = Some(request.method().clone());
        doing.path.clear();
        doing.path.shrink_to(USUAL_PATH);
        doing.path.push_str(request.uri().path());
        doing.since = None;
        drop(doing);
        self.is_busy.store(true, Ordering::Release);
    }

    /// A turn has ended with a request under way, or with half a head, or with nothing.
    pub(super) fn note(&self, pace: &Pace) {
        let is_in_head = pace.is_in_head();
        let is_busy = is_in_head || !pace.is_idle();
        self.is_busy.store(is_busy, Ordering::Release);
        if !is_busy {
            return;
        }
        let mut doing = self.doing();
        if is_in_head && doing.request.take().is_some() {
            // That one was answered.
            doing.since = None;
        }
        doing.since.get_or_insert_with(Instant::now);
    }

    /// The server ends: whoever is in the middle of a turn has been at it since now at least.
    pub(super) fn note_end(&self) {
        self.doing().since.get_or_insert_with(Instant::now);
    }

    /// Before the client is told, so that who was told is no longer counted.
    pub(super) fn finish(&self) {
        self.is_finished.store(true, Ordering::Release);
    }

    /// What is left of it, if anything.
    pub(super) fn left(&self) -> Option<Leftover> {
        if self.is_finished.load(Ordering::Acquire) || !self.is_busy.load(Ordering::Acquire) {
            return None;
        }
        let doing = self.doing();
        let request = doing.request.clone().map(|method| (method, doing.path.clone()));
        let time = doing.since.map(|since| since.elapsed()).unwrap_or_default();
        Some(Leftover { peer: self.peer, request, name: None, time })
    }

    fn doing(&self) -> MutexGuard<'_, Doing> {
        self.doing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
