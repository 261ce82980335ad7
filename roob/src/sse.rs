//! Server-sent events as a response.

use crate::body::Body;
use crate::error::{BoxError, Error};
use crate::event::{Event, IntoEvent};
use crate::extract::HeaderField;
use crate::response::{IntoResponse, Response};
use crate::timer::Alarm;
use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A stream of server-sent events (WHATWG HTML, 9.2), as a response: what `EventSource` of browsers
/// reads. Each event is sent when the stream gives it.
///
/// ```
/// use futures_util::stream;
/// use roob::{App, Event, Sse, get};
///
/// async fn ticks() -> Sse {
///     Sse::new(stream::iter((1..=3).map(|n| Event::data("tick").id(n.to_string()))))
/// }
/// # assert!(App::new().route("/ticks", get(ticks)).build().is_ok());
/// ```
///
/// The stream may also give a `Result`. An error, or an event that cannot be sent, breaks the answer
/// off, so that clients know that it is not whole, and the log is told once. When the client goes
/// away, the stream is dropped.
///
/// The answer is a 200 with `cache-control: no-cache`, and with `x-accel-buffering: no` for proxies
/// that would gather it.
#[must_use = "events are sent when a handler returns them"]
pub struct Sse {
    events: EventStream,
    keep_alive: Option<Duration>,
}

type EventStream = Pin<Box<dyn Stream<Item = Result<Event, BoxError>> + Send>>;

/// The id of the last event that a client got before it lost the stream: `Last-Event-ID` (WHATWG
/// HTML, 9.2.4), for `Option<Header<LastEventId>>`.
///
/// ```
/// use roob::{App, Event, Header, LastEventId, Sse, get};
/// # use futures_util::stream;
///
/// async fn news(last: Option<Header<LastEventId>>) -> Sse {
///     let seen: u64 = last.and_then(|Header(id)| id.0.parse().ok()).unwrap_or(0);
///     Sse::new(stream::iter([Event::data("news").id((seen + 1).to_string())]))
/// }
/// # assert!(App::new().route("/news", get(news)).build().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastEventId(pub String);

/// A comment of one line and an empty line: clients leave out the one and take nothing from the
/// other.
const SIGN_OF_LIFE: Bytes = Bytes::from_static(b":\n\n");

impl Sse {
    /// The events of `events`, as they come.
    pub fn new<S>(events: S) -> Self
    where
        S: Stream<Item: IntoEvent> + Send + 'static,
    {
        Self { events: Box::pin(Events(Box::pin(events))), keep_alive: None }
    }

    /// Sends a comment whenever nothing else was sent for this long. Proxies cut off what looks dead
    /// (many after a minute), and a server sees that a client is gone only when it sends something;
    /// 15 seconds is usual. It needs no runtime.
    ///
    /// # Panics
    /// When `every` is zero.
    #[track_caller]
    pub fn keep_alive(mut self, every: Duration) -> Self {
        assert!(!every.is_zero(), "a stream is kept alive every so often, not every 0 s");
        self.keep_alive = Some(every);
        self
    }
}

impl IntoResponse for Sse {
    fn into_response(self) -> Result<Response, Error> {
        let lines = Lines { events: self.events, keep_alive: self.keep_alive, alarm: None };
        let mut response = Response::new(Body::stream(lines));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        let buffering = HeaderName::from_static("x-accel-buffering");
        headers.insert(buffering, HeaderValue::from_static("no"));
        Ok(response)
    }
}

impl fmt::Debug for Sse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sse").field("keep_alive", &self.keep_alive).finish_non_exhaustive()
    }
}

impl HeaderField for LastEventId {
    const NAME: &'static str = "last-event-id";
}

impl FromStr for LastEventId {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

/// Another crate's stream, whose items are events now.
struct Events<S>(Pin<Box<S>>);

impl<S: Stream<Item: IntoEvent>> Stream for Events<S> {
    type Item = Result<Event, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(item.map(|item| Ok(item.into_event()?.checked()?)))
    }
}

/// Events as bytes, with signs of life in between.
struct Lines {
    events: EventStream,
    keep_alive: Option<Duration>,
    /// When the next sign of life is due; none while events come without a wait.
    alarm: Option<Alarm>,
}

impl Stream for Lines {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(event) = self.events.as_mut().poll_next(context) {
            self.alarm = None;
            return Poll::Ready(event.map(|event| event.map(|event| event.to_string().into())));
        }
        let Some(every) = self.keep_alive else {
            return Poll::Pending;
        };
        ready!(self.alarm.get_or_insert_with(|| Alarm::after(every)).poll(context));
        self.alarm = None;
        Poll::Ready(Some(Ok(SIGN_OF_LIFE)))
    }
}
