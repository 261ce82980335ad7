//! The sockets that a connection can have.

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, tcp};

/// A connected socket that can be split into the side that reads and the side that writes.
pub(crate) trait Stream: Send + 'static {
    /// The side that reads.
    type Source: AsyncRead + Unpin + Send;
    /// The side that writes; dropping it ends it.
    type Target: AsyncWrite + Unpin + Send;

    /// Both sides.
    fn split(self) -> (Self::Source, Self::Target);
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
