//! One request on its way there, and its answer on its way back.

use super::bridge::Arrival;
use super::clock;
use super::connection::Connection;
use super::heads::settle;
use super::outlet::Outlet;
use super::passage::Passage;
use super::pump::{Failure, Pump, pump};
use crate::body::Body;
use crate::endpoint::BoxFuture;
use crate::request::Request;
use crate::response::Response;
use crate::service::Service;
use crate::testing::Crossing;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap, HeaderValue, TE, TRANSFER_ENCODING};
use http::request::Parts;
use http::{Extensions, Method, StatusCode};
use hyper::body::Incoming;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::oneshot;

/// All that happens between the test and its app, for one request. Whoever polls it is the test.
pub(super) struct Trip {
    service: Service,
    crossing: Arc<Crossing>,
    pub(super) connection: Connection,
    /// The head as it was sent, until it arrives.
    sent: Option<Parts>,
    up: Passage,
    upload: Option<Pump>,
    app: Option<(BoxFuture<'static, Response>, oneshot::Sender<Response>)>,
    /// The test asked for trailers.
    has_trailers: bool,
    /// What the app said.
    answered: Option<Answered>,
    pub(super) download: Option<Pump>,
    response: BoxFuture<'static, hyper::Result<http::Response<Incoming>>>,
    /// The head of the answer came back.
    is_back: bool,
}

/// What is sent.
pub(super) enum Load {
    Whole(Bytes),
    Stream(Body),
}

struct Answered {
    status: StatusCode,
    headers: HeaderMap,
    extensions: Extensions,
    down: Passage,
    is_whole: bool,
}

/// An answer that came back, with all that its body needs.
pub(super) struct Back {
    pub(super) head: http::response::Parts,
    pub(super) body: Outlet,
    /// The app had all of the body at hand.
    pub(super) is_whole: bool,
}

impl Trip {
    /// Sends a request on `connection`.
    pub(super) fn new(
        service: &Service,
        crossing: &Arc<Crossing>,
        mut connection: Connection,
        head: Parts,
        load: Load,
    ) -> Self {
        let (up, upload, body) = match load {
            Load::Whole(bytes) => {
                (Passage::of("request", crossing, &bytes), None, Body::from(bytes))
            }
            Load::Stream(body) => {
                let up = Passage::new("request", crossing);
                let (pump, inlet) = pump(body, &up, Failure::Stays);
                (up, Some(pump), Body::new(inlet))
            }
        };
        let request = http::Request::from_parts(framed(head.clone(), upload.is_some()), body);
        let mut asked = head.headers.get_all(TE).iter().filter_map(|value| value.to_str().ok());
        let has_trailers = asked.any(|value| value.contains("trailers"));
        let response = Box::pin(connection.sender.send_request(request));
        Self {
            service: service.clone(),
            crossing: Arc::clone(crossing),
            connection,
            sent: Some(head),
            up,
            upload,
            app: None,
            has_trailers,
            answered: None,
            download: None,
            response,
            is_back: false,
        }
    }

    /// The head of the answer.
    pub(super) async fn head(&mut self) -> hyper::Result<http::Response<Incoming>> {
        poll_fn(|context| self.poll_head(context)).await
    }

    fn poll_head(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<hyper::Result<http::Response<Incoming>>> {
        // Once: a handler that gives way gives way to the other tasks of the test.
        self.poll_app(context);
        loop {
            let moved = self.turn(context);
            if let Poll::Ready(response) = self.response.as_mut().poll(context) {
                self.is_back = true;
                return Poll::Ready(response);
            }
            if !moved {
                self.hold(context);
                return Poll::Pending;
            }
        }
    }

    /// Does what can be done on this side, and says whether something was.
    pub(super) fn turn(&mut self, context: &mut Context<'_>) -> bool {
        let mut moved = false;
        if let Poll::Ready(Some(arrival)) = self.connection.arrivals.poll_recv(context) {
            self.arrive(arrival);
            self.poll_app(context);
            moved = true;
        }
        // What is answered may be what is sent, so its reader comes first.
        let pumps = self.download.iter_mut().chain(&mut self.upload);
        pumps.fold(moved, |moved, pump| pump.poll(context).is_ready() || moved)
    }

    /// Call it before `Pending` is returned.
    pub(super) fn hold(&self, context: &Context<'_>) {
        let is_down = |answered: &Answered| answered.down.is_awaited();
        let waits_for_wire = match self.is_back {
            true => self.answered.as_ref().is_none_or(is_down),
            false => self.app.is_none(),
        };
        if waits_for_wire || self.up.is_awaited() {
            clock::hold(context);
        }
    }

    pub(super) fn has_arrived(&self) -> bool {
        self.sent.is_none()
    }

    /// Whether the connection can carry another request.
    pub(super) fn is_complete(&self) -> bool {
        self.upload.as_ref().is_none_or(Pump::is_done)
    }

    /// Notes that no answer came back.
    pub(super) fn lose(&self, reason: &str) {
        self.crossing.note("answer", self.said(), format!("none: {reason}"));
    }

    /// What the app answered, for a message.
    fn said(&self) -> String {
        match (&self.answered, self.has_arrived()) {
            (Some(answered), _) => answered.status.to_string(),
            (None, true) => "the app is still at it".to_owned(),
            (None, false) => "the app is asked".to_owned(),
        }
    }

    /// The answer that came back, compared with the one that was given.
    pub(super) fn back(&mut self, response: http::Response<Incoming>) -> Back {
        let (mut head, incoming) = response.into_parts();
        let Some(answered) = &mut self.answered else {
            let refused = format!("the server itself refuses it with {}", head.status);
            self.crossing.note("way of the request", self.said(), refused);
            let body = Outlet::new(incoming, Passage::foreign(&self.crossing));
            return Back { head, body, is_whole: true };
        };
        if head.status != answered.status {
            let (direct, carried) = (answered.status.to_string(), head.status.to_string());
            self.crossing.note("status", direct, carried);
        }
        head.headers = settle(&self.crossing, "response", &answered.headers, head.headers);
        head.extensions.extend(std::mem::take(&mut answered.extensions));
        let body = Outlet::new(incoming, answered.down.clone());
        Back { head, body, is_whole: answered.is_whole }
    }

    /// A request arrived at the server: the app is asked.
    fn arrive(&mut self, Arrival { request, reply }: Arrival) {
        let Some(sent) = self.sent.take() else { return };
        let (mut head, incoming) = request.into_parts();
        let check = |what: &str, direct: String, carried: String| {
            if direct != carried {
                self.crossing.note(what, direct, carried);
            }
        };
        check("request method", sent.method.to_string(), head.method.to_string());
        check("request target", sent.uri.to_string(), head.uri.to_string());
        head.headers = settle(&self.crossing, "request", &sent.headers, head.headers);
        head.extensions.extend(sent.extensions);
        let body = Body::new(Outlet::new(incoming, self.up.clone()));
        let (service, request) = (self.service.clone(), http::Request::from_parts(head, body));
        let mut request = Request::new(request);
        self.app = Some((Box::pin(async move { service.answer(&mut request).await }), reply));
    }

    fn poll_app(&mut self, context: &mut Context<'_>) {
        if let Some((app, _)) = &mut self.app
            && let Poll::Ready(response) = app.as_mut().poll(context)
        {
            self.answer(response);
        }
    }

    /// The app answered: its answer goes back.
    fn answer(&mut self, response: Response) {
        let Some((_, reply)) = self.app.take() else { return };
        let (head, body) = response.into_parts();
        let (status, headers, extensions) =
            (head.status, head.headers.clone(), head.extensions.clone());
        let (down, body, is_whole) = match body.into_bytes() {
            Ok(bytes) => (Passage::of("response", &self.crossing, &bytes), Body::from(bytes), true),
            Err(stream) => {
                let down = Passage::new("response", &self.crossing);
                if !self.has_trailers {
                    down.lock().forget_trailers();
                }
                let (pump, inlet) = pump(stream, &down, Failure::Breaks);
                self.download = Some(pump);
                (down, Body::new(inlet), false)
            }
        };
        self.answered = Some(Answered { status, headers, extensions, down, is_whole });
        // A connection that is gone fails the response.
        let _ = reply.send(http::Response::from_parts(head, body));
    }
}

/// hyper sends no body of unknown length with these verbs unless it is told to.
fn framed(mut head: Parts, is_stream: bool) -> Parts {
    let is_odd = [Method::GET, Method::HEAD, Method::CONNECT].contains(&head.method);
    if is_stream && is_odd && !head.headers.contains_key(CONTENT_LENGTH) {
        head.headers.entry(TRANSFER_ENCODING).or_insert(HeaderValue::from_static("chunked"));
    }
    head
}
