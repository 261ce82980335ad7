//! One connection, from its first byte to its last.

use super::access::{self, Entry};
use super::answers::Answers;
use super::framing;
use super::guard::{Gate, Limits, Verdict};
use super::host;
use super::pace::{Alarm, HeadTimer, Pace};
use super::sink::Sink;
use super::socket::Socket;
use super::stop::Stop;
use super::stream::Stream;
use super::work::Work;
use crate::error::BoxError;
use crate::response::Response;
use http::header::{CONNECTION, HeaderValue};
use http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

/// How long the head of a request may take, unless somebody says otherwise.
pub(super) const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// How large it may be, in bytes.
pub(super) const MAX_HEAD: usize = 64 * 1024;

/// How many headers it may have.
const MAX_HEADERS: usize = 100;

/// What all connections of a server have in common.
pub(crate) struct Protocol {
    http: Builder,
    limits: Limits,
    head_timeout: Duration,
}

impl Protocol {
    pub(super) fn new(head_timeout: Duration, max_head: usize) -> Self {
        let mut http = Builder::new();
        http.max_buf_size(max_head).header_read_timeout(head_timeout);
        let limits = Limits { head: max_head, headers: MAX_HEADERS };
        Self { http, limits, head_timeout }
    }

    /// Lets `answers` answer what comes on `stream` until it ends or `stop` tells to: then a request
    /// that has begun is still answered. Must be polled by one task only, because wakers are
    /// registered once.
    pub(crate) async fn serve<A: Answers>(
        &self,
        answers: A,
        stream: impl Stream,
        stop: Stop,
        work: Work,
    ) -> Result<(), BoxError> {
        let pace = Pace::new();
        let mut http = self.http.clone();
        http.timer(HeadTimer(Arc::clone(&pace)));
        let (source, sink) = stream.split();
        let sink = Sink::new(sink);
        let verdict = Verdict::default();
        let gate = Gate::new(self.limits, verdict.clone());
        let io = TokioIo::new(Socket::new(source, gate, sink.clone(), Arc::clone(&pace), work));
        // Counted for each request, so it has to be the connection's own: the counter of the
        // service would travel between the processors.
        let answers = Arc::new((answers, verdict));
        let answer = service_fn(move |request| answer(Arc::clone(&answers), request));
        let mut connection = pin!(http.serve_connection(io, answer));
        let mut alarm = Alarm::new(&pace, self.head_timeout);
        let mut call = pin!(stop.call());
        let mut is_first = true;
        let mut is_stopping = false;
        poll_fn(|context| {
            if std::mem::take(&mut is_first) {
                // Told already or not, the flag says.
                let _ = call.as_mut().poll(context);
            }
            // Before the flag, so that a request which is there already counts as begun.
            let mut poll = connection.as_mut().poll(context);
            // hyper would not wait for the rest of a head.
            if poll.is_pending() && stop.is_told() && !is_stopping && !pace.is_in_head() {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
                poll = connection.as_mut().poll(context);
            }
            if poll.is_pending() && alarm.poll(context).is_ready() {
                poll = connection.as_mut().poll(context);
            }
            match sink.poll_send(context) {
                Poll::Ready(Err(error)) => Poll::Ready(Err(error.into())),
                _ => poll.map_err(BoxError::from),
            }
        })
        .await
    }
}

impl Default for Protocol {
    fn default() -> Self {
        Self::new(HEAD_TIMEOUT, MAX_HEAD)
    }
}

async fn answer<A: Answers>(
    shared: Arc<(A, Verdict)>,
    mut request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let (answers, verdict) = &*shared;
    if let Some(error) = verdict.on(&request) {
        let response = answers.service().refuse(&error);
        if A::LOGGED {
            access::refused(&error, &response);
        }
        return Ok(response);
    }
    let entry = if A::LOGGED { Entry::of(&request) } else { None };
    let method = request.method().clone();
    let is_chunked = framing::strip(&mut request);
    host::settle(&mut request);
    let mut response = answers.answer(request).await;
    framing::correct(&method, &mut response);
    if is_last(&response, is_chunked || verdict.is_in_body()) {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    if let Some(entry) = entry {
        entry.finish(answers.service(), &response);
    }
    Ok(response)
}

/// Whether hyper may end the connection behind this answer, because it does not read to its end what
/// the app did not: then the client should know (RFC 9112, 9.6).
fn is_last(response: &Response, has_rest: bool) -> bool {
    let status = response.status();
    status == StatusCode::PAYLOAD_TOO_LARGE || (has_rest && status.as_u16() >= 400)
}
