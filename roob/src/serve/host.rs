//! The `Host` header, which every request must name exactly once (RFC 9112, 3.2).

use crate::error::Error;
use http::header::{CONNECTION, HOST, HeaderMap, HeaderValue};
use http::{Request, Version};

/// 400 unless `request` names the host as it must. A request with two hosts is one that a proxy and
/// this server may understand differently, which is how requests are smuggled.
pub(super) fn check<B>(request: &Request<B>) -> Result<(), Error> {
    match problem(request.headers(), request.version()) {
        None => Ok(()),
        // What else comes on this connection cannot be trusted.
        Some(message) => {
            Err(Error::bad_request(message).header(CONNECTION, HeaderValue::from_static("close")))
        }
    }
}

fn problem(headers: &HeaderMap, version: Version) -> Option<&'static str> {
    let mut hosts = headers.get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        // HTTP/1.0 has no `Host` yet.
        (None, _) if version < Version::HTTP_11 => None,
        (None, _) => Some("Request has no Host header"),
        (Some(_), Some(_)) => Some("Request has more than one Host header"),
        (Some(host), None) if is_host(host.as_bytes()) => None,
        (Some(_), None) => Some("Host header is not a host with an optional port"),
    }
}

/// `uri-host [ ":" port ]` (RFC 9110, 7.2). An empty one is what a target without authority has.
fn is_host(value: &[u8]) -> bool {
    if let Some(literal) = value.strip_prefix(b"[") {
        let Some(end) = literal.iter().position(|byte| *byte == b']') else { return false };
        let (address, port) = (&literal[..end], &literal[end + 1..]);
        let inside = |byte: &u8| byte.is_ascii_alphanumeric() || b":.-_~!$&'()*+,;=".contains(byte);
        return end > 0 && address.iter().all(inside) && (port.is_empty() || is_port(port));
    }
    let name = value.iter().position(|byte| !NAMES[usize::from(*byte)]).unwrap_or(value.len());
    let (name, port) = value.split_at(name);
    (port.is_empty() || (is_port(port) && !name.is_empty())) && escapes_are_whole(name)
}

/// Whether each byte may stand in a registered name (RFC 3986, 3.2.2). A table, because every
/// request is looked at.
const NAMES: [bool; 256] = {
    let mut names = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        names[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut others: &[u8] = b"-._~!$&'()*+,;=%";
    while let [first, rest @ ..] = others {
        names[*first as usize] = true;
        others = rest;
    }
    names
};

fn is_port(text: &[u8]) -> bool {
    matches!(text, [b':', digits @ ..] if digits.len() <= 5 && digits.iter().all(u8::is_ascii_digit))
}

fn escapes_are_whole(name: &[u8]) -> bool {
    if !name.contains(&b'%') {
        return true;
    }
    let mut parts = name.split(|byte| *byte == b'%').skip(1);
    parts.all(|part| part.len() >= 2 && part[..2].iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn a_host_is_a_name_or_an_address_with_an_optional_port() {
        for host in ["", "a", "localhost:8000", "a.b-c_d", "127.0.0.1:1", "a:", "[::1]", "[::1]:80"]
        {
            assert!(is_host(host.as_bytes()), "{host}");
        }
        for host in ["%41", "caf%c3%a9.example:443", "[v1.fe:1]"] {
            assert!(is_host(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        for host in
            ["a b", "a,b c", "a/b", "user@a", "a:b", "a:80:80", ":80", "a:123456", "%4", "%zz"]
        {
            assert!(!is_host(host.as_bytes()), "{host}");
        }
        for host in ["[]", "[::1", "[::1]80", "[::1]:x", "[a/b]", "\u{e9}", "a\"b", "::1"] {
            assert!(!is_host(host.as_bytes()), "{host}");
        }
    }
}
