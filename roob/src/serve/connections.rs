//! The connections that are open.

use super::answers::Answers;
use super::connection::Protocol;
use super::error::Error;
use super::latch::Latch;
use super::leftover::Leftover;
use super::listener::{Caller, Listener};
use super::peer::Peer;
use super::stop::Stop;
use super::stream::Stream;
use super::work::Work;
use crate::label::Label;
use crate::log::tell;
#[cfg(feature = "metrics")]
use crate::metrics::Metrics;
use crate::service::Service;
use crate::timer::Alarm;
use http::Method;
use std::collections::{HashMap, VecDeque};
use std::future::poll_fn;
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::task::{Id, JoinSet};

pub(super) struct Connections {
    service: Service,
    protocol: Arc<Protocol>,
    tasks: JoinSet<()>,
    work: HashMap<Id, Arc<Work>>,
    stop: Stop,
    max: usize,
    /// Clients for whom there was no place when the server began to end.
    waiting: VecDeque<Caller>,
    /// The log was told that there are as many as may be.
    are_full: bool,
    /// The listener that is asked first next time, so that none waits for the others.
    turn: usize,
}

impl Connections {
    /// At most `max` at once.
    pub(super) fn new(service: Service, protocol: Arc<Protocol>, max: usize) -> Self {
        let (tasks, work, stop) = (JoinSet::new(), HashMap::new(), Stop::default());
        let waiting = VecDeque::new();
        Self { service, protocol, tasks, work, stop, max, waiting, are_full: false, turn: 0 }
    }

    /// The next client, or `None` when it is time to stop.
    pub(super) async fn next(
        &mut self,
        listeners: &[Listener],
        stop: &mut Latch<impl Future>,
    ) -> Option<io::Result<Caller>> {
        poll_fn(|context| {
            if stop.poll(context).is_ready() {
                return Poll::Ready(None);
            }
            // Connections that have ended keep their memory until somebody asks for them.
            while let Poll::Ready(Some(())) = self.poll_join(context) {}
            if self.is_full() {
                // The end of one of them wakes this task.
                return Poll::Pending;
            }
            self.poll_accept(listeners, context).map(Some)
        })
        .await
    }

    /// Whether there are as many as may be. Who comes now waits in the queue of the operating system.
    fn is_full(&mut self) -> bool {
        let is_full = self.tasks.len() >= self.max;
        if is_full && !self.are_full {
            let connections = self.max;
            tell(|| tracing::warn!(connections, "no more connections until one ends"));
        }
        // Not again for each that comes and goes.
        self.are_full = is_full || (self.are_full && self.tasks.len() > self.max / 2);
        is_full
    }

    fn poll_accept(
        &mut self,
        listeners: &[Listener],
        context: &mut Context<'_>,
    ) -> Poll<io::Result<Caller>> {
        for at in 0..listeners.len() {
            let at = (self.turn + at) % listeners.len();
            if let Poll::Ready(accepted) = listeners[at].poll_accept(context) {
                self.turn = at + 1;
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    }

    pub(super) fn spawn(&mut self, caller: Caller) {
        let peer = caller.peer();
        match caller {
            Caller::Ip(stream, _) => {
                // Answers are written whole; waiting for more to send would only delay them.
                let _ = stream.set_nodelay(true);
                self.serve(stream, peer);
            }
            #[cfg(unix)]
            Caller::Unix(stream) => self.serve(stream, peer),
        }
    }

    /// Serves `caller` as soon as there is a place.
    pub(super) fn queue(&mut self, caller: Caller) {
        self.waiting.push_back(caller);
        self.seat();
    }

    fn seat(&mut self) {
        while !self.waiting.is_empty() && !self.is_full() {
            self.waiting.pop_front().into_iter().for_each(|caller| self.spawn(caller));
        }
    }

    fn serve(&mut self, stream: impl Stream, peer: Peer) {
        #[cfg(feature = "metrics")]
        let open = self.service.metrics().map(Metrics::connection);
        let (protocol, service) = (Arc::clone(&self.protocol), self.service.apart());
        let (stop, work) = (self.stop.clone(), Work::of(peer));
        let served = run(protocol, service, stream, stop, Arc::clone(&work));
        #[cfg(feature = "metrics")]
        let served = async move {
            served.await;
            drop(open);
        };
        let id = self.tasks.spawn(served).id();
        self.work.insert(id, work);
    }

    /// Tells all of them to end, and waits for what is under way. Whatever is left at the end of
    /// `grace`, or when `hurry` comes, is cut off.
    pub(super) async fn drain(
        mut self,
        (grace, end): (Duration, &mut Alarm),
        hurry: &mut Latch<impl Future>,
    ) -> Result<(), Error> {
        self.work.values().for_each(|work| work.note_end());
        self.stop.tell();
        tell(|| tracing::info!(connections = self.tasks.len(), "stopping"));
        poll_fn(|context| {
            while let Some(()) = ready_or_none(self.poll_join(context)) {
                self.seat();
            }
            if self.tasks.is_empty() && self.service.running().poll_none(context).is_ready() {
                return Poll::Ready(Ok(()));
            }
            let is_hurried = hurry.poll(context).is_ready();
            if !is_hurried {
                ready!(end.poll(context));
            }
            let left = self.left();
            // Nobody misses those that only wait for their clients to go.
            Poll::Ready(match (left.is_empty(), is_hurried) {
                (true, _) => Ok(()),
                (false, true) => Err(Error::Interrupted { left }),
                (false, false) => Err(Error::Deadline { left, after: grace }),
            })
        })
        .await
    }

    /// Those that owe their clients something, and what is detached, the oldest first; the log is told
    /// of each.
    fn left(&self) -> Vec<Leftover> {
        let detached = self.service.running().left().into_iter().map(Leftover::from);
        let owing = self.work.values().filter_map(|work| work.left());
        let mut left: Vec<Leftover> = owing.chain(detached).collect();
        left.sort_by_key(|leftover| std::cmp::Reverse(leftover.time));
        left.iter_mut().for_each(|one| self.tell(one));
        left
    }

    fn tell(&self, one: &mut Leftover) {
        let of = |(method, path): &(Method, String)| self.service.label(method, path);
        let label = one.request.as_ref().map(of);
        let label = label.as_ref();
        let (method, route) = (label.map(Label::verb), label.and_then(Label::route));
        let path = label.and_then(Label::path);
        let millis = u64::try_from(one.time.as_millis()).unwrap_or(u64::MAX);
        tell(|| tracing::warn!(peer = %one.peer, method, route, path, millis, "cut off"));
        one.name = label.map(ToString::to_string);
    }

    /// Ready with a connection that has ended, or with none when there is none.
    fn poll_join(&mut self, context: &mut Context<'_>) -> Poll<Option<()>> {
        let joined = ready!(self.tasks.poll_join_next_with_id(context));
        Poll::Ready(joined.map(|joined| {
            let id = joined.map_or_else(|error| error.id(), |(id, ())| id);
            self.work.remove(&id);
        }))
    }
}

fn ready_or_none<T>(poll: Poll<Option<T>>) -> Option<T> {
    match poll {
        Poll::Ready(value) => value,
        Poll::Pending => None,
    }
}

async fn run<A: Answers>(
    protocol: Arc<Protocol>,
    answers: A,
    stream: impl Stream,
    stop: Stop,
    work: Arc<Work>,
) {
    if let Err(error) = protocol.serve(answers, stream, stop, work).await {
        tell(|| tracing::debug!(%error, "connection failed"));
    }
}
