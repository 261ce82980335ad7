//! The socket that hyper gets: it writes into a [`Sink`], and lets its client read the last answer.
//!
//! Closing a socket with unread input makes the kernel reset the connection, and a reset may destroy
//! an answer that the client has not read yet: a 413 would get lost exactly because the client is
//! still sending what is too large. So we end our side, and read on for a while (RFC 9112, 9.6).

use super::pace::Pace;
use super::sink::Sink;
use super::work::Work;
use bytes::Bytes;
use std::io::{self, IoSlice};
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
    /// What was read already and comes first.
    ahead: Bytes,
    sink: Sink<W>,
    pace: Arc<Pace>,
    work: Arc<Work>,
    /// Nothing more can come: the client ended its side, or the connection failed.
    is_ended: bool,
    /// How long is left to read on, once our side is ended.
    rest: Option<Pin<Box<Sleep>>>,
}

impl<R: AsyncRead + Unpin, W: AsyncWrite + Unpin> Socket<R, W> {
    pub(super) fn new(source: R, sink: Sink<W>, pace: Arc<Pace>, work: Arc<Work>) -> Self {
        Self { source, ahead: Bytes::new(), sink, pace, work, is_ended: false, rest: None }
    }

    /// What comes first when this is read again.
    pub(super) fn put_back(&mut self, bytes: Bytes) {
        self.ahead = bytes;
    }

    /// Whether there is something that was put back.
    pub(super) fn is_ahead(&self) -> bool {
        !self.ahead.is_empty()
    }

    /// Keeps no more than it needs.
    pub(super) fn shrink(&self) {
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

impl<R: AsyncRead + Unpin, W: Unpin> AsyncRead for Socket<R, W> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.ahead.is_empty() {
            let length = self.ahead.len().min(buffer.remaining());
            buffer.put_slice(&self.ahead.split_to(length));
            self.pace.note_read();
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let read = ready!(Pin::new(&mut self.source).poll_read(context, buffer));
        self.is_ended = read.is_err() || buffer.filled().len() == before;
        self.pace.note_read();
        Poll::Ready(read)
    }
}

impl<R: AsyncRead + Unpin, W: AsyncWrite + Unpin> AsyncWrite for Socket<R, W> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.pace.note_written(false);
        self.sink.poll_write(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    /// The sink is sent after each turn. hyper comes here when it has written all that it had.
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.pace.note_written(true);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.rest.is_none() {
            ready!(self.sink.poll_send(context))?;
            self.work.finish();
            ready!(self.sink.poll_shutdown(context))?;
            if self.is_ended || self.pace.is_idle() {
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
