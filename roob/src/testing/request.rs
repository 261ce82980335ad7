//! A request while it is written.

use super::draft::Draft;
use super::exchange::{Content, End, Sent, Tape};
use super::lint::{Lint, Wishes};
use super::session::Session;
use super::upload::Upload;
use super::written::{header_name, header_value, target};
use crate::body::Body;
use bytes::Bytes;
use http::Method;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

/// A request; awaiting it sends it.
///
/// Wrong use, such as a header that is none, panics at the line that made it.
///
/// ```
/// use roob::testing::{TestClient, block_on};
/// use roob::{App, Query, get};
///
/// async fn echo(Query(pairs): Query<Vec<(String, String)>>) -> String { format!("{pairs:?}") }
///
/// let client = TestClient::new(App::new().route("/echo", get(echo)));
/// let request = client.get("/echo").query("q", "tea & cake").query("page", 2);
/// block_on(request).assert_text(r#"[("q", "tea & cake"), ("page", "2")]"#);
/// ```
#[must_use = "a request is sent when it is awaited"]
pub struct TestRequest {
    pub(super) session: Arc<Session>,
    pub(super) draft: Draft,
    /// What the kind of the body says; a header that the user writes says more.
    pub(super) content_type: Option<ContentType>,
    pub(super) wishes: Wishes,
    pub(super) extras: Option<Box<Extras>>,
}

/// What few requests have. It stands apart so that the future of a request stays well below 1032
/// bytes: up to there an allocation is cheap (glibc).
#[derive(Default)]
pub(super) struct Extras {
    /// The body, where it is no bytes.
    pub(super) stream: Option<Body>,
    pub(super) cookies: Vec<(String, String)>,
    pub(super) deadline: Option<Duration>,
    pub(super) is_streamed: bool,
    /// Whether nobody but its own card tells of it.
    pub(super) is_quiet: bool,
}

/// What a body is. The common ones take no room of their own.
pub(super) enum ContentType {
    Known(&'static str),
    Other(Box<HeaderValue>),
}

/// What stands for itself in a query (RFC 3986, 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Headers of which a request has one.
const SINGLE: [HeaderName; 4] =
    [header::AUTHORIZATION, header::CONTENT_LENGTH, header::CONTENT_TYPE, header::HOST];

impl ContentType {
    #[track_caller]
    fn of(text: &str) -> Self {
        match text {
            "application/json" => Self::Known("application/json"),
            _ => Self::Other(Box::new(header_value(text.as_bytes()))),
        }
    }
}

impl From<ContentType> for HeaderValue {
    fn from(kind: ContentType) -> Self {
        match kind {
            ContentType::Known(text) => Self::from_static(text),
            ContentType::Other(value) => *value,
        }
    }
}

impl TestRequest {
    #[track_caller]
    pub(super) fn new(
        session: &Arc<Session>,
        wishes: Wishes,
        method: Method,
        path: String,
    ) -> Self {
        let uri = target(&method, path);
        let (asked_at, headers) = (Location::caller(), HeaderMap::new());
        let content = Content::default();
        Self {
            session: Arc::clone(session),
            draft: Draft::new(Sent { asked_at, method, uri, headers, content }),
            content_type: None,
            wishes,
            extras: None,
        }
    }

    /// Adds a header; `authorization`, `content-type`, `content-length` and `host` replace what was
    /// there.
    ///
    /// # Panics
    /// When `name` or `value` cannot be sent in a header (RFC 9110, 5).
    #[track_caller]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<[u8]>) -> Self {
        let (name, value) = (header_name(name.as_ref()), header_value(value.as_ref()));
        let headers = &mut self.draft.sent.headers;
        if SINGLE.contains(&name) {
            headers.insert(name, value);
        } else {
            headers.append(name, value);
        }
        self
    }

    /// Adds a pair to the query. It is percent-encoded here; a key may come more than once.
    ///
    /// # Panics
    /// When the target grows beyond what a URI may have, 65,534 bytes.
    #[track_caller]
    pub fn query(mut self, key: &str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        let [key, value] = [key, &value].map(|text| utf8_percent_encode(text, ESCAPED));
        let sent = &mut self.draft.sent;
        let mark = if sent.uri.query().is_some() { '&' } else { '?' };
        let whole = format!("{}{mark}{key}={value}", sent.uri);
        sent.uri = target(&sent.method, whole);
        self
    }

    /// Sends `value` as JSON.
    ///
    /// # Panics
    /// When `value` does not serialize.
    #[track_caller]
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => self.typed(ContentType::Known("application/json"), bytes.into()),
            Err(error) => panic!("the value cannot be sent as JSON: {error}"),
        }
    }

    /// Sends `value` as a form, urlencoded.
    ///
    /// # Panics
    /// When `value` does not serialize to pairs.
    #[track_caller]
    pub fn form(self, value: &(impl Serialize + ?Sized)) -> Self {
        let kind = ContentType::Known("application/x-www-form-urlencoded");
        match serde_html_form::to_string(value) {
            Ok(text) => self.typed(kind, text.into()),
            Err(error) => panic!("the value cannot be sent as a form: {error}"),
        }
    }

    /// Sends plain text.
    pub fn text(self, text: impl Into<String>) -> Self {
        let kind = ContentType::Known("text/plain; charset=utf-8");
        self.typed(kind, text.into().into())
    }

    /// Sends `bytes` as what `content_type` says.
    ///
    /// # Panics
    /// When `content_type` cannot be sent in a header.
    #[track_caller]
    pub fn bytes(self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.typed(ContentType::of(content_type), bytes.into())
    }

    /// Sends `body` and says nothing about its type. A stream is sent piece by piece.
    pub fn body(self, body: impl Into<Body>) -> Self {
        let body = body.into();
        let (content, stream) = match body.into_bytes() {
            Ok(bytes) => (Content { bytes, end: End::Whole }, None),
            Err(stream) => (Content { bytes: Bytes::new(), end: End::Passed }, Some(stream)),
        };
        self.with(content, stream, None)
    }

    /// Sends a body piece by piece, while the response is read: each [`Upload::send`] is a piece.
    /// Say its type by [`header`](Self::header).
    ///
    /// ```
    /// use roob::testing::{TestClient, block_on};
    /// use roob::{App, Body, post};
    ///
    /// let client = TestClient::new(App::new().route("/echo", post(|body: Body| body)));
    /// block_on(async {
    ///     let (upload, request) = client.post("/echo").streamed().upload();
    ///     let mut pieces = request.await.pieces();
    ///     upload.send("one");
    ///     assert_eq!(pieces.next().await, "one");
    ///     upload.send("two");
    ///     assert_eq!(pieces.next().await, "two");
    ///     upload.end();
    ///     pieces.assert_ended().await;
    /// });
    /// ```
    pub fn upload(self) -> (Upload, Self) {
        let tape = Tape::new();
        let (upload, arriving) = Upload::new(Arc::clone(&tape));
        let content = Content { bytes: Bytes::new(), end: End::Live(tape) };
        (upload, self.with(content, Some(Body::stream(arriving)), None))
    }

    /// Leaves the body of the response unread, for
    /// [`TestResponse::pieces`](super::TestResponse::pieces); that of a stream of
    /// events (`text/event-stream`) is left anyway.
    pub fn streamed(mut self) -> Self {
        self.extras().is_streamed = true;
        self
    }

    /// Waits for at most `time`, not for 30 seconds or what the client says
    /// ([`TestClient::deadline`]): for the head of the response and for the end of its body, both
    /// together, and for each part of a stream where the test gives no time. Then the test ends with
    /// what was waited for and what came.
    ///
    /// The time begins when something has to be waited for, and is real time also where tokio's clock
    /// is paused. A handler that blocks its thread blocks the test. While the environment variable
    /// `ROOB_TEST_DEADLINE` is set, a number of seconds, nothing waits for less than that: give a
    /// debugger an hour.
    ///
    /// [`TestClient::deadline`]: super::TestClient::deadline
    pub fn deadline(mut self, time: Duration) -> Self {
        self.extras().deadline = Some(time);
        self
    }

    /// Sends `token` as RFC 6750, 2.1 has it.
    ///
    /// # Panics
    /// When `token` cannot be sent in a header.
    #[track_caller]
    pub fn bearer_auth(self, token: impl fmt::Display) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Sends a cookie with this request only, in place of one of the same name that the client
    /// keeps.
    ///
    /// # Panics
    /// When `name` or `value` has what a cookie cannot have (RFC 6265, 4.1.1).
    #[track_caller]
    pub fn cookie(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        let is_value = value.bytes().all(|b| matches!(b, 0x21..=0x7e) && !b",;\\".contains(&b));
        if HeaderName::from_bytes(name.as_bytes()).is_err() || !is_value {
            panic!("`{name}={value}` is not a cookie; escape its value first");
        }
        self.extras().cookies.push((name, value));
        self
    }

    /// The answer may break this rule of HTTP; [`TestClient::allow`](super::TestClient::allow) is for
    /// all answers.
    pub fn allow(mut self, lint: Lint) -> Self {
        self.wishes = self.wishes.allowing(lint);
        self
    }

    fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }

    fn typed(self, content_type: ContentType, bytes: Bytes) -> Self {
        self.with(Content { bytes, end: End::Whole }, None, Some(content_type))
    }

    /// With another body. Room for a stream is made for a stream only.
    fn with(
        mut self,
        content: Content,
        stream: Option<Body>,
        content_type: Option<ContentType>,
    ) -> Self {
        if stream.is_some() || self.extras.is_some() {
            self.extras().stream = stream;
        }
        (self.draft.sent.content, self.content_type) = (content, content_type);
        self
    }

    /// Leaves standard error alone, whatever comes of it.
    pub(super) fn quiet(mut self) -> Self {
        self.extras().is_quiet = true;
        self
    }

    /// Blames another line of the test for it.
    pub(super) fn asked_at(mut self, line: &'static Location<'static>) -> Self {
        self.draft.sent.asked_at = line;
        self
    }
}
