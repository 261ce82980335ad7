//! The sockets that a connection can have.

use socket2::SockRef;
use std::mem::MaybeUninit;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, tcp};

/// A connected socket that can be split into the side that reads and the side that writes.
pub(crate) trait Stream: Send + 'static {
    /// The side that reads.
    type Source: AsyncRead + Unpin + Send;
    /// The side that writes; dropping it ends it.
    type Target: AsyncWrite + Probe + Unpin + Send;

    /// Both sides.
    fn split(self) -> (Self::Source, Self::Target);
}

/// What else is known of a socket.
pub(crate) trait Probe {
    /// Whether there is something to read, by asking the system: the runtime may not have noticed.
    fn has_input(&self) -> bool;
}

impl Stream for TcpStream {
    type Source = tcp::OwnedReadHalf;
    type Target = tcp::OwnedWriteHalf;

    fn split(self) -> (Self::Source, Self::Target) {
        self.into_split()
    }
}

#[cfg(unix)]
impl Stream for tokio::net::UnixStream {
    type Source = tokio::net::unix::OwnedReadHalf;
    type Target = tokio::net::unix::OwnedWriteHalf;

    fn split(self) -> (Self::Source, Self::Target) {
        self.into_split()
    }
}

impl Probe for tcp::OwnedWriteHalf {
    fn has_input(&self) -> bool {
        has_input(self.as_ref())
    }
}

#[cfg(unix)]
impl Probe for tokio::net::unix::OwnedWriteHalf {
    fn has_input(&self) -> bool {
        has_input(self.as_ref())
    }
}

fn has_input<'s, S>(socket: &'s S) -> bool
where
    SockRef<'s>: From<&'s S>,
{
    matches!(SockRef::from(socket).peek(&mut [MaybeUninit::uninit()]), Ok(1..))
}
