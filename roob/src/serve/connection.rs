//! One connection, from its first byte to its last.

use super::alarm::{Alarm, Times};
use super::answers::Answers;
use super::ending::Ending;
use super::framing;
use super::guard::{Gate, Limits, Verdict};
use super::host;
use super::leaving;
use super::pace::{Late, Pace};
use super::settings::Settings;
use super::sink::{Flow, Sink};
use super::socket::Socket;
use super::stop::Stop;
use super::stream::Stream;
use super::talk::Talk;
use super::work::Work;
use crate::error::BoxError;
use crate::response::Response;
use http::header::{CONNECTION, HeaderValue};
use http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

/// Why a connection ends whose client does not ask.
const NOT_ASKED: &str = "the client does not send a request";

/// Why a connection is cut off whose client does not read.
const NOT_TAKEN: &str = "the client takes nothing of its answer";

/// The room that a piece of a body takes, with the lengths of its chunks.
const ROOM: usize = 8 * 1024;

/// The headers for which hyper has room without asking for memory.
const USUAL_HEADERS: usize = 100;

/// What all connections of a server have in common.
pub(crate) struct Protocol {
    http: Builder,
    limits: Limits,
    times: Times,
    idle_grace: Duration,
}

/// What the requests of one connection have in common.
struct Desk<A> {
    answers: A,
    pace: Arc<Pace>,
    verdict: Verdict,
    stop: Stop,
    work: Arc<Work>,
}

impl Protocol {
    pub(super) fn new(settings: &Settings) -> Self {
        let times = Times::of(settings);
        let limits = Limits { head: settings.max_head, headers: settings.max_headers };
        let mut http = Builder::new();
        http.max_buf_size(settings.max_head).header_read_timeout(None);
        if settings.max_headers > USUAL_HEADERS {
            http.max_headers(settings.max_headers);
        }
        Self { http, limits, times, idle_grace: settings.idle_grace }
    }

    /// Lets `answers` answer what comes on `stream` until it ends or `stop` tells to: then a request
    /// that has begun is still answered, and so is one that was on its way. Must be polled by one
    /// task only, because wakers are registered once.
    pub(crate) async fn serve<A: Answers>(
        &self,
        answers: A,
        stream: impl Stream,
        stop: Stop,
        work: Arc<Work>,
    ) -> Result<(), BoxError> {
        let pace = Pace::new();
        let (source, sink) = stream.split();
        let sink = Sink::new(sink);
        let verdict = Verdict::default();
        let gate = Gate::new(self.limits, verdict.clone());
        let socket = Socket::new(source, gate, sink.clone(), Arc::clone(&pace), Arc::clone(&work));
        // Counted for each request, so it has to be the connection's own: the counter of the
        // service would travel between the processors.
        let desk = Arc::new(Desk { answers, pace, verdict, stop, work });
        let Desk { pace, stop, work, .. } = &*desk;
        let of = Arc::clone(&desk);
        let answer = service_fn(move |request| answer(Arc::clone(&of), request));
        let mut talk = Talk::new(&self.http, pace, socket, answer);
        let mut alarm = Alarm::new(pace, self.times);
        let mut call = pin!(stop.call());
        let mut is_first = true;
        let mut ending = Ending::new(stop.clone(), self.idle_grace);
        poll_fn(|context| {
            if std::mem::take(&mut is_first) {
                // Told already or not, the flag says.
                let _ = call.as_mut().poll(context);
            }
            loop {
                // Before the flag, so that a request which is there already counts as begun.
                let mut poll = talk.poll(context);
                if poll.is_pending() && ending.comes(context, pace, || sink.has_input()) {
                    talk.end();
                    poll = talk.poll(context);
                }
                if pace.is_held_back() && sink.has_room(ROOM) && pace.let_go() {
                    continue;
                }
                if poll.is_pending() {
                    work.note(pace);
                }
                let flow = sink.end_turn(context)?;
                if poll.is_ready() {
                    return poll;
                }
                if flow == Flow::Free && pace.let_go() {
                    continue;
                }
                alarm.attend(talk.is_open());
                match alarm.poll(context, flow) {
                    Poll::Pending if alarm.has_lull() && talk.falls_silent() => {}
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Late::Silence) => return Poll::Ready(Err(NOT_ASKED.into())),
                    Poll::Ready(Late::Write) => return Poll::Ready(Err(NOT_TAKEN.into())),
                    Poll::Ready(late) => pace.tell(late),
                }
            }
        })
        .await
    }
}

impl Default for Protocol {
    fn default() -> Self {
        Self::new(&Settings::default())
    }
}

/// Everything that is known before somebody waits is done before the future is made, which then has
/// no room for it.
fn answer<A: Answers>(
    desk: Arc<Desk<A>>,
    mut request: Request<Incoming>,
) -> impl Future<Output = Result<Response, Infallible>> + Send {
    let refused = desk.verdict.on(&request);
    if refused.is_none() {
        desk.work.begin(&request);
    }
    let method = request.method().clone();
    let is_chunked = framing::strip(&mut request);
    host::settle(&mut request);
    desk.pace.begin_answer();
    let mut asked = desk.answers.take(request, &desk.pace);
    async move {
        let Desk { answers, pace, stop, .. } = &*desk;
        if let Some(error) = &refused {
            // A box of its own, so that nobody else has room for it.
            let response = Box::pin(answers.service().refuse(&method, error)).await;
            pace.end_answer();
            return Ok(response);
        }
        let mut response = answers.answer(&mut asked).await;
        framing::correct(&method, &mut response);
        if pace.is_lost() || is_last(&response, is_chunked || pace.is_in_body()) {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        leaving::pace_out(&mut response, pace);
        if stop.is_told() {
            one_turn().await;
        }
        pace.end_answer();
        Ok(response)
    }
}

/// Whether hyper may end the connection behind this answer, because it does not read to its end what
/// the app did not: then the client should know (RFC 9112, 9.6).
fn is_last(response: &Response, has_rest: bool) -> bool {
    let status = response.status();
    status == StatusCode::PAYLOAD_TOO_LARGE || (has_rest && status.as_u16() >= 400)
}

/// Lets the connection notice that it ends before this answer is written, so that it says so.
async fn one_turn() {
    let mut has_passed = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_passed, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
