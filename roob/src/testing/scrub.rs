//! What moves from run to run, numbered in the order in which it appears.
//!
//! Values are read where they stand (a segment, a header, a member), never searched for in a text.

use super::dates;
use super::exchange::Exchange;
use super::json::Json;
use super::learned::{Learned, decoded, path_of};
use crate::service::Service;
use http::Uri;
use http::header::{self, HeaderName};

/// The numbers that were given so far.
#[derive(Default)]
pub(super) struct Numbers {
    learned: Vec<Learned>,
    /// Which of the learned ids appeared, so that the first that appears is the first in number.
    ids: Vec<usize>,
    uuids: Vec<String>,
    times: Vec<String>,
    etags: Vec<String>,
    /// The learned ids that the present exchange is about, the best guess first.
    near: Vec<usize>,
}

impl Numbers {
    /// Learns the ids of `exchanges`. That comes before anything is shown: a client that chooses
    /// the id itself sends it before the answer tells that it is one.
    pub(super) fn learn<'e>(
        exchanges: impl Iterator<Item = &'e Exchange>,
        service: &Service,
    ) -> Self {
        let learned = exchanges.filter_map(|exchange| Learned::from(exchange, service)).collect();
        Self { learned, ..Self::default() }
    }

    /// What follows is of `exchange`. Where two collections have an id of the same value, it is
    /// that of the `Location`, else the deepest of the path, else one of the collection itself.
    pub(super) fn enter(&mut self, exchange: &Exchange) {
        let path = exchange.sent.uri.path();
        let location = exchange.received.headers.get(header::LOCATION);
        let location = location.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let location = path_of(location).map_or("", |range| &location[range]);
        let within = segments(location).rev().chain(segments(path).rev());
        let own = within.filter_map(|(before, segment)| self.learned_at(before, segment));
        let listed = self.learned.iter().enumerate().filter(|(_, known)| known.collection == path);
        self.near = own.chain(listed.map(|(at, _)| at)).collect();
    }

    /// The target of a request.
    pub(super) fn target(&mut self, uri: &Uri) -> String {
        let path = self.path(uri.path());
        match uri.query() {
            Some(query) => format!("{path}?{}", self.query(query)),
            None => path,
        }
    }

    /// The value of a header.
    pub(super) fn header(&mut self, name: &HeaderName, value: &str) -> String {
        match *name {
            header::LOCATION | header::CONTENT_LOCATION => self.reference(value),
            header::ETAG | header::IF_NONE_MATCH | header::IF_MATCH if value != "*" => {
                number("etag", &mut self.etags, value.to_owned())
            }
            header::SET_COOKIE => self.attributes(value),
            _ => self.value(None, value).unwrap_or_else(|| value.to_owned()),
        }
    }

    /// Everything in a JSON body.
    pub(super) fn json(&mut self, key: Option<&str>, json: &mut Json) {
        match json {
            Json::Array(items) => items.iter_mut().for_each(|item| self.json(None, item)),
            Json::Object(members) => {
                members.iter_mut().for_each(|(key, value)| self.json(Some(key), value));
            }
            Json::Number(text) => {
                if let Some(placeholder) = key.and_then(|key| self.id(key, text)) {
                    *json = Json::String(placeholder);
                }
            }
            Json::String(text) => {
                *text = self.value(key, text).unwrap_or_else(|| self.words(text));
            }
            Json::Null | Json::Bool(_) => {}
        }
    }

    /// What stands for `text`, which is the whole value of something called `key`.
    fn value(&mut self, key: Option<&str>, text: &str) -> Option<String> {
        if let Some(placeholder) = key.and_then(|key| self.id(key, text)) {
            return Some(placeholder);
        }
        if is_uuid(text) {
            return Some(number("uuid", &mut self.uuids, text.to_ascii_lowercase()));
        }
        let is_time = dates::is_timestamp(text) || dates::http_date(text).is_some();
        is_time.then(|| number("time", &mut self.times, text.to_owned()))
    }

    /// What stands for a learned id in a member that is called like an id.
    fn id(&mut self, key: &str, value: &str) -> Option<String> {
        let stem = stem(key)?;
        let rank = |at: usize, known: &Learned| {
            let is_stranger = !stem.is_empty() && !known.is_named(stem);
            (is_stranger, self.near.iter().position(|near| *near == at).unwrap_or(usize::MAX))
        };
        let same = self.learned.iter().enumerate().filter(|(_, known)| known.id == value);
        let (at, _) = same.min_by_key(|(at, known)| rank(*at, known))?;
        Some(self.id_number(at))
    }

    fn id_number(&mut self, learned: usize) -> String {
        number("id", &mut self.ids, learned)
    }

    fn learned_at(&self, before: &str, segment: &str) -> Option<usize> {
        let id = decoded(segment);
        self.learned.iter().position(|known| known.collection == before && known.id == id)
    }

    fn path(&mut self, path: &str) -> String {
        let mut shown = String::new();
        for (before, segment) in segments(path) {
            let placeholder = match self.learned_at(before, segment) {
                Some(at) => Some(self.id_number(at)),
                None => self.value(None, segment),
            };
            shown.push('/');
            shown.push_str(placeholder.as_deref().unwrap_or(segment));
        }
        if shown.is_empty() { path.to_owned() } else { shown }
    }

    fn query(&mut self, query: &str) -> String {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((key, value)) => {
                let placeholder = self.value(Some(key), &decoded(value));
                format!("{key}={}", placeholder.as_deref().unwrap_or(value))
            }
            None => pair.to_owned(),
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    fn reference(&mut self, value: &str) -> String {
        let Some(range) = path_of(value) else {
            return value.to_owned();
        };
        let (before, after) = (&value[..range.start], &value[range.end..]);
        let path = self.path(&value[range]);
        match after.strip_prefix('?') {
            Some(query) => format!("{before}{path}?{}", self.query(query)),
            None => format!("{before}{path}{after}"),
        }
    }

    /// A link, or a message such as `Requested path: /products/7 does not exist`.
    fn words(&mut self, text: &str) -> String {
        let words = text.split(' ').map(|word| match is_uuid(word) {
            true => self.value(None, word).unwrap_or_default(),
            false => self.reference(word),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn attributes(&mut self, value: &str) -> String {
        let parts = value.split(';').map(|part| match part.split_once('=') {
            Some((key, value)) => {
                let placeholder = self.value(None, value.trim());
                format!("{key}={}", placeholder.as_deref().unwrap_or(value))
            }
            None => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join(";")
    }
}

/// Equal values have equal numbers.
fn number<T: PartialEq>(kind: &str, seen: &mut Vec<T>, value: T) -> String {
    let at = seen.iter().position(|known| *known == value).unwrap_or_else(|| {
        seen.push(value);
        seen.len() - 1
    });
    format!("[{kind}#{}]", at + 1)
}

/// The segments of a path, each with the path before it.
fn segments(path: &str) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    path.match_indices('/').map(|(at, _)| {
        let rest = &path[at + 1..];
        (&path[..at], &rest[..rest.find('/').unwrap_or(rest.len())])
    })
}

/// What a member that is called like an id is the id of; empty for `id` itself.
fn stem(key: &str) -> Option<&str> {
    if key == "id" {
        return Some("");
    }
    key.strip_suffix("_id").or_else(|| key.strip_suffix("Id"))
}

/// RFC 9562, 4: 8, 4, 4, 4 and 12 hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let is_dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if is_dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}
