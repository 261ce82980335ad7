//! hyper's side of a connection, which is there only while something is said.
//!
//! hyper keeps two buffers of 8 KiB for a connection, used or not. Most connections of a server lie
//! idle, so one has hyper only from its first whole head on, and loses it when nothing has come for a
//! while.

use super::pace::Pace;
use super::socket::Socket;
use crate::error::BoxError;
use crate::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::{Builder, Connection};
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite};

/// One connection.
pub(super) struct Talk<'p, R, W, S>
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
{
    http: &'p Builder,
    pace: &'p Pace,
    state: State<R, W, S>,
    /// No request is wanted any more.
    is_over: bool,
}

enum State<R, W, S>
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
{
    /// No head has come. `None` only while it changes.
    Silent(Option<(Socket<R, W>, S)>),
    Open(Open<R, W, S>),
}

type Open<R, W, S> = Box<Connection<TokioIo<Socket<R, W>>, S>>;

impl<'p, R, W, S> Talk<'p, R, W, S>
where
    R: AsyncRead + Unpin + 'static,
    W: AsyncWrite + Unpin + 'static,
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
{
    pub(super) fn new(http: &'p Builder, pace: &'p Pace, socket: Socket<R, W>, service: S) -> Self {
        Self { http, pace, state: State::Silent(Some((socket, service))), is_over: false }
    }

    /// Goes on until nothing is left to do for now.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        if let State::Silent(silent) = &mut self.state {
            let Some((socket, _)) = silent else { return Poll::Ready(Ok(())) };
            if self.is_over || !ready!(socket.poll_head(context))? {
                self.is_over = true;
                return Pin::new(socket).poll_shutdown(context).map_err(BoxError::from);
            }
            silent.take().into_iter().for_each(|(socket, service)| self.open(socket, service));
        }
        let State::Open(connection) = &mut self.state else { return Poll::Ready(Ok(())) };
        Pin::new(&mut **connection).poll(context).map_err(BoxError::from)
    }

    /// Wants no more requests; one that is under way is answered.
    pub(super) fn end(&mut self) {
        self.is_over = true;
        if let State::Open(connection) = &mut self.state {
            Pin::new(&mut **connection).graceful_shutdown();
        }
    }

    /// Whether hyper is there.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, State::Open(_))
    }

    /// Lets hyper go if nothing is said, and says whether it did. Then the turn is to be taken once
    /// more.
    pub(super) fn falls_silent(&mut self) -> bool {
        let is_silent = self.is_open() && !self.is_over && self.pace.needs_nobody();
        if is_silent {
            self.close();
        }
        is_silent
    }

    fn open(&mut self, socket: Socket<R, W>, service: S) {
        let connection = self.http.serve_connection(TokioIo::new(socket), service);
        self.state = State::Open(Box::new(connection));
    }

    fn close(&mut self) {
        let state = std::mem::replace(&mut self.state, State::Silent(None));
        if let State::Open(connection) = state {
            let parts = connection.into_parts();
            let mut socket = parts.io.into_inner();
            socket.settle(&parts.read_buf);
            self.state = State::Silent(Some((socket, parts.service)));
        }
    }
}
