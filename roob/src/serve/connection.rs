//! One connection, from its first byte to its last.

use super::access::Entry;
use super::host;
use super::pace::{Alarm, HeadTimer, Pace};
use super::sink::Sink;
use super::socket::Socket;
use super::stop::Stop;
use super::work::Work;
use crate::error::BoxError;
use crate::response::Response;
use crate::service::Service;
use http::Request;
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
use tokio::net::TcpStream;

/// What all connections of a server have in common.
pub(super) struct Protocol {
    service: Service,
    http: Builder,
    head_timeout: Duration,
}

impl Protocol {
    pub(super) fn new(service: Service, head_timeout: Duration, max_head: usize) -> Self {
        let mut http = Builder::new();
        http.max_buf_size(max_head).header_read_timeout(head_timeout);
        Self { service, http, head_timeout }
    }

    /// Answers what comes on `stream` until it ends or `stop` tells to: then a request that has begun
    /// is still answered. Must be polled by one task only, because wakers are registered once.
    pub(super) async fn serve(
        &self,
        stream: TcpStream,
        stop: Stop,
        work: Work,
    ) -> Result<(), BoxError> {
        let pace = Pace::new();
        let mut http = self.http.clone();
        http.timer(HeadTimer(Arc::clone(&pace)));
        let (source, sink) = stream.into_split();
        let sink = Sink::new(sink);
        let io = TokioIo::new(Socket::new(source, sink.clone(), Arc::clone(&pace), work));
        // Counted for each request, so it has to be the connection's own: the counter of the
        // service would travel between the processors.
        let service = Arc::new(self.service.clone());
        let answer = service_fn(move |request| answer(Arc::clone(&service), request));
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

async fn answer(service: Arc<Service>, request: Request<Incoming>) -> Result<Response, Infallible> {
    let entry = Entry::of(&request);
    let response = match host::check(&request) {
        Ok(()) => service.call(request).await,
        Err(error) => service.refuse(&error),
    };
    if let Some(entry) = entry {
        entry.finish(&service, &response);
    }
    Ok(response)
}
