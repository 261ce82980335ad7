//! What moves from run to run, numbered in the order in which it appears. Equal values have equal
//! numbers.

use super::exchange::Exchange;
use super::learned::{Learned, noun};
use super::names;
use super::reference::{Reference, decoded, segments};
use super::shapes::Kind;
use crate::routing::Pattern;
use crate::service::Service;
use http::header::LOCATION;
use std::collections::HashMap;

/// The numbers that were given so far.
pub(super) struct Numbers<'s> {
    service: &'s Service,
    learned: Vec<Learned>,
    /// Which of the learned ids appeared, so that the first that appears is the first in number.
    ids: Vec<usize>,
    /// A table for each kind, in their order.
    others: [HashMap<String, usize>; Kind::ALL.len()],
    /// The learned ids that the present exchange is about, the best guess first.
    near: Vec<usize>,
    /// The noun of the collection that the present exchange is about, where the routes tell.
    noun: Option<String>,
}

/// What a member called `id` is in.
#[derive(Clone, Copy)]
pub(super) enum Owner<'n> {
    /// The document itself, or an element of it.
    Document,
    /// The object, or an array of objects, that a member is called so.
    Member(&'n str),
    /// No JSON.
    None,
}

impl<'s> Numbers<'s> {
    /// Learns the ids of `exchanges`. That comes before anything is shown: a client that chooses
    /// the id itself sends it before the answer tells that it is one.
    pub(super) fn learn<'e>(
        exchanges: impl Iterator<Item = &'e Exchange>,
        service: &'s Service,
    ) -> Self {
        let learned = exchanges.filter_map(|exchange| Learned::from(exchange, service)).collect();
        let (ids, near) = (Vec::new(), Vec::new());
        Self { service, learned, ids, others: Default::default(), near, noun: None }
    }

    /// What follows is of `exchange`. Where two collections have an id of the same value, it is
    /// that of the `Location`, else the deepest of the path, else one of the collection itself.
    pub(super) fn enter(&mut self, exchange: &Exchange) {
        if self.learned.is_empty() {
            return;
        }
        let path = exchange.sent.uri.path().trim_end_matches('/');
        let location = exchange.received.headers.get(LOCATION).and_then(|v| v.to_str().ok());
        let location = location.and_then(Reference::parse).map_or("", |reference| reference.path);
        let made = segments(location).rev().find_map(|(before, id)| self.learned_at(before, id));
        let within = segments(location).rev().chain(segments(path).rev());
        let own = within.filter_map(|(before, segment)| self.learned_at(before, segment));
        let collection = decoded(path);
        let listed =
            self.learned.iter().enumerate().filter(|(_, known)| known.collection == collection);
        self.near = own.chain(listed.map(|(at, _)| at)).collect();
        self.noun = match made {
            Some(made) => Some(self.learned[made].noun().to_owned()),
            None => self.noun_of(exchange, path),
        };
    }

    /// What stands for `value`.
    pub(super) fn of(&mut self, kind: Kind, value: &str) -> String {
        let seen = &mut self.others[kind as usize];
        let number = match seen.get(value) {
            Some(number) => *number,
            None => {
                seen.insert(value.to_owned(), seen.len() + 1);
                seen.len()
            }
        };
        format!("[{}#{number}]", kind.name())
    }

    /// What stands for a learned id in a member that is called like an id.
    pub(super) fn id(&mut self, name: &str, owner: Owner<'_>, value: &str) -> Option<String> {
        let mut stem = names::stem(name)?;
        let same = || self.learned.iter().enumerate().filter(|(_, known)| known.id == value);
        same().next()?;
        if let ("", Owner::Member(owner)) = (stem, owner)
            && self.is_collection_of(owner)
        {
            stem = owner;
        }
        let rank = |at: usize, known: &Learned| {
            let is_stranger = !stem.is_empty() && !known.is_named(stem);
            (is_stranger, self.near.iter().position(|near| *near == at).unwrap_or(usize::MAX))
        };
        let (at, best) = same().min_by_key(|(at, known)| rank(*at, known))?;
        let is_of_another = match (stem, owner) {
            ("", Owner::Document) => self.noun.as_deref().is_some_and(|noun| noun != best.noun()),
            ("", _) => false,
            (stem, _) => !best.is_named(stem) && self.is_collection_of(stem),
        };
        (!is_of_another).then(|| self.id_number(at))
    }

    /// What stands for a learned id in a path.
    pub(super) fn id_at(&mut self, before: &str, segment: &str) -> Option<String> {
        self.learned_at(before, segment).map(|at| self.id_number(at))
    }

    fn id_number(&mut self, learned: usize) -> String {
        let at = self.ids.iter().position(|known| *known == learned).unwrap_or_else(|| {
            self.ids.push(learned);
            self.ids.len() - 1
        });
        format!("[id#{}]", at + 1)
    }

    fn learned_at(&self, before: &str, segment: &str) -> Option<usize> {
        self.learned.iter().position(|known| known.is_at(before, segment))
    }

    /// Whether the app has a collection of which `stem` is one.
    fn is_collection_of(&self, stem: &str) -> bool {
        let routes = self.service.routes().iter();
        let mut literals =
            routes.flat_map(|route| route.pattern.segments()).filter_map(|s| s.literal());
        literals.any(|literal| names::is_one_of(stem, literal))
            || self.learned.iter().any(|known| known.is_named(stem))
    }

    /// The collection that a path is in, or that it is, as far as the routes tell.
    fn noun_of(&self, exchange: &Exchange, path: &str) -> Option<String> {
        let route = self.service.route(&exchange.sent.method, path)?;
        let is_open = |pattern: &Pattern| {
            pattern.segments().last().is_some_and(|segment| segment.literal().is_none())
        };
        let collection = if is_open(&route.pattern) {
            path.rsplit_once('/')?.0
        } else {
            let own = route.pattern.as_str();
            let mut below = self.service.routes().iter().filter(|other| {
                let rest = other.pattern.as_str().strip_prefix(own);
                rest.is_some_and(|rest| rest.starts_with("/{"))
                    && other.pattern.segments().len() == route.pattern.segments().len() + 1
            });
            below.any(|other| is_open(&other.pattern)).then_some(path)?
        };
        let noun = noun(&decoded(collection)).to_owned();
        (!noun.is_empty()).then_some(noun)
    }
}
