//! What the log and the metrics call a request: by its verb and the pattern of its route. Both have few
//! values, and neither was thought up by the client, whose paths may have secrets in them.

use crate::request::{OwnTable, Request};
use crate::table::{Route, Table};
use http::{Method, Uri};
use std::fmt;
use std::sync::Arc;

/// A request as an operator reads of it.
pub(crate) struct Label {
    verb: usize,
    table: Option<OwnTable>,
    route: Option<usize>,
    /// The target, where the app says that its paths may be told.
    uri: Option<Uri>,
}

/// The verbs that are told. All others are one, because a client can think up any number.
const KNOWN: [(Method, &str); 9] = [
    (Method::GET, "GET"),
    (Method::POST, "POST"),
    (Method::PUT, "PUT"),
    (Method::PATCH, "PATCH"),
    (Method::DELETE, "DELETE"),
    (Method::HEAD, "HEAD"),
    (Method::OPTIONS, "OPTIONS"),
    (Method::TRACE, "TRACE"),
    (Method::CONNECT, "CONNECT"),
];

/// How many verbs are told apart.
#[cfg(feature = "metrics")]
pub(crate) const VERBS: usize = KNOWN.len() + 1;

/// What all other verbs are called, as OpenTelemetry calls them.
const OTHER: &str = "_OTHER";

/// What stands for the pattern where there is no route; no pattern looks like it.
pub(crate) const NO_ROUTE: &str = "(no route)";

impl Label {
    /// The label of a request that the router has seen.
    pub(crate) fn of(request: &Request) -> Self {
        let found = request.found();
        let tells_path = request.scope().is_some_and(|scope| scope.log_paths);
        Self {
            verb: KNOWN
                .iter()
                .position(|(verb, _)| verb == request.method())
                .unwrap_or(KNOWN.len()),
            table: found.table.clone(),
            route: found.route,
            uri: tells_path.then(|| request.uri().clone()),
        }
    }

    /// The label of what is no request.
    #[cfg(feature = "serve")]
    pub(crate) fn of_none(is_head: bool) -> Self {
        let head = KNOWN.iter().position(|(verb, _)| is_head && *verb == Method::HEAD);
        Self { verb: head.unwrap_or(KNOWN.len()), table: None, route: None, uri: None }
    }

    pub(crate) fn verb(&self) -> &'static str {
        KNOWN.get(self.verb).map_or(OTHER, |(_, name)| name)
    }

    pub(crate) fn is_head(&self) -> bool {
        self.verb() == Method::HEAD.as_str()
    }

    /// The pattern of the route, if there is one.
    pub(crate) fn route(&self) -> Option<&str> {
        self.table()?.routes.get(self.route?).map(Route::pattern)
    }

    /// The path as it was sent, if it may be told.
    pub(crate) fn path(&self) -> Option<&str> {
        self.uri.as_ref().map(Uri::path)
    }

    /// Which of the [`VERBS`] it is.
    #[cfg(feature = "metrics")]
    pub(crate) fn verb_index(&self) -> usize {
        self.verb
    }

    /// The place of its route among all routes.
    #[cfg(feature = "metrics")]
    pub(crate) fn route_index(&self) -> Option<usize> {
        self.route
    }

    pub(crate) fn table(&self) -> Option<&Table> {
        self.table.as_deref().map(Arc::as_ref)
    }
}

/// `GET /products/{id}`.
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.path().or(self.route()).unwrap_or(NO_ROUTE);
        write!(f, "{} {place}", self.verb())
    }
}
