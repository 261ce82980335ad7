//! Who is at the other end of a connection.

use std::fmt;
use std::net::SocketAddr;

/// The client of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peer {
    /// By its address.
    Ip(SocketAddr),
    /// A process on this machine, by its number where the system tells it.
    Process(Option<i32>),
    /// It went away, and its request is [`detached`](crate::detached).
    Gone,
    /// Nobody knows.
    #[default]
    Unknown,
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Process(Some(id)) => write!(f, "process {id}"),
            Self::Process(None) => f.write_str("a process on this machine"),
            Self::Gone => f.write_str("a client that went away"),
            Self::Unknown => f.write_str("an unknown client"),
        }
    }
}
