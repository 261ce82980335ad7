//! A server that listens: it accepts connections until it is told to stop, and then lets them end.

use super::connection::Protocol;
use super::error::Error;
use super::settings::Settings;
use super::signals::Signals;
use super::stop::Stop;
use super::work::Unfinished;
use crate::service::Service;
use std::future::{Future, pending, poll_fn};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How long no connection is accepted after one could not be: who lacks file descriptors gets them
/// back by waiting, not by trying.
const PAUSE: Duration = Duration::from_millis(100);

/// A server that listens. Clients can connect, and wait until it runs.
#[must_use = "a server answers nothing until it is run"]
pub struct Bound {
    listener: TcpListener,
    address: SocketAddr,
    service: Service,
    protocol: Arc<Protocol>,
    grace: Duration,
    max_connections: usize,
}

/// The connections that are open.
struct Connections {
    tasks: JoinSet<()>,
    max: usize,
    /// The log was told that there are as many as may be.
    are_full: bool,
    stop: Stop,
    unfinished: Unfinished,
}

impl Bound {
    pub(super) fn new(
        listener: TcpListener,
        address: SocketAddr,
        service: Service,
        protocol: Protocol,
        settings: &Settings,
    ) -> Self {
        let &Settings { grace, max_connections, .. } = settings;
        Self { listener, address, service, protocol: Arc::new(protocol), grace, max_connections }
    }

    /// Where it listens, with the real port when port 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Says on standard error where it listens and serves until SIGTERM or Ctrl-C. Then it accepts
    /// no more, closes connections on which nothing happens, and answers the requests that are under
    /// way. A second signal ends it at once.
    ///
    /// # Errors
    /// [`Error::Signals`] when signals cannot be waited for, [`Error::Deadline`] when requests take
    /// longer than the grace, [`Error::Interrupted`] after a second signal.
    pub async fn run(self) -> Result<(), Error> {
        let mut signals = Signals::new().map_err(Error::Signals)?;
        // A closed standard error is no reason not to serve.
        let _ = writeln!(io::stderr(), "listening on http://{}", self.address);
        let grace = self.grace;
        let connections = self.accept_until(signals.next()).await;
        connections.drain(grace, signals.next()).await
    }

    /// As [`run`](Self::run), but says nothing and ends with `stop` instead of signals.
    ///
    /// # Errors
    /// [`Error::Deadline`] when requests take longer than the grace.
    pub async fn run_until(self, stop: impl Future) -> Result<(), Error> {
        let grace = self.grace;
        let connections = self.accept_until(stop).await;
        connections.drain(grace, pending::<()>()).await
    }

    /// The listener is closed at the end, so that who comes later goes elsewhere.
    async fn accept_until(self, stop: impl Future) -> Connections {
        tracing::info!(address = %self.address, "listening");
        let mut stop = pin!(stop);
        let mut connections = Connections::new(self.max_connections);
        while let Some(accepted) = connections.next(&self.listener, stop.as_mut()).await {
            match accepted {
                Ok(stream) => connections.spawn(stream, &self.service, &self.protocol),
                Err(error) if is_of_client(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "cannot accept connections");
                    sleep(PAUSE).await;
                }
            }
        }
        connections
    }
}

impl Connections {
    fn new(max: usize) -> Self {
        Self {
            tasks: JoinSet::new(),
            max,
            are_full: false,
            stop: Stop::default(),
            unfinished: Unfinished::default(),
        }
    }

    /// The next client, or `None` when it is time to stop.
    async fn next(
        &mut self,
        listener: &TcpListener,
        mut stop: Pin<&mut impl Future>,
    ) -> Option<io::Result<TcpStream>> {
        poll_fn(|context| {
            if stop.as_mut().poll(context).is_ready() {
                return Poll::Ready(None);
            }
            // Connections that have ended keep their memory until somebody asks for them.
            while let Poll::Ready(Some(_)) = self.tasks.poll_join_next(context) {}
            if self.is_full() {
                // The end of one of them wakes this task.
                return Poll::Pending;
            }
            listener.poll_accept(context).map(|accepted| Some(accepted.map(|(stream, _)| stream)))
        })
        .await
    }

    /// Whether there are as many as may be. Who comes now waits in the queue of the operating system.
    fn is_full(&mut self) -> bool {
        let is_full = self.tasks.len() >= self.max;
        if is_full && !self.are_full {
            tracing::warn!(connections = self.max, "no more connections until one ends");
        }
        // Not again for each that comes and goes.
        self.are_full = is_full || (self.are_full && self.tasks.len() > self.max / 2);
        is_full
    }

    fn spawn(&mut self, stream: TcpStream, service: &Service, protocol: &Arc<Protocol>) {
        // Answers are written whole; waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let (protocol, service) = (Arc::clone(protocol), service.clone());
        let stop = self.stop.clone();
        let work = self.unfinished.begin();
        self.tasks.spawn(async move {
            if let Err(error) = protocol.serve(service, stream, stop, work).await {
                tracing::debug!(%error, "connection failed");
            }
        });
    }

    /// Waits for what is under way; whatever is left after `grace`, or when `hurry` is done, is cut
    /// off.
    async fn drain(mut self, grace: Duration, hurry: impl Future) -> Result<(), Error> {
        self.stop.tell();
        tracing::info!(connections = self.tasks.len(), "stopping");
        let mut hurry = pin!(hurry);
        let mut deadline = pin!(sleep(grace));
        let end = poll_fn(|context| {
            while let Poll::Ready(joined) = self.tasks.poll_join_next(context) {
                if joined.is_none() {
                    return Poll::Ready(Ok(()));
                }
            }
            let left = self.unfinished.count();
            let error = if hurry.as_mut().poll(context).is_ready() {
                Error::Interrupted { left }
            } else {
                ready!(deadline.as_mut().poll(context));
                Error::Deadline { left, after: grace }
            };
            // Nobody misses those that only wait for their clients to go.
            Poll::Ready(if left == 0 { Ok(()) } else { Err(error) })
        })
        .await;
        match &end {
            Ok(()) => tracing::info!("stopped"),
            Err(error) => tracing::warn!("{error}"),
        }
        end
    }
}

/// Whether only this one client could not be accepted.
fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
