//! The socket that hyper gets: it reads what a [`Gate`] lets pass, writes into a [`Sink`], and lets its
//! client read the last answer.
//!
//! Closing a socket with unread input makes the kernel reset the connection, and a reset may destroy
//! an answer that the client has not read yet: a 413 would get lost exactly because the client is
//! still sending what is too large. So we end our side, and read on for a while (RFC 9112, 9.6).

use super::guard::Gate;
use super::pace::Pace;
use super::sink::Sink;
use super::work::Work;
use crate::error::Error;
use http::StatusCode;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// How long a client that keeps sending is listened to after the last answer.
const LINGER: Duration = Duration::from_secs(2);

pub(super) struct Socket<R, W> {
    source: R,
    gate: Gate,
    sink: Sink<W>,
    pace: Arc<Pace>,
    work: Arc<Work>,
    /// Nothing more can come: the client ended its side, or the connection failed.
    is_ended: bool,
    /// hyper knows it.
    is_told: bool,
    /// How long is left to read on, once our side is ended.
    rest: Option<Pin<Box<Sleep>>>,
}

impl<R: AsyncRead + Unpin, W: AsyncWrite + Unpin> Socket<R, W> {
    pub(super) fn new(
        source: R,
        gate: Gate,
        sink: Sink<W>,
        pace: Arc<Pace>,
        work: Arc<Work>,
    ) -> Self {
        Self { source, gate, sink, pace, work, is_ended: false, is_told: false, rest: None }
    }

    /// Reads until a head is there, which the gate keeps; `false` when none will come. As long as that
    /// takes, nobody but the gate has to be there.
    pub(super) fn poll_head(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        if self.pace.lose_head() {
            self.gate.give_up();
        }
        let mut space = [0; 4096];
        while !self.gate.is_full() {
            let mut buffer = ReadBuf::new(&mut space);
            ready!(Pin::new(&mut self.source).poll_read(context, &mut buffer))?;
            if buffer.filled().is_empty() {
                self.is_ended = true;
                return Poll::Ready(Ok(false));
            }
            self.gate.keep(buffer.filled());
            self.pace.note_read(self.gate.is_in_head(), self.gate.is_in_body());
        }
        Poll::Ready(Ok(true))
    }

    /// Keeps no more than it needs for a client that says nothing; `rest` was read too early.
    pub(super) fn settle(&mut self, rest: &[u8]) {
        self.gate.put_back(rest);
        self.sink.shrink();
    }

    /// Reads and forgets, to the end of the input.
    fn poll_discard(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut space = [0; 4096];
        while !self.is_ended {
            let mut buffer = ReadBuf::new(&mut space);
            let read = ready!(Pin::new(&mut self.source).poll_read(context, &mut buffer));
            self.is_ended = read.is_err() || buffer.filled().is_empty();
        }
        Poll::Ready(())
    }
}

impl<R, W> Socket<R, W> {
    /// Whether the end came while a request is under way, for the first time. hyper would drop the
    /// request before the app has seen it. Who only has nothing more to send gets an answer that is
    /// ready at once; an app that waits is not asked to wait for somebody who may be gone.
    fn is_early(&mut self) -> bool {
        let is_asked = !self.pace.is_waiting() && !self.gate.is_in_body();
        is_asked && !std::mem::replace(&mut self.is_told, true)
    }
}

impl<R: AsyncRead + Unpin, W: Unpin> AsyncRead for Socket<R, W> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.pace.lose_body() {
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, stopped())));
        }
        let this = &mut *self;
        if this.pace.lose_head() {
            this.gate.give_up();
        }
        loop {
            if this.gate.pass(buffer) {
                return Poll::Ready(Ok(()));
            }
            if let Some(end) = this.gate.is_shut() {
                // The refusal is on its way; nobody waits for more.
                return end.map_or_else(|error| Poll::Ready(Err(error)), |()| Poll::Pending);
            }
            let before = buffer.filled().len();
            let read = ready!(Pin::new(&mut this.source).poll_read(context, buffer));
            this.is_ended = read.is_err() || buffer.filled().len() == before;
            if !this.is_ended {
                this.gate.sift(buffer, before);
                this.pace.note_read(this.gate.is_in_head(), this.gate.is_in_body());
            } else if this.is_early() {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            if this.is_ended || buffer.filled().len() > before {
                return Poll::Ready(read);
            }
        }
    }
}

impl<R: AsyncRead + Unpin, W: AsyncWrite + Unpin> AsyncWrite for Socket<R, W> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.pace.note_written(false);
        self.sink.poll_write(context, bytes)
    }

    /// hyper then copies what it sends into one buffer, which for small answers is less work; see
    /// [`leaving`](super::leaving).
    fn is_write_vectored(&self) -> bool {
        false
    }

    /// The sink is sent after each turn. hyper comes here when it has written all that it had.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.pace.note_written(true);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.rest.is_none() {
            self.pace.finish();
            ready!(self.sink.poll_send(context))?;
            self.work.finish();
            ready!(self.sink.poll_shutdown(context))?;
            if self.is_ended || self.pace.is_left() {
                return Poll::Ready(Ok(()));
            }
            self.rest = Some(Box::pin(sleep(LINGER)));
        }
        let is_over = |rest: &mut Pin<Box<Sleep>>| rest.as_mut().poll(context).is_ready();
        if self.rest.as_mut().is_none_or(is_over) {
            return Poll::Ready(Ok(()));
        }
        self.poll_discard(context).map(Ok)
    }
}

/// Why reading a body fails of which nothing comes.
fn stopped() -> Error {
    Error::new(StatusCode::REQUEST_TIMEOUT, "Request body stopped coming")
}
