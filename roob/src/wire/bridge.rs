//! Hands what the server of a connection is asked to the test, in whose task the app is.

use crate::response::Response;
use crate::serve::{Answers, Pace};
use crate::service::Service;
use http::Request;
use hyper::body::Incoming;
use std::sync::Arc;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

/// Stands for the app in the server.
pub(super) struct Bridge {
    pub(super) service: Service,
    pub(super) arrivals: UnboundedSender<Arrival>,
}

/// A request that arrived, and where its answer goes.
pub(super) struct Arrival {
    pub(super) request: Request<Incoming>,
    pub(super) reply: oneshot::Sender<Response>,
}

impl Answers for Bridge {
    type Asked = Option<Request<Incoming>>;

    fn service(&self) -> &Service {
        &self.service
    }

    /// The test has a clock of its own.
    fn take(&self, request: Request<Incoming>, _: &Arc<Pace>) -> Option<Request<Incoming>> {
        Some(request)
    }

    async fn answer(&self, asked: &mut Option<Request<Incoming>>) -> Response {
        let (reply, answer) = oneshot::channel();
        if let Some(request) = asked.take() {
            let _ = self.arrivals.send(Arrival { request, reply });
        }
        // A test that went away does not read this either.
        answer.await.unwrap_or_default()
    }
}
