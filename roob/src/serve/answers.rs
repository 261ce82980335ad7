//! Who answers the requests of a connection.

use crate::response::Response;
use crate::service::Service;
use http::Request;
use hyper::body::Incoming;

/// Answers the requests of one connection: the app, or somebody who hands them to it.
pub(crate) trait Answers: Send + Sync + 'static {
    /// The app.
    fn service(&self) -> &Service;

    /// The answer to `request`.
    fn answer(&self, request: Request<Incoming>) -> impl Future<Output = Response> + Send;
}

impl Answers for Service {
    fn service(&self) -> &Service {
        self
    }

    fn answer(&self, request: Request<Incoming>) -> impl Future<Output = Response> + Send {
        self.call(request)
    }
}
