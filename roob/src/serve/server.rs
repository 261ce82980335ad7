//! The settings of a server.

use super::address::{self, Origin};
use super::bound::Bound;
use super::connection::{HEAD_TIMEOUT, MAX_HEAD, Protocol};
use super::error::Error;
use crate::app::App;
use crate::service::Service;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

const GRACE: Duration = Duration::from_secs(30);

/// An app with the settings of its server. See [the table of settings](super#settings).
///
/// ```no_run
/// use roob::serve::Server;
/// use roob::{App, get};
///
/// # async fn example() -> Result<(), roob::serve::Error> {
/// let app = App::new().route("/", get(|| "hello"));
/// let bound = Server::new(app)?.address("127.0.0.1:0")?.bind().await?;
/// println!("{}", bound.address());
/// bound.run().await
/// # }
/// ```
#[must_use = "a server does nothing until it is bound and run"]
pub struct Server {
    service: Service,
    address: Option<SocketAddr>,
    head_timeout: Duration,
    max_head: usize,
    grace: Duration,
}

impl Server {
    /// A server of `app`.
    ///
    /// # Errors
    /// [`Error::Build`] when the app has mistakes.
    pub fn new(app: App) -> Result<Self, Error> {
        Ok(Self::of(app.build()?))
    }

    /// A server of an app that is built.
    pub fn of(service: Service) -> Self {
        Self {
            service,
            address: None,
            head_timeout: HEAD_TIMEOUT,
            max_head: MAX_HEAD,
            grace: GRACE,
        }
    }

    /// Where to listen: `IP:PORT`, or a port on 127.0.0.1. Port 0 is any that is free.
    ///
    /// # Errors
    /// [`Error::Address`] when it is no address.
    pub fn address(self, address: &str) -> Result<Self, Error> {
        let address = address::from(Origin::Setting, address)?;
        Ok(Self { address: Some(address), ..self })
    }

    /// How long a client may take to send the head of a request: from the moment it is connected,
    /// and again from the end of each answer. Then the connection is closed.
    pub fn head_timeout(self, head_timeout: Duration) -> Self {
        Self { head_timeout, ..self }
    }

    /// The largest head of a request, in bytes, at least 8192. A larger one is answered with 431
    /// (RFC 6585, 5).
    pub fn max_head(self, max_head: usize) -> Self {
        Self { max_head: max_head.max(8192), ..self }
    }

    /// How long requests may take that are under way when the server is told to stop.
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// Takes the address: from here on clients can connect.
    ///
    /// # Errors
    /// [`Error::Listen`] when the address cannot be had, and [`Error::Address`] when none was set
    /// and `ROOB_ADDR` is none.
    pub async fn bind(self) -> Result<Bound, Error> {
        let variable = std::env::var_os(address::VARIABLE);
        let variable = variable.as_ref().map(|value| value.to_string_lossy());
        let address = match self.address {
            Some(address) => address,
            None => address::by_environment(variable.as_deref())?,
        };
        let listener = TcpListener::bind(address).await;
        let listener = listener.map_err(|cause| Error::Listen { address, cause })?;
        self.listen_at(listener, address)
    }

    /// Takes a socket that listens already, such as one that came from outside.
    ///
    /// # Errors
    /// [`Error::Listen`] when it is no such socket.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn on(self, listener: std::net::TcpListener) -> Result<Bound, Error> {
        let address = listener.local_addr().unwrap_or(address::DEFAULT);
        let listener =
            listener.set_nonblocking(true).and_then(|()| TcpListener::from_std(listener));
        let listener = listener.map_err(|cause| Error::Listen { address, cause })?;
        self.listen_at(listener, address)
    }

    pub(super) fn at(self, address: Option<SocketAddr>) -> Self {
        Self { address: address.or(self.address), ..self }
    }

    fn listen_at(self, listener: TcpListener, address: SocketAddr) -> Result<Bound, Error> {
        let actual = listener.local_addr();
        let address = actual.map_err(|cause| Error::Listen { address, cause })?;
        let protocol = Protocol::new(self.head_timeout, self.max_head);
        Ok(Bound::new(listener, address, self.service, protocol, self.grace))
    }
}
