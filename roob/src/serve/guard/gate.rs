//! Lets pass what nobody can read in two ways, and stops the rest.

use super::chunks::Chunks;
use super::fault::{Fault, Flaw, Limits};
use super::fields::Framing;
use super::head::Head;
use super::verdict::Verdict;
use std::io;
use tokio::io::ReadBuf;

/// Stands between the socket of one connection and hyper.
pub(in crate::serve) struct Gate {
    limits: Limits,
    verdict: Verdict,
    place: Place,
    /// A head that is not whole, or that came in pieces and is passed on now.
    held: Vec<u8>,
    /// How much of that may pass.
    passing: usize,
    /// How much of that has passed.
    passed: usize,
}

/// To what the next byte belongs.
enum Place {
    Head(Head),
    /// A body that has so many bytes left.
    Length(u64),
    Chunks(Chunks),
    /// To nothing: the request was refused.
    Refused,
    /// To nothing: the body of the request is malformed.
    Broken(Flaw),
}

impl Gate {
    pub(in crate::serve) fn new(limits: Limits, verdict: Verdict) -> Self {
        let place = Place::Head(Head::default());
        Self { limits, verdict, place, held: Vec::new(), passing: 0, passed: 0 }
    }

    /// Passes on what was held and is whole now; whether there was something.
    pub(in crate::serve) fn pass(&mut self, buffer: &mut ReadBuf<'_>) -> bool {
        let waiting = &self.held[self.passed..self.passing];
        if waiting.is_empty() {
            return false;
        }
        let length = waiting.len().min(buffer.remaining());
        buffer.put_slice(&waiting[..length]);
        self.passed += length;
        if self.passed == self.passing {
            self.held = self.held.split_off(self.passing);
            (self.passing, self.passed) = (0, 0);
        }
        true
    }

    /// Whether something waits to be passed on.
    pub(in crate::serve) fn is_full(&self) -> bool {
        self.passing > self.passed
    }

    /// Takes back what has passed and nobody has used. All that could has passed.
    pub(in crate::serve) fn put_back(&mut self, bytes: &[u8]) {
        self.held.splice(..0, bytes.iter().copied());
        self.passing = bytes.len();
    }

    /// Looks at what came behind the first `before` bytes of `buffer`, and leaves there what passes.
    pub(in crate::serve) fn sift(&mut self, buffer: &mut ReadBuf<'_>, before: usize) {
        let fresh = &mut buffer.filled_mut()[before..];
        if !self.held.is_empty() {
            self.keep(fresh);
            buffer.set_filled(before);
            return;
        }
        let (right, stand_in) = self.read(fresh);
        if right < fresh.len() && matches!(self.place, Place::Head(_)) {
            self.held.extend_from_slice(&fresh[right..]);
        }
        self.replace(stand_in);
        buffer.set_filled(before + right);
    }

    /// Looks at bytes that came behind all others, and keeps them, right or not yet.
    pub(in crate::serve) fn keep(&mut self, fresh: &[u8]) {
        self.held.extend_from_slice(fresh);
        let mut held = std::mem::take(&mut self.held);
        let (right, stand_in) = self.read(&mut held);
        (self.held, self.passing) = (held, right);
        if stand_in.is_some() || matches!(self.place, Place::Broken(_)) {
            self.held.truncate(right);
        }
        self.replace(stand_in);
    }

    /// Refuses the head that has come in part: its rest did not come in time.
    pub(in crate::serve) fn give_up(&mut self) {
        let is_head = is_head(&self.held);
        self.held.clear();
        self.place = Place::Refused;
        self.replace(Some(self.verdict.refuse(Fault::Late, self.limits, is_head)));
    }

    /// Whether a head has come in part.
    pub(in crate::serve) fn is_in_head(&self) -> bool {
        self.held.len() > self.passing
    }

    /// Whether a body has not come to its end.
    pub(in crate::serve) fn is_in_body(&self) -> bool {
        matches!(self.place, Place::Length(_) | Place::Chunks(_) | Place::Broken(_))
    }

    /// Whether nothing that comes is read any more, and whether that is an error.
    pub(in crate::serve) fn is_shut(&self) -> Option<io::Result<()>> {
        match self.place {
            Place::Refused => Some(Ok(())),
            Place::Broken(flaw) => {
                let error = Fault::Body(flaw).error(self.limits);
                Some(Err(io::Error::new(io::ErrorKind::InvalidData, error)))
            }
            _ => None,
        }
    }

    /// Lets `stand_in` pass behind all that is right.
    fn replace(&mut self, stand_in: Option<&[u8]>) {
        if let Some(stand_in) = stand_in {
            self.held.extend_from_slice(stand_in);
            self.passing = self.held.len();
        }
    }

    /// How many of `bytes` may pass, and what takes the place of the rest. A body that is malformed is
    /// refused with its head, when both come together: then no app has begun to answer.
    fn read(&mut self, bytes: &mut [u8]) -> (usize, Option<&'static [u8]>) {
        let (mut at, mut start) = (0, None);
        while at < bytes.len() {
            if matches!(self.place, Place::Head(_)) {
                start = Some(at);
            }
            match (self.step(&mut bytes[at..]), start) {
                (Ok(0), _) => break,
                (Ok(length), _) => at += length,
                (Err(Fault::Body(flaw)), None) => {
                    self.place = Place::Broken(flaw);
                    break;
                }
                (Err(fault), start) => {
                    self.place = Place::Refused;
                    let start = start.unwrap_or(at);
                    let is_head = is_head(&bytes[start..]);
                    return (start, Some(self.verdict.refuse(fault, self.limits, is_head)));
                }
            }
        }
        (at, None)
    }

    /// How many of `bytes`, which are not empty, may pass for now.
    fn step(&mut self, bytes: &mut [u8]) -> Result<usize, Fault> {
        match &mut self.place {
            Place::Head(head) => {
                let Some((length, framing)) = head.read(bytes, self.limits)? else { return Ok(0) };
                self.place = match framing {
                    Framing::Length(0) => Place::Head(Head::default()),
                    Framing::Length(length) => Place::Length(length),
                    Framing::Chunked => Place::Chunks(Chunks::new(self.limits.headers)),
                };
                Ok(length)
            }
            Place::Length(left) => {
                let length = bytes.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
                *left -= length as u64;
                if *left == 0 {
                    self.place = Place::Head(Head::default());
                }
                Ok(length)
            }
            Place::Chunks(chunks) => {
                let length = chunks.read(bytes).map_err(Fault::Body)?;
                if chunks.is_done() {
                    self.place = Place::Head(Head::default());
                }
                Ok(length)
            }
            Place::Refused | Place::Broken(_) => Ok(0),
        }
    }
}

/// Whether this begins a request whose answer has no body.
fn is_head(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"HEAD ")
}
