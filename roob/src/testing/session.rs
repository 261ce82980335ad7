//! What a client, its requests and its responses share.

use super::card::Card;
use super::cookies::Jar;
use super::exchange::{Exchange, Received};
use super::lint::Wishes;
use super::scrub::Numbers;
use super::transcript::write_steady;
use crate::service::Service;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(super) struct Session {
    pub(super) service: Service,
    jar: Mutex<Jar>,
    /// The exchanges in the order in which the requests began; `None` for one without its answer.
    log: Mutex<Vec<Option<Arc<Exchange>>>>,
    /// Whether something was asked whose answer is compared with those beside it.
    compares: AtomicBool,
}

impl Session {
    pub(super) fn new(service: Service) -> Self {
        Self {
            service,
            jar: Mutex::default(),
            log: Mutex::default(),
            compares: AtomicBool::default(),
        }
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

    /// Ends the test when the answer at `place` breaks a rule of HTTP.
    pub(super) fn lint(&self, place: usize, exchange: &Exchange, wishes: Wishes) {
        if Wishes::compares(exchange) {
            self.compares.store(true, Ordering::Relaxed);
        }
        let found = match self.compares.load(Ordering::Relaxed) {
            true => wishes.check(exchange, &lock(&self.log)[..place]),
            false => wishes.check(exchange, &[]),
        };
        if !found.is_empty() {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            self.fail(exchange, &found.join("\n"));
        }
    }

    /// Ends the test when `again`, the answer to the same GET, is another one.
    pub(super) fn compare(&self, exchange: &Exchange, again: &Received) {
        if let Some(found) = Wishes::compare(exchange, again) {
            self.fail(exchange, &found.to_string());
        }
    }

    /// Ends the test with what the client found itself: no line of the test is under way then.
    pub(super) fn fail(&self, exchange: &Exchange, finding: &str) -> ! {
        let finding = format!("{finding}\nrequest made at {}", exchange.sent.asked_at);
        panic!("{}", Card { finding, exchange, service: &self.service })
    }

    /// All that was said.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = lock(&self.log).clone();
        let exchanges = || log.iter().flatten().map(|exchange| &**exchange);
        let mut numbers = Numbers::learn(exchanges(), &self.service);
        write_steady(f, exchanges(), &mut numbers)
    }

    /// The exchange at `place` with numbers of its own, but with the ids that were learned before.
    pub(super) fn write_one(&self, f: &mut fmt::Formatter<'_>, place: usize) -> fmt::Result {
        let log: Vec<_> = lock(&self.log)[..=place].to_vec();
        let exchanges = log.iter().flatten().map(|exchange| &**exchange);
        let mut numbers = Numbers::learn(exchanges, &self.service);
        write_steady(f, log[place].as_deref().into_iter(), &mut numbers)
    }
}

/// A test that panicked is over; what it left in here is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
