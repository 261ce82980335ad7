//! Why a string is no pattern.

use std::fmt;

/// Why a string is no pattern: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    pattern: String,
    start: usize,
    len: usize,
    message: String,
}

impl PatternError {
    pub(super) fn new(pattern: &str, start: usize, len: usize, message: impl Into<String>) -> Self {
        Self { pattern: pattern.into(), start, len: len.max(1), message: message.into() }
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.pattern[..self.start].chars().count();
        let marked = self.pattern[self.start..].chars().count().min(self.len).max(1);
        writeln!(f, "{}", self.message)?;
        writeln!(f, "    {}", self.pattern)?;
        write!(f, "    {}{}", " ".repeat(before), "^".repeat(marked))
    }
}

impl std::error::Error for PatternError {}
