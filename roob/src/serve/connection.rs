//! One connection, from its first byte to its last.

use super::access::Entry;
use super::alarm::{Alarm, Limits};
use super::answers::Answers;
use super::framing;
use super::host;
use super::late;
use super::pace::{HeadTimer, Late, Pace};
use super::settings::Settings;
use super::sink::Sink;
use super::socket::Socket;
use super::stop::Stop;
use super::stream::Stream;
use super::work::Work;
use crate::error::BoxError;
use crate::response::Response;
use http::Request;
use http::header::{CONNECTION, HeaderValue};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Poll, ready};

/// Why a connection is cut off whose client does not read.
const NOT_TAKEN: &str = "the client takes nothing of its answer";

/// The headers for which hyper has room without asking for memory.
const USUAL_HEADERS: usize = 100;

/// What all connections of a server have in common.
pub(crate) struct Protocol {
    http: Builder,
    limits: Limits,
}

impl Protocol {
    pub(super) fn new(settings: &Settings) -> Self {
        let limits = Limits::of(settings);
        let mut http = Builder::new();
        http.max_buf_size(settings.max_head).header_read_timeout(limits.head);
        if settings.max_headers != USUAL_HEADERS {
            http.max_headers(settings.max_headers);
        }
        Self { http, limits }
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
        http.timer(HeadTimer { pace: Arc::clone(&pace), added: self.limits.head });
        let (source, sink) = stream.split();
        let sink = Sink::new(sink);
        let io = TokioIo::new(Socket::new(source, sink.clone(), Arc::clone(&pace), work));
        // Counted for each request, so it has to be the connection's own: the counter of the
        // service would travel between the processors.
        let own = Arc::new(Own { answers, pace: Arc::clone(&pace) });
        let of = Arc::clone(&own);
        let answer = service_fn(move |request| answer(Arc::clone(&of), request));
        let mut connection = http.serve_connection(io, answer);
        let mut alarm = Alarm::new(&pace, self.limits);
        let mut call = pin!(stop.call());
        let mut is_first = true;
        let mut is_stopping = false;
        let end = poll_fn(|context| {
            if std::mem::take(&mut is_first) {
                // Told already or not, the flag says.
                let _ = call.as_mut().poll(context);
            }
            loop {
                // Before the flag, so that a request which is there already counts as begun.
                let mut poll = Pin::new(&mut connection).poll(context);
                // hyper would not wait for the rest of a head.
                if poll.is_pending() && stop.is_told() && !is_stopping && !pace.is_in_head() {
                    is_stopping = true;
                    Pin::new(&mut connection).graceful_shutdown();
                    poll = Pin::new(&mut connection).poll(context);
                }
                let flow = sink.end_turn(context)?;
                if poll.is_ready() {
                    return poll.map_err(BoxError::from);
                }
                match ready!(alarm.poll(context, flow)) {
                    Late::Write => return Poll::Ready(Err(NOT_TAKEN.into())),
                    late => pace.tell(late),
                }
            }
        })
        .await;
        if pace.is_late() && !pace.rest.is_none() {
            let socket = connection.into_parts().io.into_inner();
            Box::pin(late::refuse(own.answers.service(), socket)).await?;
        }
        end
    }
}

impl Default for Protocol {
    fn default() -> Self {
        Self::new(&Settings::default())
    }
}

/// What the requests of one connection have in common.
struct Own<A> {
    answers: A,
    pace: Arc<Pace>,
}

async fn answer<A: Answers>(
    own: Arc<Own<A>>,
    mut request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let Own { answers, pace } = &*own;
    let entry = if A::LOGGED { Entry::of(&request) } else { None };
    let method = request.method().clone();
    framing::strip(&mut request);
    pace.answer.end();
    let mut response = match host::check(&request) {
        Ok(()) => answers.answer(request, pace).await,
        Err(error) => answers.service().refuse(&error),
    };
    if pace.is_lost() {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    framing::correct(&method, &mut response);
    if let Some(entry) = entry {
        entry.finish(answers.service(), &response);
    }
    Ok(response)
}
