//! What clients send that nobody expects: verbs, paths, headers.

use super::random::Random;
use bytes::Bytes;
use http::Method;

/// Header fields, right and wrong.
const HEADERS: [(&str, &[u8]); 30] = [
    ("accept", b"application/xml;q=0.5"),
    ("accept", b"text/html, */*;q=x"),
    ("accept-encoding", b"gzip"),
    ("accept-encoding", b"br;q=0, *"),
    ("accept-language", b"de-DE, en;q=0.5"),
    ("authorization", b""),
    ("authorization", b"Bearer"),
    ("authorization", b"Bearer a b"),
    ("authorization", b"Basic !!!"),
    ("authorization", b"Basic OjpA"),
    ("authorization", b"Digest x"),
    ("content-encoding", b"gzip"),
    ("content-type", b""),
    ("content-type", b"application/json; charset=utf-16"),
    ("content-type", b"application/json, text/plain"),
    ("content-type", b"multipart/form-data"),
    ("cookie", b"a=b; ; =; c"),
    ("cookie", b"a=\"b"),
    ("if-match", b"W/\"x\""),
    ("if-modified-since", b"yesterday"),
    ("if-none-match", b"*"),
    ("if-none-match", b"W/"),
    ("origin", b"null"),
    ("origin", b"http://evil.example"),
    ("range", b"bytes=0-0"),
    ("range", b"bytes=5-1"),
    ("x-forwarded-for", b"unknown, 1.2.3.4"),
    ("x-forwarded-proto", b"https"),
    ("x-http-method-override", b"DELETE"),
    ("x-request-id", b"\xff\xfe"),
];

/// Types that a JSON body does not have.
const MEDIA_TYPES: [&str; 6] = [
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/merge-patch+json",
    "a/b/c",
    "application/json;charset",
];

/// Credentials for who wants some, whatever they are.
pub(super) const TOKEN: &str = "Bearer token";

const VERBS: [&str; 9] =
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];

pub(super) fn verb(random: &mut Random) -> Method {
    // Each of them is a token.
    Method::from_bytes(random.pick(&VERBS).as_bytes()).unwrap_or_default()
}

pub(super) fn header(random: &mut Random) -> (String, Bytes) {
    let (name, value) = *random.pick(&HEADERS);
    (name.to_owned(), Bytes::from_static(value))
}

/// Whether nobody else wrote this value, so that it is no secret.
pub(super) fn is_invented(name: &str, value: &[u8]) -> bool {
    value == TOKEN.as_bytes() || HEADERS.contains(&(name, value))
}

pub(super) fn media_type(random: &mut Random) -> String {
    (*random.pick(&MEDIA_TYPES)).to_owned()
}

/// Makes a path that is almost the one that it was.
pub(super) fn bend(segments: &mut Vec<String>, random: &mut Random) {
    let odd = ["", ".", "..", "%2e%2e", "%00", "%ff", "%zz", "%2F", "a%", ";x=1", "*"];
    let at = random.below(segments.len().max(1));
    match random.below(5) {
        0 => segments.push(String::new()),
        1 => segments.insert(at, (*random.pick(&odd)).to_owned()),
        2 => segments.extend((0..200).map(|_| "a".to_owned())),
        3 => segments.iter_mut().for_each(|segment| *segment = segment.to_ascii_uppercase()),
        _ => drop(segments.pop()),
    }
}
