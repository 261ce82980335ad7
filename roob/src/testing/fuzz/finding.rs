//! What a request must not bring to light.

use super::super::lint::Lint;
use super::super::transcript::title;
use http::StatusCode;
use std::fmt;
use std::mem;
use std::time::Duration;

#[derive(Clone, Debug)]
pub(super) enum Finding {
    /// The server's own fault: an `Err`, a panic, a constraint nobody thought of.
    Fault(StatusCode),
    /// The body of the answer broke off; why.
    Broken(String),
    /// The client itself found it, in these words: nothing came in time, or not over both transports
    /// the same.
    Unheard(String),
    /// The whole answer came, but took longer than this.
    Slow(Duration),
    /// A rule of HTTP does not hold; in words what of it.
    Rule(Lint, String),
}

impl Finding {
    /// Whether both have the same cause, as far as that can be seen from outside.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fault(one), Self::Fault(two)) => one == two,
            (Self::Rule(one, _), Self::Rule(two, _)) => one == two,
            _ => mem::discriminant(self) == mem::discriminant(other),
        }
    }

    /// Whether a machine that is busy could be the cause.
    pub(super) fn is_about_time(&self) -> bool {
        matches!(self, Self::Slow(_) | Self::Unheard(_))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(status) => write!(f, "the answer is {}", title(*status)),
            Self::Broken(reason) => write!(f, "the answer breaks off: {reason}"),
            Self::Unheard(text) | Self::Rule(_, text) => f.write_str(text),
            Self::Slow(slowest) => write!(f, "the answer takes longer than {slowest:?}"),
        }
    }
}
