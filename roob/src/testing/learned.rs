//! Ids that an app gave to what it created, as its `Location` headers told them.

use super::exchange::Exchange;
use super::names;
use super::reference::{Reference, decoded};
use crate::service::Service;
use http::header::LOCATION;
use http::{Method, StatusCode};

/// An id and the path below which it counts: 7 of `/api/products` is not 7 of `/api/users`.
pub(super) struct Learned {
    /// Decoded, as `id` is.
    pub(super) collection: String,
    /// As it is in JSON.
    pub(super) id: String,
}

impl Learned {
    /// What the answer of `exchange` tells.
    pub(super) fn from(exchange: &Exchange, service: &Service) -> Option<Self> {
        if exchange.received.status != StatusCode::CREATED {
            return None;
        }
        let location = exchange.received.headers.get(LOCATION)?.to_str().ok()?;
        let path = Reference::parse(location)?.path.trim_end_matches('/');
        let (collection, id) = path.rsplit_once('/')?;
        let is_id = match service.route(&Method::GET, path) {
            Some(route) => route.pattern.segments().last().is_some_and(|s| s.literal().is_none()),
            None => path != exchange.sent.uri.path(),
        };
        let learned =
            || Self { collection: decoded(collection).into(), id: decoded(id).into_owned() };
        (is_id && !id.is_empty()).then(learned)
    }

    /// Whether it is the one that `segment` behind the path `before` names.
    pub(super) fn is_at(&self, before: &str, segment: &str) -> bool {
        decoded(segment) == self.id && decoded(before) == self.collection
    }

    /// Whether a member such as `product_id` says by its name that it is one of these.
    pub(super) fn is_named(&self, stem: &str) -> bool {
        names::is_one_of(stem, self.noun())
    }

    /// The last segment of the collection.
    pub(super) fn noun(&self) -> &str {
        noun(&self.collection)
    }
}

/// The last segment of a collection.
pub(super) fn noun(collection: &str) -> &str {
    collection.rsplit_once('/').map_or("", |(_, noun)| noun)
}
