//! What a request prints that nobody answered in time.

use super::card::write_end;
use super::exchange::Sent;
use super::rules::Rules;
use super::scrub::Scrub;
use super::secrets::Secrets;
use super::testimony::Testimony;
use super::transcript::write_sent;
use crate::service::Service;
use crate::witness::Witness;
use std::fmt;

/// The failure card of a request without a response.
pub(super) struct Unanswered<'c> {
    /// What was waited for.
    pub(super) finding: &'c str,
    pub(super) sent: &'c Sent,
    pub(super) witness: &'c Witness,
    pub(super) service: &'c Service,
    pub(super) rules: &'c Rules,
    pub(super) secrets: &'c Secrets,
}

impl fmt::Display for Unanswered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut scrub = Scrub::as_sent(self.rules, self.secrets);
        write!(f, "{}\n\n", self.finding)?;
        write_sent(f, self.sent, &mut scrub)?;
        let testimony = Testimony { witness: self.witness, received: None };
        write_end(f, self.sent, self.service, &testimony, &mut scrub)
    }
}
