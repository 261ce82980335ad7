//! The connections of one client.

use super::bridge::{Arrival, Bridge};
use super::clock::of_sockets;
use super::pair::{Side, pair};
use super::runtime::runtime;
use crate::body::Body;
use crate::serve::{Protocol, Stop, Work};
use crate::service::Service;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::oneshot;

/// How many connections a client keeps that it does not use.
const KEPT: usize = 8;

/// Both ends of a connection: where requests go in, and where they arrive. Its sockets are closed
/// when it is dropped.
pub(super) struct Connection {
    pub(super) sender: SendRequest<Body>,
    pub(super) arrivals: UnboundedReceiver<Arrival>,
}

/// The connections on which nothing happens.
#[derive(Default)]
pub(super) struct Pool(Mutex<Vec<Connection>>);

impl Pool {
    /// A connection that was used before and can be used again.
    pub(super) async fn take(&self) -> Option<Connection> {
        loop {
            let mut connection = self.with(Vec::pop)?;
            // The server may have closed it, as it may at any time (RFC 9112, 9.3).
            if of_sockets(connection.sender.ready()).await.is_ok() {
                return Some(connection);
            }
        }
    }

    pub(super) fn give(&self, connection: Connection) {
        self.with(|idle| {
            if idle.len() < KEPT {
                idle.push(connection);
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut Vec<Connection>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Connection {
    /// A new connection, with a server of its own.
    pub(super) async fn open(service: &Service) -> io::Result<Self> {
        let (arriving, arrivals) = unbounded_channel();
        let (opened, opening) = oneshot::channel();
        let bridge = Bridge { service: service.clone(), arrivals: arriving };
        runtime().spawn(run(bridge, opened));
        let lost = || io::Error::other("the thread for the sockets ended");
        let sender = of_sockets(opening).await.map_err(|_| lost())??;
        Ok(Self { sender, arrivals })
    }
}

/// Runs both ends until one of them is dropped.
async fn run(bridge: Bridge, opened: oneshot::Sender<io::Result<SendRequest<Body>>>) {
    let opening = async {
        let (near, far) = pair().await?;
        tokio::spawn(serve(bridge, far));
        handshake(TokioIo::new(near)).await.map_err(io::Error::other)
    };
    match opening.await {
        Ok((sender, connection)) => {
            let _ = opened.send(Ok(sender));
            // What goes wrong is told to who waits for the answer.
            let _ = connection.await;
        }
        Err(error) => drop(opened.send(Err(error))),
    }
}

async fn serve(bridge: Bridge, socket: Side) {
    let _ =
        Protocol::default().serve(bridge, socket, Stop::default(), Arc::<Work>::default()).await;
}
