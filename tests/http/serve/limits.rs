//! What slow, greedy and hostile clients get, and that nobody else notices.

use super::support::{Client, Gate, Running, app, at_any_pace, within};
use futures_util::{StreamExt, stream};
use roob::bytes::Bytes;
use roob::serve::Server;
use roob::{App, Body, Error, Request, get, post};
use std::convert::Infallible;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::time::sleep;

const SHORT: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(60);

const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";
const STOPPED: &str = r#"{"message":"Request body stopped coming"}"#;

/// A client that comes after a hostile one is served.
async fn check_healthy(server: &Running) {
    server.connect().await.ask(GET).await.assert(200, "hello");
}

async fn patient_with_bodies(time: Duration) -> Running {
    Running::with(app(), |server| server.body_timeout(time)).await
}

#[tokio::test]
async fn a_body_that_stops_coming_is_a_408_and_the_connection_closes() {
    let server = patient_with_bodies(SHORT).await;
    for start in [
        "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n",
        "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nsome",
        "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\nso",
    ] {
        let mut client = server.connect().await;
        let answer = client.ask(start).await;
        answer.assert(408, STOPPED);
        assert_eq!(answer.header("connection"), Some("close"));
        assert_eq!(client.rest().await, "");
        check_healthy(&server).await;
    }
}

#[tokio::test]
async fn a_client_that_was_told_to_continue_and_does_not_is_one_of_them() {
    let server = patient_with_bodies(SHORT).await;
    let mut client = server.connect().await;
    let head =
        "POST /echo HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n";
    client.send(head).await;
    assert_eq!(client.head().await, "HTTP/1.1 100 Continue\r\n\r\n");
    client.answer().await.assert(408, STOPPED);
}

#[tokio::test]
async fn a_body_that_comes_slowly_is_read_to_its_end() {
    at_any_pace(async |short| {
        let server = patient_with_bodies(short).await;
        let mut client = server.connect().await;
        client.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 20\r\n\r\n").await;
        for _ in 0..20 {
            sleep(short / 8).await;
            client.send("x").await;
        }
        client.answer().await.assert(200, &"x".repeat(20));
        client.ask(GET).await.assert(200, "hello");
    })
    .await;
}

#[tokio::test]
async fn a_body_that_nobody_reads_yet_is_not_late() {
    let gate = Gate::new();
    let server = Running::with(gate.app(), |server| server.body_timeout(SHORT)).await;
    let mut client = server.connect().await;
    client.send("GET /slow HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\n").await;
    gate.has_begun().await;
    sleep(SHORT * 2).await;
    gate.open();
    client.answer().await.assert(200, "late");
}

#[tokio::test]
async fn a_handler_makes_its_own_answer_of_a_body_that_stops() {
    let read = async |mut request: Request| match request.bytes().await {
        Ok(_) => "whole".to_owned(),
        Err(error) => format!("{} after all", error.status()),
    };
    let app = App::new().route("/", post(read));
    let server = Running::with(app, |server| server.body_timeout(SHORT)).await;
    let mut client = server.connect().await;
    let answer = client.ask("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nx").await;
    answer.assert(200, "408 Request Timeout after all");
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn a_body_that_another_task_reads_is_watched_as_well() {
    let read = async |mut request: Request| {
        let reading = tokio::spawn(async move { request.bytes().await });
        reading.await.map_err(Error::internal)?
    };
    let server =
        Running::with(App::new().route("/", post(read)), |server| server.body_timeout(SHORT)).await;
    let mut client = server.connect().await;
    let answer = client.ask("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nx").await;
    answer.assert(408, STOPPED);
}

#[tokio::test]
async fn a_head_that_does_not_end_is_a_408_and_the_connection_closes() {
    at_any_pace(async |short| {
        let server = Running::with(app(), |server| server.head_timeout(short)).await;
        for before in ["", GET] {
            let mut client = server.connect().await;
            if !before.is_empty() {
                client.ask(before).await.assert(200, "hello");
            }
            let answer = client.ask("GET / HTTP/1.1\r\nhost: a\r\nx: ").await;
            answer.assert(408, r#"{"message":"Request head did not come in time"}"#);
            assert_eq!(
                answer.head,
                "HTTP/1.1 408 Request Timeout\r\ncontent-type: application/json\r\n\
             connection: close\r\ncontent-length: 47\r\n\r\n"
            );
            assert_eq!(client.rest().await, "");
            check_healthy(&server).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_late_head_that_asks_for_no_body_gets_none() {
    let server = Running::with(app(), |server| server.head_timeout(SHORT)).await;
    let mut client = server.connect().await;
    client.send("HEAD / HTTP/1.1\r\nhost: a").await;
    let answer = client.rest().await;
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
}

/// It has come before anybody waits for it, and is waited for no longer than others.
#[tokio::test]
async fn a_head_that_began_behind_another_request_has_to_end_in_time() {
    at_any_pace(async |short| {
        let set = |server: Server| server.head_timeout(short).keep_alive(LONG);
        let gate = Gate::new();
        let server = Running::with(gate.app(), set).await;
        let mut client = server.connect().await;
        client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\nGET / HT").await;
        gate.has_begun().await;
        gate.open();
        client.answer().await.assert(200, "late");
        client.answer().await.assert(408, r#"{"message":"Request head did not come in time"}"#);
        assert_eq!(client.rest().await, "");
    })
    .await;
}

/// Between two requests a client may be silent for longer than it may take to send one.
#[tokio::test]
async fn an_idle_connection_has_a_time_of_its_own() {
    at_any_pace(async |short| {
        let set = |server: Server| server.head_timeout(short).keep_alive(LONG);
        let server = Running::with(app(), set).await;
        let mut client = server.connect().await;
        for _ in 0..3 {
            client.ask(GET).await.assert(200, "hello");
            sleep(short * 2).await;
        }
        // The time for the head counts from its first byte.
        client.send("GET / HTTP/1.1\r\n").await;
        sleep(short / 4).await;
        client.ask("host: a\r\n\r\n").await.assert(200, "hello");
    })
    .await;
}

#[tokio::test]
async fn a_head_with_more_headers_than_the_limit_is_a_431() {
    for (limit, least) in [(100, 99), (3, 2), (300, 299)] {
        let server = Running::with(app(), |server| server.max_headers(limit)).await;
        let head =
            |more: usize| format!("GET / HTTP/1.1\r\nhost: a\r\n{}\r\n", "x: y\r\n".repeat(more));
        server.connect().await.ask(&head(least)).await.assert(200, "hello");
        let mut client = server.connect().await;
        let answer = client.ask(&head(least + 1)).await;
        answer.assert(431, &format!(r#"{{"message":"Request has more than {limit} headers"}}"#));
        assert_eq!(answer.header("connection"), Some("close"));
        assert_eq!(client.rest().await, "");
    }
}

/// An app that answers without end, and how many pieces of 16 KiB were asked for.
fn endless() -> (App, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let stream = move || {
        let counted = Arc::clone(&counted);
        Body::stream(stream::repeat_with(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 16 * 1024]))
        }))
    };
    (app().route("/endless", get(stream)), asked)
}

/// A client whose side of the connection holds little.
async fn narrow(server: &Running) -> Client {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4 * 1024).unwrap();
    Client(within(socket.connect(server.address)).await.unwrap())
}

#[tokio::test]
async fn a_client_that_takes_nothing_of_its_answer_is_cut_off() {
    let (app, asked) = endless();
    let server = Running::with(app, |server| server.write_timeout(SHORT)).await;
    let mut client = narrow(&server).await;
    client.send("GET /endless HTTP/1.1\r\nhost: a\r\n\r\n").await;
    // More than that is not made for somebody who does not take it: the kernel has a few MiB.
    let mut before = usize::MAX;
    while asked.load(Ordering::SeqCst) != before {
        before = asked.load(Ordering::SeqCst);
        check_healthy(&server).await;
        sleep(SHORT * 2).await;
    }
    assert!(before < 1024, "{before} pieces");
    let mut all = Vec::new();
    let _ = within(client.0.read_to_end(&mut all)).await;
    assert!(!all.ends_with(b"0\r\n\r\n"));
    assert_eq!(asked.load(Ordering::SeqCst), before);
}

#[tokio::test]
async fn a_client_that_takes_its_answer_slowly_gets_all_of_it() {
    at_any_pace(async |short| {
        const SIZE: usize = 8 * 1024 * 1024;
        let large = || vec![b'x'; SIZE];
        let set =
            |server: Server| server.write_timeout(short).head_timeout(short).keep_alive(short);
        let server = Running::with(app().route("/large", get(large)), set).await;
        let mut client = narrow(&server).await;
        client.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n").await;
        client.head().await;
        let mut left = SIZE;
        let mut space = vec![0; SIZE / 16];
        while left > 0 {
            let some = space.len().min(left);
            within(client.0.read_exact(&mut space[..some])).await.unwrap();
            left -= some;
            sleep(short / 4).await;
        }
    })
    .await;
}

/// A server, and a client that waits for answers of 8 KiB without taking any. Buffers have the same
/// size in each call.
async fn crammed(requests: usize, short: Duration) -> (Running, Client, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let answer = move || {
        counted.fetch_add(1, Ordering::SeqCst);
        vec![b'x'; 8 * 1024]
    };
    let socket = TcpSocket::new_v4().unwrap();
    // Connections have what the listener has.
    socket.set_send_buffer_size(64 * 1024).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(9).unwrap().into_std().unwrap();
    let server = Server::new(app().route("/8", get(answer))).unwrap();
    let server = Running::of(server.keep_alive(short).on(listener).unwrap());
    let mut client = narrow(&server).await;
    for count in 1..=requests {
        client.send("GET /8 HTTP/1.1\r\nhost: a\r\n\r\n").await;
        let is_asked = async {
            while asked.load(Ordering::SeqCst) < count {
                sleep(short / 40).await;
            }
        };
        if tokio::time::timeout(short * 2, is_asked).await.is_err() {
            break;
        }
    }
    (server, client, asked)
}

/// While the last answer waits to be taken the client does not owe us the next request.
#[tokio::test]
async fn a_client_that_is_busy_with_its_answers_is_not_idle() {
    at_any_pace(async |short| {
        let (_server, _, asked) = crammed(1000, short).await;
        // The server reads no more requests. With one less it waits for the next, with an answer in hand.
        let most = asked.load(Ordering::SeqCst) - 1;
        let (_server, mut client, _) = crammed(most, short).await;
        sleep(short * 3).await;
        for _ in 0..most {
            assert_eq!(client.answer().await.body.len(), 8 * 1024);
        }
        client.ask(GET).await.assert(200, "hello");
        assert_eq!(client.rest().await, "");
    })
    .await;
}

#[tokio::test]
async fn a_handler_that_takes_too_long_is_a_503_and_the_connection_stays() {
    let app = app()
        .route("/hang", get(async || pending::<String>().await).time_limit(SHORT))
        .route("/upload", post(|body: Bytes| body).time_limit(SHORT));
    let server = Running::start(app).await;
    let mut client = server.connect().await;
    for _ in 0..2 {
        let answer = client.ask("GET /hang HTTP/1.1\r\nhost: a\r\n\r\n").await;
        answer.assert(503, r#"{"message":"Request took longer than the limit of 200ms"}"#);
        client.ask(GET).await.assert(200, "hello");
    }
    // Dripping does not help: the body is a part of what the handler waits for.
    client.send("POST /upload HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n").await;
    let (mut read, mut write) = client.0.into_split();
    let drip = async {
        while write.write_all(b"x").await.is_ok() {
            sleep(SHORT / 10).await;
        }
        pending::<()>().await;
    };
    let mut start = vec![0; 12];
    tokio::select! {
        () = drip => {}
        came = within(read.read_exact(&mut start)) => { came.unwrap(); }
    }
    assert_eq!(start, b"HTTP/1.1 503");
}

/// The limit of one request is not what is left of the one before.
#[tokio::test]
async fn each_request_of_a_connection_has_the_whole_time() {
    at_any_pace(async |short| {
        let pause = move || async move { sleep(short / 4).await };
        let server = Running::start(App::new().route("/", get(pause)).time_limit(short)).await;
        let mut client = server.connect().await;
        let start = Instant::now();
        while start.elapsed() < short * 3 {
            client.ask(GET).await.assert(200, "");
        }
    })
    .await;
}

#[tokio::test]
async fn a_stream_that_has_begun_may_take_longer_than_the_limit() {
    let words = || {
        let words = stream::iter(["a", "b"]).then(async |word| {
            sleep(SHORT * 2).await;
            Ok::<_, Infallible>(Bytes::from(word))
        });
        Body::stream(words)
    };
    let server = Running::start(App::new().route("/", get(words)).time_limit(SHORT)).await;
    let mut client = server.connect().await;
    client.send("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(client.rest().await.ends_with("1\r\na\r\n1\r\nb\r\n0\r\n\r\n"));
}

#[tokio::test]
async fn who_comes_when_there_are_enough_is_served_as_soon_as_one_leaves() {
    let server = Running::with(app(), |server| server.max_connections(2)).await;
    let mut first = server.connect().await;
    let mut second = server.connect().await;
    first.ask(GET).await.assert(200, "hello");
    second.ask(GET).await.assert(200, "hello");
    let mut third = server.connect().await;
    third.send(GET).await;
    // Those that are there go on as before, and the third waits.
    for _ in 0..10 {
        first.ask(GET).await.assert(200, "hello");
        second.ask(GET).await.assert(200, "hello");
    }
    let unanswered = third.0.try_read(&mut [0; 1]).unwrap_err();
    assert_eq!(unanswered.kind(), std::io::ErrorKind::WouldBlock);
    drop(second);
    third.answer().await.assert(200, "hello");
    first.ask(GET).await.assert(200, "hello");
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Under an attack each connection would be a line otherwise.
#[tokio::test]
async fn the_log_says_once_that_there_are_enough() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false);
    let _guard = tracing::subscriber::set_default(subscriber.finish());
    let server = Running::with(app(), |server| server.max_connections(4)).await;
    let mut clients = Vec::new();
    for _ in 0..4 {
        clients.push(server.connect().await);
    }
    for _ in 0..3 {
        clients.remove(0);
        let mut next = server.connect().await;
        next.ask(GET).await.assert(200, "hello");
        clients.push(next);
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<&str> = log.lines().filter(|line| line.contains(" WARN ")).collect();
    let [line] = lines[..] else { panic!("{log}") };
    let message = "roob::serve::connections: no more connections until one ends connections=4";
    assert!(line.ends_with(message), "{line}");
}

/// Silent ones leave by themselves, so that nobody can lock the others out.
#[tokio::test]
async fn silent_clients_give_their_places_back() {
    at_any_pace(async |short| {
        let set = |server: Server| server.max_connections(3).head_timeout(short);
        let server = Running::with(app(), set).await;
        let mut silent = Vec::new();
        for _ in 0..9 {
            silent.push(server.connect().await);
        }
        check_healthy(&server).await;
    })
    .await;
}

#[tokio::test]
async fn a_full_server_stops_as_any_other() {
    let mut server = Running::with(app(), |server| server.max_connections(1)).await;
    let mut first = server.connect().await;
    first.ask(GET).await.assert(200, "hello");
    let _waiting = server.connect().await;
    server.stop();
    assert_eq!(first.rest().await, "");
    server.end().await.unwrap();
}

/// Those who wait in the queue had connected, so they are served: as everybody else, when there is room.
#[tokio::test]
async fn a_server_that_stops_serves_no_more_at_once_than_before() {
    let (gate, busy, most) =
        (Gate::new(), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&most);
    let count = move || {
        let (busy, most) = (Arc::clone(&busy), Arc::clone(&counted));
        async move {
            most.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            sleep(SHORT / 10).await;
            busy.fetch_sub(1, Ordering::SeqCst);
        }
    };
    let app = gate.app().route("/count", get(count));
    let mut server = Running::with(app, |server| server.max_connections(1)).await;
    let mut first = server.connect().await;
    first.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
    gate.has_begun().await;
    let mut waiting = Vec::new();
    for _ in 0..4 {
        let mut client = server.connect().await;
        client.send("GET /count HTTP/1.1\r\nhost: a\r\n\r\n").await;
        waiting.push(client);
    }
    server.stop();
    server.refuses().await;
    sleep(SHORT).await;
    assert_eq!(most.load(Ordering::SeqCst), 0);
    gate.open();
    first.answer().await.assert(200, "late");
    for mut client in waiting {
        client.answer().await.assert(200, "");
    }
    assert_eq!(most.load(Ordering::SeqCst), 1);
    server.end().await.unwrap();
}

/// A time that no clock can have is not a panic when a client comes.
#[tokio::test]
async fn the_longest_times_are_as_good_as_none() {
    let set = |server: Server| {
        let far = Duration::MAX;
        server.head_timeout(far).keep_alive(far).body_timeout(far).write_timeout(far)
    };
    let wait = async |mut request: Request| {
        sleep(SHORT / 10).await;
        request.bytes().await
    };
    let app = App::new().route("/", post(wait)).time_limit(Duration::MAX);
    let server = Running::with(app, set).await;
    let mut client = server.connect().await;
    client.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nh").await;
    sleep(SHORT / 5).await;
    client.send("i").await;
    client.answer().await.assert(200, "hi");
}
