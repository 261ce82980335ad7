//! A body in chunks (RFC 9112, 7.1).

use super::fault::Flaw;
use super::text::{is_text, is_token};

/// How many bytes of extensions a body may have: they mean nothing, so a few are enough.
const EXTENSIONS: usize = 8 * 1024;

/// How many bytes of trailers.
const TRAILERS: usize = 8 * 1024;

/// Sixteen digits are all that 64 bits have.
const DIGITS: u8 = 16;

/// Trailers that would say where the request ends, or to whom it goes, when all is over
/// (RFC 9110, 6.5.1).
const FORBIDDEN: [&str; 3] = ["content-length", "transfer-encoding", "host"];

/// The longest of them.
const LONGEST: usize = 17;

/// How far a body is known to be right.
pub(super) struct Chunks {
    state: State,
    size: u64,
    digits: u8,
    extensions: usize,
    trailers: usize,
    /// How many trailers may still come.
    left: usize,
    name: Name,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Size,
    /// White space, behind which an extension has to come.
    Space,
    Extension,
    SizeEnd,
    Data,
    DataCr,
    DataLf,
    Line,
    Name,
    Value,
    LineEnd,
    End,
    Done,
}

/// The beginning of a trailer's name, for as much as tells it from all others.
#[derive(Default)]
struct Name {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Chunks {
    /// A body that may have so many trailers.
    pub(super) fn new(left: usize) -> Self {
        Self {
            state: State::Size,
            size: 0,
            digits: 0,
            extensions: 0,
            trailers: 0,
            left,
            name: Name::default(),
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// Goes on to read, and says how many of `bytes`, which are not empty, are right.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<usize, Flaw> {
        if self.state == State::Data {
            let length = bytes.len().min(usize::try_from(self.size).unwrap_or(usize::MAX));
            self.size -= length as u64;
            if self.size == 0 {
                self.state = State::DataCr;
            }
            return Ok(length);
        }
        self.state = self.step(bytes[0])?;
        Ok(1)
    }

    fn step(&mut self, byte: u8) -> Result<State, Flaw> {
        Ok(match (self.state, byte) {
            (State::Size, b';') if self.digits > 0 => State::Extension,
            (State::Size, b'\r') if self.digits > 0 => State::SizeEnd,
            (State::Size | State::Space, b' ' | b'\t') if self.digits > 0 => {
                self.extend(State::Space)?
            }
            (State::Size, digit) => self.digit(digit)?,
            (State::Space, b';') => State::Extension,
            (State::Space, _) => return Err(Flaw::SpacedSize),
            (State::Extension, b'\r') => State::SizeEnd,
            (State::Extension, byte) if is_text(byte) => self.extend(State::Extension)?,
            (State::Extension, _) => return Err(Flaw::Extension),
            (State::SizeEnd, b'\n') => self.begin(),
            (State::DataCr, b'\r') => State::DataLf,
            (State::DataLf, b'\n') => State::Size,
            (State::DataCr | State::DataLf, _) => return Err(Flaw::Longer),
            (State::Line, b'\r') => State::End,
            (State::Line | State::Name, byte) => self.name(byte)?,
            (State::Value, b'\r') => State::LineEnd,
            (State::Value, byte) if is_text(byte) => self.trail(State::Value)?,
            (State::Value, _) => return Err(Flaw::Trailer),
            (State::LineEnd, b'\n') => State::Line,
            (State::End, b'\n') => State::Done,
            (State::SizeEnd | State::LineEnd | State::End, _) => return Err(Flaw::CrAlone),
            // Neither reads byte by byte.
            (state @ (State::Data | State::Done), _) => state,
        })
    }

    fn digit(&mut self, byte: u8) -> Result<State, Flaw> {
        let digit = char::from(byte).to_digit(16).ok_or(Flaw::Size)?;
        self.digits += 1;
        if self.digits > DIGITS {
            return Err(Flaw::Digits);
        }
        self.size = self.size << 4 | u64::from(digit);
        Ok(State::Size)
    }

    /// What comes behind the line with the size.
    fn begin(&mut self) -> State {
        self.digits = 0;
        if self.size == 0 { State::Line } else { State::Data }
    }

    fn extend(&mut self, state: State) -> Result<State, Flaw> {
        self.extensions += 1;
        let is_in_bounds = self.extensions <= EXTENSIONS;
        if is_in_bounds { Ok(state) } else { Err(Flaw::Extensions) }
    }

    fn trail(&mut self, state: State) -> Result<State, Flaw> {
        self.trailers += 1;
        let is_in_bounds = self.trailers <= TRAILERS;
        if is_in_bounds { Ok(state) } else { Err(Flaw::Trailers) }
    }

    fn name(&mut self, byte: u8) -> Result<State, Flaw> {
        match byte {
            b':' if self.name.length == 0 => Err(Flaw::NoName),
            b':' if self.name.is_forbidden() => Err(Flaw::Forbidden),
            b':' if self.left == 0 => Err(Flaw::Count),
            b':' => {
                self.left -= 1;
                self.name = Name::default();
                self.trail(State::Value)
            }
            byte if is_token(byte) => {
                self.name.push(byte);
                self.trail(State::Name)
            }
            _ => Err(Flaw::Name),
        }
    }
}

impl Name {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
        }
        self.length += 1;
    }

    fn is_forbidden(&self) -> bool {
        let name = self.bytes.get(..self.length).unwrap_or_default();
        FORBIDDEN.iter().any(|forbidden| name.eq_ignore_ascii_case(forbidden.as_bytes()))
    }
}
