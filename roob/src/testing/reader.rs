//! The stream of a response while a test reads it, part by part.

use super::deadline::{Deadline, Late};
use super::exchange::{End, Exchange, Tape};
use super::readable::count;
use super::reading::{LIMIT, next_piece};
use super::session::Session;
use crate::body::Body;
use bytes::Bytes;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

/// What a stream is taken apart into.
pub(super) trait Parts: Default {
    type Part;

    /// What one is called, and one with its article.
    const NAME: &'static str;
    const ONE: &'static str;

    fn push(&mut self, piece: Bytes);

    /// The next part that came whole, with its bytes.
    fn next(&mut self) -> Option<(Self::Part, Bytes)>;

    /// How many bytes came that are no part yet.
    fn left(&self) -> usize;

    /// Takes these bytes.
    fn take_left(&mut self) -> Bytes;

    /// A part in a message.
    fn brief(part: &Self::Part) -> String;
}

pub(super) struct Reader<P> {
    session: Arc<Session>,
    exchange: Arc<Exchange>,
    tape: Arc<Tape>,
    body: Body,
    /// The time to wait where the test says none.
    pub(super) limit: Duration,
    parts: P,
    came: Came,
}

/// What came so far.
#[derive(Default)]
struct Came {
    parts: usize,
    bytes: usize,
    broken: Option<String>,
}

/// The line of the test that waits.
type Line = &'static Location<'static>;

impl<P: Parts> Reader<P> {
    pub(super) fn new(
        session: &Arc<Session>,
        exchange: &Arc<Exchange>,
        tape: &Arc<Tape>,
        body: Body,
        limit: Duration,
    ) -> Self {
        let (session, exchange, tape) = (session.clone(), exchange.clone(), tape.clone());
        Self { session, exchange, tape, body, limit, parts: P::default(), came: Came::default() }
    }

    pub(super) async fn take(&mut self, count: usize, limit: Duration, at: Line) -> Vec<P::Part> {
        let mut deadline = Deadline::of(Some(limit));
        let mut parts = Vec::new();
        for number in 1..=count {
            let wanted = || match count {
                1 => P::ONE.to_owned(),
                _ => format!("{} {number} of {count}", P::NAME),
            };
            match self.next(&mut deadline).await {
                Ok(Some(part)) => parts.push(part),
                Ok(None) => self.ended(&wanted(), at),
                Err(late) => self.late(&late, &wanted(), at),
            }
        }
        parts
    }

    /// All that comes until the end.
    pub(super) async fn rest(&mut self, at: Line) -> Vec<P::Part> {
        let mut deadline = Deadline::of(Some(self.limit));
        let (mut parts, before) = (Vec::new(), self.came.bytes);
        loop {
            match self.next(&mut deadline).await {
                Ok(Some(part)) => parts.push(part),
                Ok(None) if self.came.broken.is_none() => return parts,
                Ok(None) => self.ended("the end of the stream", at),
                Err(late) => self.late(&late, "the end of the stream", at),
            }
            if self.came.bytes - before > LIMIT {
                self.fail(format!("the test client reads at most {LIMIT} bytes at once"), at);
            }
        }
    }

    /// Waits for the end, and fails when something else comes.
    pub(super) async fn end(&mut self, limit: Duration, at: Line) {
        let wanted = "the end of the stream";
        match self.last(wanted, limit, at).await {
            None => {}
            Some(_) => self.ended(wanted, at),
        }
    }

    /// Waits until the stream breaks off, and gives the reason.
    pub(super) async fn broken_off(&mut self, at: Line) -> String {
        let wanted = "the stream to break off";
        match self.last(wanted, self.limit, at).await {
            Some(reason) => reason,
            None => self.ended(wanted, at),
        }
    }

    /// Why the stream ended, if it broke off.
    async fn last(&mut self, wanted: &str, limit: Duration, at: Line) -> Option<String> {
        let mut deadline = Deadline::of(Some(limit));
        match self.next(&mut deadline).await {
            Ok(None) => self.came.broken.clone(),
            Ok(Some(part)) => {
                let part = P::brief(&part);
                self.fail(format!("expected {wanted}, but {} came: {part}", P::ONE), at)
            }
            Err(late) => self.late(&late, wanted, at),
        }
    }

    async fn next(&mut self, deadline: &mut Deadline) -> Result<Option<P::Part>, Late> {
        loop {
            if let Some((part, bytes)) = self.parts.next() {
                self.tape.push(&bytes);
                self.came.parts += 1;
                self.came.bytes += bytes.len();
                return Ok(Some(part));
            }
            match next_piece(&mut self.body, deadline).await? {
                Some(Ok(_)) if self.parts.left() > LIMIT => {
                    self.finish(Some(format!(
                        "the test client reads at most {LIMIT} bytes at once"
                    )));
                }
                Some(Ok(piece)) => self.parts.push(piece),
                Some(Err(reason)) => self.finish(Some(reason)),
                None => {
                    self.finish(None);
                    return Ok(None);
                }
            }
        }
    }

    fn finish(&mut self, broken: Option<String>) {
        self.body = Body::empty();
        self.tape.push(&self.parts.take_left());
        self.tape.end(broken.clone().map_or(End::Whole, End::Broken));
        if broken.is_some() {
            self.came.broken = broken;
        }
    }

    fn ended(&self, wanted: &str, at: Line) -> ! {
        let end = match &self.came.broken {
            Some(reason) => format!("broke off ({reason})"),
            None => "ended".to_owned(),
        };
        self.fail(format!("expected {wanted}, but the stream {end}; {}", self.so_far()), at)
    }

    fn late(&self, Late(limit): &Late, wanted: &str, at: Line) -> ! {
        self.fail(format!("waited {limit:?} for {wanted} in vain; {}", self.so_far()), at)
    }

    fn fail(&self, finding: String, at: Line) -> ! {
        self.session.fail(&self.exchange, &format!("{finding}\nread at {at}"))
    }

    /// Such as `2 events of 40 bytes came before, and 3 bytes of the next`.
    fn so_far(&self) -> String {
        let (parts, bytes) = (count(self.came.parts, P::NAME), count(self.came.bytes, "byte"));
        let left = count(self.parts.left(), "byte");
        match (self.came.parts, self.parts.left()) {
            (0, 0) => "nothing came before".to_owned(),
            (0, _) => format!("{left} of {} came before", P::ONE),
            (_, 0) => format!("{parts} of {bytes} came before"),
            (_, _) => format!("{parts} of {bytes} came before, and {left} of the next"),
        }
    }
}
