//! The headers that decide where a request ends and to whom it goes (RFC 9112, 3.2 and 6).

use super::fault::Fault;
use super::host::is_host;
use super::line::Version;

/// How the bytes behind a head belong to its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    Length(u64),
    Chunked,
}

/// What the headers so far said.
#[derive(Default)]
pub(super) struct Fields {
    has_host: bool,
    length: Option<u64>,
    is_chunked: bool,
}

impl Fields {
    /// Notes one header; `value` may have white space around it. All others mean nothing here.
    pub(super) fn note(&mut self, name: &[u8], value: &[u8]) -> Result<(), Fault> {
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        match name.len() {
            4 if is("host") => self.note_host(value.trim_ascii()),
            6 if is("expect") => check_expectation(value.trim_ascii()),
            14 if is("content-length") => self.note_length(value.trim_ascii()),
            17 if is("transfer-encoding") => self.note_coding(value.trim_ascii()),
            _ => Ok(()),
        }
    }

    /// How the body ends, once all headers are known.
    pub(super) fn framing(&self, version: Version) -> Result<Framing, Fault> {
        match (self.is_chunked, self.length) {
            // HTTP/1.0 has no `Host` yet.
            _ if version == Version::Http11 && !self.has_host => Err(Fault::NoHost),
            (true, Some(_)) => Err(Fault::Both),
            (true, None) if version == Version::Http10 => Err(Fault::OldCoding),
            (true, None) => Ok(Framing::Chunked),
            (false, length) => Ok(Framing::Length(length.unwrap_or(0))),
        }
    }

    fn note_host(&mut self, value: &[u8]) -> Result<(), Fault> {
        if std::mem::replace(&mut self.has_host, true) {
            return Err(Fault::Hosts);
        }
        if is_host(value) { Ok(()) } else { Err(Fault::Host) }
    }

    /// Equal lengths may be merged into one (RFC 9110, 8.6). Nobody has a reason to send them.
    fn note_length(&mut self, value: &[u8]) -> Result<(), Fault> {
        let length = number(value).ok_or(Fault::Length)?;
        if self.length.replace(length).is_some() { Err(Fault::Lengths) } else { Ok(()) }
    }

    fn note_coding(&mut self, value: &[u8]) -> Result<(), Fault> {
        if std::mem::replace(&mut self.is_chunked, true) {
            return Err(Fault::Codings);
        }
        if value.eq_ignore_ascii_case(b"chunked") { Ok(()) } else { Err(odd_coding(value)) }
    }
}

/// Digits only: no sign, no list. More than 19 of them are more than anybody sends, and would come near
/// the values that hyper has other uses for.
fn number(value: &[u8]) -> Option<u64> {
    let is_plain = value.len() <= 19 && value.iter().all(u8::is_ascii_digit);
    let text = std::str::from_utf8(value).ok().filter(|_| is_plain)?;
    text.parse().ok().filter(|length| *length <= u64::MAX / 2)
}

/// Codings that end with the one `chunked` are well-formed, but need somebody who undoes them.
fn odd_coding(value: &[u8]) -> Fault {
    let mut codings = value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    let is_chunked = |coding: &[u8]| coding.eq_ignore_ascii_case(b"chunked");
    let ends = codings.next_back().is_some_and(is_chunked);
    if ends && !codings.any(|coding| coding.is_empty() || is_chunked(coding)) {
        Fault::UnknownCoding
    } else {
        Fault::Coding
    }
}

fn check_expectation(value: &[u8]) -> Result<(), Fault> {
    if value.eq_ignore_ascii_case(b"100-continue") { Ok(()) } else { Err(Fault::Expectation) }
}
