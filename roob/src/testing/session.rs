//! What a client, its requests and its responses share.

use super::card::Card;
use super::cookies::Jar;
use super::coverage::{Notice, Tracker};
use super::deadline::{Deadline, Late};
use super::draft::Unheard;
use super::example::example;
use super::exchange::{Exchange, Received, Sent};
use super::hook;
use super::json::Json;
use super::lint::Wishes;
use super::numbers::Numbers;
use super::rules::Rules;
use super::scrub::Scrub;
use super::secrets::Secrets;
use super::transcript::write_all;
use super::transport::Carrier;
use super::unanswered::Unanswered;
use crate::hooks::HookError;
use crate::service::Service;
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub(super) struct Session {
    pub(super) service: Service,
    /// Who brings requests to the app; `None` when it is called.
    pub(super) carrier: Option<Arc<dyn Carrier>>,
    jar: Mutex<Jar>,
    /// Whether there ever was something in it: most clients never have to look.
    has_cookies: AtomicBool,
    rules: Mutex<Rules>,
    /// The exchanges in the order in which the requests began; `None` for one without its answer.
    /// Those at the end without an answer are not there yet.
    log: Mutex<Vec<Option<Arc<Exchange>>>>,
    /// How many requests began.
    begun: AtomicUsize,
    /// In nanoseconds.
    deadline: AtomicU64,
    /// `None` unless somebody wants to know what the suite asks.
    coverage: Option<Arc<Tracker>>,
    /// Whether something was asked whose answer is compared with those beside it.
    compares: AtomicBool,
}

/// A deadline that nobody gave.
const UNSET: u64 = u64::MAX;

impl Session {
    pub(super) fn new(service: Service, carrier: Option<Arc<dyn Carrier>>) -> Self {
        hook::install();
        let coverage = Tracker::of(&service);
        Self {
            service,
            carrier,
            jar: Mutex::default(),
            has_cookies: AtomicBool::default(),
            rules: Mutex::default(),
            log: Mutex::default(),
            begun: AtomicUsize::default(),
            deadline: AtomicU64::new(UNSET),
            coverage,
            compares: AtomicBool::default(),
        }
    }

    /// Runs the hooks of the app for its start, unless they ran; or says in words why not.
    pub(super) async fn start(&self, deadline: &mut Deadline) -> Result<(), String> {
        let started = deadline.within(pin!(self.service.life().start_once())).await;
        self.hooked(started)
    }

    /// Runs the hooks of the app for its end; an app that nobody asked was up as well.
    pub(super) async fn stop(&self) -> Result<(), String> {
        let mut deadline = Deadline::of(self.deadline());
        self.start(&mut deadline).await?;
        let stopped = deadline.within(pin!(self.service.stop())).await;
        self.hooked(stopped)
    }

    fn hooked(&self, ran: Result<Result<(), HookError>, Late>) -> Result<(), String> {
        match (ran, self.service.life().last()) {
            (Ok(ran), _) => ran.map_err(|error| error.to_string()),
            (Err(Late(limit)), Some(hook)) => Err(hook.late(limit).to_string()),
            (Err(Late(_)), None) => Ok(()),
        }
    }

    pub(super) fn jar(&self) -> MutexGuard<'_, Jar> {
        lock(&self.jar)
    }

    /// Keeps the cookies that the answer to a request for `path` has.
    pub(super) fn keep_cookies(&self, headers: &HeaderMap, path: &str) {
        // Most answers have few headers, and none of these: to look at each costs less than to hash.
        if headers.keys().any(|name| *name == SET_COOKIE) {
            self.has_cookies.store(true, Ordering::Relaxed);
            self.jar().keep(headers, path);
        }
    }

    pub(super) fn has_cookies(&self) -> bool {
        self.has_cookies.load(Ordering::Relaxed)
    }

    /// A request begins; this is its place in the conversation.
    pub(super) fn begin(&self) -> usize {
        self.begun.fetch_add(1, Ordering::Relaxed)
    }

    /// The answer to the request at `place` came.
    pub(super) fn end(&self, place: usize, exchange: &Arc<Exchange>) {
        let mut log = lock(&self.log);
        if log.len() <= place {
            log.resize(place + 1, None);
        }
        log[place] = Some(Arc::clone(exchange));
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
        let log = lock(&self.log).clone();
        let exchanges = || log.iter().flatten().map(|exchange| &**exchange);
        let steady = |json: &mut Json| {
            let numbers = Numbers::learn(exchanges(), &self.service);
            let (rules, secrets) = (self.rules(), Secrets::learn(exchanges()));
            Scrub::steady(&rules, &secrets, numbers).json(json);
        };
        if let Some(found) = Wishes::compare(exchange, again, &steady) {
            self.fail(exchange, &found.to_string());
        }
    }

    /// Ends the test with what was found in `exchange`, and with all that is known of it.
    #[track_caller]
    pub(super) fn fail(&self, exchange: &Exchange, finding: &str) -> ! {
        panic!("{}", self.card(exchange, finding.to_owned()))
    }

    /// As `fail`, for a request without an answer.
    pub(super) fn unanswered(&self, unheard: &Unheard) -> ! {
        panic!("{}", self.card_without_answer(unheard, &unheard.finding))
    }

    /// As `card`, for a request without an answer.
    pub(super) fn card_without_answer(&self, unheard: &Unheard, finding: &str) -> String {
        let Exchange { sent, witness, .. } = &*unheard.draft;
        let log = lock(&self.log).clone();
        let mut secrets = Secrets::learn(log.iter().flatten().map(|exchange| &**exchange));
        secrets.learn_from(sent);
        let (rules, service) = (&*self.rules(), &self.service);
        let card = Unanswered { finding, sent, witness, service, rules, secrets: &secrets };
        secrets.masked(&card.to_string()).into_owned()
    }

    /// How long the requests of this client wait that say nothing themselves.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let nanos = self.deadline.load(Ordering::Relaxed);
        (nanos != UNSET).then_some(Duration::from_nanos(nanos))
    }

    pub(super) fn set_deadline(&self, time: Duration) {
        let nanos = time.as_nanos().try_into().unwrap_or(UNSET - 1);
        self.deadline.store(nanos, Ordering::Relaxed);
    }

    /// What the test wants to see and what not.
    pub(super) fn rules(&self) -> MutexGuard<'_, Rules> {
        lock(&self.rules)
    }

    /// All that was said.
    pub(super) fn exchanges(&self) -> Vec<Arc<Exchange>> {
        lock(&self.log).iter().flatten().cloned().collect()
    }

    /// Another client of the same service, with the same cookies and nothing said yet.
    pub(super) fn fork(&self) -> Self {
        Self {
            service: self.service.clone(),
            carrier: self.carrier.clone(),
            jar: Mutex::new(self.jar().clone()),
            has_cookies: AtomicBool::new(self.has_cookies()),
            rules: Mutex::new(self.rules().clone()),
            log: Mutex::default(),
            begun: AtomicUsize::default(),
            deadline: AtomicU64::new(self.deadline.load(Ordering::Relaxed)),
            // What was invented is no test of what the suite asks.
            coverage: None,
            compares: AtomicBool::default(),
        }
    }

    /// Notes how `sent` was answered.
    pub(super) fn notice(&self, sent: &Sent, status: StatusCode) -> Option<Notice> {
        let asked = (&sent.method, sent.uri.path());
        let coverage = self.coverage.as_ref()?;
        Some(coverage.hit(&self.service, asked, status, || example(sent)))
    }

    /// All that was said, as text; somebody looks at all of it.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = lock(&self.log).clone();
        let exchanges = || log.iter().flatten().map(|exchange| &**exchange);
        exchanges().for_each(|exchange| exchange.notice.look());
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
        let shown = log[place].as_deref();
        shown.inspect(|exchange| exchange.notice.look());
        write_all(f, shown.into_iter(), &mut scrub)
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
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
