//! Requests that nobody thought of, made from the table of routes.

// In reading order: a file imports only files listed above it.
mod random;
mod texts;
mod bodies;
mod oddities;
mod recipe;
mod simpler;
mod maker;
mod finding;
mod trial;
mod regression;
mod report;

pub use report::FuzzReport;

use super::exchange::Exchange;
use super::lint::Wishes;
use super::session::Session;
use super::written::{header_name, header_value};
use crate::table::Route;
use bytes::Bytes;
use finding::Finding;
use maker::Maker;
use recipe::Recipe;
use regression::regression;
use std::panic::Location;
use std::sync::Arc;
use std::time::{Duration, Instant};
use trial::Trial;

/// Many requests to all routes of an app; see [`TestClient::fuzz`](super::TestClient::fuzz).
#[must_use = "nothing is sent before `run` is awaited"]
pub struct Fuzz {
    session: Arc<Session>,
    wishes: Wishes,
    /// What was said before: examples.
    conversation: Vec<Arc<Exchange>>,
    asked_at: &'static Location<'static>,
    requests: usize,
    seed: u64,
    slowest: Duration,
    headers: Vec<(String, Bytes)>,
    only: Vec<String>,
    skip: Vec<String>,
}

/// A request that brings something to light, and what.
type Found = (Trial, Finding);

/// How many simpler requests are tried for a finding, and how many when each may have to be waited
/// for.
const TRIES: usize = 2_000;
const PATIENT_TRIES: usize = 100;

/// How often a slow request is repeated before it is called slow.
const REPEATS: usize = 2;

impl Fuzz {
    #[track_caller]
    pub(super) fn new(
        session: Arc<Session>,
        wishes: Wishes,
        conversation: Vec<Arc<Exchange>>,
    ) -> Self {
        Self {
            session,
            wishes,
            conversation,
            asked_at: Location::caller(),
            requests: 1_000,
            seed: 0,
            slowest: Duration::from_secs(1),
            headers: Vec::new(),
            only: Vec::new(),
            skip: Vec::new(),
        }
    }

    /// How many requests are sent; 1 000 unless this says otherwise.
    pub fn requests(mut self, number: usize) -> Self {
        self.requests = number;
        self
    }

    /// Which requests are sent: the same seed, routes and examples make the same ones. 0 unless this
    /// says otherwise.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The longest that an answer may take; 1 s unless this says otherwise. One that takes longer is
    /// asked for twice more before it is called slow. Of streams of events it is the head that may.
    pub fn slowest(mut self, longest: Duration) -> Self {
        self.slowest = longest;
        self
    }

    /// A header of every request, such as the `authorization` of somebody who may do all.
    ///
    /// # Panics
    /// When `name` or `value` cannot be sent in a header (RFC 9110, 5).
    #[track_caller]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        let (name, value) = (header_name(name.as_ref()), header_value(value.as_ref()));
        self.headers.push((name.to_string(), Bytes::copy_from_slice(value.as_bytes())));
        self
    }

    /// No routes but those whose pattern begins with `prefix`, and those of other calls of this.
    pub fn only(mut self, prefix: impl Into<String>) -> Self {
        self.only.push(prefix.into());
        self
    }

    /// Not the routes whose pattern begins with `prefix`.
    pub fn skip(mut self, prefix: impl Into<String>) -> Self {
        self.skip.push(prefix.into());
        self
    }

    /// Sends the requests, and gives what came of them.
    ///
    /// # Panics
    /// At the first finding, with the smallest request that has the same one; when no route is left
    /// to ask.
    pub async fn run(self) -> FuzzReport {
        let routes = self.routes();
        let mut report = FuzzReport::new(&routes);
        let service = self.session.service.clone();
        let mut maker = Maker::new(&service, routes, self.headers.clone(), self.seed);
        self.conversation.iter().for_each(|exchange| maker.learn_from(exchange));
        for number in 1..=self.requests {
            let trial = self.next(&mut maker).await;
            match self.judge(trial).await {
                Ok(exchange) => {
                    report.count(&exchange, &service);
                    maker.learn(&exchange);
                }
                Err(found) => self.fail(number, found).await,
            }
        }
        report
    }

    fn routes(&self) -> Vec<&Route> {
        let begins = |route: &Route, prefixes: &[String]| {
            prefixes.iter().any(|prefix| route.pattern().starts_with(&**prefix))
        };
        let is_asked = |route: &&Route| {
            (self.only.is_empty() || begins(route, &self.only)) && !begins(route, &self.skip)
        };
        let routes: Vec<&Route> = self.session.service.routes().iter().filter(is_asked).collect();
        if routes.is_empty() {
            let all = self.session.service.routes().len();
            panic!(
                "there is no route to ask: the app has {all}, and `only` and `skip` leave none\n\
                 fuzz at {}",
                self.asked_at
            );
        }
        routes
    }

    /// The next request that a client can send, tried.
    async fn next(&self, maker: &mut Maker<'_>) -> Trial {
        loop {
            if let Some(trial) = self.send(maker.recipe()).await {
                return trial;
            }
        }
    }

    /// `None` when no client could send the request.
    async fn send(&self, recipe: Recipe) -> Option<Trial> {
        let request = recipe.request(&self.session, self.wishes)?.asked_at(self.asked_at);
        let start = Instant::now();
        let came = request.deadline(self.slowest).quiet().exchange().await;
        Some(Trial { recipe, came, took: start.elapsed() })
    }

    /// The exchange of a trial when nothing is wrong with it, and else what is. What took too long is
    /// tried again before it is called slow: it may have been the machine.
    async fn judge(&self, mut trial: Trial) -> Result<Arc<Exchange>, Found> {
        let mut repeats = 0;
        loop {
            let finding = match trial.verdict(self.wishes, self.slowest) {
                Ok(exchange) => return Ok(Arc::clone(exchange)),
                Err(finding) => finding,
            };
            if repeats == REPEATS || !finding.is_about_time() {
                return Err((trial, finding));
            }
            repeats += 1;
            trial = match self.send(trial.recipe.clone()).await {
                Some(again) => again,
                None => return Err((trial, finding)),
            };
        }
    }

    /// What a request brings to light, if it is `same`.
    async fn again(&self, recipe: &Recipe, same: &Finding) -> Option<Found> {
        let found = self.judge(self.send(recipe.clone()).await?).await.err()?;
        found.1.is_like(same).then_some(found)
    }

    /// The smallest request with the same finding; `None` when not even the same one has it again.
    async fn smallest(&self, (trial, finding): &Found) -> Option<Found> {
        let mut best = self.again(&trial.recipe, finding).await?;
        let mut tries = if finding.is_about_time() { PATIENT_TRIES } else { TRIES };
        'simpler: loop {
            for simpler in simpler::requests(&best.0.recipe) {
                if tries == 0 {
                    return Some(best);
                }
                tries -= 1;
                if let Some(found) = self.again(&simpler, finding).await {
                    best = found;
                    continue 'simpler;
                }
            }
            return Some(best);
        }
    }

    async fn fail(&self, number: usize, found: Found) -> ! {
        let (found, again) = match self.smallest(&found).await {
            Some(smallest) => (smallest, "this is the smallest request that has it"),
            None => (found, "it did not come again, so it depends on what was before"),
        };
        let (trial, finding) = found;
        let (requests, seed) = (self.requests, self.seed);
        let text =
            format!("{finding}\nfound by request {number} of {requests} with seed {seed}; {again}");
        let card = match &trial.came {
            Ok(answered) => self.session.card(&answered.exchange, text),
            Err(unheard) => self.session.card_without_answer(unheard, &text),
        };
        panic!("{card}\na test of it:\n\n{}\n", regression(&trial.recipe, &finding, self.slowest))
    }
}
