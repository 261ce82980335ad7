//! A program that ends while many ask.
//!
//! A request counts as accepted when the system took it before it closed its side: one that is sent on
//! a new connection, or on an old one whose end the client could not have seen. A connection that is
//! refused is none. A handful of ends are tried each time; `ROOB_KILLS=50` tries fifty:
//!
//! ```sh
//! ROOB_KILLS=50 cargo test --release -p roob --test http serve::load
//! ```

use super::program::{Serving, example};
use super::support::{PATIENCE, within};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

const CLIENTS: usize = 32;

/// Most are answered at once, and some take a while.
const REQUESTS: [&str; 4] = [GET, GET, GET, "GET /naps/5 HTTP/1.1\r\nhost: a\r\n\r\n"];

const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

/// How a client uses its connections.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As long as it may.
    KeepAlive,
    /// Each for one request.
    Fresh,
}

/// Clients that ask without a pause.
pub(super) struct Load {
    count: Arc<AtomicUsize>,
    is_over: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Report>>,
}

/// What came of it.
#[derive(Default)]
pub(super) struct Report {
    pub(super) answered: usize,
    /// Connections that were refused.
    pub(super) refused: usize,
    /// Requests without an answer.
    pub(super) lost: Vec<String>,
}

/// What came of a request.
enum Outcome {
    Answered {
        is_last: bool,
    },
    /// The server had closed the connection before it was sent.
    Unsent,
    Lost(String),
}

impl Load {
    pub(super) fn start(address: SocketAddr, kinds: &[Kind]) -> Self {
        let (count, is_over) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let client = |number| {
            let kind: Kind = kinds[number % kinds.len()];
            let (count, is_over) = (Arc::clone(&count), Arc::clone(&is_over));
            std::thread::spawn(move || ask_on(address, kind, &count, &is_over))
        };
        let clients = (0..CLIENTS).map(client).collect();
        Self { count, is_over, clients }
    }

    /// Waits for that many more answers.
    pub(super) async fn answers(&self, more: usize) {
        let until = self.count.load(Ordering::Relaxed) + more;
        let come = async {
            while self.count.load(Ordering::Relaxed) < until {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        within(come).await;
    }

    pub(super) fn end(self) -> Report {
        self.is_over.store(true, Ordering::Relaxed);
        let mut all = Report::default();
        for client in self.clients {
            let report = client.join().unwrap();
            all.answered += report.answered;
            all.refused += report.refused;
            all.lost.extend(report.lost);
        }
        all
    }
}

fn ask_on(address: SocketAddr, kind: Kind, count: &AtomicUsize, is_over: &AtomicBool) -> Report {
    let mut report = Report::default();
    let mut kept = None;
    for request in REQUESTS.iter().cycle() {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let connection = kept.take().map_or_else(|| TcpStream::connect(address), Ok);
        let Ok(mut connection) = connection else {
            report.refused += 1;
            std::thread::sleep(Duration::from_millis(1));
            continue;
        };
        match ask(&mut connection, request) {
            Outcome::Answered { is_last } => {
                report.answered += 1;
                count.fetch_add(1, Ordering::Relaxed);
                kept = (kind == Kind::KeepAlive && !is_last).then_some(connection);
            }
            Outcome::Unsent => {}
            Outcome::Lost(reason) => report.lost.push(reason),
        }
    }
    report
}

fn ask(connection: &mut TcpStream, request: &str) -> Outcome {
    connection.set_nodelay(true).unwrap();
    connection.set_nonblocking(true).unwrap();
    match connection.peek(&mut [0]) {
        Err(error) if error.kind() == ErrorKind::WouldBlock => {}
        _ => return Outcome::Unsent,
    }
    connection.set_nonblocking(false).unwrap();
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    let sent = connection.write_all(request.as_bytes());
    match sent.and_then(|()| read(connection)) {
        Ok(answer) if answer.starts_with("HTTP/1.1 200 OK\r\n") => {
            Outcome::Answered { is_last: answer.contains("\r\nconnection: close\r\n") }
        }
        Ok(answer) => Outcome::Lost(format!("answered {answer:?}")),
        Err(error) => Outcome::Lost(error.to_string()),
    }
}

/// One answer, whose body tells where it ends.
fn read(connection: &mut TcpStream) -> std::io::Result<String> {
    let mut answer = Vec::new();
    let mut space = [0; 1024];
    while !answer.ends_with(b"hello") && !answer.ends_with(b" ms") {
        match connection.read(&mut space)? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            length => answer.extend_from_slice(&space[..length]),
        }
    }
    Ok(String::from_utf8(answer).unwrap())
}

/// Numbers that look random, other ones in each run.
fn random() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0)
}

/// Ends programs under load as often as the environment says, at moments that nobody chose.
async fn end_programs(kinds: &[Kind]) {
    let times = std::env::var("ROOB_KILLS").map_or(4, |times| times.parse().unwrap());
    let mut answered = 0;
    for time in 0..times {
        let server = Serving::start(example("lifecycle").arg("0")).await;
        let load = Load::start(server.address.parse().unwrap(), kinds);
        load.answers(20).await;
        tokio::time::sleep(Duration::from_micros(random() % 50_000)).await;
        server.signal("TERM").await;
        assert_eq!(server.end().await, (Some(0), vec!["flushed".to_owned()]));
        let report = load.end();
        assert_eq!(report.lost, Vec::<String>::new(), "the {time}. time");
        answered += report.answered;
    }
    println!("{times} programs ended, {answered} requests were answered, none was lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_ends_answers_all_that_came_on_kept_connections() {
    end_programs(&[Kind::KeepAlive]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_ends_answers_all_that_came_on_new_connections() {
    end_programs(&[Kind::Fresh]).await;
}
