//! Patterns such as `/api/products/{id:d}`: strings that were parsed, nothing more.

use super::kind::{Kind, NAMES};
use super::path::normalize;
use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::fmt;

/// A path with parameters, parsed.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    segments: Vec<Segment>,
}

/// What stands between two slashes: text and parameters.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) parts: Vec<Part>,
}

/// A piece of a segment.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// Text that must stand there, in the form of [`normalize`].
    Literal(String),
    /// A value to take.
    Param(Param),
}

/// A parameter of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Param {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// Why a string is no pattern: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    pattern: String,
    start: usize,
    len: usize,
    message: String,
}

/// The longest pattern, in bytes, and the deepest, in segments: far beyond any real route, and
/// small enough that a search can recurse once a segment.
const MAX_LEN: usize = 2048;
const MAX_SEGMENTS: usize = 128;

impl Pattern {
    /// Parses `text`.
    ///
    /// # Errors
    /// [`PatternError`] points at the first place that is not understood.
    pub(crate) fn parse(text: &str) -> Result<Self, PatternError> {
        let trimmed = text.strip_suffix('/').unwrap_or(text);
        Parser { text, at: 0 }.check_whole()?;
        let mut segments = Vec::with_capacity(trimmed.bytes().filter(|b| *b == b'/').count());
        let mut parser = Parser { text: trimmed, at: 0 };
        while parser.at < trimmed.len() {
            segments.push(parser.segment(text)?);
        }
        let pattern =
            Self { text: if trimmed.is_empty() { "/" } else { trimmed }.into(), segments };
        pattern.check_names(text)?;
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

    /// What two patterns have in common when they stand at the same place of the tree: everything
    /// but the names of their parameters.
    pub(crate) fn shape(&self) -> String {
        self.segments.iter().map(|segment| format!("/{}", segment.shape())).collect()
    }

    fn check_names(&self, text: &str) -> Result<(), PatternError> {
        for (at, param) in self.params().enumerate() {
            if self.params().take(at).any(|before| before.name == param.name) {
                let start = text.rfind(&format!("{{{}", param.name)).unwrap_or(0) + 1;
                let message = format!("the name `{}` is used twice", param.name);
                return Err(PatternError::new(text, start, param.name.len(), message));
            }
        }
        Ok(())
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

impl Segment {
    /// The text of a segment without parameters.
    pub(crate) fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }

    /// The kind of a segment that is one parameter.
    pub(crate) fn single(&self) -> Option<&Kind> {
        match self.parts.as_slice() {
            [Part::Param(param)] => Some(&param.kind),
            _ => None,
        }
    }

    pub(crate) fn params(&self) -> impl Iterator<Item = &Param> + Clone {
        self.parts.iter().filter_map(|part| match part {
            Part::Param(param) => Some(param),
            Part::Literal(_) => None,
        })
    }

    /// The order in which segments are tried: text, then text mixed with parameters (the more text
    /// the earlier), then parameters, narrowest first, then the rest of the path.
    pub(crate) fn rank(&self) -> (u8, Reverse<usize>, Vec<&Kind>) {
        let text = self.parts.iter().map(|part| match part {
            Part::Literal(text) => text.len(),
            Part::Param(_) => 0,
        });
        let class = match self.parts.as_slice() {
            [Part::Literal(_)] => return (0, Reverse(0), Vec::new()),
            [Part::Param(_)] => 2,
            _ => 1,
        };
        (class, Reverse(text.sum()), self.params().map(|param| &param.kind).collect())
    }

    /// By rank, and by shape where that is the same: what is equal by this has one place in a tree.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self.single(), other.single()) {
            (Some(one), Some(two)) => one.cmp(two),
            _ => {
                let rank = self.rank().cmp(&other.rank());
                rank.then_with(|| self.shape().cmp(&other.shape()))
            }
        }
    }

    /// The segment with parameters that have no names.
    pub(super) fn nameless(&self) -> Self {
        let part = |part: &Part| match part {
            Part::Literal(text) => Part::Literal(text.clone()),
            Part::Param(param) => {
                Part::Param(Param { name: String::new(), kind: param.kind.clone() })
            }
        };
        Self { parts: self.parts.iter().map(part).collect() }
    }

    /// The segment as a pattern writes it.
    pub(crate) fn text(&self) -> String {
        let part = |part: &Part| match part {
            Part::Literal(text) => text.replace('{', "{{").replace('}', "}}"),
            Part::Param(param) => match param.kind.name() {
                Some(kind) => format!("{{{}:{kind}}}", param.name),
                None => format!("{{{}}}", param.name),
            },
        };
        self.parts.iter().map(part).collect()
    }

    /// The segment without the names of its parameters.
    pub(crate) fn shape(&self) -> String {
        let part = |part: &Part| match part {
            // A brace is the one character that text and parameters share.
            Part::Literal(text) => text.replace('{', "{{"),
            Part::Param(param) => format!("{{:{}}}", param.kind.name().unwrap_or_default()),
        };
        self.parts.iter().map(part).collect()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PatternError {
    fn new(pattern: &str, start: usize, len: usize, message: impl Into<String>) -> Self {
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

/// Reads a pattern from left to right.
struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn check_whole(&self) -> Result<(), PatternError> {
        if !self.text.starts_with('/') {
            return Err(self.wrong(0, 1, "a pattern starts with `/`"));
        }
        if self.text.len() > MAX_LEN {
            let len = self.text.len();
            let message = format!("a pattern has at most {MAX_LEN} bytes, this one has {len}");
            return Err(self.wrong(0, 1, message));
        }
        Ok(())
    }

    /// One segment with the slash before it; `whole` is the pattern as it was written.
    fn segment(&mut self, whole: &str) -> Result<Segment, PatternError> {
        let start = self.at;
        self.at += 1;
        let mut parts: Vec<Part> = Vec::with_capacity(1);
        while let Some(c) = self.rest().chars().next().filter(|c| *c != '/') {
            let at = self.at;
            if c == '{' && !self.rest().starts_with("{{") {
                let param = self.param(whole)?;
                if let Some(Part::Param(before)) = parts.last() {
                    let message = format!(
                        "nothing tells where `{}` ends and `{}` starts; put text between them",
                        before.name, param.name
                    );
                    return Err(PatternError::new(whole, at, self.at - at, message));
                }
                parts.push(Part::Param(param));
            } else {
                let text = self.literal(whole)?;
                parts.push(Part::Literal(text));
            }
        }
        let segment = Segment { parts };
        self.check_segment(whole, start, &segment)?;
        Ok(segment)
    }

    fn check_segment(
        &self,
        whole: &str,
        start: usize,
        segment: &Segment,
    ) -> Result<(), PatternError> {
        if segment.parts.is_empty() {
            let message = "an empty segment matches no path";
            return Err(PatternError::new(whole, start, 2, message));
        }
        let is_path = segment.params().any(|param| param.kind == Kind::Path);
        if is_path && (segment.parts.len() > 1 || self.at < self.text.len()) {
            let message =
                "a `path` parameter takes the rest, so nothing can stand beside or after it";
            return Err(PatternError::new(whole, start + 1, self.at - start - 1, message));
        }
        Ok(())
    }

    /// Text up to the next slash or parameter, `{{` and `}}` being braces.
    fn literal(&mut self, whole: &str) -> Result<String, PatternError> {
        let start = self.at;
        let braces = self.skip_literal(whole)?;
        let written = &self.text[start..self.at];
        let text = match braces {
            true => Cow::Owned(written.replace("{{", "{").replace("}}", "}")),
            false => Cow::Borrowed(written),
        };
        let message =
            "`%` starts an escape of two hexadecimal digits; write `%25` for the character";
        let normal = normalize(&text).map(Cow::into_owned);
        normal.ok_or_else(|| PatternError::new(whole, start, written.chars().count(), message))
    }

    /// Goes to the end of a text; says whether braces are in it.
    fn skip_literal(&mut self, whole: &str) -> Result<bool, PatternError> {
        let mut braces = false;
        loop {
            // Most of any text; the rest is looked at character by character.
            let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
            self.at += self.rest().bytes().take_while(plain).count();
            let Some(c) = self.rest().chars().next() else { return Ok(braces) };
            let doubled = self.rest().starts_with("{{") || self.rest().starts_with("}}");
            match c {
                '/' => return Ok(braces),
                '{' if !doubled => return Ok(braces),
                '}' if !doubled => {
                    let message = "a `}` without its `{`; write `}}` for the character";
                    return Err(PatternError::new(whole, self.at, 1, message));
                }
                '?' | '#' => {
                    let message =
                        format!("a path has no `{c}`: queries and fragments do not route");
                    return Err(PatternError::new(whole, self.at, 1, message));
                }
                c if c.is_control() || c.is_whitespace() => {
                    let message = "a path has no white space; write its escape, such as `%20`";
                    return Err(PatternError::new(whole, self.at, 1, message));
                }
                _ => {}
            }
            braces |= doubled;
            self.at += if doubled { 2 } else { c.len_utf8() };
        }
    }

    /// A parameter with its braces.
    fn param(&mut self, whole: &str) -> Result<Param, PatternError> {
        let start = self.at;
        let Some(len) = closing_brace(self.rest()) else {
            let message = "a `{` without its `}`; write `{{` for the character";
            return Err(PatternError::new(whole, start, 1, message));
        };
        let inside = &self.text[start + 1..start + len];
        self.at += len + 1;
        let (name, kind) = match inside.split_once(':') {
            Some((name, kind)) => (name, Some(kind)),
            None => (inside, None),
        };
        if !is_name(name) {
            let message = format!("`{name}` is no name: letters, digits and `_`, no digit first");
            return Err(PatternError::new(whole, start + 1, name.len(), message));
        }
        let kind = match kind {
            None => Kind::Any,
            Some(kind) => parse_kind(kind).map_err(|message| {
                PatternError::new(whole, start + 2 + name.len(), kind.len(), message)
            })?,
        };
        Ok(Param { name: name.into(), kind })
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn wrong(&self, start: usize, len: usize, message: impl Into<String>) -> PatternError {
        PatternError::new(self.text, start, len, message)
    }
}

/// Where the brace that opens `text` is closed: regexes have braces of their own.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    if let Some(kind) = Kind::named(text) {
        return Ok(kind);
    }
    if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(format!(
            "unknown type `{text}`: the types are {NAMES}, anything else is a regex such as `[a-z]+`"
        ));
    }
    if text.contains('/') {
        return Err("a parameter stops at `/`, so its regex cannot contain one".into());
    }
    match regex::Regex::new(&format!("^(?:{text})$")) {
        Ok(_) => Ok(Kind::Regex(text.into())),
        Err(error) => Err(format!("the regex is not understood: {}", last_line(&error))),
    }
}

/// The regex crate draws its own picture above the sentence that says what is wrong.
fn last_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let line = text.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
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
