//! Values in the form in which they are shown: without secrets, and in a snapshot without what moves
//! from run to run.
//!
//! Values are read where they stand (a segment, a header, a member), never searched for in a text.

use super::dates;
use super::headers;
use super::json::Json;
use super::media;
use super::names;
use super::numbers::{Numbers, Owner};
use super::path::{Child, Trail};
use super::reference::{Reference, decoded, decoded_pair, own_port, segments};
use super::rules::Rules;
use super::secrets::{SECRET, Secrets};
use super::shapes::{Kind, is_placeholder, is_token, shape};
use super::words::{Piece, pieces};
use http::Uri;
use http::header::{self, HeaderName, HeaderValue};
use std::borrow::Cow;

/// What stands for a value that the test does not want to see.
pub(super) const HIDDEN: &str = "[hidden]";

/// What stands for the line between the parts of a body: every client makes up its own.
pub(super) const BOUNDARY: &str = "[boundary]";

/// How values are shown.
pub(super) struct Scrub<'s> {
    pub(super) rules: &'s Rules,
    pub(super) secrets: &'s Secrets,
    /// For a snapshot; without them all is shown as it was sent, secrets masked.
    pub(super) numbers: Option<Numbers<'s>>,
}

/// A place in a document.
struct Here<'h> {
    /// What the value is called.
    name: Option<&'h str>,
    /// What the object is called whose member the value is.
    owner: Owner<'h>,
    /// Whether the value is the document or an element of it.
    is_top: bool,
    hidden: Trail<'h>,
    kept: Trail<'h>,
    is_kept: bool,
}

/// Headers, pairs and texts.
impl Scrub<'_> {
    pub(super) fn is_steady(&self) -> bool {
        self.numbers.is_some()
    }

    /// The target of a request.
    pub(super) fn target(&mut self, uri: &Uri) -> String {
        let (path, query) = (uri.path(), uri.query());
        self.reference(&Reference { origin: "", path, query, fragment: None })
    }

    /// The value of a header; `None` for one that is left out.
    pub(super) fn header(&mut self, name: &HeaderName, value: &HeaderValue) -> Option<String> {
        let is_kept = self.rules.kept.has_header(name);
        if self.is_steady() && headers::is_volatile(name) && !is_kept {
            return None;
        }
        if self.rules.hidden.has_header(name) {
            return Some(HIDDEN.to_owned());
        }
        let text = String::from_utf8_lossy(value.as_bytes());
        let shown = match headers::masked(name, value, SECRET) {
            Some(masked) if *name == header::SET_COOKIE => self.attributes(&masked),
            Some(masked) => masked,
            None if is_kept => text.into_owned(),
            None => self.header_text(name, &text),
        };
        // A cookie may be called by one.
        Some(self.secrets.masked(&shown).into_owned())
    }

    fn header_text(&mut self, name: &HeaderName, text: &str) -> String {
        match *name {
            header::ETAG | header::IF_MATCH | header::IF_NONE_MATCH | header::IF_RANGE
                if self.is_steady() =>
            {
                self.etags(text)
            }
            header::CONTENT_TYPE if self.is_steady() => match media::boundary(text) {
                Some(range) => {
                    format!("{}{BOUNDARY}{}", &text[..range.start], &text[range.end..])
                }
                None => self.text(None, text),
            },
            header::LINK => self.links(text),
            _ => self.text(Some(name.as_str()), text),
        }
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
        self.string(name, Owner::None, text)
    }

    /// RFC 9110, 8.8.3, and lists of them.
    fn etags(&mut self, text: &str) -> String {
        let mut shown = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('"') {
            let Some(length) = rest[start + 1..].find('"') else {
                break;
            };
            let (tag, behind) = rest.split_at(start + length + 2);
            let before = tag[..start].strip_suffix("W/").unwrap_or(&tag[..start]);
            shown.push_str(before);
            shown.push_str(&self.numbered(Kind::Etag, &tag[before.len()..]));
            rest = behind;
        }
        match rest {
            // One without its quotes, which many servers send.
            _ if shown.is_empty() && text != "*" && shape(text).is_none() => {
                self.numbered(Kind::Etag, text)
            }
            "" => shown,
            rest => shown + &self.text(None, rest),
        }
    }

    /// RFC 8288, 3: references between `<` and `>`, each with parameters.
    fn links(&mut self, text: &str) -> String {
        let mut shown = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('<') {
            let Some(length) = rest[start..].find('>') else {
                break;
            };
            let target = &rest[start + 1..start + length];
            shown.push_str(&self.secrets.masked(&rest[..=start]));
            shown.push_str(&self.text(None, target));
            rest = &rest[start + length..];
        }
        shown + &self.secrets.masked(rest)
    }

    /// What comes behind the value of a cookie.
    fn attributes(&mut self, cookie: &str) -> String {
        let mut parts = cookie.split(';');
        let mut shown = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let equals = if part.len() > name.len() { "=" } else { "" };
            shown.push_str(&format!(";{name}{equals}{}", self.text(None, value)));
        }
        shown
    }
}

/// Documents.
impl Scrub<'_> {
    /// Everything in a JSON body.
    pub(super) fn json(&mut self, json: &mut Json) {
        let (hidden, kept) = (self.rules.hidden.trail(), self.rules.kept.trail());
        let owner = Owner::None;
        self.value(json, &Here { name: None, owner, is_top: true, hidden, kept, is_kept: false });
    }

    fn value(&mut self, json: &mut Json, here: &Here<'_>) {
        if here.hidden.is_there() {
            *json = Json::String(HIDDEN.to_owned());
            return;
        }
        match json {
            Json::Array(items) => {
                let len = items.len();
                for (at, item) in items.iter_mut().enumerate() {
                    self.value(item, &here.element(at, len));
                }
            }
            Json::Object(members) => {
                for (key, value) in members {
                    let shown = self.key(key, here);
                    self.value(value, &here.member(key));
                    *key = shown;
                }
            }
            Json::Number(digits) => {
                if let Some(shown) = self.number(digits, here) {
                    *json = Json::String(shown);
                }
            }
            Json::String(text) if here.is_kept() => {
                *text = self.secrets.masked(text).into_owned();
            }
            Json::String(text) => *text = self.string(here.name, here.owner, text),
            Json::Null | Json::Bool(_) => {}
        }
    }

    /// A map may have values that move for its keys.
    fn key(&mut self, key: &str, here: &Here<'_>) -> String {
        match self.shape(key).filter(|_| !here.is_kept()) {
            Some(kind) => self.numbered(kind, key),
            None => self.secrets.masked(key).into_owned(),
        }
    }

    fn number(&mut self, digits: &str, here: &Here<'_>) -> Option<String> {
        let shown = self.number_by_name(digits, here);
        shown.or_else(|| self.secrets.has(digits).then(|| SECRET.to_owned()))
    }

    fn number_by_name(&mut self, digits: &str, here: &Here<'_>) -> Option<String> {
        let numbers = self.numbers.as_mut().filter(|_| !here.is_kept())?;
        let name = here.name?;
        numbers.id(name, here.owner, digits).or_else(|| {
            let is_moment = names::is_moment(name) && dates::is_epoch(digits);
            is_moment.then(|| numbers.of(Kind::Time, digits))
        })
    }
}

impl<'h> Here<'h> {
    fn is_kept(&self) -> bool {
        self.is_kept || self.kept.is_there()
    }

    fn element(&self, at: usize, len: usize) -> Self {
        let child = Child::Element(at, len);
        let name = self.name.and_then(names::element);
        Self { name, owner: self.owner, is_top: self.is_top, ..self.below(child) }
    }

    fn member<'m>(&self, key: &'m str) -> Here<'m>
    where
        'h: 'm,
    {
        let owner = match self.name {
            _ if self.is_top => Owner::Document,
            Some(name) => Owner::Member(name),
            None => Owner::None,
        };
        Here { name: Some(key), owner, ..self.below(Child::Member(key)) }
    }

    fn below(&self, child: Child<'_>) -> Self {
        let (hidden, kept) = (self.hidden.below(child), self.kept.below(child));
        let is_kept = self.is_kept();
        Self { name: None, owner: Owner::None, is_top: false, hidden, kept, is_kept }
    }
}

/// Values.
impl Scrub<'_> {
    /// What is shown of a string.
    fn string(&mut self, name: Option<&str>, owner: Owner<'_>, text: &str) -> String {
        if is_placeholder(text) {
            return text.to_owned();
        }
        if let Some(shown) = self.named(name, owner, text) {
            return shown;
        }
        if let Some(kind) = self.shape(text) {
            return self.numbered(kind, text);
        }
        // A path may have what separates words elsewhere.
        let shown = match Reference::parse(text).filter(|_| !text.contains(char::is_whitespace)) {
            Some(reference) => Cow::Owned(self.reference(&reference)),
            None if self.is_steady() => self.words(text),
            None => Cow::Borrowed(text),
        };
        self.secrets.masked(&shown).into_owned()
    }

    /// What stands for a value whose name says what it is.
    fn named(&mut self, name: Option<&str>, owner: Owner<'_>, text: &str) -> Option<String> {
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
        let mut shown = self.origin(reference.origin);
        shown.push_str(&self.path(reference.path));
        // Some tokens travel behind the `#`, as pairs too (RFC 6749, 4.2.2).
        for (mark, pairs) in [('?', reference.query), ('#', reference.fragment)] {
            if let Some(pairs) = pairs {
                shown.push(mark);
                shown.push_str(&self.query(pairs));
            }
        }
        // One may go over several segments.
        match self.secrets.masked(&shown) {
            Cow::Owned(masked) => masked,
            Cow::Borrowed(_) => shown,
        }
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
        if let Some(kind) = self.shape(word) {
            return Cow::Owned(self.numbered(kind, word));
        }
        if let Some(reference) = Reference::parse(word) {
            return Cow::Owned(self.reference(&reference));
        }
        if own_port(word).is_some() {
            return Cow::Owned(self.origin(word));
        }
        match word.split_once('=').filter(|(name, value)| !name.is_empty() && !value.is_empty()) {
            Some((name, value)) => {
                let shown = self.named(Some(name), Owner::None, value);
                let shown = shown.map_or_else(|| self.word(value), Cow::Owned);
                Cow::Owned(format!("{name}={shown}"))
            }
            None => Cow::Borrowed(word),
        }
    }

    /// The kind of a text that moves and is no secret.
    fn shape(&self, text: &str) -> Option<Kind> {
        if self.is_steady() { shape(text).filter(|_| !self.secrets.has(text)) } else { None }
    }

    /// What stands for `text` in a snapshot.
    fn numbered(&mut self, kind: Kind, text: &str) -> String {
        let text = match kind {
            Kind::Uuid => Cow::Owned(text.to_ascii_lowercase()),
            _ => Cow::Borrowed(text),
        };
        self.numbers.as_mut().map_or_else(|| text.to_string(), |numbers| numbers.of(kind, &text))
    }
}
