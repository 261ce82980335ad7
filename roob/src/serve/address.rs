//! Where to listen, as a person writes it.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

/// The environment variable that says where to listen.
pub(super) const VARIABLE: &str = "ROOB_ADDR";

/// Where to listen when nobody says: this machine only, because a server that the network can reach
/// should be somebody's decision.
pub(super) const DEFAULT: SocketAddr = local(8000);

/// What an address may look like, for messages.
pub(super) const EXAMPLES: &str = "`127.0.0.1:8000`, `[::1]:8000` or a port alone such as `8000`";

/// A text that is no address, and who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError {
    value: String,
    origin: Origin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Variable,
    Setting,
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
pub(super) fn from(origin: Origin, value: &str) -> Result<SocketAddr, AddressError> {
    parse(value).ok_or_else(|| AddressError { value: value.to_owned(), origin })
}

/// What the environment says, else the default. An empty variable is one that is not set.
pub(super) fn by_environment(value: Option<&str>) -> Result<SocketAddr, AddressError> {
    match value {
        Some(value) if !value.is_empty() => from(Origin::Variable, value),
        _ => Ok(DEFAULT),
    }
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
        let Self { value, origin } = self;
        write!(f, "{origin} is `{value}`, which is no address; it may be {EXAMPLES}")
    }
}

impl std::error::Error for AddressError {}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable => write!(f, "the environment variable {VARIABLE}"),
            Self::Setting => write!(f, "the argument of `Server::address`"),
        }
    }
}

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

    #[test]
    fn the_environment_goes_before_the_default_and_an_empty_variable_is_none() {
        let address = |value| by_environment(value).map(|address| address.to_string());
        assert_eq!(address(Some("[::1]:0")).as_deref(), Ok("[::1]:0"));
        assert_eq!(address(Some("")).as_deref(), Ok("127.0.0.1:8000"));
        assert_eq!(address(None).as_deref(), Ok("127.0.0.1:8000"));
    }

    #[test]
    fn what_is_no_address_is_refused_with_its_origin() {
        assert_eq!(
            by_environment(Some("localhost")).unwrap_err().to_string(),
            "the environment variable ROOB_ADDR is `localhost`, which is no address; it may be \
             `127.0.0.1:8000`, `[::1]:8000` or a port alone such as `8000`"
        );
    }
}
