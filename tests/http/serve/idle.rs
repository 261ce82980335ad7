//! Connections on which nothing happens for longer than hyper keeps its buffers for them.

use super::support::{PATIENCE, Running, app, at_any_pace};
use roob::get;
use roob::serve::Server;
use std::time::Duration;

/// More than three looks.
const LONG: Duration = Duration::from_millis(150);

const HELLO: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

#[tokio::test]
async fn a_connection_that_lay_idle_is_answered() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    for _ in 0..3 {
        tokio::time::sleep(LONG).await;
        client.ask(HELLO).await.assert(200, "hello");
    }
}

/// The rest of the second request comes when the first has long been answered.
async fn check_half(request: &str, end_of_first_part: usize, body: &str) {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    let (now, later) = request.split_at(end_of_first_part);
    client.send(format!("{HELLO}{now}")).await;
    client.answer().await.assert(200, "hello");
    tokio::time::sleep(LONG).await;
    client.send(later).await;
    client.answer().await.assert(200, body);
    client.ask(HELLO).await.assert(200, "hello");
}

#[tokio::test]
async fn half_a_head_behind_a_request_is_not_lost() {
    let head = "GET /hello/Ada HTTP/1.1\r\nhost: a\r\n\r\n";
    check_half(head, 1, "hello Ada").await;
    check_half(head, head.len() - 1, "hello Ada").await;
    let long = format!("GET /hello/Ada HTTP/1.1\r\nx: {}\r\nhost: a\r\n\r\n", "y".repeat(5000));
    check_half(&long, 4000, "hello Ada").await;
}

#[tokio::test]
async fn an_answer_that_is_not_read_for_a_while_comes_whole() {
    let large = || "x".repeat(20_000_000);
    let server = Running::start(app().route("/large", get(large))).await;
    let mut client = server.connect().await;
    client.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n").await;
    tokio::time::sleep(LONG).await;
    assert!(client.answer().await.body == large());
    client.ask(HELLO).await.assert(200, "hello");
}

#[tokio::test]
async fn a_first_head_may_come_in_any_pieces() {
    let server = Running::start(app()).await;
    let name = "n".repeat(3000);
    let head = format!("GET /hello/{name} HTTP/1.1\r\nhost: a\r\n\r\n");
    for size in [1, 1023, 1024, 1025, head.len()] {
        let mut client = server.connect().await;
        let pieces = head.as_bytes().chunks(size).take(3).collect::<Vec<_>>();
        let sent: usize = pieces.iter().map(|piece| piece.len()).sum();
        for piece in pieces {
            client.send(piece).await;
            tokio::task::yield_now().await;
        }
        client.send(&head[sent..]).await;
        client.answer().await.assert(200, &format!("hello {name}"));
    }
}

/// What is waited for does not depend on who waits.
#[tokio::test]
async fn a_connection_that_lay_idle_has_its_limits() {
    at_any_pace(async |short| {
        let set = |server: Server| server.head_timeout(short).keep_alive(PATIENCE * 3);
        let server = Running::with(app(), set).await;
        let mut client = server.connect().await;
        client.ask(HELLO).await.assert(200, "hello");
        tokio::time::sleep(LONG).await;
        client.send("GET / HTTP/1.1\r\nhost").await;
        client.answer().await.assert(408, r#"{"message":"Request head did not come in time"}"#);
        assert_eq!(client.rest().await, "");
        let server = Running::with(app(), |server| server.keep_alive(short)).await;
        let mut client = server.connect().await;
        client.ask(HELLO).await.assert(200, "hello");
        assert_eq!(client.rest().await, "");
    })
    .await;
}
