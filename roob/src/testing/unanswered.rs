//! What a request prints that nobody answered in time.

use super::card::write_end;
use super::exchange::Sent;
use super::rules::Rules;
use super::scrub::Scrub;
use super::secrets::Secrets;
use super::transcript::write_sent;
use crate::service::Service;
use std::fmt;

/// The failure card of a request without a response.
pub(super) struct Unanswered<'c> {
    /// What was waited for.
    pub(super) finding: String,
    pub(super) sent: &'c Sent,
    pub(super) service: &'c Service,
    pub(super) rules: &'c Rules,
    pub(super) secrets: &'c Secrets,
}

impl fmt::Display for Unanswered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut scrub = Scrub { rules: self.rules, secrets: self.secrets, numbers: None };
        write!(f, "{}\nrequest made at {}\n\n", self.finding, self.sent.asked_at)?;
        write_sent(f, self.sent, &mut scrub)?;
        write_end(f, self.sent, self.service, &mut scrub)
    }
}
