//! An answer that a route gives or could give.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::records::{Example, Request};

/// A status of a route, with what the suite knows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// `None` for a success that nobody has seen, of whichever status.
    pub status: Option<u16>,
    pub seen: Seen,
    /// What is answered so, if the types of a handler's arguments tell.
    pub why: Option<String>,
    /// A request that is answered so.
    pub request: Option<Request>,
    /// A request that was.
    pub example: Option<Example>,
}

/// What a suite knows of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Seen {
    /// No test got it.
    Never,
    /// A test got it, and none looked.
    Hit,
    /// A test looked at it.
    LookedAt,
}

impl Answer {
    pub(crate) fn new(status: Option<u16>) -> Self {
        Self { status, seen: Seen::Never, why: None, request: None, example: None }
    }

    pub(crate) fn is_success(&self) -> bool {
        self.status.is_none_or(|status| status < 400)
    }

    pub(crate) fn is_missing(&self) -> bool {
        self.seen != Seen::LookedAt
    }

    /// `404`, or `2xx` for a success that nobody has seen.
    pub(crate) fn title(&self) -> String {
        self.status.map_or("2xx".to_owned(), |status| status.to_string())
    }

    /// What is answered so, in words.
    pub(crate) fn reason(&self) -> &str {
        match &self.why {
            Some(why) => why,
            None if self.is_success() => "a success",
            None => "what the handler decides",
        }
    }
}

impl Seen {
    pub(crate) fn mark(self) -> char {
        match self {
            Self::LookedAt => '✓',
            Self::Hit => '~',
            Self::Never => '✗',
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LookedAt => "looked at",
            Self::Hit => "hit, but no test looks at it",
            Self::Never => "never seen",
        })
    }
}
