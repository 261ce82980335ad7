//! Where to listen, as a person writes it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Where to listen when nobody says: this machine only, because a server that the network can reach
/// should be somebody's decision.
pub(super) const DEFAULT: Address = Address::Ip(local(8000));

macro_rules! examples {
    () => {
        "`127.0.0.1:8000`, `[::1]:8000`, a port alone such as `8000`, `unix:/run/app.sock`, or \
         several with commas"
    };
}

/// What an address may look like, for messages.
pub(super) const EXAMPLES: &str = examples!();

/// What a text that is no address is not, and what it may be.
pub(super) const KIND: &str = concat!("address; it may be ", examples!());

/// What an address in the file system begins with.
const UNIX: &str = "unix:";

/// Where a server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Address {
    /// An IP address with a port.
    Ip(SocketAddr),
    /// A Unix socket: a file.
    Unix(PathBuf),
}

/// An argument of [`Server::address`](super::Server::address) that is no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError {
    value: String,
}

impl Address {
    /// The IP address with the port, unless this is a Unix socket.
    pub fn ip(&self) -> Option<SocketAddr> {
        match self {
            Self::Ip(address) => Some(*address),
            Self::Unix(_) => None,
        }
    }

    /// The file of a Unix socket.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Ip(_) => None,
            Self::Unix(path) => Some(path),
        }
    }

    /// As a person may use it: in a browser, or behind `curl --unix-socket`.
    pub(super) fn url(&self) -> String {
        match self {
            Self::Ip(address) => format!("http://{address}"),
            Self::Unix(_) => self.to_string(),
        }
    }
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        Self::Ip(address)
    }
}

/// As it was written: `127.0.0.1:8000`, `unix:/run/app.sock`.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Unix(path) => write!(f, "{UNIX}{}", path.display()),
        }
    }
}

/// `text` as addresses with commas between them.
pub(super) fn parse(text: &str) -> Option<Vec<Address>> {
    text.split(',').map(parse_one).collect()
}

/// `IP:PORT`, a port on this machine, or a Unix socket. Names are not resolved: one name can stand
/// for several addresses, and a server should be where it says it is.
fn parse_one(text: &str) -> Option<Address> {
    if let Some(path) = text.strip_prefix(UNIX) {
        return (cfg!(unix) && !path.is_empty()).then(|| Address::Unix(path.into()));
    }
    match text.parse() {
        Ok(address) => Some(Address::Ip(address)),
        // `u16` also takes a sign.
        Err(_) if text.starts_with(|c: char| c.is_ascii_digit()) => {
            text.parse().ok().map(|port| Address::Ip(local(port)))
        }
        Err(_) => None,
    }
}

/// As [`parse`], for an argument.
pub(super) fn from_argument(value: &str) -> Result<Vec<Address>, AddressError> {
    parse(value).ok_or_else(|| AddressError { value: value.to_owned() })
}

const fn local(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

impl AddressError {
    /// The text.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the argument of `Server::address` is `{}`, which is no {KIND}", self.value)
    }
}

impl std::error::Error for AddressError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(addresses: Vec<Address>) -> String {
        addresses.iter().map(Address::to_string).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(parse(text).map(texts).as_deref(), expected, "{text}");
    }

    #[test]
    fn an_address_is_an_ip_with_a_port_or_a_port() {
        check("127.0.0.1:9000", Some("127.0.0.1:9000"));
        check("0.0.0.0:80", Some("0.0.0.0:80"));
        check("[::1]:0", Some("[::1]:0"));
        check("9000", Some("127.0.0.1:9000"));
        check("0", Some("127.0.0.1:0"));
        for no_address in ["", " 9000", "+80", "-1", "65536", ":9000", "127.0.0.1", "::1:80"] {
            check(no_address, None);
        }
        check("localhost:8000", None);
    }

    #[cfg(unix)]
    #[test]
    fn an_address_is_a_unix_socket() {
        check("unix:/run/app.sock", Some("unix:/run/app.sock"));
        check("unix:app sock", Some("unix:app sock"));
        check("unix:", None);
        check("/run/app.sock", None);
        assert_eq!(parse("unix:/a").unwrap()[0].path(), Some(Path::new("/a")));
    }

    #[test]
    fn several_addresses_have_commas_between_them() {
        check("9000,[::1]:9000", Some("127.0.0.1:9000 [::1]:9000"));
        for no_addresses in [",", "9000,", ",9000", "9000, 9001", "9000,localhost"] {
            check(no_addresses, None);
        }
    }
}
