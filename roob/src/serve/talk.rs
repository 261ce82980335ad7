//! hyper's side of a connection, which is there only while something is said.
//!
//! hyper keeps two buffers of 8 KiB for a connection, used or not. Most connections of a server lie
//! idle, so one has hyper only from its first byte on, and loses it when nothing has come for a while.

use super::pace::Pace;
use super::socket::Socket;
use crate::error::BoxError;
use crate::response::Response;
use bytes::Bytes;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::{Builder, Connection};
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep, sleep};

/// When a connection is looked at that has got hyper: one on which nothing has happened since the look
/// before loses it. Getting it back takes less than a request, but is too much for each.
const FIRST_LOOK: Duration = Duration::from_millis(8);

/// How often one is looked at on which something has happened each time.
const LAST_LOOK: Duration = Duration::from_millis(256);

/// How much is read of the first bytes before hyper is there.
const FIRST: usize = 1024;

/// One connection.
pub(super) struct Talk<R, W, S>
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
{
    http: Builder,
    pace: Arc<Pace>,
    state: State<R, W, S>,
    /// No request is wanted any more.
    is_over: bool,
}

enum State<R, W, S>
where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
{
    /// Nothing has come. `None` only while it changes.
    Silent(Option<(Socket<R, W>, S)>),
    Spoken {
        connection: Spoken<R, W, S>,
        watch: Watch,
    },
}

type Spoken<R, W, S> = Box<Connection<TokioIo<Socket<R, W>>, S>>;

/// Looks now and then whether anything happens.
struct Watch {
    look: Pin<Box<Sleep>>,
    pause: Duration,
    /// Nothing has happened since the last look.
    is_quiet: bool,
    is_set: bool,
}

impl<R, W, S> Talk<R, W, S>
where
    R: AsyncRead + Unpin + 'static,
    W: AsyncWrite + Unpin + 'static,
    S: Service<Request<Incoming>, Response = Response, Error = Infallible>,
{
    pub(super) fn new(http: Builder, pace: &Arc<Pace>, socket: Socket<R, W>, service: S) -> Self {
        let state = State::Silent(Some((socket, service)));
        Self { http, pace: Arc::clone(pace), state, is_over: false }
    }

    /// Goes on until nothing is left to do for now.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        if let State::Silent(silent) = &mut self.state {
            let Some((socket, _)) = silent else { return Poll::Ready(Ok(())) };
            if self.is_over || self.pace.is_overdue() || !ready!(poll_first(socket, context))? {
                self.is_over = true;
                return Pin::new(socket).poll_shutdown(context).map_err(BoxError::from);
            }
            silent.take().into_iter().for_each(|(socket, service)| self.speak(socket, service));
        }
        let State::Spoken { connection, .. } = &mut self.state else { return Poll::Ready(Ok(())) };
        Pin::new(&mut **connection).poll(context).map_err(BoxError::from)
    }

    /// Wants no more requests; one that is under way is answered.
    pub(super) fn end(&mut self) {
        self.is_over = true;
        if let State::Spoken { connection, .. } = &mut self.state {
            Pin::new(&mut **connection).graceful_shutdown();
        }
    }

    /// At the end of a turn: whether hyper was let go because nothing is said. Then the turn is to be
    /// taken once more.
    pub(super) fn falls_silent(&mut self, context: &mut Context<'_>) -> bool {
        let State::Spoken { watch, .. } = &mut self.state else { return false };
        let is_silent = watch.poll(context).is_ready()
            && !self.is_over
            && self.pace.is_idle()
            && self.pace.is_written();
        if is_silent {
            self.hush();
        }
        is_silent
    }

    fn speak(&mut self, socket: Socket<R, W>, service: S) {
        let connection = Box::new(self.http.serve_connection(TokioIo::new(socket), service));
        self.state = State::Spoken { connection, watch: Watch::new() };
    }

    fn hush(&mut self) {
        let state = std::mem::replace(&mut self.state, State::Silent(None));
        if let State::Spoken { connection, .. } = state {
            let parts = self.pace.keep(|| connection.into_parts());
            let mut socket = parts.io.into_inner();
            // An empty one would keep its buffer as well.
            if !parts.read_buf.is_empty() {
                socket.put_back(parts.read_buf);
            }
            socket.shrink();
            self.state = State::Silent(Some((socket, parts.service)));
        }
    }
}

impl Watch {
    fn new() -> Self {
        let look = Box::pin(sleep(FIRST_LOOK));
        Self { look, pause: FIRST_LOOK, is_quiet: false, is_set: false }
    }

    /// To be called at the end of each turn. Ready when nothing has happened between two looks.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.is_set && !self.look.is_elapsed() {
            self.is_quiet = false;
            return Poll::Pending;
        }
        self.is_set = true;
        // A turn that has used up its budget would not be registered.
        while pin!(unconstrained(self.look.as_mut())).poll(context).is_ready() {
            if std::mem::replace(&mut self.is_quiet, true) {
                return Poll::Ready(());
            }
            self.pause = (self.pause * 2).min(LAST_LOOK);
            self.look.as_mut().reset(Instant::now() + self.pause);
        }
        Poll::Pending
    }
}

/// Reads the first bytes, which are left in the socket. Whether there are any.
fn poll_first<R: AsyncRead + Unpin, W: AsyncWrite + Unpin>(
    socket: &mut Socket<R, W>,
    context: &mut Context<'_>,
) -> Poll<io::Result<bool>> {
    if socket.is_ahead() {
        return Poll::Ready(Ok(true));
    }
    let mut space = [0; FIRST];
    let mut buffer = ReadBuf::new(&mut space);
    ready!(Pin::new(&mut *socket).poll_read(context, &mut buffer))?;
    socket.put_back(Bytes::copy_from_slice(buffer.filled()));
    Poll::Ready(Ok(!buffer.filled().is_empty()))
}
