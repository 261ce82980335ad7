//! The access log: one event of `tracing` a request, and nothing while nobody listens.

use crate::error::Error;
use crate::response::Response;
use crate::routing::Route;
use crate::service::Service;
use crate::unwind::quietly;
use http::{Method, Request, Uri};
use http_body::Body;
use std::time::Instant;
use tracing::Level;

/// The target of the events, to filter by.
const TARGET: &str = "roob::access";

/// A request that the log will tell of.
pub(super) struct Entry {
    method: Method,
    uri: Uri,
    start: Instant,
}

impl Entry {
    /// `None` when no subscriber wants it, so that the time of the request is its own.
    pub(super) fn of<B>(request: &Request<B>) -> Option<Self> {
        tracing::enabled!(target: TARGET, Level::INFO).then(|| Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            start: Instant::now(),
        })
    }

    /// Tells how the request was answered. The route is named by its pattern, which has few values;
    /// the path goes into the message only, and the query, where secrets may be, nowhere.
    pub(super) fn finish(self, service: &Service, response: &Response) {
        let micros = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let (method, path) = (self.method.as_str(), self.uri.path());
        let id = response.headers().get("x-request-id").and_then(|id| id.to_str().ok());
        let tell = || {
            tracing::info!(
                target: TARGET,
                method,
                route = service.route(&self.method, path).map(Route::pattern),
                status = response.status().as_u16(),
                micros,
                bytes = response.body().size_hint().exact(),
                request_id = id,
                "{method} {path}"
            );
        };
        quietly(tell);
    }
}

/// Tells of a request that was refused before it was one: its verb and its path cannot be relied on.
pub(super) fn refused(error: &Error, response: &Response) {
    let bytes = response.body().size_hint().exact();
    let status = response.status().as_u16();
    quietly(|| tracing::info!(target: TARGET, status, bytes, "refused: {}", error.message()));
}
