//! Gathers what is written in one turn of a connection, so that all answers to requests that came
//! together leave together.
//!
//! hyper flushes after each answer. Its own remedy, `pipeline_flush`, holds answers back for as long
//! as it has read bytes that it has not parsed; half a request, or one that is no HTTP, then keeps
//! the answers before it from ever being sent. Here hyper's flush does nothing, and
//! [`poll_send`](Sink::poll_send) after each turn does it.

use super::stream::Probe;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::AsyncWrite;

/// What is gathered at most; more is sent before the turn ends.
const CAPACITY: usize = 32 * 1024;

/// What an idle connection may keep for its next answers.
const KEPT: usize = 4 * 1024;

/// The writing side of a socket. Clones are the same side; only the task of the connection uses them.
pub(super) struct Sink<W>(Arc<Mutex<Out<W>>>);

struct Out<W> {
    socket: W,
    gathered: Vec<u8>,
    /// How much of it is sent.
    sent: usize,
    /// The socket takes nothing now.
    is_stuck: bool,
    /// It took something since somebody asked.
    has_moved: bool,
}

/// Whether the client takes what it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// It has taken all of it.
    Free,
    /// Something waits for it. `moved` is whether it took anything since the last turn.
    Stuck {
        /// Whether it did.
        moved: bool,
    },
}

impl<W: AsyncWrite + Unpin> Sink<W> {
    pub(super) fn new(socket: W) -> Self {
        Self(Arc::new(Mutex::new(Out {
            socket,
            gathered: Vec::new(),
            sent: 0,
            is_stuck: false,
            has_moved: false,
        })))
    }

    /// Whether `length` bytes can be gathered besides what is there.
    pub(super) fn has_room(&self, length: usize) -> bool {
        self.with(|out| out.gathered.len() + length <= CAPACITY)
    }

    /// Sends what was gathered in a turn, as far as the client takes it.
    pub(super) fn end_turn(&self, context: &mut Context<'_>) -> io::Result<Flow> {
        self.with(|out| match out.poll_send(context) {
            Poll::Ready(Err(error)) => Err(error),
            // hyper may have more than what was gathered, so the socket is asked, not the sending.
            _ if out.is_stuck => Ok(Flow::Stuck { moved: std::mem::take(&mut out.has_moved) }),
            _ => Ok(Flow::Free),
        })
    }

    /// Sends all that was gathered.
    pub(super) fn poll_send(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.with(|out| out.poll_send(context))
    }

    pub(super) fn poll_write(
        &self,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.with(|out| out.poll_write(context, bytes))
    }

    /// Sends all that was gathered and ends this side.
    pub(super) fn poll_shutdown(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.with(|out| {
            ready!(out.poll_send(context))?;
            Pin::new(&mut out.socket).poll_shutdown(context)
        })
    }

    /// Keeps no room for what comes next.
    pub(super) fn shrink(&self) {
        self.with(|out| out.gathered.shrink_to_fit());
    }

    pub(super) fn has_input(&self) -> bool
    where
        W: Probe,
    {
        self.with(|out| out.socket.has_input())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Out<W>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<W> Clone for Sink<W> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<W: AsyncWrite + Unpin> Out<W> {
    fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let length = bytes.len();
        if self.gathered.len() + length > CAPACITY {
            ready!(self.poll_send(context))?;
            if length > CAPACITY {
                let written = Pin::new(&mut self.socket).poll_write(context, bytes);
                return self.note(written);
            }
        }
        self.gathered.extend_from_slice(bytes);
        Poll::Ready(Ok(length))
    }

    fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.sent < self.gathered.len() {
            let rest = &self.gathered[self.sent..];
            let written = Pin::new(&mut self.socket).poll_write(context, rest);
            match ready!(self.note(written))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                length => self.sent += length,
            }
        }
        self.sent = 0;
        self.gathered.clear();
        self.gathered.shrink_to(KEPT);
        Poll::Ready(Ok(()))
    }
    fn note<T>(&mut self, written: Poll<T>) -> Poll<T> {
        self.is_stuck = written.is_pending();
        self.has_moved |= written.is_ready();
        written
    }
}
