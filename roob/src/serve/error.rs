//! Why a server does not start, or does not end well.

use super::address::AddressError;
use super::command::Misuse;
use super::settings::{ADDRESS, SettingError};
use crate::mistakes::BuildError;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

/// Why [`run`](crate::run) or a [`Server`](super::Server) failed.
///
/// `Debug` writes what `Display` does, because that is what a `main` that returns this error shows.
#[non_exhaustive]
pub enum Error {
    /// The app has mistakes.
    Build(BuildError),
    /// The arguments of the program are not understood.
    Arguments(Misuse),
    /// The argument of [`Server::address`](super::Server::address) is not understood.
    Address(AddressError),
    /// Environment variables are not understood.
    Setting(SettingError),
    /// The operating system does not let us listen there.
    Listen {
        /// Where.
        address: SocketAddr,
        /// What it says.
        cause: io::Error,
    },
    /// SIGTERM and Ctrl-C cannot be waited for.
    Signals(io::Error),
    /// The answer to `routes` or `explain` cannot be printed.
    Print(io::Error),
    /// The server was asked to stop, and some connections took longer than they may.
    Deadline {
        /// How many connections were cut off.
        left: usize,
        /// How long they had.
        after: Duration,
    },
    /// A second signal ended the server before all connections were done.
    Interrupted {
        /// How many connections were cut off.
        left: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(f),
            Self::Arguments(misuse) => misuse.fmt(f),
            Self::Address(error) => error.fmt(f),
            Self::Setting(error) => error.fmt(f),
            Self::Listen { address, cause } => {
                write!(f, "cannot listen on `{address}`: {}", Refusal(cause, *address))
            }
            Self::Signals(cause) => write!(f, "cannot wait for signals: {cause}"),
            Self::Print(cause) => write!(f, "cannot print: {cause}"),
            Self::Deadline { left, after } => {
                write!(f, "gave up after {after:?} with {} unfinished", Connections(*left))
            }
            Self::Interrupted { left } => {
                write!(f, "stopped by a second signal with {} unfinished", Connections(*left))
            }
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Listen { cause, .. } | Self::Signals(cause) | Self::Print(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl From<Misuse> for Error {
    fn from(misuse: Misuse) -> Self {
        Self::Arguments(misuse)
    }
}

impl From<AddressError> for Error {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
}

impl From<SettingError> for Error {
    fn from(error: SettingError) -> Self {
        Self::Setting(error)
    }
}

/// Why an address is not to be had, and what to do.
struct Refusal<'e>(&'e io::Error, SocketAddr);

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let other = format_args!("another address with {} or as the first argument", ADDRESS.name);
        match self.0.kind() {
            io::ErrorKind::AddrInUse => {
                write!(f, "the address is in use; stop the other program or choose {other}")
            }
            io::ErrorKind::PermissionDenied => {
                write!(f, "permission denied; ")?;
                match self.1.port() {
                    1..1024 => write!(f, "ports below 1024 are for privileged programs, choose ")?,
                    _ => write!(f, "choose ")?,
                }
                write!(f, "{other}")
            }
            io::ErrorKind::AddrNotAvailable => {
                write!(f, "this machine does not have that address; choose {other}")
            }
            _ => write!(f, "{}", self.0),
        }
    }
}

struct Connections(usize);

impl fmt::Display for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} connection{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}
