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
mod regression;
mod report;

pub use report::FuzzReport;

use super::exchange::Exchange;
use super::lint::Wishes;
use super::session::Session;
use super::written::{header_name, header_value};
use crate::routing::Route;
use bytes::Bytes;
use finding::Finding;
use maker::Maker;
use recipe::Recipe;
use regression::regression;
use std::panic::Location;
use std::sync::Arc;
use std::time::{Duration, Instant};

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

/// How many simpler requests are tried for a finding.
const TRIES: usize = 2_000;

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

    /// The longest that an answer may take, each time that it is asked for; 1 s unless this says
    /// otherwise.
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
            let (recipe, exchange, took) = self.next(&mut maker).await;
            if let Some(finding) = Finding::of(&exchange, self.wishes, took, self.slowest)
                && self.is_lasting(&finding, &recipe).await
            {
                self.fail(number, recipe, exchange, finding).await;
            }
            report.count(&exchange, &service);
            maker.learn(&exchange);
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

    /// The next request that a client can send.
    async fn next(&self, maker: &mut Maker<'_>) -> (Recipe, Arc<Exchange>, Duration) {
        loop {
            let recipe = maker.recipe();
            if let Some((exchange, took)) = self.send(&recipe).await {
                return (recipe, exchange, took);
            }
        }
    }

    /// The exchange, and how long the app took; `None` when no client could send the request.
    async fn send(&self, recipe: &Recipe) -> Option<(Arc<Exchange>, Duration)> {
        let request = recipe.request(&self.session, self.wishes)?.asked_at(self.asked_at);
        let start = Instant::now();
        match request.exchange().await {
            Ok(answered) => Some((answered.exchange, start.elapsed())),
            Err(unheard) => self.session.unanswered(&unheard),
        }
    }

    async fn finding(&self, recipe: &Recipe) -> Option<(Finding, Arc<Exchange>)> {
        let (exchange, took) = self.send(recipe).await?;
        Finding::of(&exchange, self.wishes, took, self.slowest).map(|finding| (finding, exchange))
    }

    /// Whether it was the app that was slow, and not the machine.
    async fn is_lasting(&self, finding: &Finding, recipe: &Recipe) -> bool {
        if !matches!(finding, Finding::Slow(_)) {
            return true;
        }
        for _ in 0..REPEATS {
            if self.finding(recipe).await.is_none() {
                return false;
            }
        }
        true
    }

    /// The smallest request with the same finding; `None` when not even the same one has it again.
    async fn smallest(&self, recipe: &Recipe, same: &Finding) -> Option<(Recipe, Arc<Exchange>)> {
        let has = async |recipe: &Recipe| {
            self.finding(recipe).await.filter(|(finding, _)| finding.is_like(same))
        };
        let (_, exchange) = has(recipe).await?;
        let mut best = (recipe.clone(), exchange);
        let mut tries = 0;
        'simpler: loop {
            for simpler in simpler::requests(&best.0) {
                tries += 1;
                if tries > TRIES {
                    return Some(best);
                }
                if let Some((_, exchange)) = has(&simpler).await {
                    best = (simpler, exchange);
                    continue 'simpler;
                }
            }
            return Some(best);
        }
    }

    async fn fail(
        &self,
        number: usize,
        recipe: Recipe,
        exchange: Arc<Exchange>,
        finding: Finding,
    ) -> ! {
        let (smallest, again) = match self.smallest(&recipe, &finding).await {
            Some(smallest) => (smallest, "this is the smallest request that has it"),
            None => ((recipe, exchange), "it did not come again, so it depends on what was before"),
        };
        let (recipe, exchange) = smallest;
        let (requests, seed) = (self.requests, self.seed);
        let text =
            format!("{finding}\nfound by request {number} of {requests} with seed {seed}; {again}");
        let card = self.session.card(&exchange, text);
        panic!("{card}\na test of it:\n\n{}\n", regression(&recipe, &finding))
    }
}
