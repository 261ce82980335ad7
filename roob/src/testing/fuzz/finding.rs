//! What a request must not bring to light.

use super::super::exchange::Exchange;
use super::super::lint::{Lint, Wishes};
use super::super::transcript::title;
use http::StatusCode;
use std::fmt;
use std::mem;
use std::time::Duration;

#[derive(Clone, Debug)]
pub(super) enum Finding {
    /// The server's own fault: an `Err`, a panic, a constraint nobody thought of.
    Fault(StatusCode),
    /// The answer broke off.
    Broken,
    Slow(Duration),
    /// A rule of HTTP does not hold; in words what of it.
    Rule(Lint, String),
}

impl Finding {
    /// What is wrong with an answer that took this long.
    pub(super) fn of(
        exchange: &Exchange,
        wishes: Wishes,
        took: Duration,
        slowest: Duration,
    ) -> Option<Self> {
        let status = exchange.received.status;
        // 501 and 503 are how a server says that it is well and will not.
        let is_said =
            [StatusCode::NOT_IMPLEMENTED, StatusCode::SERVICE_UNAVAILABLE].contains(&status);
        if status.is_server_error() && !is_said {
            return Some(Self::Fault(status));
        }
        if exchange.received.content.broken().is_some() {
            return Some(Self::Broken);
        }
        if took > slowest {
            return Some(Self::Slow(slowest));
        }
        let broken = wishes.check(exchange, &[]).into_iter().next()?;
        Some(Self::Rule(broken.lint(), broken.to_string()))
    }

    /// Whether both have the same cause, as far as that can be seen from outside.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fault(one), Self::Fault(two)) => one == two,
            (Self::Rule(one, _), Self::Rule(two, _)) => one == two,
            _ => mem::discriminant(self) == mem::discriminant(other),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(status) => write!(f, "the answer is {}", title(*status)),
            Self::Broken => f.write_str("the answer breaks off"),
            Self::Rule(_, text) => f.write_str(text),
            Self::Slow(slowest) => write!(f, "the answer takes longer than {slowest:?}"),
        }
    }
}
