//! Patterns as their author writes them, read from left to right.

use super::kind::{Kind, NAMES};
use super::path::normalize;
use super::pattern_error::PatternError;
use super::segment::{Param, Part, Segment};
use regex::Regex;
use std::borrow::Cow;

/// The longest pattern, in bytes.
const MAX_LEN: usize = 2048;

/// Reads a pattern from left to right.
pub(super) struct Parser<'a> {
    text: &'a str,
    pub(super) at: usize,
    /// The names of the parameters so far.
    names: Vec<&'a str>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, names: Vec::new() }
    }

    pub(super) fn check_whole(&self) -> Result<(), PatternError> {
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
    pub(super) fn segment(&mut self, whole: &str) -> Result<Segment, PatternError> {
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
        // Each regex is fine by itself, but two of them may name their groups alike.
        let is_regex = |param: &Param| matches!(param.kind, Kind::Regex(_));
        if segment.parts.len() > 1 && segment.params().any(is_regex) {
            Regex::new(&segment.expression()).map_err(|error| {
                let error = last_line(&error);
                let message = format!("the regexes of this segment do not go together: {error}");
                PatternError::new(whole, start + 1, self.at - start - 1, message)
            })?;
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
        if self.names.contains(&name) {
            let message = format!("the name `{name}` is used twice");
            return Err(PatternError::new(whole, start + 1, name.len(), message));
        }
        self.names.push(name);
        let kind = match kind {
            None => Kind::Any,
            Some(kind) => parse_kind(kind).map_err(|message| {
                PatternError::new(whole, start + 2 + name.len(), kind.len(), message)
            })?,
        };
        Ok(Param { name: name.into(), kind })
    }

    fn rest(&self) -> &'a str {
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
    // By itself too, or else `a)|(?:b` would be one that is not anchored.
    match Regex::new(text).and_then(|_| Regex::new(&format!("^(?:{text})$"))) {
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
