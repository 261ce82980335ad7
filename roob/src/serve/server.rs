//! An app on its way to be served.

use super::address::{self, Address};
use super::bound::Bound;
use super::connection::Protocol;
use super::error::Error;
use super::listener::Listener;
#[cfg(all(unix, feature = "listenfd"))]
use super::passed;
use super::runtime;
use super::settings::{self, LEAST_HEAD, Settings, Variable};
use crate::app::App;
use crate::service::Service;
use std::sync::Arc;
use std::time::Duration;

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
        let mut settings = Settings::of_process();
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
        let mut settings = Settings::of_process();
        settings.overrule(&settings::MAX_BODY);
        settings.overrule(&settings::TIME_LIMIT);
        Self { service, settings }
    }

    /// Where to listen: `IP:PORT`, a port on 127.0.0.1, a [Unix socket](super#unix-sockets) such as
    /// `unix:/run/app.sock`, or several of them with commas. Port 0 is any that is free.
    ///
    /// # Errors
    /// [`Error::Address`] when it is no address.
    pub fn address(self, address: &str) -> Result<Self, Error> {
        let addresses = address::from_argument(address)?;
        Ok(self.at(Some(addresses)))
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

    /// How long requests may take that are under way when the server is told to stop, and the
    /// [hooks](App::on_stop) after them.
    pub fn grace(self, time: Duration) -> Self {
        self.set(&settings::GRACE, |settings| settings.grace = time)
    }

    /// How long a connection without a request stays open when the server is told to stop, for a
    /// request that was sent before its client could know.
    pub fn idle_grace(self, time: Duration) -> Self {
        self.set(&settings::IDLE_GRACE, |settings| settings.idle_grace = time)
    }

    /// How long the server goes on as before when it is told to stop, except that it is not
    /// [ready](crate::ready): as long as load balancers take to notice. The grace begins after it.
    pub fn drain_delay(self, time: Duration) -> Self {
        self.set(&settings::DRAIN_DELAY, |settings| settings.drain_delay = time)
    }

    /// Whether other servers of the same user may listen at the same address too, by
    /// `SO_REUSEPORT`; the system shares the clients out between them. Then an address that is in use
    /// is no error.
    pub fn reuse_port(self, reuse_port: bool) -> Self {
        self.set(&settings::REUSE_PORT, |settings| settings.reuse_port = reuse_port)
    }

    /// How many threads [`start`](Self::start) makes for the app, at least one. In a runtime that is
    /// there already it is a claim that [`bind`](Self::bind) checks.
    pub fn workers(self, workers: usize) -> Self {
        self.set(&settings::WORKERS, |settings| settings.workers = Some(workers.max(1)))
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
        self.settings.check()?;
        runtime::start_with(self.settings.workers, async { self.bind().await?.run().await })
    }

    /// Takes the addresses: from here on clients can connect. With the feature `listenfd`, sockets
    /// that were [passed](super#passed-sockets) to the program come before all addresses.
    ///
    /// # Errors
    /// [`Error::Listen`] when an address cannot be had, [`Error::Setting`] when environment variables
    /// are wrong whose settings nobody made here, [`Error::Passed`] when a passed socket is none that
    /// listens, [`Error::Workers`] when the runtime has another number of threads than was set.
    #[allow(clippy::unused_async)] // it is for a runtime, and may have to wait one day
    pub async fn bind(self) -> Result<Bound, Error> {
        #[cfg(all(unix, feature = "listenfd"))]
        let passed = passed::take()?;
        #[cfg(not(all(unix, feature = "listenfd")))]
        let passed = Vec::new();
        if !passed.is_empty() {
            return self.listen_at(passed);
        }
        self.settings.check()?;
        let listen = |address: &Address| {
            let listener = Listener::bind(address, self.settings.reuse_port);
            listener.map_err(|cause| Error::Listen { address: address.clone(), cause })
        };
        let listeners = self.settings.addresses.iter().map(listen).collect::<Result<_, _>>()?;
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
        match addresses {
            Some(addresses) => {
                self.set(&settings::ADDRESS, |settings| settings.addresses = addresses)
            }
            None => self,
        }
    }

    /// What is set here goes before the environment, whatever that says.
    fn set(mut self, variable: &Variable, set: impl FnOnce(&mut Settings)) -> Self {
        self.settings.overrule(variable);
        set(&mut self.settings);
        self
    }

    /// Where sockets come from outside, it does not matter what their addresses should have been.
    fn listen_at(mut self, listeners: Vec<Listener>) -> Result<Bound, Error> {
        self.settings.overrule(&settings::ADDRESS);
        self.settings.overrule(&settings::REUSE_PORT);
        self.settings.check()?;
        runtime::check(self.settings.workers)?;
        let address = |listener: &Listener| {
            let address = listener.address();
            address.map_err(|cause| Error::Listen { address: address::DEFAULT, cause })
        };
        Ok(Bound {
            addresses: listeners.iter().map(address).collect::<Result<_, _>>()?,
            listeners,
            service: self.service,
            protocol: Arc::new(Protocol::new(&self.settings)),
            drain_delay: self.settings.drain_delay,
            grace: self.settings.grace,
            max_connections: self.settings.max_connections,
        })
    }
}
