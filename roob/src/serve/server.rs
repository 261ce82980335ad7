//! The settings of a server.

use super::address::{self, Address, Origin};
use super::bound::Bound;
use super::connection::{HEAD_TIMEOUT, IDLE_GRACE, MAX_HEAD, Protocol};
use super::error::Error;
use super::listener::Listener;
#[cfg(all(unix, feature = "listenfd"))]
use super::passed;
use super::runtime;
use super::variables::{self, Variable};
use crate::app::App;
use crate::service::Service;
use std::sync::Arc;
use std::time::Duration;

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
    addresses: Option<Vec<Address>>,
    head_timeout: Duration,
    max_head: usize,
    grace: Duration,
    idle_grace: Option<Duration>,
    drain_delay: Option<Duration>,
    reuse_port: Option<bool>,
    workers: Option<usize>,
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
            addresses: None,
            head_timeout: HEAD_TIMEOUT,
            max_head: MAX_HEAD,
            grace: GRACE,
            idle_grace: None,
            drain_delay: None,
            reuse_port: None,
            workers: None,
        }
    }

    /// Where to listen: `IP:PORT`, a port on 127.0.0.1, a [Unix socket](super#unix-sockets) such as
    /// `unix:/run/app.sock`, or several of them with commas. Port 0 is any that is free.
    ///
    /// # Errors
    /// [`Error::Address`] when it is no address.
    pub fn address(self, address: &str) -> Result<Self, Error> {
        let addresses = address::from(Origin::Setting, address)?;
        Ok(Self { addresses: Some(addresses), ..self })
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

    /// How long requests may take that are under way when the server is told to stop, and the
    /// [hooks](App::on_stop) after them.
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// How long a connection without a request stays open when the server is told to stop, for a
    /// request that was sent before its client could know.
    pub fn idle_grace(self, idle_grace: Duration) -> Self {
        Self { idle_grace: Some(idle_grace), ..self }
    }

    /// How long the server goes on as before when it is told to stop, except that it is not
    /// [ready](crate::ready): as long as load balancers take to notice. The grace begins after it.
    pub fn drain_delay(self, drain_delay: Duration) -> Self {
        Self { drain_delay: Some(drain_delay), ..self }
    }

    /// Whether other servers of the same user may listen at the same address too, by
    /// `SO_REUSEPORT`; the system shares the clients out between them. Then an address that is in use
    /// is no error.
    pub fn reuse_port(self, reuse_port: bool) -> Self {
        Self { reuse_port: Some(reuse_port), ..self }
    }

    /// How many threads [`start`](Self::start) makes for the app, at least one. In a runtime that is
    /// there already it is a claim that [`bind`](Self::bind) checks.
    pub fn workers(self, workers: usize) -> Self {
        Self { workers: Some(workers.max(1)), ..self }
    }

    /// Makes a runtime and serves until a signal ends the program: [`bind`](Self::bind) and
    /// [`Bound::run`] for a `main` that is not async.
    ///
    /// ```no_run
    /// use roob::serve::Server;
    /// use roob::{App, get};
    ///
    /// fn main() -> Result<(), roob::serve::Error> {
    ///     Server::new(App::new().route("/", get(|| "hello")))?.workers(2).start()
    /// }
    /// ```
    ///
    /// # Errors
    /// Whatever of [`Error`] may happen on the way.
    ///
    /// # Panics
    /// Inside of another runtime.
    pub fn start(self) -> Result<(), Error> {
        let workers = setting(self.workers, &variables::WORKERS)?;
        runtime::start_with(workers, async { self.bind().await?.run().await })
    }

    /// Takes the addresses: from here on clients can connect. With the feature `listenfd`, sockets
    /// that were [passed](super#passed-sockets) to the program come before all addresses.
    ///
    /// # Errors
    /// [`Error::Listen`] when an address cannot be had, and [`Error::Address`] when none was set
    /// and `ROOB_ADDR` is none; [`Error::Setting`] when another variable is wrong whose setting
    /// nobody made, [`Error::Passed`] when a passed socket is none that listens, [`Error::Workers`]
    /// when the runtime has another number of threads than was set.
    #[allow(clippy::unused_async)] // it is for a runtime, and may have to wait one day
    pub async fn bind(self) -> Result<Bound, Error> {
        #[cfg(all(unix, feature = "listenfd"))]
        let passed = passed::take()?;
        #[cfg(not(all(unix, feature = "listenfd")))]
        let passed = Vec::new();
        if !passed.is_empty() {
            return self.listen_at(passed);
        }
        let reuse_port = setting(self.reuse_port, &variables::REUSE_PORT)?.unwrap_or_default();
        let listen = |address: &Address| {
            let listener = Listener::bind(address, reuse_port);
            listener.map_err(|cause| Error::Listen { address: address.clone(), cause })
        };
        let listeners = self.addresses()?.iter().map(listen).collect::<Result<_, _>>()?;
        self.listen_at(listeners)
    }

    /// Takes a socket that listens already, such as one that came from outside.
    ///
    /// # Errors
    /// [`Error::Listen`] when it is no such socket, and as [`bind`](Self::bind).
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn on(self, listener: std::net::TcpListener) -> Result<Bound, Error> {
        let address = listener.local_addr().map_or(address::DEFAULT, Address::Ip);
        let listener = Listener::of_tcp(listener);
        self.listen_at(vec![listener.map_err(|cause| Error::Listen { address, cause })?])
    }

    pub(super) fn at(self, addresses: Option<Vec<Address>>) -> Self {
        Self { addresses: addresses.or(self.addresses), ..self }
    }

    fn addresses(&self) -> Result<Vec<Address>, Error> {
        if let Some(addresses) = &self.addresses {
            return Ok(addresses.clone());
        }
        let variable = std::env::var_os(address::VARIABLE);
        let variable = variable.as_ref().map(|value| value.to_string_lossy());
        Ok(address::by_environment(variable.as_deref())?)
    }

    fn listen_at(self, listeners: Vec<Listener>) -> Result<Bound, Error> {
        runtime::check(setting(self.workers, &variables::WORKERS)?)?;
        let address = |listener: &Listener| {
            let address = listener.address();
            address.map_err(|cause| Error::Listen { address: address::DEFAULT, cause })
        };
        let idle_grace = setting(self.idle_grace, &variables::IDLE_GRACE)?.unwrap_or(IDLE_GRACE);
        let protocol = Protocol::new(self.head_timeout, self.max_head, idle_grace);
        Ok(Bound {
            addresses: listeners.iter().map(address).collect::<Result<_, _>>()?,
            listeners,
            service: self.service,
            protocol: Arc::new(protocol),
            drain_delay: setting(self.drain_delay, &variables::DRAIN_DELAY)?.unwrap_or_default(),
            grace: self.grace,
        })
    }
}

/// What the program says, else what the environment says.
fn setting<T>(own: Option<T>, variable: &Variable<T>) -> Result<Option<T>, Error> {
    match own {
        Some(own) => Ok(Some(own)),
        None => Ok(variable.read()?),
    }
}
