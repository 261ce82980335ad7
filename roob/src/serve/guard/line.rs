//! The request line: `METHOD TARGET HTTP/1.1` (RFC 9112, 3).

use super::fault::{Fault, MAX_TARGET};
use super::host::is_host;
use super::text::{next_line, target_end, text_end, token_end};
use http::Uri;

/// A version of HTTP that is spoken here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Http10,
    Http11,
}

/// Reads the request line that begins at `from`, and says where the next line begins; `None` while
/// its end has not come. A minor version of the future is written over by ours, because it is to be
/// understood as ours (RFC 9110, 2.5).
pub(super) fn read(bytes: &mut [u8], from: usize) -> Result<Option<(Version, usize)>, Fault> {
    let verb = token_end(bytes, from);
    let Some(space) = bytes.get(verb) else { return Ok(None) };
    if *space != b' ' || verb == from {
        return Err(Fault::RequestLine);
    }
    let end = target_end(bytes, verb + 1);
    let Some(space) = bytes.get(end) else { return Ok(None) };
    if *space != b' ' || end == verb + 1 {
        let is_short = *space <= b' ';
        return Err(if is_short { Fault::RequestLine } else { Fault::TargetCharacter });
    }
    check_target(&bytes[from..verb], &bytes[verb + 1..end])?;
    if bytes[end + 1..].starts_with(b"HTTP/1.1\r\n") {
        return Ok(Some((Version::Http11, end + 11)));
    }
    let version = text_end(bytes, end + 1);
    let Some(next) = next_line(bytes, version)? else { return Ok(None) };
    Ok(Some((spoken(&mut bytes[end + 1..version])?, next)))
}

/// The form of a target depends on the verb (RFC 9112, 3.2).
fn check_target(verb: &[u8], target: &[u8]) -> Result<(), Fault> {
    if target.len() > MAX_TARGET {
        return Err(Fault::TargetSize);
    }
    if !target.is_ascii() && std::str::from_utf8(target).is_err() {
        return Err(Fault::TargetCharacter);
    }
    let is_right = match target {
        [b'/', ..] | [b'*'] => true,
        // Nobody connects here, whatever to: the app says so.
        _ if verb == b"CONNECT" => Uri::try_from(target).is_ok(),
        _ => Uri::try_from(target).is_ok_and(|uri| is_absolute(&uri)),
    };
    if is_right { Ok(()) } else { Err(Fault::TargetForm) }
}

/// `http://host/…`, without a user (RFC 9110, 4.2).
fn is_absolute(uri: &Uri) -> bool {
    let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
    is_http && uri.authority().is_some_and(|authority| is_host(authority.as_str().as_bytes()))
}

fn spoken(version: &mut [u8]) -> Result<Version, Fault> {
    match version.strip_prefix(b"HTTP/") {
        Some(b"1.1") => Ok(Version::Http11),
        Some(b"1.0") => Ok(Version::Http10),
        Some([b'1', b'.', b'2'..=b'9']) => {
            version[7] = b'1';
            Ok(Version::Http11)
        }
        Some([b'0'..=b'9', b'.', b'0'..=b'9']) => Err(Fault::Version),
        _ => Err(Fault::RequestLine),
    }
}
