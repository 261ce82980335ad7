//! The head of a request, as its bytes come.

use super::fault::{Fault, Limits};
use super::fields::{Fields, Framing};
use super::line::{self, Version};
use super::text::{next_line, text_end, token_end};

/// How much of a head is known to be right.
#[derive(Default)]
pub(super) struct Head {
    version: Option<Version>,
    fields: Fields,
    count: usize,
    /// Where the first line begins that is not whole.
    next: usize,
    /// How far that line was looked at.
    seen: usize,
}

/// A line of a head.
enum Next {
    Line(usize),
    End(usize),
}

impl Head {
    /// Goes on to read the head that `bytes` begin with, and says how long it is; `None` while its
    /// end has not come. Each call has all bytes of the head so far, the same as before and more.
    pub(super) fn read(
        &mut self,
        bytes: &mut [u8],
        limits: Limits,
    ) -> Result<Option<(usize, Framing)>, Fault> {
        if self.is_unfinished(bytes) {
            return self.wait(bytes.len(), limits);
        }
        loop {
            match self.line(bytes, limits)? {
                None => return self.wait(bytes.len(), limits),
                Some(Next::Line(next)) => self.next = next,
                Some(Next::End(end)) if end > limits.head => return Err(Fault::HeadSize),
                Some(Next::End(end)) => {
                    let version = self.version.unwrap_or(Version::Http11);
                    return Ok(Some((end, self.fields.framing(version)?)));
                }
            }
        }
    }

    /// Whether the line that was not whole still is not, and has nothing that it may not have. A line
    /// that comes byte by byte would cost the square of its length if it were read each time.
    fn is_unfinished(&self, bytes: &[u8]) -> bool {
        self.seen > 0 && text_end(bytes, self.seen) == bytes.len()
    }

    fn wait<T>(&mut self, length: usize, limits: Limits) -> Result<Option<T>, Fault> {
        self.seen = length;
        match self.version {
            _ if length < limits.head => Ok(None),
            None => Err(Fault::TargetSize),
            Some(_) => Err(Fault::HeadSize),
        }
    }

    fn line(&mut self, bytes: &mut [u8], limits: Limits) -> Result<Option<Next>, Fault> {
        if self.version.is_some() {
            return self.field(bytes, limits);
        }
        // Empty lines may stand in front (RFC 9112, 2.2).
        if bytes.get(self.next) == Some(&b'\r') {
            return Ok(next_line(bytes, self.next)?.map(Next::Line));
        }
        let Some((version, next)) = line::read(bytes, self.next)? else { return Ok(None) };
        self.version = Some(version);
        Ok(Some(Next::Line(next)))
    }

    fn field(&mut self, bytes: &[u8], limits: Limits) -> Result<Option<Next>, Fault> {
        let colon = token_end(bytes, self.next);
        match bytes.get(colon) {
            None => return Ok(None),
            Some(b':') if colon > self.next => {}
            Some(byte) if colon == self.next => return self.end(bytes, *byte),
            Some(b' ' | b'\t') => return Err(Fault::SpacedName),
            Some(_) => return Err(Fault::Name),
        }
        let end = text_end(bytes, colon + 1);
        let Some(next) = next_line(bytes, end)? else { return Ok(None) };
        self.count += 1;
        if self.count > limits.headers {
            return Err(Fault::Headers);
        }
        self.fields.note(&bytes[self.next..colon], &bytes[colon + 1..end])?;
        Ok(Some(Next::Line(next)))
    }

    /// A line without a name: the last one, or one that is wrong.
    fn end(&self, bytes: &[u8], first: u8) -> Result<Option<Next>, Fault> {
        match first {
            b'\r' | b'\n' => Ok(next_line(bytes, self.next)?.map(Next::End)),
            b' ' | b'\t' => Err(Fault::Folded),
            _ => Err(Fault::Name),
        }
    }
}
