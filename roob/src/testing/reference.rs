//! References to resources (RFC 3986, 4.1), taken apart.

use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A reference with an absolute path or with an authority.
pub(super) struct Reference<'t> {
    /// Scheme and authority, `http://localhost:8000`; empty where there is none.
    pub(super) origin: &'t str,
    pub(super) path: &'t str,
    pub(super) query: Option<&'t str>,
    pub(super) fragment: Option<&'t str>,
}

impl<'t> Reference<'t> {
    /// `None` for one that has neither.
    pub(super) fn parse(text: &'t str) -> Option<Self> {
        let start = match text.find("://") {
            Some(scheme) if is_scheme(&text[..scheme]) => {
                let authority = scheme + "://".len();
                let length = text[authority..].find(['/', '?', '#']);
                length.map_or(text.len(), |length| authority + length)
            }
            _ if text.starts_with('/') => 0,
            _ => return None,
        };
        let (origin, rest) = text.split_at(start);
        let (rest, fragment) = split(rest, '#');
        let (path, query) = split(rest, '?');
        Some(Self { origin, path, query, fragment })
    }
}

/// Before and behind `mark`.
fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, behind)| (before, Some(behind)))
}

/// RFC 3986, 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// What is before the port of an authority or an origin, and the port, where its host is the machine
/// itself.
pub(super) fn own_port(origin: &str) -> Option<(&str, &str)> {
    let (before, port) = origin.rsplit_once(':')?;
    let host = before.rsplit_once("://").map_or(before, |(_, authority)| authority);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit());
    (is_port && is_own(host)).then_some((before, port))
}

fn is_own(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback());
    }
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

/// The segments of a path, each with the path before it.
pub(super) fn segments(path: &str) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    path.match_indices('/').map(|(at, _)| {
        let rest = &path[at + 1..];
        (&path[..at], &rest[..rest.find('/').unwrap_or(rest.len())])
    })
}

/// A segment, a key or a value without its escapes.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// A key or a value of a form, where `+` is a space (WHATWG URL, 5.1).
pub(super) fn decoded_pair(text: &str) -> Cow<'_, str> {
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        return Cow::Owned(decoded(&spaced).into_owned());
    }
    decoded(text)
}

#[cfg(test)]
mod tests {
    use super::{Reference, own_port};

    #[test]
    fn a_reference_is_taken_apart() {
        let table = [
            ("/a/1", Some(("", "/a/1", None, None))),
            ("/a/1?b=/c?d#e?f", Some(("", "/a/1", Some("b=/c?d"), Some("e?f")))),
            ("/a#b?c", Some(("", "/a", None, Some("b?c")))),
            ("http://localhost:8000/a/1", Some(("http://localhost:8000", "/a/1", None, None))),
            ("http://localhost", Some(("http://localhost", "", None, None))),
            ("http://a?b", Some(("http://a", "", Some("b"), None))),
            ("/to?url=http://a/b", Some(("", "/to", Some("url=http://a/b"), None))),
            ("a/1", None),
            ("a b://c", None),
            ("", None),
        ];
        for (text, expected) in table {
            let parts = Reference::parse(text).map(|r| (r.origin, r.path, r.query, r.fragment));
            assert_eq!(parts, expected, "{text}");
        }
    }

    #[test]
    fn a_port_is_one_of_this_machine() {
        let table = [
            ("http://localhost:8000", Some(("http://localhost", "8000"))),
            ("LOCALHOST:1", Some(("LOCALHOST", "1"))),
            ("127.0.0.1:65535", Some(("127.0.0.1", "65535"))),
            ("ws://me:pass@127.1.2.3:80", Some(("ws://me:pass@127.1.2.3", "80"))),
            ("http://[::1]:80", Some(("http://[::1]", "80"))),
            ("http://[::2]:80", None),
            ("http://example.org:80", None),
            ("http://localhost", None),
            ("http://localhost:", None),
            ("localhost:123456", None),
            ("12:30", None),
            ("", None),
        ];
        for (origin, expected) in table {
            assert_eq!(own_port(origin), expected, "{origin}");
        }
    }
}
