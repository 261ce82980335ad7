use super::support::{Client, Gate, PATIENCE, Running, app};
use roob::bytes::Bytes;
use roob::http::Method;
use roob::serve::{Error, Peer};
use roob::{Body, BoxError, get};
use std::time::Duration;
use tokio::net::TcpStream;

const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

#[tokio::test]
async fn a_server_without_connections_stops_at_once() {
    let mut server = Running::start(app()).await;
    server.stop();
    server.end().await.unwrap();
}

#[tokio::test]
async fn a_request_under_way_is_answered_and_its_connection_closed() {
    let gate = Gate::new();
    let mut server = Running::start(gate.app()).await;
    let mut client = server.connect().await;
    client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
    gate.has_begun().await;
    let mut idle = server.connect().await;
    idle.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
    server.stop();
    // That it is closed shows that the connections know.
    assert_eq!(idle.rest().await, "");
    tokio::task::yield_now().await;
    gate.open();
    let answer = client.answer().await;
    answer.assert(200, "late");
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!(client.rest().await, "");
    drop(client);
    server.end().await.unwrap();
}

#[tokio::test]
async fn a_request_that_has_begun_to_come_is_answered() {
    let mut server = Running::start(app()).await;
    let mut client = server.connect().await;
    let mut idle = server.connect().await;
    client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
    client.send("GET /hello/ada HT").await;
    // On the one thread of this test, the answer to this shows that that was read.
    idle.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
    server.stop();
    assert_eq!(idle.rest().await, "");
    client.ask("TP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello ada");
    drop(client);
    server.end().await.unwrap();
}

#[tokio::test]
async fn a_request_that_has_begun_to_come_behind_another_is_answered() {
    let mut server = Running::start(app()).await;
    let mut client = server.connect().await;
    let mut idle = server.connect().await;
    client.ask(&format!("{GET}GET /hello/ada HT")).await.assert(200, "hello");
    server.stop();
    assert_eq!(idle.rest().await, "");
    client.ask("TP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello ada");
    drop(client);
    server.end().await.unwrap();
}

#[tokio::test]
async fn idle_connections_are_closed_and_nobody_waits_for_their_clients() {
    let mut server = Running::with(app(), |server| server.idle_grace(Duration::ZERO)).await;
    let mut new = server.connect().await;
    let mut used = server.connect().await;
    used.ask(GET).await.assert(200, "hello");
    let mut posted = server.connect().await;
    let post = "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nx";
    posted.ask(post).await.assert(200, "x");
    server.stop();
    for client in [&mut new, &mut used, &mut posted] {
        assert_eq!(client.rest().await, "");
    }
    // The clients keep their sides open.
    server.end().await.unwrap();
}

#[tokio::test]
async fn a_request_that_was_on_its_way_is_answered_as_the_last() {
    let mut server = Running::with(app(), |server| server.idle_grace(PATIENCE)).await;
    let (mut used, mut new) = (server.connect().await, server.connect().await);
    used.ask(GET).await.assert(200, "hello");
    server.stop();
    server.refuses().await;
    for client in [&mut used, &mut new] {
        let answer = client.ask(GET).await;
        answer.assert(200, "hello");
        assert_eq!(answer.header("connection"), Some("close"));
        assert_eq!(client.rest().await, "");
    }
    drop((used, new));
    server.end().await.unwrap();
}

#[tokio::test]
async fn half_a_head_that_was_on_its_way_is_waited_for() {
    let mut server = Running::with(app(), |server| server.idle_grace(PATIENCE)).await;
    let mut client = server.connect().await;
    server.stop();
    server.refuses().await;
    client.send("GET / HTTP/1.1\r\nho").await;
    client.ask("st: a\r\n\r\n").await.assert(200, "hello");
    assert_eq!(client.rest().await, "");
}

/// The runtime of this test has had no turn since, so it cannot know.
#[tokio::test]
async fn a_request_that_only_the_system_has_seen_is_answered() {
    let mut server = Running::with(app(), |server| server.idle_grace(Duration::ZERO)).await;
    let mut client = server.connect().await;
    client.ask(GET).await.assert(200, "hello");
    let mut direct = client.0.into_std().unwrap();
    server.stop();
    std::io::Write::write_all(&mut direct, GET.as_bytes()).unwrap();
    let mut client = Client(TcpStream::from_std(direct).unwrap());
    let answer = client.answer().await;
    answer.assert(200, "hello");
    assert_eq!(answer.header("connection"), Some("close"));
}

/// As above: nobody has accepted it yet.
#[tokio::test]
async fn a_connection_that_only_the_system_has_seen_is_served() {
    let mut server = Running::start(app()).await;
    let mut direct = std::net::TcpStream::connect(server.address).unwrap();
    std::io::Write::write_all(&mut direct, GET.as_bytes()).unwrap();
    server.stop();
    direct.set_nonblocking(true).unwrap();
    let mut client = Client(TcpStream::from_std(direct).unwrap());
    let answer = client.answer().await;
    answer.assert(200, "hello");
    assert_eq!(answer.header("connection"), Some("close"));
}

#[tokio::test]
async fn http_1_0_is_kept_alive_until_the_server_ends() {
    let mut server = Running::with(app(), |server| server.idle_grace(PATIENCE)).await;
    let mut client = server.connect().await;
    let request = "GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n";
    let answer = client.ask(request).await;
    assert_eq!(answer.header("connection"), Some("keep-alive"));
    server.stop();
    server.refuses().await;
    let answer = client.ask(request).await;
    answer.assert(200, "hello");
    assert_ne!(answer.header("connection"), Some("keep-alive"));
    assert_eq!(client.rest().await, "");
}

/// RFC 9112, 9.6: what comes behind a request that was answered with `close` is not processed.
#[tokio::test]
async fn of_requests_that_come_together_the_client_is_told_which_was_the_last() {
    let mut server = Running::with(app(), |server| server.idle_grace(PATIENCE)).await;
    let mut client = server.connect().await;
    client.ask(GET).await.assert(200, "hello");
    server.stop();
    server.refuses().await;
    client.send(GET.repeat(3)).await;
    let answer = client.answer().await;
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn while_it_delays_its_end_a_server_says_so_and_goes_on() {
    let app = app().route("/readyz", get(roob::ready));
    let mut server = Running::with(app, |server| server.drain_delay(PATIENCE)).await;
    let ready = "GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n";
    let mut client = server.connect().await;
    client.ask(ready).await.assert(200, r#"{"status":"ready"}"#);
    server.stop();
    // On the one thread of this test the server is told by now.
    tokio::task::yield_now().await;
    let mut another = server.connect().await;
    for client in [&mut client, &mut another] {
        let answer = client.ask(ready).await;
        answer.assert(503, r#"{"status":"stopping"}"#);
        assert_eq!(answer.header("connection"), None);
    }
}

#[tokio::test]
async fn after_its_delay_a_server_ends() {
    let delay = Duration::from_millis(10);
    let mut server = Running::with(app(), |server| server.drain_delay(delay)).await;
    let mut client = server.connect().await;
    server.stop();
    assert_eq!(client.rest().await, "");
    server.end().await.unwrap();
}

#[tokio::test]
async fn new_connections_are_refused_while_old_ones_finish() {
    let gate = Gate::new();
    let mut server = Running::start(gate.app()).await;
    let mut client = server.connect().await;
    client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
    gate.has_begun().await;
    let mut idle = server.connect().await;
    idle.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
    server.stop();
    // The listener closes before the connections are told.
    assert_eq!(idle.rest().await, "");
    server.refuses().await;
    gate.open();
    client.answer().await.assert(200, "late");
    drop(client);
    server.end().await.unwrap();
}

#[tokio::test]
async fn after_the_grace_what_is_left_is_cut_off_and_named() {
    let gate = Gate::new();
    let grace = Duration::from_millis(100);
    let mut server = Running::with(gate.app(), |server| server.grace(grace)).await;
    let mut clients = [server.connect().await, server.connect().await];
    clients[0].send("GET /slow?token=secret HTTP/1.1\r\nhost: a\r\n\r\n").await;
    gate.has_begun().await;
    clients[1].ask(GET).await.assert(200, "hello");
    clients[1].send("GET /hello/ada HT").await;
    let mut idle = server.connect().await;
    // On the one thread of this test, the answer to this shows that all was read.
    idle.ask(GET).await.assert(200, "hello");
    let peers = clients.each_ref().map(|client| client.0.local_addr().unwrap());
    server.stop();
    let error = server.end().await.unwrap_err();
    let Error::Deadline { left, after } = &error else { panic!("{error}") };
    assert_eq!(*after, grace);
    assert!(left.iter().all(|left| left.time() >= grace), "{left:?}");
    assert_eq!(left[0].peer(), Peer::Ip(peers[0]));
    assert_eq!((left[0].method(), left[0].path()), (Some(&Method::GET), Some("/slow")));
    assert_eq!((left[1].method(), left[1].path()), (None, None));
    let (first, second) = (left[0].time(), left[1].time());
    let message = format!(
        "gave up after 100ms with 2 connections unfinished: `GET /slow` of {} for {first:.1?}, half \
         a head of {} for {second:.1?}",
        peers[0], peers[1]
    );
    assert_eq!(error.to_string(), message);
    for client in &mut clients {
        assert_eq!(client.rest_or_reset().await, "");
    }
}

#[tokio::test]
async fn an_answer_that_is_still_being_sent_is_named() {
    let endless =
        || futures_util::stream::repeat_with(|| Ok::<_, BoxError>(Bytes::from("x".repeat(10_000))));
    let app = app().route("/endless", get(move || Body::stream(endless())));
    let grace = Duration::from_millis(10);
    let mut server = Running::with(app, |server| server.grace(grace)).await;
    let mut client = server.connect().await;
    client.send("GET /endless HTTP/1.1\r\nhost: a\r\n\r\n").await;
    client.head().await;
    server.stop();
    let error = server.end().await.unwrap_err();
    let Error::Deadline { left, .. } = error else { panic!("{error}") };
    assert_eq!(left[0].path(), Some("/endless"));
}
