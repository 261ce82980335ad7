//! Gathers what is written in one turn of a connection, so that all answers to requests that came
//! together leave together.
//!
//! hyper flushes after each answer. Its own remedy, `pipeline_flush`, holds answers back for as long
//! as it has read bytes that it has not parsed; half a request, or one that is no HTTP, then keeps
//! the answers before it from ever being sent. Here hyper's flush does nothing, and
//! [`poll_send`](Sink::poll_send) after each turn does it.

use super::stream::Probe;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::AsyncWrite;

/// What is gathered at most; more is sent before the turn ends.
const CAPACITY: usize = 16 * 1024;

/// What an idle connection may keep for its next answers.
const KEPT: usize = 4 * 1024;

/// The writing side of a socket. Clones are the same side; only the task of the connection uses them.
pub(super) struct Sink<W>(Arc<Mutex<Out<W>>>);

struct Out<W> {
    socket: W,
    gathered: Vec<u8>,
    /// How much of it is sent.
    sent: usize,
}

impl<W: AsyncWrite + Unpin> Sink<W> {
    pub(super) fn new(socket: W) -> Self {
        Self(Arc::new(Mutex::new(Out { socket, gathered: Vec::new(), sent: 0 })))
    }

    /// Sends all that was gathered.
    pub(super) fn poll_send(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.with(|out| out.poll_send(context))
    }

    pub(super) fn poll_write(
        &self,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.with(|out| out.poll_write(context, slices))
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
    fn poll_write(
        &mut self,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let length = slices.iter().map(|slice| slice.len()).sum();
        if self.gathered.len() + length > CAPACITY {
            ready!(self.poll_send(context))?;
            if length > CAPACITY {
                return Pin::new(&mut self.socket).poll_write_vectored(context, slices);
            }
        }
        slices.iter().for_each(|slice| self.gathered.extend_from_slice(slice));
        Poll::Ready(Ok(length))
    }

    fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.sent < self.gathered.len() {
            let rest = &self.gathered[self.sent..];
            match ready!(Pin::new(&mut self.socket).poll_write(context, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                length => self.sent += length,
            }
        }
        self.sent = 0;
        self.gathered.clear();
        self.gathered.shrink_to(KEPT);
        Poll::Ready(Ok(()))
    }
}
