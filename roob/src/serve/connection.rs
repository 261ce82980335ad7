//! One connection, from its first byte to its last.

use super::access::Entry;
use super::answers::Answers;
use super::ending::Ending;
use super::framing;
use super::host;
use super::pace::{Alarm, HeadTimer, Pace};
use super::sink::Sink;
use super::socket::Socket;
use super::stop::Stop;
use super::stream::Stream;
use super::talk::Talk;
use super::work::Work;
use crate::error::BoxError;
use crate::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
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

/// How long a connection without a request stays open when the server ends: as long as a request may
/// be on its way around the world.
pub(super) const IDLE_GRACE: Duration = Duration::from_millis(250);

/// What all connections of a server have in common.
pub(crate) struct Protocol {
    http: Builder,
    head_timeout: Duration,
    idle_grace: Duration,
}

/// What the requests of one connection have in common.
struct Desk<A> {
    answers: A,
    stop: Stop,
    work: Arc<Work>,
}

impl Protocol {
    pub(super) fn new(head_timeout: Duration, max_head: usize, idle_grace: Duration) -> Self {
        let mut http = Builder::new();
        http.max_buf_size(max_head).header_read_timeout(head_timeout);
        Self { http, head_timeout, idle_grace }
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
        let pace = Pace::new(self.head_timeout);
        let mut http = self.http.clone();
        http.timer(HeadTimer(Arc::clone(&pace)));
        let (source, sink) = stream.split();
        let sink = Sink::new(sink);
        let socket = Socket::new(source, sink.clone(), Arc::clone(&pace), Arc::clone(&work));
        // Counted for each request, so it has to be the connection's own: the counter of the
        // service would travel between the processors.
        let desk = Arc::new(Desk { answers, stop: stop.clone(), work: Arc::clone(&work) });
        let answer = service_fn(move |request| answer(Arc::clone(&desk), request));
        let mut talk = Talk::new(http, &pace, socket, answer);
        let mut alarm = Alarm::new(&pace, self.head_timeout);
        let mut call = pin!(stop.call());
        let mut ending = Ending::new(stop.clone(), self.idle_grace);
        let mut is_first = true;
        poll_fn(|context| {
            if std::mem::take(&mut is_first) {
                // Told already or not, the flag says.
                let _ = call.as_mut().poll(context);
            }
            // Before the flag, so that a request which is there already counts as begun.
            let mut poll = talk.poll(context);
            if poll.is_pending() && ending.comes(context, &pace, || sink.has_input()) {
                talk.end();
                poll = talk.poll(context);
            }
            if poll.is_pending() && alarm.poll(context).is_ready() {
                poll = talk.poll(context);
            }
            if poll.is_pending() && talk.falls_silent(context) {
                poll = talk.poll(context);
            }
            if poll.is_pending() {
                work.note(&pace);
            }
            match sink.poll_send(context) {
                Poll::Ready(Err(error)) => Poll::Ready(Err(error.into())),
                _ => poll,
            }
        })
        .await
    }
}

impl Default for Protocol {
    fn default() -> Self {
        Self::new(HEAD_TIMEOUT, MAX_HEAD, IDLE_GRACE)
    }
}

async fn answer<A: Answers>(
    desk: Arc<Desk<A>>,
    mut request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let Desk { answers, stop, work } = &*desk;
    work.begin(&request);
    let entry = if A::LOGGED { Entry::of(&request) } else { None };
    let method = request.method().clone();
    framing::strip(&mut request);
    let mut response = match host::check(&request) {
        Ok(()) => answers.answer(request).await,
        Err(error) => answers.service().refuse(&error),
    };
    framing::correct(&method, &mut response);
    if let Some(entry) = entry {
        entry.finish(answers.service(), &response);
    }
    if stop.is_told() {
        one_turn().await;
    }
    Ok(response)
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
