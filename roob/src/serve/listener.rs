//! Sockets that listen, whatever kind they are.

use super::address::Address;
use super::door;
use super::peer::Peer;
#[cfg(unix)]
use super::unix::{self, SocketFile};
use std::io;
use std::net::{SocketAddr, TcpListener as StdTcpListener};
#[cfg(all(unix, feature = "listenfd"))]
use std::os::unix::net::UnixListener as StdUnixListener;
use std::task::{Context, Poll, ready};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

/// How many clients may wait to be accepted, where the system does not say less.
const BACKLOG: u32 = 1024;

/// A socket that listens.
pub(super) enum Listener {
    /// One that nobody else may have.
    Own(TcpListener),
    Ip(TcpListener),
    /// With the file that goes when the socket does, if it is ours.
    #[cfg(unix)]
    Unix(UnixListener, Option<SocketFile>),
}

/// A client that was accepted.
pub(super) enum Caller {
    Ip(TcpStream, SocketAddr),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Listener {
    /// Takes `address`; from here on clients can connect.
    pub(super) fn bind(address: &Address, reuse_port: bool) -> io::Result<Self> {
        match address {
            Address::Ip(address) => bind(*address, reuse_port).map(Self::Own),
            #[cfg(unix)]
            Address::Unix(path) => {
                let (listener, file) = unix::bind(path)?;
                Ok(Self::Unix(listener, Some(file)))
            }
            #[cfg(not(unix))]
            Address::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    pub(super) fn of_tcp(listener: StdTcpListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener).map(Self::Ip)
    }

    /// Its file stays: somebody else made it.
    #[cfg(all(unix, feature = "listenfd"))]
    pub(super) fn of_unix(listener: StdUnixListener) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        Ok(Self::Unix(UnixListener::from_std(listener)?, None))
    }

    /// Where it listens, with the real port when port 0 was asked for.
    pub(super) fn address(&self) -> io::Result<Address> {
        match self {
            Self::Own(listener) | Self::Ip(listener) => listener.local_addr().map(Address::Ip),
            #[cfg(unix)]
            Self::Unix(listener, _) => {
                let address = listener.local_addr()?;
                Ok(Address::Unix(address.as_pathname().unwrap_or("".as_ref()).into()))
            }
        }
    }

    pub(super) fn poll_accept(&self, context: &mut Context<'_>) -> Poll<io::Result<Caller>> {
        Poll::Ready(Ok(match self {
            Self::Own(listener) | Self::Ip(listener) => {
                let (stream, peer) = ready!(listener.poll_accept(context))?;
                Caller::Ip(stream, peer)
            }
            #[cfg(unix)]
            Self::Unix(listener, _) => Caller::Unix(ready!(listener.poll_accept(context))?.0),
        }))
    }

    /// Keeps new clients out. Whether some may be on their way in: their connections are made
    /// already, as far as they know.
    pub(super) fn close_door(&self) -> bool {
        match self {
            // A socket that others have too stays open for them.
            Self::Own(listener) => {
                let is_local = listener.local_addr().is_ok_and(|at| at.ip().is_loopback());
                door::close(listener).is_ok() && !is_local
            }
            _ => false,
        }
    }

    /// Ends listening, and gives those who had connected already. The runtime may not have noticed
    /// the last of them, so the system is asked.
    pub(super) fn close(self) -> Vec<Caller> {
        match self {
            Self::Own(listener) | Self::Ip(listener) => drain(listener.into_std(), |listener| {
                let (stream, peer) = listener.accept()?;
                stream.set_nonblocking(true)?;
                Ok(Caller::Ip(TcpStream::from_std(stream)?, peer))
            }),
            #[cfg(unix)]
            Self::Unix(listener, file) => {
                // From here on nobody finds it any more.
                drop(file);
                drain(listener.into_std(), |listener| {
                    let (stream, _) = listener.accept()?;
                    stream.set_nonblocking(true)?;
                    Ok(Caller::Unix(UnixStream::from_std(stream)?))
                })
            }
        }
    }
}

impl Caller {
    pub(super) fn peer(&self) -> Peer {
        match self {
            Self::Ip(_, address) => Peer::Ip(*address),
            #[cfg(unix)]
            Self::Unix(stream) => {
                Peer::Process(stream.peer_cred().ok().and_then(|peer| peer.pid()))
            }
        }
    }
}

fn bind(address: SocketAddr, reuse_port: bool) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // What the last program left at this address is no reason to wait. On Windows it means more.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    if reuse_port {
        reuse(&socket)?;
    }
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

#[cfg(all(unix, not(any(target_os = "solaris", target_os = "illumos", target_os = "cygwin"))))]
fn reuse(socket: &TcpSocket) -> io::Result<()> {
    socket.set_reuseport(true)
}

#[cfg(not(all(
    unix,
    not(any(target_os = "solaris", target_os = "illumos", target_os = "cygwin"))
)))]
fn reuse(_: &TcpSocket) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "this system has no `SO_REUSEPORT`"))
}

/// Accepts until nobody is left, and closes the socket right then. Not more than can wait in a
/// queue: where clients come without end, somebody is the last.
fn drain<L>(listener: io::Result<L>, accept: impl Fn(&L) -> io::Result<Caller>) -> Vec<Caller> {
    let Ok(listener) = listener else { return Vec::new() };
    let mut callers = Vec::new();
    for _ in 0..2 * BACKLOG {
        match accept(&listener) {
            Ok(caller) => callers.push(caller),
            Err(error) if is_of_client(&error) => {}
            Err(_) => break,
        }
    }
    callers
}

/// Whether only this one client could not be accepted.
pub(super) fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
