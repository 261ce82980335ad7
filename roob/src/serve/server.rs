//! An app on its way to be served.

use super::address;
use super::bound::Bound;
use super::connection::Protocol;
use super::error::Error;
use super::settings::{self, LEAST_HEAD, Settings, Variable};
use crate::app::App;
use crate::service::Service;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

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
    settings: Settings,
}

impl Server {
    /// A server of `app`. For what is not said here or by the app, the environment is asked.
    ///
    /// # Errors
    /// [`Error::Build`] when the app has mistakes.
    pub fn new(mut app: App) -> Result<Self, Error> {
        let mut settings = Settings::from_environment(variable);
        if app.body_limit.is_some() {
            settings.overrule(&settings::MAX_BODY);
        }
        if app.time_limit.is_some() {
            settings.overrule(&settings::TIME_LIMIT);
        }
        app.body_limit.get_or_insert(settings.max_body);
        app.time_limit.get_or_insert(settings.time_limit);
        Ok(Self { service: app.build()?, settings })
    }

    /// A server of an app that is built. What limits the bodies and the time of its requests is part
    /// of it, so the environment has no say there.
    pub fn of(service: Service) -> Self {
        let mut settings = Settings::from_environment(variable);
        settings.overrule(&settings::MAX_BODY);
        settings.overrule(&settings::TIME_LIMIT);
        Self { service, settings }
    }

    /// Where to listen: `IP:PORT`, or a port on 127.0.0.1. Port 0 is any that is free.
    ///
    /// # Errors
    /// [`Error::Address`] when it is no address.
    pub fn address(self, address: &str) -> Result<Self, Error> {
        let address = address::from_argument(address)?;
        Ok(self.at(Some(address)))
    }

    /// How long a client may take to send the head of a request: from the moment it is connected,
    /// and later from the first byte on. Who has sent a part of it is answered with 408 (RFC 9110,
    /// 15.5.9); then the connection is closed.
    pub fn head_timeout(self, time: Duration) -> Self {
        self.set(&settings::HEAD_TIMEOUT, |settings| settings.head_timeout = time)
    }

    /// How long a connection is kept open after an answer while nothing of another request comes.
    pub fn keep_alive(self, time: Duration) -> Self {
        self.set(&settings::KEEP_ALIVE, |settings| settings.keep_alive = time)
    }

    /// How long a handler that reads the body of its request waits for the next piece. Then reading
    /// fails, which is a 408 unless the handler makes something else of it, and the connection is
    /// closed after the answer.
    pub fn body_timeout(self, time: Duration) -> Self {
        self.set(&settings::BODY_TIMEOUT, |settings| settings.body_timeout = time)
    }

    /// How long a client may take nothing of an answer that waits for it. Then the connection is cut.
    pub fn write_timeout(self, time: Duration) -> Self {
        self.set(&settings::WRITE_TIMEOUT, |settings| settings.write_timeout = time)
    }

    /// The largest head of a request, in bytes, at least 8192. A larger one is answered with 431
    /// (RFC 6585, 5).
    pub fn max_head(self, bytes: usize) -> Self {
        self.set(&settings::MAX_HEAD, |settings| settings.max_head = bytes.max(LEAST_HEAD))
    }

    /// The most headers of a request. One that has more is answered with 431 (RFC 6585, 5).
    pub fn max_headers(self, count: usize) -> Self {
        self.set(&settings::MAX_HEADERS, |settings| settings.max_headers = count)
    }

    /// The most connections at once, at least one. Who comes while there are as many waits, unseen, in
    /// the queue of the operating system until another leaves.
    pub fn max_connections(self, count: usize) -> Self {
        self.set(&settings::MAX_CONNECTIONS, |settings| settings.max_connections = count.max(1))
    }

    /// How long requests may take that are under way when the server is told to stop.
    pub fn grace(self, time: Duration) -> Self {
        self.set(&settings::GRACE, |settings| settings.grace = time)
    }

    /// Takes the address: from here on clients can connect.
    ///
    /// # Errors
    /// [`Error::Listen`] when the address cannot be had, and [`Error::Setting`] when environment
    /// variables are wrong whose settings nobody made here.
    pub async fn bind(self) -> Result<Bound, Error> {
        self.settings.check()?;
        let address = self.settings.address;
        let listener = TcpListener::bind(address).await;
        let listener = listener.map_err(|cause| Error::Listen { address, cause })?;
        self.listen_at(listener, address)
    }

    /// Takes a socket that listens already, such as one that came from outside.
    ///
    /// # Errors
    /// [`Error::Listen`] when it is no such socket, and [`Error::Setting`] as for
    /// [`bind`](Self::bind), but for the address.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn on(self, listener: std::net::TcpListener) -> Result<Bound, Error> {
        let address = listener.local_addr().unwrap_or(address::DEFAULT);
        let server = self.at(Some(address));
        server.settings.check()?;
        let listener =
            listener.set_nonblocking(true).and_then(|()| TcpListener::from_std(listener));
        let listener = listener.map_err(|cause| Error::Listen { address, cause })?;
        server.listen_at(listener, address)
    }

    pub(super) fn at(self, address: Option<SocketAddr>) -> Self {
        match address {
            Some(address) => self.set(&settings::ADDRESS, |settings| settings.address = address),
            None => self,
        }
    }

    /// What is set here goes before the environment, whatever that says.
    fn set(mut self, variable: &Variable, set: impl FnOnce(&mut Settings)) -> Self {
        self.settings.overrule(variable);
        set(&mut self.settings);
        self
    }

    fn listen_at(self, listener: TcpListener, address: SocketAddr) -> Result<Bound, Error> {
        let actual = listener.local_addr();
        let address = actual.map_err(|cause| Error::Listen { address, cause })?;
        let protocol = Protocol::new(&self.settings);
        Ok(Bound::new(listener, address, self.service, protocol, &self.settings))
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}
