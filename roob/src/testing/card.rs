//! What a failed assertion prints: all that is known of the request.

use super::curl::curl;
use super::exchange::Exchange;
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
        let mut scrub = Scrub::as_sent(self.rules, self.secrets);
        write!(f, "{}\n\n", self.finding)?;
        write_exchange(f, self.exchange, &mut scrub)?;
        write!(f, "\n\nroute: {}", self.route(&mut scrub))?;
        write!(f, "\nagain: {}\n", curl(&self.exchange.sent, &mut scrub))
    }
}

impl Card<'_> {
    fn route(&self, scrub: &mut Scrub<'_>) -> String {
        let sent = &self.exchange.sent;
        let (method, path) = (&sent.method, sent.uri.path());
        if let Some(route) = self.service.route(method, path) {
            let (handler, at) = (route.handler(), route.location());
            let (verb, pattern) = (route.verb(), route.pattern());
            return format!("{verb} {pattern}, {handler}, {}:{}", at.file(), at.line());
        }
        let shown = scrub.reference(&Reference { origin: "", path, query: None, fragment: None });
        match self.service.allow(path, method) {
            Some(allow) if *method == Method::OPTIONS => format!("none; OPTIONS is {allow}"),
            Some(allow) => format!("none for {method}; {shown} has {allow}"),
            None => format!("none matches {shown}"),
        }
    }
}
