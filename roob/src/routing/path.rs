//! Percent-encoding in the path of a request.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// What stands in a segment as it is: unreserved characters and sub-delimiters (RFC 3986, 3.3).
pub(super) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// `path` in the form in which patterns are compared with it: escaped unreserved characters are
/// unescaped, other escapes have capital digits, and what a path may not have as it is, is escaped
/// (RFC 3986, 3.3 and 6.2.2). `%2F` stays an escape, so it stays inside its segment. Almost every
/// path is in that form already and comes back as it is.
///
/// `None` when an escape is not two hexadecimal digits or the decoded bytes are not UTF-8.
pub(crate) fn normalize(path: &str) -> Option<Cow<'_, str>> {
    if path.bytes().all(is_plain) {
        return Some(Cow::Borrowed(path));
    }
    let bytes = path.as_bytes();
    let mut normal = String::with_capacity(path.len() + 8);
    let mut at = 0;
    while at < bytes.len() {
        let escaped = bytes[at] == b'%';
        let byte = if escaped { unescape(&bytes[at..])? } else { bytes[at] };
        let plain = if escaped { is_unreserved(byte) } else { is_plain(byte) };
        if plain {
            normal.push(char::from(byte));
        } else {
            push_escaped(&mut normal, byte);
        }
        at += if escaped { 3 } else { 1 };
    }
    percent_decode_str(&normal).decode_utf8().ok()?;
    Some(Cow::Owned(normal))
}

/// The decoded text of a part of a path that went through [`normalize`].
pub(crate) fn decode(part: &str) -> Cow<'_, str> {
    percent_decode_str(part).decode_utf8_lossy()
}

/// A segment of a path with the text `value`.
pub(super) fn encode(value: &str) -> String {
    utf8_percent_encode(value, SEGMENT).to_string()
}

fn unescape(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(1)? * 16 + digit(2)?).ok()
}

fn push_escaped(text: &mut String, byte: u8) {
    use std::fmt::Write;
    // Writing into a String cannot fail.
    let _ = write!(text, "%{byte:02X}");
}

/// Whether a path may have `byte` as it is (RFC 3986, 3.3).
fn is_plain(byte: u8) -> bool {
    PLAIN[usize::from(byte)]
}

/// Each byte of each path is looked up here.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let others = b"-._~/:@!$&'()*+,;=";
    let mut at = 0;
    while at < 256 {
        plain[at] = (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    let mut at = 0;
    while at < others.len() {
        plain[others[at] as usize] = true;
        at += 1;
    }
    plain
};

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[track_caller]
    fn check(path: &str, expected: Option<&str>) {
        assert_eq!(normalize(path).as_deref(), expected, "{path}");
    }

    #[test]
    fn escapes_are_brought_into_one_form() {
        check("/plain/path", Some("/plain/path"));
        check("/%41%2d%7E", Some("/A-~"));
        check("/a%2fb", Some("/a%2Fb"));
        check("/café", Some("/caf%C3%A9"));
        check("/caf%c3%a9", Some("/caf%C3%A9"));
        check("/100%25", Some("/100%25"));
        check("/{a|b}", Some("/%7Ba%7Cb%7D"));
        check("/a:b@c!$&'()*+,;=", Some("/a:b@c!$&'()*+,;="));
    }

    #[test]
    fn broken_escapes_and_bytes_are_refused() {
        check("/%zz", None);
        check("/%4", None);
        check("/%", None);
        check("/%ff", None);
        check("/%C3/%A9", None);
    }
}
