//! Patterns such as `/api/products/{id:d}`: strings that were parsed, nothing more.

use super::parser::Parser;
use super::pattern_error::PatternError;
use super::segment::{Param, Segment, Shape};
use std::cmp::Ordering;
use std::{fmt, iter};

/// A path with parameters, parsed.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    segments: Vec<Segment>,
}

/// The deepest pattern, in segments: far beyond any real route, and small enough that a search can
/// recurse once a segment.
const MAX_SEGMENTS: usize = 128;

impl Pattern {
    /// Parses `text`.
    ///
    /// # Errors
    /// [`PatternError`] points at the first place that is not understood.
    pub(crate) fn parse(text: &str) -> Result<Self, PatternError> {
        let trimmed = text.strip_suffix('/').unwrap_or(text);
        Parser::new(text).check_whole()?;
        let mut segments = Vec::with_capacity(trimmed.bytes().filter(|b| *b == b'/').count());
        let mut parser = Parser::new(trimmed);
        while parser.at < trimmed.len() {
            segments.push(parser.segment(text)?);
        }
        let pattern =
            Self { text: if trimmed.is_empty() { "/" } else { trimmed }.into(), segments };
        pattern.check_depth(text)?;
        Ok(pattern)
    }

    /// The pattern as it was written, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The parameters in the order of the path.
    pub(crate) fn params(&self) -> impl Iterator<Item = &Param> + Clone {
        self.segments.iter().flat_map(Segment::params)
    }

    /// This pattern with `prefix` before it.
    pub(crate) fn below(&self, prefix: &Self) -> Result<Self, PatternError> {
        Self::parse(&format!("{}{}", prefix.text.trim_end_matches('/'), self.text))
    }

    /// The order in which a search prefers patterns, segment by segment.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        let mut pairs = self.segments.iter().zip(&other.segments);
        let differ = pairs.find_map(|(one, two)| Some(one.order(two)).filter(|o| o.is_ne()));
        differ.unwrap_or_else(|| self.segments.len().cmp(&other.segments.len()))
    }

    /// What two patterns have in common when they stand at the same place of the tree: everything
    /// but the names of their parameters.
    pub(crate) fn shape(&self) -> impl Iterator<Item = Shape<'_>> {
        self.segments.iter().flat_map(|segment| iter::once(Shape::Slash).chain(segment.shape()))
    }

    fn check_depth(&self, text: &str) -> Result<(), PatternError> {
        if self.segments.len() <= MAX_SEGMENTS {
            return Ok(());
        }
        let message = format!(
            "a pattern has at most {MAX_SEGMENTS} segments, this one has {}",
            self.segments.len()
        );
        Err(PatternError::new(text, 0, 1, message))
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[track_caller]
    fn check(pattern: &str, marked: &str) {
        let error = Pattern::parse(pattern).unwrap_err().to_string();
        let lines: Vec<&str> = error.lines().skip(1).collect();
        assert_eq!(lines, [format!("    {pattern}"), format!("    {marked}")]);
    }

    #[test]
    fn a_broken_escape_is_marked_in_its_whole_text_whatever_stands_there() {
        check("/a/b%zz", "   ^^^^");
        check("/{{a%}}/b", " ^^^^^^");
        check("/\u{e9}%){{/b", " ^^^^^");
    }
}
