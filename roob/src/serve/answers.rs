//! Who answers the requests of a connection.

use super::arriving::Arriving;
use super::pace::Pace;
use crate::body::Body;
use crate::response::Response;
use crate::service::Service;
use http::Request;
use hyper::body::Incoming;
use std::sync::Arc;

/// Answers the requests of one connection: the app, or somebody who hands them to it.
pub(crate) trait Answers: Send + Sync + 'static {
    /// Whether the access log tells of them.
    const LOGGED: bool;

    /// The app.
    fn service(&self) -> &Service;

    /// The answer to `request`, whose time is noted with `pace`.
    fn answer(
        &self,
        request: Request<Incoming>,
        pace: &Arc<Pace>,
    ) -> impl Future<Output = Response> + Send;
}

impl Answers for Service {
    const LOGGED: bool = true;

    fn service(&self) -> &Service {
        self
    }

    fn answer(
        &self,
        request: Request<Incoming>,
        pace: &Arc<Pace>,
    ) -> impl Future<Output = Response> + Send {
        let (head, body) = request.into_parts();
        let body = Body::new(Arriving::new(body, pace));
        self.call_by(pace.clone(), head, body)
    }
}
