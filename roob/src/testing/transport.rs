//! How requests reach the app: by a call, or by somebody who carries them.

use super::crossing::Crossing;
use crate::endpoint::BoxFuture;
use crate::request::Request;
use crate::response::Response;
use crate::service::Service;
use std::sync::Arc;

/// Another way to the app than to call it. It has to give the same answers.
pub(crate) trait Carrier: Send + Sync {
    /// Brings `request` to `service` and its answer back. What is the user's — the app, the streams
    /// on both sides — is polled by whoever polls the future and then the body of the answer, so
    /// that it runs in the task of the test.
    fn carry<'c>(&'c self, service: &'c Service, request: Request) -> BoxFuture<'c, Carried>;
}

/// What came of it.
pub(crate) struct Carried {
    /// The answer; without one the crossing says why.
    pub(crate) answer: Option<Response>,
    /// What was not the same on both sides; complete when the body of the answer was read.
    pub(crate) crossing: Arc<Crossing>,
}
