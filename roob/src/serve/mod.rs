//! The server: one more caller of a [`Service`](crate::Service), over HTTP/1.1.
//!
//! [`run`](crate::run) is the whole `main` of most programs. A [`Server`] is for those that want
//! settings of their own, or to know the address, or to stop the server otherwise than by a signal:
//!
//! ```
//! use roob::serve::Server;
//! use roob::{App, get};
//!
//! # tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
//! let bound = Server::new(App::new().route("/", get(|| "hello")))?.address("[::1]:0")?.bind().await?;
//! let url = format!("http://{}/", bound.address());
//! bound.run_until(async { println!("{url} is served while this runs") }).await?;
//! # Ok::<(), roob::serve::Error>(()) }).unwrap();
//! ```
//!
//! # Settings
//!
//! What a [`Server`] or its app says goes before the environment, and that before the default. A time
//! is in seconds, such as `30` or `2.5`; a size in bytes, such as `65536`, `64KiB` or `2MiB`; yes is
//! `1` and no is `0`. A variable that is none of what it may be is an error at the start, and all such
//! variables are one.
//!
//! | what | default | in the program | environment |
//! |---|---|---|---|
//! | addresses | `127.0.0.1:8000` | [passed sockets](#passed-sockets), first argument, [`Server::address`] | `ROOB_ADDR` |
//! | whether other servers may listen at the same address (`SO_REUSEPORT`) | no | [`Server::reuse_port`] | `ROOB_REUSE_PORT` |
//! | threads of a runtime that [`start`] or [`Server::start`] makes | one for each processor | [`Server::workers`] | `ROOB_WORKERS`, `TOKIO_WORKER_THREADS` |
//! | time for the first head of a connection, and for the rest of each later one | 30 s | [`Server::head_timeout`] | `ROOB_HEAD_TIMEOUT` |
//! | time until something of the next request comes | 75 s | [`Server::keep_alive`] | `ROOB_KEEP_ALIVE` |
//! | time until the next piece of a body comes | 30 s | [`Server::body_timeout`] | `ROOB_BODY_TIMEOUT` |
//! | time until a client takes more of its answer | 60 s | [`Server::write_timeout`] | `ROOB_WRITE_TIMEOUT` |
//! | time until an answer begins | 30 s | [`App::time_limit`](crate::App::time_limit) and per route | `ROOB_TIME_LIMIT` |
//! | time from the first signal until it accepts no more | 0 s | [`Server::drain_delay`] | `ROOB_DRAIN_DELAY` |
//! | time after that for a request that was on its way on an idle connection | 0.25 s | [`Server::idle_grace`] | `ROOB_IDLE_GRACE` |
//! | time after that for requests that are under way, and for the hooks | 30 s | [`Server::grace`] | `ROOB_GRACE` |
//! | size of the head of a request | 64 KiB | [`Server::max_head`] | `ROOB_MAX_HEAD` |
//! | number of headers of a request | 100 | [`Server::max_headers`] | `ROOB_MAX_HEADERS` |
//! | size of the body of a request | 2 MiB | [`App::body_limit`](crate::App::body_limit) and per route | `ROOB_MAX_BODY` |
//! | connections at once | 3/4 of the files that the process may open, at most 20 000 | [`Server::max_connections`] | `ROOB_MAX_CONNECTIONS` |
//! | time to read on after the last answer, so that a client that still sends gets to read it | 2 s | | |
//!
//! What happens when a limit is reached:
//!
//! | too slow or too much is | then |
//! |---|---|
//! | a head of which nothing came | the connection is closed |
//! | a head of which a part came, or a body that a handler reads | 408, and the connection is closed |
//! | a client that takes nothing of an answer | the connection is cut; what waits to be sent until then is bounded, because streams are asked for pieces only as their client takes them |
//! | a handler | 503, and the handler is dropped; the connection stays |
//! | the head of a request | 431, and the connection is closed |
//! | the body of a request | 413 |
//! | connections | who comes waits in the queue of the operating system until another leaves; so does who is in it when the server ends |
//!
//! A connection waits for the next request longer than most proxies do, so that the one to close it is
//! the one that would use it. A quarter of the files is left for the app; where the system does not say
//! how many there are (Linux does), there may be 20 000 connections.
//!
//! # The start
//!
//! 1. The addresses are taken. Clients can connect, and wait.
//! 2. The hooks of [`App::on_start`](crate::App::on_start) run. When one fails the program ends.
//! 3. `listening on http://127.0.0.1:8000` goes to standard error, a line for each address, and clients
//!    are accepted.
//!
//! # The end
//!
//! SIGTERM or Ctrl-C ends the program without losing a request that it had accepted:
//!
//! 1. The app is no longer [ready](crate::ready), so that load balancers send requests elsewhere. With a
//!    delay all else goes on until they have noticed.
//! 2. It accepts no more. Whoever had connected by then is served; on Linux new clients are kept out
//!    before the queue is emptied, so that none is in it when the socket closes. Elsewhere one may be, for
//!    some microseconds; a delay or a passed socket help.
//! 3. Requests under way are answered. Every answer says `Connection: close`, and its connection is
//!    closed when the client had time to read it. Connections without a request stay open a little longer,
//!    because a client may have sent one before it could know (RFC 9112, 9.6). Of several requests that
//!    were sent together the answers tell which was the last; what came behind it was not begun.
//! 4. The hooks of [`App::on_stop`](crate::App::on_stop) run, with what is left of the grace or a second.
//!
//! What takes longer than the grace is cut off and named in the error, and each in an event of the log:
//! who asked, verb and path, and how long it had been under way. The program ends with an error then.
//! A second signal does not wait for the grace: the same is said at once, and if the program still runs
//! a second later, because something in it blocks, it is ended. A program is killed by its surroundings
//! after some time too (Kubernetes takes 30 s from the first signal, Docker 10 s): delay and grace should
//! fit into that.
//!
//! # Unix sockets
//!
//! `unix:/run/app.sock` is a socket in the file system, for a proxy on the same machine. The file of a
//! server that died is replaced, one behind which somebody listens is not. It is removed when the server
//! accepts no more, unless the next server has put its own there. Who may write to the file may connect:
//! its permissions are those that the umask leaves of 777, usually only the user of the program, so put it
//! into a folder that the proxy may enter and start the program with `umask 007` and the proxy's group.
//!
//! # Passed sockets
//!
//! A program can be given sockets that listen already, as systemd, `systemfd` and others pass them: in
//! the environment are their count, `LISTEN_FDS`, and the process that they are for, `LISTEN_PID`. The
//! first [`Server`] of the program takes all of them, TCP and Unix, and listens nowhere else; their names
//! in `LISTEN_FDNAMES` mean nothing to it. Because somebody else has the socket too, it stays open while one
//! program ends and the next begins, and no connection is refused or lost. A unit for systemd:
//!
//! ```ini
//! # app.socket
//! [Socket]
//! ListenStream=8000
//! ```
//!
//! # What is refused
//!
//! A request that another server could read otherwise than this one, so that a part of it became
//! somebody else's request, is answered in the words of the app ([`App::errors`](crate::App::errors)),
//! and the connection ends behind that answer (RFC 9112, 11.2). Answers to requests before it are not
//! lost.
//!
//! | what | status |
//! |---|---|
//! | a line that does not end with CR LF, a control character, white space in front of a header or of its colon, a name that is none | 400 |
//! | a request line that is not `METHOD TARGET HTTP/1.1`; a target that is neither a path nor an http URL, or has a fragment | 400 |
//! | no `Host`, two, or one that is no host; for a target that is a URL its host counts | 400 |
//! | `Content-Length` and `Transfer-Encoding` together, either of them twice, a length that is no number, a coding that does not end with `chunked` | 400 |
//! | chunks that are not as RFC 9112, 7.1 says, trailers that say where the request ends | 400 |
//! | a head or a target that is too large | 431, 414 |
//! | another transfer coding than `chunked`; another version than HTTP/1.0 and 1.1 | 501, 505 |
//! | another expectation than `100-continue` | 417 |
//!
//! # Framing
//!
//! Where a body ends on the wire is the server's business: an app does not see that a request came in
//! chunks, a `transfer-encoding` that it sets is left out, and a `content-length` that is not the length
//! of the body is corrected and told to the log. Otherwise a client would read the rest of one answer
//! as the beginning of the next.
//!
//! # Log
//!
//! The core tells the log of each request, so it reads the same whoever calls the
//! [`Service`](crate::Service): this server, another one, or a test. While nobody listens nothing is
//! made or measured.
//!
//! | target, level | what |
//! |---|---|
//! | `roob::request`, `INFO` | a span `request` around all that the request does, the stream of its answer included: `method`, `route`, `request_id`, and at the end `status` and `micros` |
//! | `roob::access`, `INFO` | the line of the access log, in the span, when the head of the answer is there: `method`, `route`, `status`, `micros` (since the head of the request), `bytes` (of the body, where known), `request_id` |
//! | `roob::report`, `ERROR` | why a request ended in a 5xx, once: `request_id`, `method`, `route`, `status`, `cause` |
//! | `roob::stream`, `ERROR` | why an answer broke off: `request_id`, `method`, `route`, `cause` |
//!
//! A request that is dropped before it is answered, because its client [went away](#clients-that-go-away),
//! `was given up`: its line has no `status`.
//!
//! The id is that of the header `x-request-id`, if it is visible ASCII of at most 128 bytes, else a new
//! one. The answer to a failure has it as `x-request-id`; with
//! [`App::request_ids`](crate::App::request_ids) every answer has it, and so has the request when its
//! handler reads it.
//!
//! What a client sent is not in the log, so its secrets are not either: a route is its pattern, a verb
//! that HTTP does not name is `_OTHER`, and queries, headers and bodies are nowhere. Three things are:
//! the id that the client gave its request; paths, if [`App::log_paths`](crate::App::log_paths) allows
//! them; and whatever a handler puts into the cause of a failure or says to the log itself.
//!
//! What is refused before it is a request has no route and the verb `_OTHER`, because nothing of it can be
//! relied on; its line says `was refused`, and why.
//!
//! A subscriber that panics costs no request anything. The one of `tracing-subscriber` does it when it
//! cannot write, unless `log_internal_errors(false)` is said to it, and puts the next line behind the one
//! that it could not write; so after 64 panics in a row a thread tells it ever less, down to one event of
//! 4096, until one is heard.
//!
//! # Clients that go away
//!
//! When a client closes its connection, or its side of it, while its request is being answered, the
//! handler is dropped at the `.await` at which it waits, and so is what it holds: a transaction of a
//! database is undone. That is noticed once the request has been read to its end, and only if the client
//! has not sent its next request ahead. A handler that must not stop halfway is
//! [`detached`](crate::detached).

// In reading order: a file imports only files listed above it.
mod address;
mod descriptors;
mod settings;
mod command;
mod peer;
mod leftover;
mod error;
mod host;
mod guard;
mod framing;
mod wait;
mod pace;
mod arriving;
mod leaving;
mod stream;
mod sink;
mod lull;
mod alarm;
mod work;
mod socket;
mod talk;
mod stop;
mod ending;
mod answers;
mod connection;
#[cfg(unix)]
mod unix;
mod door;
mod listener;
#[cfg(all(unix, feature = "listenfd"))]
mod passed;
mod signals;
mod latch;
mod connections;
mod bound;
mod runtime;
mod server;
mod run;

pub use address::{Address, AddressError};
pub use bound::Bound;
pub use command::Misuse;
pub use error::Error;
pub use leftover::Leftover;
pub use peer::Peer;
pub use run::run;
pub use runtime::start;
pub use server::Server;
pub use settings::SettingError;

/// What else speaks HTTP over a socket: the test client.
#[cfg(feature = "testing")]
pub(crate) use {answers::Answers, connection::Protocol, pace::Pace, stop::Stop, work::Work};
