//! Why a server does not start, or does not end well.

use super::address::{Address, AddressError};
use super::command::Misuse;
use super::leftover::{Leftover, Leftovers};
use super::settings::{ADDRESS, SettingError};
use crate::hooks::HookError;
use crate::mistakes::BuildError;
use std::fmt;
use std::io;
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
        address: Address,
        /// What it says.
        cause: io::Error,
    },
    /// A socket that was passed cannot be listened on.
    Passed {
        /// Its number.
        number: usize,
        /// What is wrong with it.
        cause: io::Error,
    },
    /// The program made a runtime with another number of threads than it was told to.
    Workers {
        /// What it was told.
        asked: usize,
        /// What it has.
        found: usize,
    },
    /// The system gives no threads to serve with.
    Runtime(io::Error),
    /// What the app does before its first request failed.
    Start(HookError),
    /// What the app does after its last request failed.
    Stop(HookError),
    /// SIGTERM and Ctrl-C cannot be waited for.
    Signals(io::Error),
    /// The answer to `routes` or `explain` cannot be printed.
    Print(io::Error),
    /// The server was asked to stop, and some connections took longer than they may.
    Deadline {
        /// What was cut off.
        left: Vec<Leftover>,
        /// How long they had.
        after: Duration,
    },
    /// A second signal ended the server before all connections were done.
    Interrupted {
        /// What was cut off.
        left: Vec<Leftover>,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(f),
            Self::Arguments(misuse) => misuse.fmt(f),
            Self::Address(error) => error.fmt(f),
            Self::Setting(error) => error.fmt(f),
            Self::Start(error) | Self::Stop(error) => error.fmt(f),
            Self::Listen { address, cause } => {
                write!(f, "cannot listen on `{address}`: {}", Refusal(cause, address))
            }
            Self::Passed { number, cause } => {
                write!(f, "cannot listen on socket {number}, which was passed: {cause}")
            }
            Self::Workers { asked, found } => write!(
                f,
                "the runtime has {found} worker thread{} and should have {asked}; make it by \
                 `roob::start`, or have `#[tokio::main]` make it with TOKIO_WORKER_THREADS={asked}",
                if *found == 1 { "" } else { "s" },
            ),
            Self::Runtime(cause) => write!(f, "cannot make a runtime: {cause}"),
            Self::Signals(cause) => write!(f, "cannot wait for signals: {cause}"),
            Self::Print(cause) => write!(f, "cannot print: {cause}"),
            Self::Deadline { left, after } => {
                write!(f, "gave up after {after:?} with {}", Leftovers(left))
            }
            Self::Interrupted { left } => {
                write!(f, "stopped by a second signal with {}", Leftovers(left))
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
            Self::Listen { cause, .. } | Self::Passed { cause, .. } => Some(cause),
            Self::Signals(cause) | Self::Runtime(cause) | Self::Print(cause) => Some(cause),
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

impl From<SettingError> for Error {
    fn from(error: SettingError) -> Self {
        Self::Setting(error)
    }
}

impl From<AddressError> for Error {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
}

/// Why an address is not to be had, and what to do.
struct Refusal<'e>(&'e io::Error, &'e Address);

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let other = format_args!("another address with {} or as the first argument", ADDRESS.name);
        match self.0.kind() {
            io::ErrorKind::AddrInUse => {
                write!(f, "the address is in use; stop the other program or choose {other}")
            }
            io::ErrorKind::PermissionDenied => {
                write!(f, "permission denied; ")?;
                match self.1.ip().map(|address| address.port()) {
                    Some(1..1024) => {
                        write!(f, "ports below 1024 are for privileged programs, choose ")?;
                    }
                    _ => write!(f, "choose ")?,
                }
                write!(f, "{other}")
            }
            io::ErrorKind::AddrNotAvailable => {
                write!(f, "this machine does not have that address; choose {other}")
            }
            io::ErrorKind::NotFound if self.1.path().is_some() => {
                write!(f, "its folder does not exist; make it or choose {other}")
            }
            io::ErrorKind::AlreadyExists => write!(f, "{}; choose {other}", self.0),
            _ => write!(f, "{}", self.0),
        }
    }
}
