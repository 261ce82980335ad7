//! Bodies of several parts (RFC 2046, 5.1; RFC 7578).

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, HeaderMap, HeaderName, HeaderValue};

/// A part with its own headers.
pub(super) struct Part {
    pub(super) headers: HeaderMap,
    pub(super) bytes: Bytes,
}

impl Part {
    /// The parts of a body between lines with `boundary`; `None` when the body is not so.
    pub(super) fn all(body: &Bytes, boundary: &str) -> Option<Vec<Self>> {
        let delimiter = format!("--{boundary}");
        let mut parts = Vec::new();
        let (_, mut at) = find(body, 0, delimiter.as_bytes())?;
        while !body[at..].starts_with(b"--") {
            let start = at + line(&body[at..])?;
            let (end, next) = find(body, start, delimiter.as_bytes())?;
            parts.push(Self::parse(body.slice(start..end))?);
            at = next;
        }
        Some(parts)
    }

    /// Headers up to an empty line, then the bytes.
    fn parse(part: Bytes) -> Option<Self> {
        let mut headers = HeaderMap::new();
        let mut at = 0;
        loop {
            // Of a part without bytes the empty line is the end too.
            let length = line(&part[at..]).unwrap_or(part.len() - at);
            let text = part[at..at + length].trim_ascii();
            at += length;
            if text.is_empty() {
                return Some(Self { headers, bytes: part.slice(at..) });
            }
            let colon = text.iter().position(|byte| *byte == b':')?;
            let name = HeaderName::from_bytes(text[..colon].trim_ascii()).ok()?;
            let value = HeaderValue::from_bytes(text[colon + 1..].trim_ascii()).ok()?;
            headers.append(name, value);
        }
    }

    /// What its field is called (RFC 7578, 4.2).
    pub(super) fn name(&self) -> Option<String> {
        let disposition = std::str::from_utf8(self.headers.get(CONTENT_DISPOSITION)?.as_bytes());
        let (_, behind) = disposition.ok()?.split_once("; name=")?;
        let name = match behind.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => behind.split(';').next(),
        };
        name.map(|name| name.trim().to_owned())
    }
}

/// The next line that begins with `delimiter`: where what is before it ends, and where the delimiter
/// itself does.
fn find(body: &[u8], from: usize, delimiter: &[u8]) -> Option<(usize, usize)> {
    let mut start = from;
    loop {
        if body[start..].starts_with(delimiter) {
            // The end of the line before belongs to the delimiter.
            let before = &body[from..start];
            let before = before.strip_suffix(b"\n").unwrap_or(before);
            let before = before.strip_suffix(b"\r").unwrap_or(before);
            return Some((from + before.len(), start + delimiter.len()));
        }
        start += line(&body[start..])?;
    }
}

/// The length of the first line, with its end.
fn line(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\n').map(|end| end + 1)
}
