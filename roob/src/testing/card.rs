//! What a failed assertion prints: all that is known of the request.

use super::curl::curl;
use super::exchange::{Exchange, Sent};
use super::transcript::write_as_sent;
use crate::service::Service;
use http::Method;
use std::fmt;

/// The parts, from what went wrong to how to see it again.
pub(super) struct Card<'c> {
    /// What was expected and what came.
    pub(super) finding: String,
    pub(super) exchange: &'c Exchange,
    pub(super) service: &'c Service,
}

impl fmt::Display for Card<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\n", self.finding)?;
        write_as_sent(f, self.exchange)?;
        write!(f, "\n\nroute: {}", route(&self.exchange.sent, self.service))?;
        write!(f, "\nagain: {}\n", curl(&self.exchange.sent))
    }
}

/// Which route has the request, or why none does.
pub(super) fn route(sent: &Sent, service: &Service) -> String {
    let (method, path) = (&sent.method, sent.uri.path());
    if let Some(route) = service.route(method, path) {
        let (handler, at) = (route.handler(), route.location());
        let (verb, pattern) = (route.verb(), route.pattern());
        return format!("{verb} {pattern}, {handler}, {}:{}", at.file(), at.line());
    }
    match service.allow(path, method) {
        Some(allow) if *method == Method::OPTIONS => format!("none; OPTIONS is {allow}"),
        Some(allow) => format!("none for {method}; {path} has {allow}"),
        None => format!("none matches {path}"),
    }
}
