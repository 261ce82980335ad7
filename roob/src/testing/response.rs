//! What came back.

use super::card::Card;
use super::exchange::{Exchange, Received};
use super::session::Session;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;

/// A response with all of its body, and assertions that say all they know when they fail.
///
/// As text (`Display`) it is the request and the response without what moves from run to run, for
/// `insta::assert_snapshot!(response)`; see the [module](super).
pub struct TestResponse {
    session: Arc<Session>,
    place: usize,
    exchange: Arc<Exchange>,
}

impl TestResponse {
    pub(super) fn new(session: Arc<Session>, place: usize, exchange: Arc<Exchange>) -> Self {
        Self { session, place, exchange }
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

    /// The body, or what came of it: see [`broken`](Self::broken).
    pub fn bytes(&self) -> &Bytes {
        &self.received().content.bytes
    }

    /// Why the body is not whole: its stream failed, or it has more than 16 MiB. Assertions about
    /// the body fail then.
    pub fn broken(&self) -> Option<&str> {
        self.received().content.broken()
    }

    /// The body as text.
    ///
    /// # Panics
    /// When the body is not whole or not UTF-8.
    #[track_caller]
    pub fn text(&self) -> &str {
        match std::str::from_utf8(self.whole()) {
            Ok(text) => text,
            Err(error) => self.fail(format!("expected a body of UTF-8 text, but: {error}")),
        }
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When the body is not whole, not JSON, or does not fit `T`.
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

    /// The body, which nothing can be said about unless it is whole.
    #[track_caller]
    pub(super) fn whole(&self) -> &[u8] {
        match self.broken() {
            None => self.bytes(),
            Some(reason) => self.fail(format!("expected a whole body, but: {reason}")),
        }
    }

    /// Ends the test with all that is known of this exchange.
    #[track_caller]
    pub(super) fn fail(&self, finding: String) -> ! {
        let (exchange, service) = (&*self.exchange, &self.session.service);
        panic!("{}", Card { finding, exchange, service })
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
