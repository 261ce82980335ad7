//! What a failed assertion prints: all that is known of the request.

use super::curl::curl;
use super::exchange::Exchange;
use super::testimony::Testimony;
use super::transcript::write_as_sent;
use crate::routing::Route;
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
        let sent = &self.exchange.sent;
        write!(f, "{}\n\n", self.finding)?;
        write_as_sent(f, self.exchange)?;
        write!(f, "\n\nasked at: {}:{}", sent.asked_at.file(), sent.asked_at.line())?;
        write!(f, "\nroute: ")?;
        self.route(f)?;
        write!(f, "{}", Testimony(self.exchange))?;
        write!(f, "\nagain: {}\n", curl(sent))
    }
}

impl Card<'_> {
    fn route(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sent = &self.exchange.sent;
        let (method, path) = (&sent.method, sent.uri.path());
        if let Some(route) = self.service.route(method, path) {
            return write_route(f, route);
        }
        match self.service.allow(path, method) {
            Some(allow) if *method == Method::OPTIONS => write!(f, "none; OPTIONS is {allow}"),
            Some(allow) => write!(f, "none for {method}; {path} has {allow}"),
            None => self.nearest(f),
        }
    }

    fn nearest(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sent = &self.exchange.sent;
        let path = sent.uri.path();
        let nearest = self.service.nearest(&sent.method, path);
        write!(f, "none matches {path}")?;
        if !nearest.is_empty() {
            write!(f, "; the nearest:")?;
        }
        let width = nearest.iter().map(|(_, pattern)| pattern.chars().count()).max();
        for (reason, pattern) in &nearest {
            let line = format!("  {pattern:0$}  {reason}", width.unwrap_or_default());
            write!(f, "\n{}", line.trim_end())?;
        }
        Ok(())
    }
}

fn write_route(f: &mut fmt::Formatter<'_>, route: &Route) -> fmt::Result {
    let (handler, at) = (route.handler(), route.location());
    let (verb, pattern) = (route.verb(), route.pattern());
    write!(f, "{verb} {pattern}, {handler}, {}:{}", at.file(), at.line())
}
