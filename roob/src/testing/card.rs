//! What a failed assertion prints: all that is known of the request.

use super::curl::curl;
use super::exchange::{Exchange, Sent};
use super::reference::Reference;
use super::rules::Rules;
use super::scrub::Scrub;
use super::secrets::Secrets;
use super::testimony::Testimony;
use super::transcript::write_exchange;
use crate::service::Service;
use crate::table::Route;
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
        let Exchange { sent, received, witness, .. } = self.exchange;
        write!(f, "{}\n\n", self.finding)?;
        write_exchange(f, self.exchange, &mut scrub)?;
        let testimony = Testimony { witness, received: Some(received) };
        write_end(f, sent, self.service, &testimony, &mut scrub)
    }
}

/// Where a request comes from, who has it, what was seen of it, and how to send it once more.
pub(super) fn write_end(
    f: &mut fmt::Formatter<'_>,
    sent: &Sent,
    service: &Service,
    testimony: &Testimony<'_>,
    scrub: &mut Scrub<'_>,
) -> fmt::Result {
    let at = sent.asked_at;
    write!(f, "\n\nasked at: {}:{}\nroute: ", at.file(), at.line())?;
    write_route(f, sent, service, scrub)?;
    write!(f, "{testimony}\nagain: {}\n", curl(sent, scrub))
}

/// Which route has the request, or why none does.
fn write_route(
    f: &mut fmt::Formatter<'_>,
    sent: &Sent,
    service: &Service,
    scrub: &mut Scrub<'_>,
) -> fmt::Result {
    let (method, path) = (&sent.method, sent.uri.path());
    if let Some(route) = service.route(method, path) {
        return write_handler(f, route);
    }
    let shown = scrub.reference(&Reference { origin: "", path, query: None, fragment: None });
    match service.allow(path, method) {
        Some(allow) if *method == Method::OPTIONS => write!(f, "none; OPTIONS is {allow}"),
        Some(allow) => write!(f, "none for {method}; {shown} has {allow}"),
        None => {
            write!(f, "none matches {shown}")?;
            write_nearest(f, &service.nearest(method, path))
        }
    }
}

fn write_nearest(f: &mut fmt::Formatter<'_>, nearest: &[(String, String)]) -> fmt::Result {
    if !nearest.is_empty() {
        write!(f, "; the nearest:")?;
    }
    let width = nearest.iter().map(|(_, pattern)| pattern.chars().count()).max();
    for (reason, pattern) in nearest {
        let line = format!("  {pattern:0$}  {reason}", width.unwrap_or_default());
        write!(f, "\n{}", line.trim_end())?;
    }
    Ok(())
}

fn write_handler(f: &mut fmt::Formatter<'_>, route: &Route) -> fmt::Result {
    let (handler, at) = (route.handler(), route.location());
    let (verb, pattern) = (route.verb(), route.pattern());
    write!(f, "{verb} {pattern}, {handler}, {}:{}", at.file(), at.line())
}
