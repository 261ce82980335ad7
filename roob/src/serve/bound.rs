//! A server that listens: it accepts connections until it is told to stop, and then lets them end.

use super::address::Address;
use super::connection::Protocol;
use super::connections::Connections;
use super::error::Error;
use super::latch::Latch;
use super::listener::{Listener, is_of_client};
use super::signals::Signals;
use crate::log::tell;
use crate::service::Service;
use crate::timer::Alarm;
use std::future::{Future, pending};
use std::io::{self, Write};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// How long no connection is accepted after one could not be: who lacks file descriptors gets them
/// back by waiting, not by trying.
const PAUSE: Duration = Duration::from_millis(100);

/// How long a connection has that is about to be made when no more are wanted.
const HANDSHAKE: Duration = Duration::from_millis(50);

/// What hooks have at least, when requests took all of the grace.
const LEAST_FOR_HOOKS: Duration = Duration::from_secs(1);

/// A server that listens. Clients can connect, and wait until it runs.
#[must_use = "a server answers nothing until it is run"]
pub struct Bound {
    pub(super) listeners: Vec<Listener>,
    pub(super) addresses: Vec<Address>,
    pub(super) service: Service,
    pub(super) protocol: Arc<Protocol>,
    pub(super) drain_delay: Duration,
    pub(super) grace: Duration,
    pub(super) max_connections: usize,
}

impl Bound {
    /// Where it listens, with the real port when port 0 was asked for; the first of several.
    pub fn address(&self) -> &Address {
        &self.addresses[0]
    }

    /// All addresses at which it listens.
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// Starts the app, says on standard error where it listens, and serves until SIGTERM or Ctrl-C.
    /// From then on the app is not [ready](crate::Readiness); after the [delay](super#the-end) it
    /// accepts no more, closes connections on which nothing happens, answers the requests that are
    /// under way and ends the app. A second signal ends it at once: whatever is left of the program
    /// has a second.
    ///
    /// # Errors
    /// [`Error::Signals`] when signals cannot be waited for, [`Error::Start`] and [`Error::Stop`]
    /// when a hook of the app fails, [`Error::Deadline`] when requests take longer than the grace,
    /// [`Error::Interrupted`] after a second signal.
    pub async fn run(self) -> Result<(), Error> {
        let signals = Signals::new().map_err(Error::Signals)?;
        self.live(signals.first(), signals.second(), Self::say).await
    }

    /// As [`run`](Self::run), but says nothing and ends with `stop` instead of signals.
    ///
    /// # Errors
    /// As [`run`](Self::run), without what comes of signals.
    pub async fn run_until(self, stop: impl Future) -> Result<(), Error> {
        self.live(stop, pending::<()>(), |_| {}).await
    }

    fn say(&self) {
        for address in &self.addresses {
            // A closed standard error is no reason not to serve.
            let _ = writeln!(io::stderr(), "listening on {}", address.url());
        }
    }

    /// From the start to the end. `hurry` comes after `stop`.
    async fn live(
        mut self,
        stop: impl Future,
        hurry: impl Future,
        say: impl FnOnce(&Self),
    ) -> Result<(), Error> {
        let (mut stop, mut hurry) = (Latch::new(stop), Latch::new(hurry));
        let service = self.service.clone();
        let protocol = Arc::clone(&self.protocol);
        let mut connections = Connections::new(service.clone(), protocol, self.max_connections);
        if let Some(started) = stop.before(pin!(service.start())).await {
            started.map_err(Error::Start)?;
            say(&self);
            self.accept(&mut connections, &mut stop).await;
            service.readiness().set(false);
            if !self.drain_delay.is_zero() {
                let mut delay = Latch::new(sleep(self.drain_delay));
                let delayed = pin!(self.accept(&mut connections, &mut delay));
                hurry.before(delayed).await;
            }
        }
        self.close(&mut connections).await;
        let end = self.end(connections, &mut hurry).await;
        tell(|| match &end {
            Ok(()) => tracing::info!("stopped"),
            Err(error) => tracing::warn!("{error}"),
        });
        end
    }

    /// Ends listening, before connections are told to end: who comes later goes elsewhere.
    async fn close(&mut self, connections: &mut Connections) {
        let are_coming = |listener: &Listener| listener.close_door();
        // No short cut: all doors are to be closed.
        if self.listeners.iter().map(are_coming).fold(false, |some, more| some | more) {
            self.accept(connections, &mut Latch::new(sleep(HANDSHAKE))).await;
        }
        let waiting = self.listeners.drain(..).flat_map(Listener::close).collect::<Vec<_>>();
        waiting.into_iter().for_each(|caller| connections.queue(caller));
    }

    async fn accept(&self, connections: &mut Connections, stop: &mut Latch<impl Future>) {
        while let Some(accepted) = connections.next(&self.listeners, stop).await {
            match accepted {
                Ok(caller) => connections.spawn(caller),
                Err(error) if is_of_client(&error) => {}
                Err(error) => {
                    tell(|| tracing::error!(%error, "cannot accept connections"));
                    sleep(PAUSE).await;
                }
            }
        }
    }

    /// The requests that are left, then the hooks. After a second signal hooks are begun, but not
    /// waited for.
    async fn end(
        &self,
        connections: Connections,
        hurry: &mut Latch<impl Future>,
    ) -> Result<(), Error> {
        let until = Instant::now().checked_add(self.grace);
        let mut end = Alarm::after(self.grace);
        let drained = connections.drain((self.grace, &mut end), hurry).await;
        let left = until.map_or(self.grace, |end| end.saturating_duration_since(Instant::now()));
        let stopped = self.stop_app(left.max(LEAST_FOR_HOOKS), hurry).await;
        if let (Err(_), Err(second)) = (&drained, &stopped) {
            tell(|| tracing::error!("{second}"));
        }
        drained.and(stopped)
    }

    async fn stop_app(&self, time: Duration, hurry: &mut Latch<impl Future>) -> Result<(), Error> {
        let mut alarm = Alarm::after(time);
        let mut late = Latch::new(std::future::poll_fn(move |context| alarm.poll(context)));
        let mut stop = pin!(self.service.stop());
        let stopped = hurry.before(pin!(late.before(stop.as_mut()))).await;
        let last = || self.service.life().last();
        match stopped {
            Some(Some(stopped)) => stopped.map_err(Error::Stop),
            Some(None) => last().map_or(Ok(()), |hook| Err(Error::Stop(hook.late(time)))),
            None => last().map_or(Ok(()), |hook| Err(Error::Stop(hook.interrupted()))),
        }
    }
}
