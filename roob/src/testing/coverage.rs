//! Which routes a suite asked, how they answered, and whether a test looked at the answer.

use super::facts::{is_toy, path_fact, route_fact};
use super::record::{Recorder, Row, Seen};
use crate::service::Service;
use crate::table::Route;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The rows of an app, by route.
pub(super) struct Tracker {
    routes: Vec<Option<Arc<Row>>>,
    /// Those of the routes' paths, for requests that no route answers.
    paths: Vec<Option<Arc<Row>>>,
}

/// Which facts an exchange is.
#[derive(Default)]
pub(super) struct Notice {
    row: Option<Arc<Row>>,
    /// Where a path has several patterns.
    more: Vec<Arc<Row>>,
    status: StatusCode,
    looked_at: AtomicBool,
}

/// The trackers of this process by what its apps look like: a test makes an app of its own, but
/// rarely another one than the test before.
static TRACKERS: LazyLock<Mutex<HashMap<u64, Arc<Tracker>>>> = LazyLock::new(Mutex::default);

impl Tracker {
    /// Writes down the routes of an app; `None` when nobody asked for it.
    pub(super) fn of(service: &Service) -> Option<Arc<Self>> {
        let recorder = Recorder::get()?;
        let mut trackers = TRACKERS.lock().unwrap_or_else(PoisonError::into_inner);
        let tracker = trackers.entry(looks(service));
        Some(Arc::clone(tracker.or_insert_with(|| Arc::new(Self::new(service, recorder)))))
    }

    fn new(service: &Service, recorder: &Recorder) -> Self {
        let route_row = |route: &Route| recorder.route(route, || route_fact(route));
        let path_row = |route: &Route| recorder.path(route, || path_fact(service, route));
        Self { routes: rows(service, route_row), paths: rows(service, path_row) }
    }

    /// A request was answered with `status`; `example` says how to repeat it.
    pub(super) fn hit(
        &self,
        service: &Service,
        (method, path): (&Method, &str),
        status: StatusCode,
        example: impl Fn() -> Value,
    ) -> Notice {
        let (row, more) = self.rows_of(service, method, path);
        let notice = Notice { row, more, status, looked_at: AtomicBool::new(false) };
        notice.note(
            Seen::Hit,
            |row| json!({ "hit": { "row": row, "status": status.as_u16(), "example": example() } }),
        );
        notice
    }

    /// The row of the route that answers, else those of the patterns that the path has.
    fn rows_of(
        &self,
        service: &Service,
        method: &Method,
        path: &str,
    ) -> (Option<Arc<Row>>, Vec<Arc<Row>>) {
        if let Some(at) = service.route_index(method, path) {
            return (self.routes[at].clone(), Vec::new());
        }
        let mut rows: Vec<Arc<Row>> = Vec::new();
        for row in service.routes_at(path).into_iter().filter_map(|at| self.paths[at].as_ref()) {
            if !rows.iter().any(|known| Arc::ptr_eq(known, row)) {
                rows.push(Arc::clone(row));
            }
        }
        (None, rows)
    }
}

impl Notice {
    /// Somebody looks at the answer.
    pub(super) fn look(&self) {
        // To read costs less than to change, and most answers are looked at more than once.
        if self.looked_at.load(Ordering::Relaxed) {
            return;
        }
        self.looked_at.store(true, Ordering::Relaxed);
        let status = self.status.as_u16();
        self.note(Seen::LookedAt, |row| json!({ "looked_at": { "row": row, "status": status } }));
    }

    fn note(&self, what: Seen, fact: impl Fn(usize) -> Value) {
        for row in self.row.iter().chain(&self.more) {
            row.note(self.status, what, &fact);
        }
    }
}

/// One for each route that is no toy.
fn rows(service: &Service, row: impl Fn(&Route) -> Arc<Row>) -> Vec<Option<Arc<Row>>> {
    service.routes().iter().map(|route| (!is_toy(route)).then(|| row(route))).collect()
}

/// The same number for apps that have the same routes. Texts that live as long as the program are
/// compared by where they are.
fn looks(service: &Service) -> u64 {
    static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    let mut hasher = STATE.build_hasher();
    for route in service.routes() {
        let (handler, location) = (route.handler().as_ptr(), std::ptr::from_ref(route.location()));
        (route.method(), route.pattern(), handler, location).hash(&mut hasher);
    }
    hasher.finish()
}
