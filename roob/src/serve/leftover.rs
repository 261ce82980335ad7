//! What a server that ends has not finished.

use super::peer::Peer;
use crate::running::Left;
use http::Method;
use std::fmt;
use std::time::Duration;

/// A request that was cut off, or a connection on which one was coming.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    pub(super) peer: Peer,
    /// The verb and the path; `None` while the head has not come to its end.
    pub(super) request: Option<(Method, String)>,
    /// How the log names it.
    pub(super) name: Option<String>,
    pub(super) time: Duration,
}

/// How many are named in a message; the log has all of them.
const NAMED: usize = 10;

/// How much of a name is in a message.
const SHOWN: usize = 100;

impl Leftover {
    /// Who sent it.
    pub fn peer(&self) -> Peer {
        self.peer
    }

    /// The verb, once the head of the request had come.
    pub fn method(&self) -> Option<&Method> {
        self.request.as_ref().map(|(method, _)| method)
    }

    /// The path as it was sent, which may have secrets in it. Messages and the log have the pattern
    /// of the route, unless [`App::log_paths`](crate::App::log_paths) allows the path.
    pub fn path(&self) -> Option<&str> {
        self.request.as_ref().map(|(_, path)| path.as_str())
    }

    /// How long it had been under way.
    pub fn time(&self) -> Duration {
        self.time
    }
}

impl From<Left> for Leftover {
    fn from(left: Left) -> Self {
        let request = Some((left.method, left.uri.path().to_owned()));
        Self { peer: Peer::Gone, request, name: None, time: left.begin.elapsed() }
    }
}

/// Such as `GET /export` of 127.0.0.1:4242 for 31.2s.
impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { peer, name, time, .. } = self;
        match name {
            Some(name) => {
                let end = name.char_indices().nth(SHOWN).map_or(name.len(), |(end, _)| end);
                let more = if end < name.len() { "…" } else { "" };
                write!(f, "`{}{more}`", &name[..end])?;
            }
            None => f.write_str("half a head")?,
        }
        write!(f, " of {peer} for {time:.1?}")
    }
}

/// All of them, as a message ends.
pub(super) struct Leftovers<'l>(pub(super) &'l [Leftover]);

impl fmt::Display for Leftovers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        write!(f, "{count} connection{} unfinished", if count == 1 { "" } else { "s" })?;
        for (at, leftover) in self.0.iter().take(NAMED).enumerate() {
            write!(f, "{} {leftover}", if at == 0 { ":" } else { "," })?;
        }
        match count.checked_sub(NAMED) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, ", and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leftover(path: Option<&str>, millis: u64) -> Leftover {
        Leftover {
            peer: Peer::Ip("127.0.0.1:4242".parse().unwrap()),
            request: path.map(|path| (Method::GET, path.to_owned())),
            name: path.map(|path| format!("GET {path}")),
            time: Duration::from_millis(millis),
        }
    }

    #[track_caller]
    fn check(leftovers: &[Leftover], expected: &str) {
        assert_eq!(Leftovers(leftovers).to_string(), expected);
    }

    #[test]
    fn leftovers_are_named() {
        check(&[], "0 connections unfinished");
        let one = leftover(Some("/export"), 31_240);
        check(
            std::slice::from_ref(&one),
            "1 connection unfinished: `GET /export` of 127.0.0.1:4242 for 31.2s",
        );
        let local = Leftover { peer: Peer::Process(Some(7)), ..leftover(None, 40) };
        check(
            &[one, local],
            "2 connections unfinished: `GET /export` of 127.0.0.1:4242 for 31.2s, half a head of \
             process 7 for 40.0ms",
        );
    }

    #[test]
    fn a_message_has_an_end() {
        let long = "/".repeat(95) + "éé";
        let text = Leftovers(&vec![leftover(Some(&long), 1000); 12]).to_string();
        assert!(text.ends_with("/é…` of 127.0.0.1:4242 for 1.0s, and 2 more"), "{text}");
        assert_eq!(text.matches("GET").count(), 10);
    }
}
