//! A body on its way: what went in is compared with what comes out, and comes out in the same pieces.
//!
//! HTTP does not keep the pieces of a body, and where a socket cuts it differs from run to run. A test
//! that reads pieces has to get those that were sent.

use crate::error::BoxError;
use crate::testing::Crossing;
use bytes::Bytes;
use http::HeaderMap;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

/// The most that is shown of bytes that differ.
const SHOWN: usize = 40;

/// Shared by the side that fills it and the side that empties it.
#[derive(Clone)]
pub(super) struct Passage(Arc<Mutex<State>>);

pub(super) struct State {
    /// Whose body it is, for what is noted.
    whose: &'static str,
    crossing: Arc<Crossing>,
    /// Pieces that are on the wire.
    under_way: VecDeque<Bytes>,
    /// How much of the first has come.
    came: usize,
    /// Pieces that came whole.
    ready: VecDeque<Bytes>,
    /// How many bytes came as they were sent.
    count: u64,
    /// How the source ended.
    end: Option<End>,
    /// Trailers that were sent, when they have to arrive.
    trailers: Option<HeaderMap>,
    has_trailers: bool,
    /// The reader waits for a piece that is not on the wire yet.
    is_wanted: bool,
    reader: Option<Waker>,
    pump: Option<Waker>,
    /// Something else came than was sent; from here on it is passed as it comes.
    is_astray: bool,
}

pub(super) enum End {
    Whole,
    /// It failed, and the wire breaks off for it. Its error, until somebody takes it.
    Broken(Option<BoxError>),
    /// It failed, and nothing on the wire says so.
    Silent(Option<BoxError>),
}

impl Passage {
    /// A passage for pieces that come one by one.
    pub(super) fn new(whose: &'static str, crossing: &Arc<Crossing>) -> Self {
        Self::with(whose, crossing, VecDeque::new(), None)
    }

    /// One for what somebody else sends, which is not compared with anything.
    pub(super) fn foreign(crossing: &Arc<Crossing>) -> Self {
        let passage = Self::new("response", crossing);
        passage.lock().is_astray = true;
        passage
    }

    /// One for a body that is at hand.
    pub(super) fn of(whose: &'static str, crossing: &Arc<Crossing>, bytes: &Bytes) -> Self {
        let pieces = if bytes.is_empty() { [].into() } else { [bytes.clone()].into() };
        Self::with(whose, crossing, pieces, Some(End::Whole))
    }

    fn with(
        whose: &'static str,
        crossing: &Arc<Crossing>,
        under_way: VecDeque<Bytes>,
        end: Option<End>,
    ) -> Self {
        Self(Arc::new(Mutex::new(State {
            whose,
            crossing: Arc::clone(crossing),
            under_way,
            came: 0,
            ready: VecDeque::new(),
            count: 0,
            end,
            trailers: None,
            has_trailers: true,
            is_wanted: false,
            reader: None,
            pump: None,
            is_astray: false,
        })))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the reader waits for something that is on the wire.
    pub(super) fn is_awaited(&self) -> bool {
        let state = self.lock();
        let is_on_wire = !state.under_way.is_empty() || state.end.is_some();
        state.reader.is_some() && is_on_wire
    }
}

/// What the pump does.
impl State {
    /// Whether the next piece is to be pulled; if not, the pump is woken when it is.
    pub(super) fn is_wanted(&mut self, context: &Context<'_>) -> bool {
        self.pump = Some(context.waker().clone());
        self.is_wanted
    }

    /// `piece` goes onto the wire.
    pub(super) fn push(&mut self, piece: Bytes) {
        self.is_wanted = false;
        self.under_way.push_back(piece);
        // The wire carries no empty piece.
        self.settle();
        self.wake_reader();
    }

    pub(super) fn push_trailers(&mut self, trailers: HeaderMap) {
        self.is_wanted = false;
        self.trailers = Some(trailers).filter(|_| self.has_trailers);
    }

    /// The other side did not ask for trailers, so they may get lost (RFC 9110, 6.5.1).
    pub(super) fn forget_trailers(&mut self) {
        self.has_trailers = false;
    }

    pub(super) fn end(&mut self, end: End) {
        self.is_wanted = false;
        self.end = Some(end);
        self.wake_reader();
    }

    fn wake_reader(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}

/// What the reader does.
impl State {
    /// The next piece that came whole, or an error that will not come over the wire.
    pub(super) fn pop(&mut self) -> Option<Result<Bytes, BoxError>> {
        self.reader = None;
        match (self.ready.pop_front(), &mut self.end) {
            (None, Some(End::Silent(error))) if self.under_way.is_empty() => error.take().map(Err),
            (piece, _) => piece.map(Ok),
        }
    }

    /// Nobody reads any more.
    pub(super) fn leave(&mut self) {
        self.reader = None;
    }

    /// The reader needs a piece: the pump is told when none is under way.
    pub(super) fn want(&mut self, context: &Context<'_>) {
        self.reader = Some(context.waker().clone());
        let is_news = !self.is_wanted && self.end.is_none() && self.under_way.is_empty();
        if is_news {
            self.is_wanted = true;
            self.pump.take().into_iter().for_each(Waker::wake);
        }
    }

    /// `data` came out of the wire.
    pub(super) fn receive(&mut self, mut data: Bytes) {
        while !data.is_empty() && !self.is_astray {
            let Some(front) = self.under_way.front() else { break };
            let same = common(&front[self.came..], &data);
            if same == 0 {
                break;
            }
            self.came += same;
            self.count += same as u64;
            data = data.split_off(same);
            self.settle();
        }
        if !data.is_empty() {
            self.stray(shown(&data));
            self.ready.push_back(data);
        }
    }

    /// Nothing is left to be read of what came.
    pub(super) fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }

    pub(super) fn receive_trailers(&mut self, trailers: Option<&HeaderMap>) {
        let sent = self.trailers.take().unwrap_or_default();
        let none = HeaderMap::new();
        self.crossing.compare(&format!("{} trailer", self.whose), &sent, trailers.unwrap_or(&none));
    }

    /// The wire has no more. Notes what is missing.
    pub(super) fn finish(&mut self) {
        if !self.under_way.is_empty() {
            self.stray("its end".to_owned());
        }
        if self.trailers.is_some() {
            self.receive_trailers(None);
        }
    }

    /// The wire broke. That is what the source wanted when it failed itself.
    pub(super) fn fail(&mut self, error: BoxError) -> BoxError {
        if let Some(End::Broken(error)) = &mut self.end
            && self.under_way.is_empty()
            && let Some(error) = error.take()
        {
            return error;
        }
        self.stray(format!("its end, because {}", causes(&*error)));
        error
    }

    /// Notes, once, that `carried` came in place of what is under way.
    pub(super) fn stray(&mut self, carried: String) {
        if !std::mem::replace(&mut self.is_astray, true) {
            let expected = self.under_way.front().map(|piece| shown(&piece[self.came..]));
            let expected = expected.unwrap_or_else(|| "its end".to_owned());
            let what = format!("{} body from byte {} on", self.whose, self.count);
            self.crossing.note(what, expected, carried);
        }
        // What came of a piece before it went astray is read too.
        if let Some(piece) = self.under_way.pop_front().filter(|_| self.came > 0) {
            self.ready.push_back(piece.slice(..std::mem::take(&mut self.came)));
        }
        self.under_way.clear();
    }

    /// Pieces that came whole are ready.
    fn settle(&mut self) {
        while self.under_way.front().is_some_and(|piece| piece.len() == self.came) {
            self.ready.extend(self.under_way.pop_front());
            self.came = 0;
        }
    }
}

/// How many bytes two bodies have in common from here on.
fn common(one: &[u8], other: &[u8]) -> usize {
    let length = one.len().min(other.len());
    // Bytes at once where all are the same, as they almost always are.
    if one[..length] == other[..length] {
        return length;
    }
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

fn shown(bytes: &[u8]) -> String {
    let more = if bytes.len() > SHOWN { "…" } else { "" };
    format!("\"{}{more}\"", bytes[..bytes.len().min(SHOWN)].escape_ascii())
}

/// An error with its causes.
pub(super) fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let all = std::iter::successors(Some(error), |error| error.source());
    all.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
