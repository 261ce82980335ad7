//! What a client, its requests and its responses share.

use super::card::Card;
use super::cookies::Jar;
use super::exchange::Exchange;
use super::numbers::Numbers;
use super::rules::Rules;
use super::scrub::Scrub;
use super::secrets::Secrets;
use super::transcript::write_all;
use crate::service::Service;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(super) struct Session {
    pub(super) service: Service,
    jar: Mutex<Jar>,
    rules: Mutex<Rules>,
    /// The exchanges in the order in which the requests began; `None` for one without its answer.
    log: Mutex<Vec<Option<Arc<Exchange>>>>,
}

impl Session {
    pub(super) fn new(service: Service) -> Self {
        Self { service, jar: Mutex::default(), rules: Mutex::default(), log: Mutex::default() }
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

    /// What the test wants to see and what not.
    pub(super) fn rules(&self) -> MutexGuard<'_, Rules> {
        lock(&self.rules)
    }

    /// All that was said.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = lock(&self.log).clone();
        let exchanges = || log.iter().flatten().map(|exchange| &**exchange);
        let numbers = Numbers::learn(exchanges(), &self.service);
        let (rules, secrets) = (self.rules(), Secrets::learn(exchanges()));
        let mut scrub = Scrub::steady(&rules, &secrets, numbers);
        write_all(f, exchanges(), &mut scrub)
    }

    /// The exchange at `place` with numbers of its own, but with the ids that were learned before.
    /// A credential is one also where it came to be one later.
    pub(super) fn write_one(&self, f: &mut fmt::Formatter<'_>, place: usize) -> fmt::Result {
        let log = lock(&self.log).clone();
        let exchanges =
            |log| <[_]>::iter(log).flatten().map(|exchange: &Arc<Exchange>| &**exchange);
        let numbers = Numbers::learn(exchanges(&log[..=place]), &self.service);
        let (rules, secrets) = (self.rules(), Secrets::learn(exchanges(&log)));
        let mut scrub = Scrub::steady(&rules, &secrets, numbers);
        write_all(f, log[place].as_deref().into_iter(), &mut scrub)
    }

    /// What a test that fails prints of `exchange`.
    pub(super) fn card(&self, exchange: &Exchange, finding: String) -> String {
        let log = lock(&self.log).clone();
        let secrets = Secrets::learn(log.iter().flatten().map(|exchange| &**exchange));
        let (rules, service) = (&*self.rules(), &self.service);
        let card = Card { finding, exchange, service, rules, secrets: &secrets };
        // What is found may have a part of any value in it.
        secrets.masked(&card.to_string()).into_owned()
    }
}

/// A test that panicked is over; what it left in here is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
