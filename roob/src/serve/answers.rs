//! Who answers the requests of a connection.

use super::arriving::Arriving;
use super::pace::Pace;
use crate::body::Body;
use crate::request::Request;
use crate::response::Response;
use crate::service::Service;
use hyper::body::Incoming;
use std::sync::Arc;

/// Answers the requests of one connection: the app, or somebody who hands them to it.
pub(crate) trait Answers: Send + Sync + 'static {
    /// A request as it is answered.
    type Asked: Send;

    /// The app.
    fn service(&self) -> &Service;

    /// What is answered when `request` came, whose time is noted with `pace`.
    fn take(&self, request: http::Request<Incoming>, pace: &Arc<Pace>) -> Self::Asked;

    /// The answer. What was asked is lent: it is large, and what is lent is copied into no future.
    fn answer(&self, asked: &mut Self::Asked) -> impl Future<Output = Response> + Send;
}

impl Answers for Service {
    type Asked = Request;

    fn service(&self) -> &Service {
        self
    }

    fn take(&self, request: http::Request<Incoming>, pace: &Arc<Pace>) -> Request {
        let (head, body) = request.into_parts();
        let body = Body::new(Arriving::new(body, pace));
        Request::by(pace.clone(), head, body)
    }

    fn answer(&self, request: &mut Request) -> impl Future<Output = Response> + Send {
        Self::answer(self, request)
    }
}
