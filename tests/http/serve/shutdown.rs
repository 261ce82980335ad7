use super::support::{Gate, Running, app, within};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

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
async fn idle_connections_are_closed_at_once() {
    let mut server = Running::start(app()).await;
    let mut used = server.connect().await;
    used.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
    let mut posted = server.connect().await;
    posted
        .ask("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nx")
        .await
        .assert(200, "x");
    let start = Instant::now();
    server.stop();
    assert_eq!(used.rest().await, "");
    assert_eq!(posted.rest().await, "");
    // The clients keep their sides open; nobody waits for them.
    server.end().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
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
    let refused = within(TcpStream::connect(server.address)).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    gate.open();
    client.answer().await.assert(200, "late");
    drop(client);
    server.end().await.unwrap();
}

#[tokio::test]
async fn after_the_grace_what_is_left_is_cut_off_and_counted() {
    let gate = Gate::new();
    let grace = Duration::from_millis(100);
    let mut server = Running::with(gate.app(), |server| server.grace(grace)).await;
    let mut clients = [server.connect().await, server.connect().await];
    for client in &mut clients {
        client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
        gate.has_begun().await;
    }
    server.stop();
    let error = server.end().await.unwrap_err();
    assert_eq!(error.to_string(), "gave up after 100ms with 2 connections unfinished");
    for client in &mut clients {
        assert_eq!(client.rest_or_reset().await, "");
    }
}
