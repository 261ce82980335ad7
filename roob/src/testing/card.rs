//! What a failed assertion prints: all that is known of the request.

use super::curl::curl;
use super::exchange::{Exchange, Sent};
use super::reference::Reference;
use super::rules::Rules;
use super::scrub::Scrub;
use super::secrets::Secrets;
use super::transcript::write_exchange;
use crate::service::Service;
use http::Method;
use std::fmt;

/// The parts, from what went wrong to how to see it again.
pub(super) struct Card<'c> {
    /// What was expected and what came.
    pub(super) finding: String,
    pub(super) exchange: &'c Exchange,
    pub(super) service: &'c Service,
    pub(super) rules: &'c Rules,
    pub(super) secrets: &'c Secrets,
}

impl fmt::Display for Card<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut scrub = Scrub { rules: self.rules, secrets: self.secrets, numbers: None };
        write!(f, "{}\n\n", self.finding)?;
        write_exchange(f, self.exchange, &mut scrub)?;
        write_end(f, &self.exchange.sent, self.service, &mut scrub)
    }
}

/// Who has a request, and how to send it once more.
pub(super) fn write_end(
    f: &mut fmt::Formatter<'_>,
    sent: &Sent,
    service: &Service,
    scrub: &mut Scrub<'_>,
) -> fmt::Result {
    write!(f, "\n\nroute: {}", route(sent, service, scrub))?;
    write!(f, "\nagain: {}\n", curl(sent, scrub))
}

/// Which route has the request, or why none does.
fn route(sent: &Sent, service: &Service, scrub: &mut Scrub<'_>) -> String {
    let (method, path) = (&sent.method, sent.uri.path());
    if let Some(route) = service.route(method, path) {
        let (handler, at) = (route.handler(), route.location());
        let (verb, pattern) = (route.verb(), route.pattern());
        return format!("{verb} {pattern}, {handler}, {}:{}", at.file(), at.line());
    }
    let shown = scrub.reference(&Reference { origin: "", path, query: None, fragment: None });
    match service.allow(path, method) {
        Some(allow) if *method == Method::OPTIONS => format!("none; OPTIONS is {allow}"),
        Some(allow) => format!("none for {method}; {shown} has {allow}"),
        None => format!("none matches {shown}"),
    }
}
