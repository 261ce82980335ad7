//! The way of a request to the app, and of its answer back.

use super::crossing::Crossing;
use super::deadline::{Deadline, Late};
use super::decoder::is_event_stream;
use super::draft::Unheard;
use super::exchange::{Content, End, Exchange, Received};
use super::lint::Wishes;
use super::readable::count;
use super::request::{Extras, TestRequest};
use super::response::{TestResponse, Unread};
use super::session::Session;
use super::transport::Carried;
use super::watch::watch;
use super::written::{self, outgoing};
use crate::body::Body;
use crate::response::Response;
use crate::witness::Witness;
use http::header::{self, HeaderValue};
use http::response::Parts;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

/// What came back.
pub(super) struct Answered {
    pub(super) exchange: Arc<Exchange>,
    /// What of the body is still to come.
    pub(super) unread: Option<Box<Unread>>,
    /// What the client itself found.
    pub(super) finding: Option<String>,
}

/// What of the answer's body is still to come, and how the answer was carried.
type Arrived = (Option<Box<Unread>>, Option<Arc<Crossing>>);

impl TestRequest {
    /// Sends the request. Awaiting the request itself is the same; this is for `join!` and others
    /// that take nothing but futures.
    #[allow(clippy::manual_async_fn)] // which would have room for its argument twice
    pub fn send(mut self) -> impl Future<Output = TestResponse> + Send {
        async move {
            let place = self.session.begin();
            let arrived = self.ask().await;
            let (answered, session, wishes) = self.concluded(arrived);
            let Answered { exchange, unread, finding } = match answered {
                Ok(answered) => answered,
                Err(unheard) => session.unanswered(&unheard),
            };
            session.end(place, &exchange);
            if let Some(finding) = finding {
                session.fail(&exchange, &finding);
            }
            session.lint(place, &exchange, wishes);
            if wishes.repeats(&exchange) {
                Box::pin(repeat(&session, &exchange)).await;
            }
            TestResponse::new(session, place, exchange, unread)
        }
    }

    /// Sends the request, and remembers nothing of it but cookies.
    pub(super) async fn exchange(mut self) -> Result<Answered, Box<Unheard>> {
        let arrived = self.ask().await;
        self.concluded(arrived).0
    }

    /// There and back under the eyes of a witness; without an answer, in words why there is none.
    /// The request is lent, so that the future of whoever has it has room for it once.
    async fn ask(&mut self) -> Result<Arrived, String> {
        let is_quiet = self.extras.as_ref().is_some_and(|extras| extras.is_quiet);
        let mut witness = if is_quiet { Witness::alone() } else { Witness::default() };
        let arrived = {
            // Not an async function that takes the future: that would have room for it twice.
            let mut way = pin!(self.travel());
            let witness = &mut witness;
            poll_fn(move |context| watch(witness, || way.as_mut().poll(context))).await
        };
        if witness.seen().is_some() {
            self.draft.witness = witness;
        }
        arrived
    }

    /// What became of the request, when nothing more is waited for.
    fn concluded(
        self,
        arrived: Result<Arrived, String>,
    ) -> (Result<Answered, Box<Unheard>>, Arc<Session>, Wishes) {
        let Self { session, mut draft, wishes, extras, .. } = self;
        let (unread, crossing) = match arrived {
            Ok(arrived) => arrived,
            Err(finding) => return (Err(Box::new(Unheard { draft, finding })), session, wishes),
        };
        if let Some(notice) = session.notice(&draft.sent, draft.received.status) {
            draft.notice = notice;
        }
        let exchange = draft.done();
        let finding = match exchange.received.content.end {
            End::Open => Some(unended(&exchange, patience(&session, extras.as_deref()).limit())),
            _ => crossing.and_then(|crossing| crossing.finding(&exchange.sent)),
        };
        (Ok(Answered { exchange, unread, finding }), session, wishes)
    }

    async fn travel(&mut self) -> Result<Arrived, String> {
        let mut deadline = patience(&self.session, self.extras.as_deref());
        self.session.start(&mut deadline).await?;
        self.write_cookies();
        self.describe_body();
        let answer = deadline.within(pin!(self.carried())).await;
        let late = |Late(limit)| format!("waited {limit:?} for the head of an answer in vain");
        let (response, crossing) = answer.map_err(late)??;
        self.session.keep_cookies(response.headers(), self.draft.sent.uri.path());
        let is_streamed = self.extras.as_ref().is_some_and(|extras| extras.is_streamed);
        let (received, unread) = receive(response, is_streamed, &mut deadline).await;
        self.draft.received = received;
        Ok((unread, crossing))
    }

    /// What the app says to it, and how it came here when it was carried; or why it did not come.
    async fn carried(&mut self) -> Result<(Response, Option<Arc<Crossing>>), String> {
        let stream = self.extras.as_mut().and_then(|extras| extras.stream.take());
        let mut request = outgoing(&self.draft.sent, stream);
        let service = &self.session.service;
        let Some(carrier) = &self.session.carrier else {
            let response = service.answer(&mut request).await;
            written::reclaim(&mut request);
            return Ok((response, None));
        };
        let Carried { answer, crossing } = carrier.carry(service, request).await;
        match answer {
            Some(response) => Ok((response, Some(crossing))),
            None => Err(crossing.finding(&self.draft.sent).unwrap_or_default()),
        }
    }

    /// Cookies of the request, then those of the jar.
    fn write_cookies(&mut self) {
        let cookies = self.extras.as_ref().map_or(&[][..], |extras| &extras.cookies);
        if cookies.is_empty() && !self.session.has_cookies() {
            return;
        }
        let jar = self.session.jar();
        let own = cookies.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let is_own = |name| cookies.iter().any(|(own, _)| own == name);
        let path = self.draft.sent.uri.path();
        let kept = jar.of(path).into_iter().filter(|kept| !is_own(kept.name()));
        let pairs = own.chain(kept.map(|kept| (kept.name(), kept.value())));
        let mut pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
        drop(jar);
        if pairs.is_empty() {
            return;
        }
        let headers = &mut self.draft.sent.headers;
        let written = headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
        pairs.splice(..0, written.map(str::to_owned));
        // Each part was in a header before or was checked.
        if let Ok(value) = HeaderValue::try_from(pairs.join("; ")) {
            headers.insert(header::COOKIE, value);
        }
    }

    fn describe_body(&mut self) {
        let length = self.draft.sent.content.bytes.len();
        if length == 0 && self.content_type.is_none() {
            return;
        }
        let headers = &mut self.draft.sent.headers;
        if let Some(kind) = self.content_type.take() {
            // One for the type, one for the length: a map that grows by itself has room for six.
            headers.reserve(2);
            headers.entry(header::CONTENT_TYPE).or_insert_with(|| kind.into());
        }
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

fn patience(session: &Session, extras: Option<&Extras>) -> Deadline {
    let own = extras.and_then(|extras| extras.deadline);
    Deadline::of(own.or_else(|| session.deadline()))
}

/// The response; the body of a stream of events, or one that the test reads itself, is still unread.
async fn receive(
    response: Response,
    is_streamed: bool,
    deadline: &mut Deadline,
) -> (Received, Option<Box<Unread>>) {
    let (parts, body) = response.into_parts();
    let (content, unread) = if is_streamed || is_stream_of_events(&parts, &body) {
        Unread::new(body, deadline.limit())
    } else {
        (Content::read(body, deadline).await, None)
    };
    (Received { status: parts.status, headers: parts.headers, content }, unread)
}

/// Whether the body goes on and on: a stream that is said to be one of events.
fn is_stream_of_events(head: &Parts, body: &Body) -> bool {
    body.as_bytes().is_none() && is_event_stream(&head.headers)
}

/// Sends the request of `exchange` once more. Nobody remembers that: it is not part of the
/// conversation, and its cookies are not kept.
async fn repeat(session: &Session, exchange: &Exchange) {
    let mut request = outgoing(&exchange.sent, None);
    let response = session.service.answer(&mut request).await;
    let mut deadline = Deadline::of(session.deadline());
    let (again, _) = receive(response, false, &mut deadline).await;
    session.compare(exchange, &again);
}

/// What was waited for, and how much of it came.
fn unended(exchange: &Exchange, limit: Duration) -> String {
    let came = count(exchange.received.content.bytes.len(), "byte");
    format!("waited {limit:?} for the end of the body in vain; {came} came before")
}
