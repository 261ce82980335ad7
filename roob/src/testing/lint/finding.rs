//! What was found.

use super::name::Lint;
use std::fmt;

/// What is wrong, and what would be right.
pub(super) struct Wrong {
    pub(super) seen: String,
    pub(super) right: String,
}

/// A rule that an answer breaks.
pub(in crate::testing) struct Finding {
    pub(super) lint: Lint,
    pub(super) wrong: Wrong,
}

impl Finding {
    /// The rule.
    pub(in crate::testing) fn lint(&self) -> Lint {
        self.lint
    }
}

impl Wrong {
    pub(super) fn new(seen: impl Into<String>, right: impl Into<String>) -> Self {
        Self { seen: seen.into(), right: right.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lint, source) = (self.lint, self.lint.source());
        let Wrong { seen, right } = &self.wrong;
        writeln!(f, "`Lint::{lint:?}` ({source}): {seen}")?;
        writeln!(f, "  right: {right}")?;
        write!(f, "  opt out: `.allow(Lint::{lint:?})` on the request or on the client")
    }
}
