//! A request that was invented, in parts that can be left out.

use super::super::json::Json;
use super::super::lint::Wishes;
use super::super::request::TestRequest;
use super::super::session::Session;
use crate::body::Body;
use bytes::Bytes;
use http::{Method, Uri};
use std::sync::Arc;

/// RFC 1866, 8.2.1, and the URL Standard of the WHATWG, 5.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recipe {
    pub(super) method: Method,
    /// What stands between the slashes, encoded.
    pub(super) segments: Vec<String>,
    /// Encoded.
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(String, Bytes)>,
    pub(super) payload: Payload,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Payload {
    Nothing,
    Json(Json),
    /// Encoded.
    Form(Vec<(String, String)>),
    /// Anything else, with what its content type says.
    Bytes(String, Bytes),
}

impl Recipe {
    /// The path with its query.
    pub(super) fn target(&self) -> String {
        let query = query_of(&self.query);
        let mark = if query.is_empty() { "" } else { "?" };
        format!("/{}{mark}{query}", self.segments.join("/"))
    }

    /// The request; `None` when no client could send it, as its target is no URI.
    #[track_caller]
    pub(super) fn request(&self, session: &Arc<Session>, wishes: Wishes) -> Option<TestRequest> {
        let target = self.target();
        Uri::try_from(&target).ok()?;
        let mut request = TestRequest::new(session, wishes, self.method.clone(), target);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        Some(match &self.payload {
            Payload::Nothing => request,
            Payload::Json(json) => request.bytes("application/json", json.to_string()),
            Payload::Form(pairs) => request.bytes(FORM, query_of(pairs)),
            Payload::Bytes(kind, bytes) if kind.is_empty() => {
                request.body(Body::from(bytes.clone()))
            }
            Payload::Bytes(kind, bytes) => request.bytes(kind, bytes.clone()),
        })
    }
}

/// Encoded pairs as a query or a form has them.
pub(super) fn query_of(pairs: &[(String, String)]) -> String {
    let pairs = pairs.iter().map(|(key, value)| format!("{key}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}
