//! What came back.

use super::decode::decoded;
use super::decoder::is_event_stream;
use super::events::Events;
use super::exchange::{Content, End, Exchange, Received, Tape};
use super::pieces::Pieces;
use super::reader::{Parts, Reader};
use super::session::{Session, lock};
use crate::body::Body;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

/// A response with its body, and assertions that say all they know when they fail.
///
/// As text (`Display`) it is the request and the response without what moves from run to run, for
/// `insta::assert_snapshot!(response)`; see the [module](super).
pub struct TestResponse {
    session: Arc<Session>,
    place: usize,
    exchange: Arc<Exchange>,
    unread: Option<Box<Unread>>,
    /// The body without its codings, once somebody read it.
    bare: OnceLock<Result<Bytes, String>>,
}

/// The stream of a response, until somebody takes it.
pub(super) struct Unread {
    body: Mutex<Option<Body>>,
    /// How long its parts are waited for.
    limit: Duration,
}

impl Unread {
    /// Leaves `body` unread.
    pub(super) fn new(body: Body, limit: Duration) -> (Content, Option<Box<Self>>) {
        let tape = Tape::new();
        if body.is_end_stream() {
            tape.end(End::Whole);
        }
        let content = Content { bytes: Bytes::new(), end: End::Live(tape) };
        (content, Some(Box::new(Self { body: Mutex::new(Some(body)), limit })))
    }
}

impl TestResponse {
    pub(super) fn new(
        session: Arc<Session>,
        place: usize,
        exchange: Arc<Exchange>,
        unread: Option<Box<Unread>>,
    ) -> Self {
        Self { session, place, exchange, unread, bare: OnceLock::new() }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.received().status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.received().headers
    }

    /// The value of a header, the first if there are several; `None` also for one that is not
    /// UTF-8.
    pub fn header(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.headers().get(name)?.as_bytes()).ok()
    }

    /// The body as it was sent, compressed or not, or what came of it: see
    /// [`broken`](Self::broken). A stream has nothing here, but in [`sse`](Self::sse) and
    /// [`pieces`](Self::pieces).
    pub fn bytes(&self) -> &Bytes {
        &self.received().content.bytes
    }

    /// Why the body is not whole: its stream failed, it has more than 16 MiB, or it is not read yet.
    /// Assertions about the body fail then.
    pub fn broken(&self) -> Option<&str> {
        self.received().content.broken()
    }

    /// The body as text. Gzip and deflate are undone.
    ///
    /// # Panics
    /// When the body is not whole, in another coding, or not UTF-8.
    #[track_caller]
    pub fn text(&self) -> &str {
        match std::str::from_utf8(self.whole()) {
            Ok(text) => text,
            Err(error) => self.fail(format!("expected a body of UTF-8 text, but: {error}")),
        }
    }

    /// The body as JSON. Gzip and deflate are undone.
    ///
    /// # Panics
    /// When the body is not whole, in another coding, not JSON, or does not fit `T`.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        let mut deserializer = serde_json::Deserializer::from_slice(self.whole());
        let read = serde_path_to_error::deserialize(&mut deserializer);
        let end = |value| deserializer.end().map(|()| value).map_err(|error| error.to_string());
        match read.map_err(|error| error.to_string()).and_then(end) {
            Ok(value) => value,
            Err(error) => {
                let wanted = std::any::type_name::<T>();
                self.fail(format!("expected a body of JSON that fits `{wanted}`, but: {error}"))
            }
        }
    }

    /// The server-sent events of the body, one by one. They can be taken once; dropping them is a
    /// client that goes away.
    ///
    /// # Panics
    /// When the content type is not `text/event-stream`, or the body was taken before.
    #[track_caller]
    pub fn sse(&self) -> Events {
        if !is_event_stream(self.headers()) {
            let got =
                self.header("content-type").map_or("none".to_owned(), |got| format!("`{got}`"));
            self.fail(format!("expected the content type `text/event-stream`, got {got}"));
        }
        match self.received().content.end {
            End::Live(_) => Events(self.read()),
            // All at hand, and so it is read already.
            _ => {
                let bytes = Bytes::copy_from_slice(self.whole());
                Events(self.reader(&Tape::new(), bytes.into(), Duration::ZERO))
            }
        }
    }

    /// The body piece by piece, of a request that was [`streamed`](super::TestRequest::streamed) or
    /// whose answer is a stream of events. They can be taken once; dropping them is a client that
    /// goes away.
    ///
    /// # Panics
    /// When the body was read whole, or was taken before.
    #[track_caller]
    pub fn pieces(&self) -> Pieces {
        Pieces(self.read())
    }

    #[track_caller]
    fn read<P: Parts>(&self) -> Reader<P> {
        let (Some(unread), End::Live(tape)) = (&self.unread, &self.received().content.end) else {
            self.fail(
                "the body was read whole: a request that is `streamed()` leaves it".to_owned(),
            )
        };
        let Some(body) = lock(&unread.body).take() else {
            self.fail("the body is taken already: `sse()` or `pieces()` give it once".to_owned())
        };
        self.reader(tape, body, unread.limit)
    }

    fn reader<P: Parts>(&self, tape: &Arc<Tape>, body: Body, limit: Duration) -> Reader<P> {
        Reader::new(&self.session, &self.exchange, tape, body, limit)
    }

    /// The body, which nothing can be said about unless it is whole.
    #[track_caller]
    pub(super) fn whole(&self) -> &[u8] {
        if let Some(reason) = self.broken() {
            self.fail(format!("expected a whole body, but: {reason}"));
        }
        match self.bare.get_or_init(|| decoded(self.bytes(), self.headers())) {
            Ok(bytes) => bytes,
            Err(reason) => self.fail(format!("expected a body that can be read, but {reason}")),
        }
    }

    /// Ends the test with all that is known of this exchange.
    #[track_caller]
    pub(super) fn fail(&self, finding: String) -> ! {
        panic!("{}", self.session.card(&self.exchange, finding))
    }

    /// The one way to what came: whoever goes it looks at the answer.
    fn received(&self) -> &Received {
        self.exchange.notice.look();
        &self.exchange.received
    }
}

impl fmt::Display for TestResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.session.write_one(f, self.place)
    }
}

/// As `Display`: what an assertion of another crate prints is then readable.
impl fmt::Debug for TestResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
