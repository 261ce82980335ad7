//! What is shown of JSON.

use super::json::Json;
use super::names;
use super::numbers::Owner;
use super::path::{Child, Trail};
use super::scrub::{HIDDEN, Scrub};
use super::secrets::SECRET;
use std::borrow::Cow;

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
                    let shown = match self.key(key, here) {
                        Cow::Owned(shown) => Some(shown),
                        Cow::Borrowed(_) => None,
                    };
                    self.value(value, &here.member(key));
                    shown.into_iter().for_each(|shown| *key = shown);
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
            Json::String(text) => {
                if let Cow::Owned(shown) = self.string(here.name, here.owner, text) {
                    *text = shown;
                }
            }
            Json::Null | Json::Bool(_) => {}
        }
    }

    /// A map may have values that move for its keys.
    fn key<'k>(&mut self, key: &'k str, here: &Here<'_>) -> Cow<'k, str> {
        match self.shape(key).filter(|_| !here.is_kept()) {
            Some(kind) => Cow::Owned(self.numbered(kind, key)),
            None => self.secrets.masked(key),
        }
    }

    fn number(&mut self, digits: &str, here: &Here<'_>) -> Option<String> {
        let shown = match here.is_kept() {
            true => None,
            false => self.named(here.name, here.owner, digits),
        };
        shown.or_else(|| self.secrets.has(digits).then(|| SECRET.to_owned()))
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
