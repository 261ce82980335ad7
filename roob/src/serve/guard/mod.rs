//! What may pass to hyper: requests that nobody can read in two ways.
//!
//! hyper takes requests that another server, or a proxy in front, may cut otherwise than it does:
//! both lengths at once, a length that is repeated, lines that end with a bare LF. Which bytes
//! belong to which request must not be a matter of taste, or one client's bytes become another's
//! request ("request smuggling", RFC 9112, 11.2). So all that comes goes through a [`Gate`], which
//! follows heads, lengths and chunks from the first byte of a connection to its last, in one pass and
//! without copying what is whole.
//!
//! A head that is refused is replaced by one that no client can send. It is answered in its turn,
//! behind the answers to the requests before it, by the app's own renderer, and then the connection
//! ends.

// In reading order: a file imports only files listed above it.
mod fault;
mod text;
mod host;
mod line;
mod fields;
mod head;
mod chunks;
mod verdict;
mod gate;

pub(super) use fault::Limits;
pub(super) use gate::Gate;
pub(super) use verdict::Verdict;
