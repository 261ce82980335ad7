//! Ids that an app gave to what it created, as its `Location` headers told them.

use super::exchange::Exchange;
use crate::service::Service;
use http::header::LOCATION;
use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// An id and the path below which it counts: 7 of `/api/products` is not 7 of `/api/users`.
pub(super) struct Learned {
    pub(super) collection: String,
    /// Decoded, as it is in JSON.
    pub(super) id: String,
}

impl Learned {
    /// What the answer of `exchange` tells.
    pub(super) fn from(exchange: &Exchange, service: &Service) -> Option<Self> {
        if exchange.received.status != StatusCode::CREATED {
            return None;
        }
        let location = exchange.received.headers.get(LOCATION)?.to_str().ok()?;
        let path = location[path_of(location)?].trim_end_matches('/');
        let (collection, id) = path.rsplit_once('/')?;
        let is_id = match service.route(&Method::GET, path) {
            Some(route) => route.pattern.segments().last().is_some_and(|s| s.literal().is_none()),
            None => path != exchange.sent.uri.path(),
        };
        let id = decoded(id).into_owned();
        is_id.then(|| Self { collection: collection.to_owned(), id })
    }

    /// Whether a member such as `product_id` says by its name that it is one of these.
    pub(super) fn is_named(&self, stem: &str) -> bool {
        let (_, noun) = self.collection.rsplit_once('/').unwrap_or_default();
        let (noun, stem) = (noun.to_ascii_lowercase(), stem.to_ascii_lowercase());
        match noun.strip_prefix(&*stem) {
            Some(ending) => matches!(ending, "" | "s" | "es"),
            None => stem.strip_suffix('y').is_some_and(|short| noun == format!("{short}ies")),
        }
    }
}

/// Where in a reference to this app (RFC 3986, 4.2) the path is; `None` for one without an absolute
/// path.
pub(super) fn path_of(reference: &str) -> Option<std::ops::Range<usize>> {
    let start = match reference.find("://") {
        Some(scheme) => scheme + 3 + reference[scheme + 3..].find('/')?,
        None => 0,
    };
    let path = &reference[start..];
    let end = start + path.find(['?', '#']).unwrap_or(path.len());
    path.starts_with('/').then_some(start..end)
}

/// A segment of a path without its escapes.
pub(super) fn decoded(segment: &str) -> Cow<'_, str> {
    percent_decode_str(segment).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::{Learned, path_of};

    #[test]
    fn the_path_of_a_reference_is_found() {
        let table = [
            ("/a/1", Some("/a/1")),
            ("/a/1?b=/c#d", Some("/a/1")),
            ("http://localhost:8000/a/1", Some("/a/1")),
            ("http://localhost", None),
            ("a/1", None),
            ("", None),
        ];
        for (reference, path) in table {
            assert_eq!(path_of(reference).map(|range| &reference[range]), path, "{reference}");
        }
    }

    #[test]
    fn a_member_is_named_after_the_collection() {
        let table = [
            ("product", "/api/products", true),
            ("product", "/api/product", true),
            ("Category", "/categories", true),
            ("box", "/boxes", true),
            ("prod", "/products", false),
            ("user", "/users/7/orders", false),
        ];
        for (stem, collection, is) in table {
            let learned = Learned { collection: collection.into(), id: "7".into() };
            assert_eq!(learned.is_named(stem), is, "{stem} {collection}");
        }
    }
}
