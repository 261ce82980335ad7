//! The user's file as a text and as a tree whose spans are places in that text.

use std::str::FromStr;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::File;

/// A file that is about to get one more line or two.
pub(super) struct Source<'a> {
    text: &'a str,
    byte_order_mark: &'static str,
    tokens: Vec<String>,
    tokens_tree: TokenStream,
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

impl<'a> Source<'a> {
    /// Cuts `text` into tokens; that need not be a whole program.
    pub(super) fn new(text: &'a str) -> Result<Self, String> {
        let (byte_order_mark, text) = match text.strip_prefix(BYTE_ORDER_MARK) {
            Some(rest) => (BYTE_ORDER_MARK, rest),
            None => ("", text),
        };
        let tree = TokenStream::from_str(text).map_err(|error| no_rust(error.span()))?;
        Ok(Self { text, byte_order_mark, tokens: flat(tree.clone()), tokens_tree: tree })
    }

    pub(super) fn parse(&self) -> Result<File, String> {
        syn::parse2(self.tokens_tree.clone()).map_err(|error| no_rust(error.span()))
    }

    /// Whether these tokens stand somewhere in a row, however they are laid out.
    pub(super) fn has(&self, tokens: &[&str]) -> bool {
        self.tokens.windows(tokens.len()).any(|window| window == tokens)
    }

    /// The whole text, unchanged.
    pub(super) fn same(&self) -> String {
        format!("{}{}", self.byte_order_mark, self.text)
    }

    /// The whole text with `lines` at `place`, in the line endings that are around it.
    pub(super) fn insert(&self, place: usize, lines: &str) -> String {
        self.change(&[(place..place, lines)])
    }

    /// The whole text with other text in place of some ranges, the first one first.
    pub(super) fn change(&self, changes: &[(std::ops::Range<usize>, &str)]) -> String {
        let mut new = self.byte_order_mark.to_owned();
        let mut done = 0;
        for (range, lines) in changes {
            new += &self.text[done..range.start];
            new += &lines.replace('\n', self.line_ending(range.start));
            done = range.end;
        }
        new + &self.text[done..]
    }

    /// How the line before `place` ends, or the one of `place` where it is the first.
    fn line_ending(&self, place: usize) -> &'static str {
        let (before, after) = self.text.split_at(place);
        let end = before.rfind('\n').or_else(|| Some(place + after.find('\n')?));
        match end {
            Some(end) if self.text[..end].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    /// Where something can go that follows `place`: there, or behind the comments on its line.
    pub(super) fn after(&self, place: usize) -> usize {
        let line = self.rest(place);
        let mut rest = line;
        loop {
            rest = rest.trim_start();
            if rest.starts_with("//") {
                return place + line.len();
            }
            match block_comment(rest) {
                Some(length) => rest = &rest[length..],
                None => break,
            }
        }
        let comments = line[..line.len() - rest.len()].trim_end();
        place + comments.len()
    }

    /// Whether nothing but comments follows `place` on its line.
    pub(super) fn ends_line(&self, place: usize) -> bool {
        self.rest(self.after(place)).trim().is_empty()
    }

    fn rest(&self, place: usize) -> &'a str {
        self.text[place..].lines().next().unwrap_or_default()
    }

    /// Where something can go that comes before the item at `place`: before the lines of comments
    /// that stand right above it, unless they are the head of the file.
    pub(super) fn before(&self, place: usize) -> usize {
        if !self.line_before(place).trim().is_empty() {
            return place;
        }
        let mut start = place - self.line_before(place).len();
        while let Some(line) = self.text[..start].strip_suffix('\n') {
            let line = &line[line.rfind('\n').map_or(0, |end| end + 1)..];
            let comment = line.trim_start();
            if !comment.starts_with("//") || comment.starts_with("//!") {
                return start + self.indent(start).len();
            }
            start -= line.len() + 1;
        }
        place
    }

    /// What stands before `place` on its line.
    pub(super) fn line_before(&self, place: usize) -> &'a str {
        let start = self.text[..place].rfind('\n').map_or(0, |end| end + 1);
        &self.text[start..place]
    }

    /// The blanks at the start of the line of `place`.
    pub(super) fn indent(&self, place: usize) -> &'a str {
        let start = place - self.line_before(place).len();
        let line = self.rest(start);
        &line[..line.len() - line.trim_start().len()]
    }

    /// By what one more level is further in: a tab in a file that has tabs.
    pub(super) fn step(&self) -> &'static str {
        if self.text.lines().any(|line| line.starts_with('\t')) { "\t" } else { "    " }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }
}

/// How long the comment is that `text` starts with, if it ends there. Such comments may be nested.
fn block_comment(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut place = 0;
    while let Some(two) = text.get(place..place + 2) {
        match two {
            "/*" => depth += 1,
            "*/" => depth -= 1,
            _ if depth == 0 => return None,
            _ => {
                place += text[place..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
        }
        place += 2;
        if depth == 0 {
            return Some(place);
        }
    }
    None
}

pub(super) fn start(span: Span) -> usize {
    span.byte_range().start
}

pub(super) fn end(span: Span) -> usize {
    span.byte_range().end
}

fn no_rust(span: Span) -> String {
    format!("it does not parse, from line {} on", span.start().line)
}

/// The tokens of `stream`, one after the other.
pub(super) fn flat(stream: TokenStream) -> Vec<String> {
    let mut tokens = Vec::new();
    flatten(stream, &mut tokens);
    tokens
}

fn flatten(stream: TokenStream, into: &mut Vec<String>) {
    for tree in stream {
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Brace => ("{", "}"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    proc_macro2::Delimiter::None => ("", ""),
                };
                into.push(open.to_owned());
                flatten(group.stream(), into);
                into.push(close.to_owned());
            }
            other => into.push(other.to_string()),
        }
    }
}
