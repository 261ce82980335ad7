//! Values in the form in which they are shown: without secrets, and in a snapshot without what moves
//! from run to run.
//!
//! Values are read where they stand (a segment, a header, a member), never searched for in a text.

use super::dates;
use super::names;
use super::numbers::{Numbers, Owner};
use super::path::Child;
use super::reference::{Reference, decoded, decoded_pair, own_port, segments};
use super::rules::Rules;
use super::secrets::{SECRET, Secrets};
use super::shapes::{Kind, is_placeholder, is_token, shape};
use super::words::{Piece, pieces};
use http::Uri;
use std::borrow::Cow;

/// What stands for a value that the test does not want to see.
pub(super) const HIDDEN: &str = "[hidden]";

/// The most references in one another that are read: a text could have very many.
const DEPTH: u8 = 4;

/// What stands for the line between the parts of a body: every client makes up its own.
pub(super) const BOUNDARY: &str = "[boundary]";

/// How values are shown.
pub(super) struct Scrub<'s> {
    pub(super) rules: &'s Rules,
    pub(super) secrets: &'s Secrets,
    /// For a snapshot; without them all is shown as it was sent, secrets masked.
    pub(super) numbers: Option<Numbers<'s>>,
    /// How many references the present one is in, as `/?next=/?next=/` has them.
    depth: u8,
}

impl<'s> Scrub<'s> {
    /// For a failure.
    pub(super) fn as_sent(rules: &'s Rules, secrets: &'s Secrets) -> Self {
        Self { rules, secrets, numbers: None, depth: 0 }
    }

    /// For a snapshot.
    pub(super) fn steady(rules: &'s Rules, secrets: &'s Secrets, numbers: Numbers<'s>) -> Self {
        Self { rules, secrets, numbers: Some(numbers), depth: 0 }
    }

    pub(super) fn is_steady(&self) -> bool {
        self.numbers.is_some()
    }

    /// The target of a request.
    pub(super) fn target(&mut self, uri: &Uri) -> String {
        let (path, query) = (uri.path(), uri.query());
        self.reference(&Reference { origin: "", path, query, fragment: None })
    }

    /// The value of a pair of a query or of a form, or of a part of a form. The form counts as an
    /// object whose member it is.
    pub(super) fn pair(&mut self, name: &str, value: &str) -> String {
        if self.is_hidden(name) {
            HIDDEN.to_owned()
        } else if self.rules.kept.trail().below(Child::Member(name)).is_there() {
            self.secrets.masked(value).into_owned()
        } else {
            self.text(Some(name), value)
        }
    }

    /// Whether the test does not want to see a pair.
    pub(super) fn is_hidden(&self, name: &str) -> bool {
        self.rules.hidden.trail().below(Child::Member(name)).is_there()
    }

    /// A whole text, with its name if it has one.
    pub(super) fn text(&mut self, name: Option<&str>, text: &str) -> String {
        self.string(name, Owner::None, text).into_owned()
    }

    /// What is shown of a string.
    pub(super) fn string<'t>(
        &mut self,
        name: Option<&str>,
        owner: Owner<'_>,
        text: &'t str,
    ) -> Cow<'t, str> {
        if is_placeholder(text) {
            return Cow::Borrowed(text);
        }
        if let Some(shown) = self.named(name, owner, text) {
            return Cow::Owned(shown);
        }
        if let Some(kind) = self.shape(text) {
            return Cow::Owned(self.numbered(kind, text));
        }
        // A path may have what separates words elsewhere.
        let reference = Reference::parse(text).filter(|_| !text.contains(char::is_whitespace));
        let shown = match reference {
            _ if self.depth == DEPTH => Cow::Borrowed(text),
            Some(reference) => Cow::Owned(self.reference(&reference)),
            None if self.is_steady() => self.words(text),
            None => Cow::Borrowed(text),
        };
        self.masked(shown)
    }

    /// Without secrets.
    pub(super) fn masked<'t>(&self, shown: Cow<'t, str>) -> Cow<'t, str> {
        match self.secrets.masked(&shown) {
            Cow::Owned(masked) => Cow::Owned(masked),
            Cow::Borrowed(_) => shown,
        }
    }

    /// What stands for a value whose name says what it is.
    pub(super) fn named(
        &mut self,
        name: Option<&str>,
        owner: Owner<'_>,
        text: &str,
    ) -> Option<String> {
        let name = name?;
        let is_word = !text.is_empty() && !text.contains(char::is_whitespace);
        let is_credential = is_word && names::is_credential(name);
        let Some(numbers) = &mut self.numbers else {
            return is_credential.then(|| SECRET.to_owned());
        };
        if let Some(id) = numbers.id(name, owner, text) {
            return Some(id);
        }
        if names::is_moment(name) && dates::is_epoch(text) {
            return Some(numbers.of(Kind::Time, text));
        }
        let is_token = names::is_token(name) && is_token(text);
        let kind = shape(text).unwrap_or(Kind::Token);
        (is_token || is_credential).then(|| self.numbered(kind, text))
    }

    /// A link, an address, a target.
    pub(super) fn reference(&mut self, reference: &Reference<'_>) -> String {
        self.depth += 1;
        let mut shown = self.origin(reference.origin);
        shown.push_str(&self.path(reference.path));
        // Some tokens travel behind the `#`, as pairs too (RFC 6749, 4.2.2).
        for (mark, pairs) in [('?', reference.query), ('#', reference.fragment)] {
            if let Some(pairs) = pairs {
                shown.push(mark);
                shown.push_str(&self.query(pairs));
            }
        }
        self.depth -= 1;
        // One may go over several segments.
        self.masked(Cow::Owned(shown)).into_owned()
    }

    fn origin(&mut self, origin: &str) -> String {
        match own_port(origin) {
            Some((before, port)) if self.is_steady() => {
                format!("{before}:{}", self.numbered(Kind::Port, port))
            }
            _ => origin.to_owned(),
        }
    }

    fn path(&mut self, path: &str) -> String {
        let mut shown = String::new();
        for (before, segment) in segments(path) {
            shown.push('/');
            shown.push_str(&self.segment(before, segment));
        }
        if shown.is_empty() { path.to_owned() } else { shown }
    }

    fn segment<'t>(&mut self, before: &str, segment: &'t str) -> Cow<'t, str> {
        if let Some(id) = self.numbers.as_mut().and_then(|numbers| numbers.id_at(before, segment)) {
            return Cow::Owned(id);
        }
        let text = decoded(segment);
        if let Cow::Owned(masked) = self.secrets.masked(&text) {
            return Cow::Owned(masked);
        }
        if let Some(kind) = self.shape(&text) {
            return Cow::Owned(self.numbered(kind, &text));
        }
        match segment.split_once('.') {
            // A file that is called by it.
            Some((name, ending)) if self.shape(name) == Some(Kind::Uuid) => {
                Cow::Owned(format!("{}.{ending}", self.numbered(Kind::Uuid, name)))
            }
            _ => Cow::Borrowed(segment),
        }
    }

    /// The pairs of a query, or of a form, as they were sent.
    pub(super) fn query(&mut self, query: &str) -> String {
        let mut shown = String::new();
        for (at, pair) in query.split('&').enumerate() {
            shown.push_str(if at > 0 { "&" } else { "" });
            let Some((key, value)) = pair.split_once('=') else {
                shown.push_str(&self.secrets.masked(pair));
                continue;
            };
            let plain = decoded_pair(value);
            let scrubbed = self.pair(&decoded_pair(key), &plain);
            shown.push_str(&self.secrets.masked(key));
            shown.push('=');
            shown.push_str(if scrubbed == plain { value } else { &scrubbed });
        }
        shown
    }

    /// A message such as `Requested path: /products/7 does not exist`.
    fn words<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        // No word without one of these is anything that moves.
        if !text.contains(['-', '/', ':', '=', '.', ',']) {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Between(text) => shown.push_str(text),
                Piece::Moment(text) => shown.push_str(&self.numbered(Kind::Time, text)),
                Piece::Word(word) => shown.push_str(&self.word(word)),
            }
        }
        Cow::Owned(shown)
    }

    fn word<'t>(&mut self, word: &'t str) -> Cow<'t, str> {
        match word.split_once('=').filter(|(name, value)| !name.is_empty() && !value.is_empty()) {
            // An address may have one too.
            Some((name, value)) if !name.contains('/') => {
                let shown = self.named(Some(name), Owner::None, value);
                let shown = shown.map_or_else(|| self.bare_word(value), Cow::Owned);
                Cow::Owned(format!("{name}={shown}"))
            }
            _ => self.bare_word(word),
        }
    }

    fn bare_word<'t>(&mut self, word: &'t str) -> Cow<'t, str> {
        if let Some(kind) = self.shape(word) {
            Cow::Owned(self.numbered(kind, word))
        } else if let Some(reference) = Reference::parse(word) {
            Cow::Owned(self.reference(&reference))
        } else if own_port(word).is_some() {
            Cow::Owned(self.origin(word))
        } else {
            Cow::Borrowed(word)
        }
    }

    /// The kind of a text that moves and is no secret.
    pub(super) fn shape(&self, text: &str) -> Option<Kind> {
        if self.is_steady() { shape(text).filter(|_| !self.secrets.has(text)) } else { None }
    }

    /// What stands for `text` in a snapshot.
    pub(super) fn numbered(&mut self, kind: Kind, text: &str) -> String {
        let text = match kind {
            Kind::Uuid => Cow::Owned(text.to_ascii_lowercase()),
            _ => Cow::Borrowed(text),
        };
        self.numbers.as_mut().map_or_else(|| text.to_string(), |numbers| numbers.of(kind, &text))
    }
}
