//! Sockets that another program passed on: systemd by socket activation, `systemfd`, or whoever else
//! sets `LISTEN_FDS` and `LISTEN_PID`. The socket stays open when this program ends, so the next one
//! answers whoever connects in between.

use super::error::Error;
use super::listener::Listener;
use listenfd::ListenFd;
use socket2::SockRef;
use std::env;
use std::io;
use std::os::fd::AsFd;

/// The environment variable that says how many.
const VARIABLE: &str = "LISTEN_FDS";

/// The number of the first one.
const FIRST: usize = 3;

/// All of them. They can be taken once; the environment does not name them after that.
pub(super) fn take() -> Result<Vec<Listener>, Error> {
    // Without that the environment is not touched.
    if env::var_os(VARIABLE).is_none_or(|value| value.is_empty()) {
        return Ok(Vec::new());
    }
    let mut passed = ListenFd::from_env();
    (0..passed.len())
        .map(|at| one(&mut passed, at).map_err(|cause| Error::Passed { number: FIRST + at, cause }))
        .collect()
}

fn one(passed: &mut ListenFd, at: usize) -> io::Result<Listener> {
    match passed.take_tcp_listener(at) {
        Ok(Some(listener)) => Listener::of_tcp(listening(listener)?),
        _ => match passed.take_unix_listener(at)? {
            Some(listener) => Listener::of_unix(listening(listener)?),
            None => Err(io::ErrorKind::NotFound.into()),
        },
    }
}

/// Refuses what a superserver passes to a program for each client.
fn listening<S: AsFd>(socket: S) -> io::Result<S> {
    if SockRef::from(&socket).is_listener()? {
        return Ok(socket);
    }
    Err(io::Error::other("it does not listen; systemd passes such a socket with `Accept=yes`"))
}
