//! A file of Rust, as text and as a tree whose spans are places in that text.

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
        let mut tokens = Vec::new();
        flatten(tree.clone(), &mut tokens);
        Ok(Self { text, byte_order_mark, tokens, tokens_tree: tree })
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

    /// The whole text with `lines` at `place`, in the line endings of the file.
    pub(super) fn insert(&self, place: usize, lines: &str) -> String {
        let lines =
            if self.text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines.to_owned() };
        let (before, after) = self.text.split_at(place);
        format!("{}{before}{lines}{after}", self.byte_order_mark)
    }

    /// Where something can go that follows `place`: there, or behind the comment on its line.
    pub(super) fn after(&self, place: usize) -> usize {
        let line = self.text[place..].lines().next().unwrap_or_default();
        if line.trim_start().starts_with("//") { place + line.len() } else { place }
    }

    /// Where the line of `place` ends.
    pub(super) fn line_end(&self, place: usize) -> usize {
        place + self.text[place..].lines().next().unwrap_or_default().len()
    }

    /// What stands before `place` on its line.
    pub(super) fn line_before(&self, place: usize) -> &'a str {
        let start = self.text[..place].rfind('\n').map_or(0, |end| end + 1);
        &self.text[start..place]
    }

    /// The blanks at the start of the line of `place`.
    pub(super) fn indent(&self, place: usize) -> &'a str {
        let line = self.line_before(place);
        &line[..line.len() - line.trim_start().len()]
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }
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
