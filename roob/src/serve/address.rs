//! Where to listen, as a person writes it.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

/// Where to listen when nobody says: this machine only, because a server that the network can reach
/// should be somebody's decision.
pub(super) const DEFAULT: SocketAddr = local(8000);

macro_rules! examples {
    () => {
        "`127.0.0.1:8000`, `[::1]:8000` or a port alone such as `8000`"
    };
}

/// What an address may look like, for messages.
pub(super) const EXAMPLES: &str = examples!();

/// What a text that is no address is not, and what it may be.
pub(super) const KIND: &str = concat!("address; it may be ", examples!());

/// An argument of [`Server::address`](super::Server::address) that is no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError {
    value: String,
}

/// `text` as an address: `IP:PORT`, or a port on this machine. Names are not resolved: one name can
/// stand for several addresses, and a server should be where it says it is.
pub(super) fn parse(text: &str) -> Option<SocketAddr> {
    match text.parse() {
        Ok(address) => Some(address),
        // `u16` also takes a sign.
        Err(_) if text.starts_with(|c: char| c.is_ascii_digit()) => text.parse().ok().map(local),
        Err(_) => None,
    }
}

/// As [`parse`], with an error that says where the text came from.
pub(super) fn from_argument(value: &str) -> Result<SocketAddr, AddressError> {
    parse(value).ok_or_else(|| AddressError { value: value.to_owned() })
}

const fn local(port: u16) -> SocketAddr {
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), port)
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

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let parsed = parse(text).map(|address| address.to_string());
        assert_eq!(parsed.as_deref(), expected, "{text}");
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
}
