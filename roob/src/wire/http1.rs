//! The transport `http1`.

use super::connection::{Connection, Pool};
use super::passage::causes;
use super::returned::Returned;
use super::trip::{Back, Load, Trip};
use crate::body::Body;
use crate::endpoint::BoxFuture;
use crate::request::Request;
use crate::response::Response;
use crate::service::Service;
use crate::testing::{Carried, Carrier, Crossing};
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http_body::Body as _;
use hyper::body::Incoming;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

/// Carries the requests of one client. It keeps its connections alive, as browsers and proxies do.
#[derive(Default)]
pub(crate) struct Http1 {
    pool: Arc<Pool>,
}

impl Carrier for Http1 {
    fn carry<'c>(&'c self, service: &'c Service, request: Request) -> BoxFuture<'c, Carried> {
        Box::pin(async move {
            let crossing = Crossing::new("http1");
            let answer = self.send(service, request, &crossing).await;
            Carried { answer, crossing }
        })
    }
}

impl Http1 {
    async fn send(
        &self,
        service: &Service,
        request: Request,
        crossing: &Arc<Crossing>,
    ) -> Option<Response> {
        let (head, body) = request.into_http().0.into_parts();
        let bytes = match body.into_bytes() {
            Ok(bytes) => bytes,
            // It can be sent only once, so not where it may turn out that nobody listens.
            Err(stream) => {
                let load = Load::Stream(stream);
                let mut trip = Trip::new(service, crossing, open(service).await, head, load);
                let came = trip.head().await;
                return self.bring_back(trip, came).await;
            }
        };
        check_length(&head, &bytes, crossing)?;
        let start = |connection| {
            let load = Load::Whole(bytes.clone());
            Trip::new(service, crossing, connection, head.clone(), load)
        };
        while let Some(connection) = self.pool.take().await {
            let mut trip = start(connection);
            match trip.head().await {
                // The server closed it meanwhile, as it may; the next one may still be open.
                Err(_) if !trip.has_arrived() => {}
                came => return self.bring_back(trip, came).await,
            }
        }
        let mut trip = start(open(service).await);
        let came = trip.head().await;
        self.bring_back(trip, came).await
    }

    /// The answer, as the test gets it.
    async fn bring_back(
        &self,
        mut trip: Trip,
        came: hyper::Result<http::Response<Incoming>>,
    ) -> Option<Response> {
        let response = match came {
            Ok(response) => response,
            Err(error) => {
                trip.lose(&causes(&error));
                return None;
            }
        };
        let Back { head, body, is_whole } = trip.back(response);
        let body = Body::new(Returned::new(body, trip, &self.pool));
        // Bytes that are at hand in process are at hand here too.
        let body = if is_whole { gather(body).await } else { body };
        Some(Response::from_parts(head, body))
    }
}

/// A new connection.
async fn open(service: &Service) -> Connection {
    match Connection::open(service).await {
        Ok(connection) => connection,
        Err(error) => panic!("no two sockets to send the request of the test over: {error}"),
    }
}

/// Notes a length that is not that of the body: the server would wait for the rest of it.
fn check_length(head: &Parts, bytes: &Bytes, crossing: &Crossing) -> Option<()> {
    let is_length = |value: &HeaderValue| {
        value.to_str().ok().and_then(|text| text.parse().ok()) == Some(bytes.len())
    };
    let written = head.headers.get_all(CONTENT_LENGTH);
    if written.iter().all(is_length) {
        return Some(());
    }
    let direct = format!(
        "`content-length` is {}, the length of the body {}",
        head.headers[CONTENT_LENGTH].as_bytes().escape_ascii(),
        bytes.len()
    );
    crossing.note("request", direct, "not sent: the server would not find the end of the body");
    None
}

/// All of `body`; where it breaks off is noted already.
async fn gather(mut body: Body) -> Body {
    let mut all = BytesMut::new();
    let mut first = Bytes::new();
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        match frame.into_data() {
            Ok(data) if first.is_empty() => first = data,
            Ok(data) => all.extend_from_slice(&data),
            Err(_) => {}
        }
    }
    if !all.is_empty() {
        all = [&first[..], &all[..]].concat().as_slice().into();
        first = all.freeze();
    }
    first.into()
}
