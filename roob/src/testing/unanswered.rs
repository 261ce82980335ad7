//! What a request prints that nobody answered in time.

use super::card::route;
use super::curl::curl;
use super::exchange::Sent;
use super::transcript::write_sent;
use crate::service::Service;
use std::fmt;

/// The failure card of a request without a response.
pub(super) struct Unanswered<'c> {
    /// What was waited for.
    pub(super) finding: String,
    pub(super) sent: &'c Sent,
    pub(super) service: &'c Service,
}

impl fmt::Display for Unanswered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nrequest made at {}\n\n", self.finding, self.sent.asked_at)?;
        write_sent(f, self.sent)?;
        write!(f, "\n\nroute: {}", route(self.sent, self.service))?;
        write!(f, "\nagain: {}\n", curl(self.sent))
    }
}
