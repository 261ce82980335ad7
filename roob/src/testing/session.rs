//! What a client, its requests and its responses share.

use super::cookies::Jar;
use super::coverage::{Notice, Tracker};
use super::example::example;
use super::exchange::{Exchange, Sent};
use super::scrub::Numbers;
use super::transcript::write_steady;
use crate::service::Service;
use http::StatusCode;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(super) struct Session {
    pub(super) service: Service,
    jar: Mutex<Jar>,
    /// The exchanges in the order in which the requests began; `None` for one without its answer.
    log: Mutex<Vec<Option<Arc<Exchange>>>>,
    /// `None` unless somebody wants to know what the suite asks.
    coverage: Option<Arc<Tracker>>,
}

impl Session {
    pub(super) fn new(service: Service) -> Self {
        let coverage = Tracker::of(&service);
        Self { service, jar: Mutex::default(), log: Mutex::default(), coverage }
    }

    pub(super) fn jar(&self) -> MutexGuard<'_, Jar> {
        lock(&self.jar)
    }

    /// A request begins; this is its place in the conversation.
    pub(super) fn begin(&self) -> usize {
        let mut log = lock(&self.log);
        log.push(None);
        log.len() - 1
    }

    /// The answer to the request at `place` came.
    pub(super) fn end(&self, place: usize, exchange: &Arc<Exchange>) {
        lock(&self.log)[place] = Some(Arc::clone(exchange));
    }

    /// Notes how `sent` was answered.
    pub(super) fn notice(&self, sent: &Sent, status: StatusCode) -> Notice {
        let Some(coverage) = &self.coverage else { return Notice::default() };
        let asked = (&sent.method, sent.uri.path());
        coverage.hit(&self.service, asked, status, || example(sent))
    }

    /// All that was said, and somebody looks at all of it.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = lock(&self.log).clone();
        let exchanges = || log.iter().flatten().map(|exchange| &**exchange);
        exchanges().for_each(|exchange| exchange.notice.look());
        let mut numbers = Numbers::learn(exchanges(), &self.service);
        write_steady(f, exchanges(), &mut numbers)
    }

    /// The exchange at `place` with numbers of its own, but with the ids that were learned before.
    pub(super) fn write_one(&self, f: &mut fmt::Formatter<'_>, place: usize) -> fmt::Result {
        let log: Vec<_> = lock(&self.log)[..=place].to_vec();
        let exchanges = log.iter().flatten().map(|exchange| &**exchange);
        let mut numbers = Numbers::learn(exchanges, &self.service);
        let shown = log[place].as_deref();
        shown.inspect(|exchange| exchange.notice.look());
        write_steady(f, shown.into_iter(), &mut numbers)
    }
}

/// A test that panicked is over; what it left in here is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
