//! A request while it is written.

use super::deadline::{Deadline, Late};
use super::decoder::is_event_stream;
use super::exchange::{Content, End, Exchange, Received, Sent, Tape};
use super::readable::count;
use super::response::{TestResponse, Unread};
use super::session::Session;
use super::upload::Upload;
use super::written::{header_name, header_value, outgoing, target};
use crate::body::Body;
use crate::response::Response;
use bytes::Bytes;
use http::Method;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::response::Parts;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use std::fmt;
use std::panic::Location;
use std::pin::{Pin, pin};
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
    session: Arc<Session>,
    sent: Sent,
    /// The body, where it is no bytes.
    stream: Option<Body>,
    /// What the kind of the body says; a header that the user writes says more.
    content_type: Option<HeaderValue>,
    extras: Option<Box<Extras>>,
}

/// What few requests have. It stands apart so that the future of a request stays below 1032 bytes:
/// up to there an allocation is cheap (glibc).
#[derive(Default)]
struct Extras {
    cookies: Vec<(String, String)>,
    deadline: Option<Duration>,
    is_streamed: bool,
}

/// What stands for itself in a query (RFC 3986, 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Headers of which a request has one.
const SINGLE: [HeaderName; 4] =
    [header::AUTHORIZATION, header::CONTENT_LENGTH, header::CONTENT_TYPE, header::HOST];

impl TestRequest {
    #[track_caller]
    pub(super) fn new(session: &Arc<Session>, method: Method, path: String) -> Self {
        let uri = target(&method, path);
        let (asked_at, headers) = (Location::caller(), HeaderMap::new());
        Self {
            session: Arc::clone(session),
            sent: Sent { asked_at, method, uri, headers, content: Content::default() },
            stream: None,
            content_type: None,
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
        if SINGLE.contains(&name) {
            self.sent.headers.insert(name, value);
        } else {
            self.sent.headers.append(name, value);
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
        let mark = if self.sent.uri.query().is_some() { '&' } else { '?' };
        let whole = format!("{}{mark}{key}={value}", self.sent.uri);
        self.sent.uri = target(&self.sent.method, whole);
        self
    }

    /// Sends `value` as JSON.
    ///
    /// # Panics
    /// When `value` does not serialize.
    #[track_caller]
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => self.typed(HeaderValue::from_static("application/json"), bytes.into()),
            Err(error) => panic!("the value cannot be sent as JSON: {error}"),
        }
    }

    /// Sends `value` as a form, urlencoded.
    ///
    /// # Panics
    /// When `value` does not serialize to pairs.
    #[track_caller]
    pub fn form(self, value: &(impl Serialize + ?Sized)) -> Self {
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        match serde_html_form::to_string(value) {
            Ok(text) => self.typed(kind, text.into()),
            Err(error) => panic!("the value cannot be sent as a form: {error}"),
        }
    }

    /// Sends plain text.
    pub fn text(self, text: impl Into<String>) -> Self {
        let kind = HeaderValue::from_static("text/plain; charset=utf-8");
        self.typed(kind, text.into().into())
    }

    /// Sends `bytes` as what `content_type` says.
    ///
    /// # Panics
    /// When `content_type` cannot be sent in a header.
    #[track_caller]
    pub fn bytes(self, content_type: &str, bytes: impl Into<Bytes>) -> Self {
        self.typed(header_value(content_type.as_bytes()), bytes.into())
    }

    /// Sends `body` and says nothing about its type. A stream is sent piece by piece.
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        let body = body.into();
        (self.sent.content, self.stream) = match body.into_bytes() {
            Ok(bytes) => (Content { bytes, end: End::Whole }, None),
            Err(stream) => (Content { bytes: Bytes::new(), end: End::Passed }, Some(stream)),
        };
        self.content_type = None;
        self
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
    pub fn upload(mut self) -> (Upload, Self) {
        let tape = Tape::new();
        let (upload, arriving) = Upload::new(Arc::clone(&tape));
        self.sent.content = Content { bytes: Bytes::new(), end: End::Live(tape) };
        self.stream = Some(Body::stream(arriving));
        self.content_type = None;
        (upload, self)
    }

    /// Leaves the body of the response unread, for [`TestResponse::pieces`]; that of a stream of
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

    fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }

    fn typed(mut self, content_type: HeaderValue, bytes: Bytes) -> Self {
        self.content_type = Some(content_type);
        self.sent.content = Content { bytes, end: End::Whole };
        self.stream = None;
        self
    }

    /// Sends the request. Awaiting the request itself is the same; this is for `join!` and others
    /// that take nothing but futures.
    #[allow(clippy::manual_async_fn)] // which would have room for its argument twice
    pub fn send(mut self) -> impl Future<Output = TestResponse> + Send {
        async move {
            let place = self.session.begin();
            let mut deadline = self.patience();
            let answer = deadline.within(pin!(self.answer())).await;
            let response = answer.unwrap_or_else(|late| self.unanswered(&late));
            let (parts, body) = response.into_parts();
            self.session.jar().keep(&parts.headers, self.sent.uri.path());
            let is_streamed = self.extras.as_ref().is_some_and(|extras| extras.is_streamed);
            let (content, unread) = if is_streamed || is_stream_of_events(&parts, &body) {
                Unread::new(body, deadline.limit())
            } else {
                (Content::read(body, &mut deadline).await, None)
            };
            let received = Received { status: parts.status, headers: parts.headers, content };
            let exchange = Arc::new(Exchange { sent: self.sent, received });
            if let End::Open = exchange.received.content.end {
                self.session.fail(&exchange, &unended(&exchange, &deadline));
            }
            self.session.end(place, &exchange);
            TestResponse::new(self.session, place, exchange, unread)
        }
    }

    fn patience(&self) -> Deadline {
        let own = self.extras.as_ref().and_then(|extras| extras.deadline);
        Deadline::of(own.or_else(|| self.session.deadline()))
    }

    fn unanswered(&self, Late(limit): &Late) -> ! {
        let finding = format!("waited {limit:?} for the head of an answer in vain");
        self.session.unanswered(&self.sent, finding)
    }

    /// What the app says to it.
    async fn answer(&mut self) -> Response {
        self.write_cookies();
        self.describe_body();
        let mut request = outgoing(&self.sent, self.stream.take());
        self.session.service.answer(&mut request).await
    }

    /// Cookies of the request, then those of the jar.
    fn write_cookies(&mut self) {
        let jar = self.session.jar();
        let cookies = self.extras.as_ref().map_or(&[][..], |extras| &extras.cookies);
        let own = cookies.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let is_own = |name| cookies.iter().any(|(own, _)| own == name);
        let kept = jar.of(self.sent.uri.path()).into_iter().filter(|kept| !is_own(kept.name()));
        let pairs = own.chain(kept.map(|kept| (kept.name(), kept.value())));
        let mut pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
        drop(jar);
        if pairs.is_empty() {
            return;
        }
        let headers = &mut self.sent.headers;
        let written = headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
        pairs.splice(..0, written.map(str::to_owned));
        // Each part was in a header before or was checked.
        if let Ok(value) = HeaderValue::try_from(pairs.join("; ")) {
            headers.insert(header::COOKIE, value);
        }
    }

    fn describe_body(&mut self) {
        let headers = &mut self.sent.headers;
        if let Some(kind) = self.content_type.take() {
            // One for the type, one for the length: a map that grows by itself has room for six.
            headers.reserve(2);
            headers.entry(header::CONTENT_TYPE).or_insert(kind);
        }
        let length = self.sent.content.bytes.len();
        if length > 0 {
            headers.entry(header::CONTENT_LENGTH).or_insert(length.into());
        }
    }
}

impl IntoFuture for TestRequest {
    type Output = TestResponse;
    type IntoFuture = Pin<Box<dyn Future<Output = TestResponse> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Whether the body goes on and on: a stream that is said to be one of events.
fn is_stream_of_events(head: &Parts, body: &Body) -> bool {
    body.as_bytes().is_none() && is_event_stream(&head.headers)
}

/// What was waited for, and how much of it came.
fn unended(exchange: &Exchange, deadline: &Deadline) -> String {
    let (limit, bytes) = (deadline.limit(), exchange.received.content.bytes.len());
    let came = count(bytes, "byte");
    format!("waited {limit:?} for the end of the body in vain; {came} came before")
}
