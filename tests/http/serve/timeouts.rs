use super::support::{Gate, Running, app, at_any_pace};
use roob::serve::Server;
use std::time::{Duration, Instant};

const SHORT: Duration = Duration::from_millis(200);

async fn start() -> Running {
    Running::with(app(), |server| server.head_timeout(SHORT)).await
}

#[tokio::test]
async fn a_client_that_says_nothing_is_closed() {
    let server = start().await;
    let mut client = server.connect().await;
    let start = Instant::now();
    assert_eq!(client.rest().await, "");
    assert!(start.elapsed() >= SHORT - Duration::from_millis(50), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_client_that_drips_its_head_is_late_all_the_same() {
    let server = start().await;
    let mut client = server.connect().await;
    let start = Instant::now();
    let drip = async {
        client.send("GET / HTTP/1.1\r\n").await;
        loop {
            client.try_send(b"x: y\r\n").await;
            tokio::time::sleep(SHORT / 10).await;
            if start.elapsed() > SHORT * 4 {
                return client.rest_or_reset().await;
            }
        }
    };
    let answer = drip.await;
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
}

#[tokio::test]
async fn a_connection_that_stays_idle_after_an_answer_is_closed() {
    let server = Running::with(app(), |server| server.keep_alive(SHORT)).await;
    let mut client = server.connect().await;
    client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn a_client_that_asks_in_time_is_not_closed() {
    at_any_pace(async |short| {
        let set = |server: Server| server.head_timeout(short).keep_alive(short);
        let server = Running::with(app(), set).await;
        let mut client = server.connect().await;
        let start = Instant::now();
        while start.elapsed() < short * 4 {
            client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
            tokio::time::sleep(short / 5).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_handler_may_take_longer_than_the_head() {
    at_any_pace(async |short| {
        let gate = Gate::new();
        let set = |server: Server| server.head_timeout(short).keep_alive(short);
        let server = Running::with(gate.app(), set).await;
        let mut client = server.connect().await;
        client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
        gate.has_begun().await;
        tokio::time::sleep(short * 3).await;
        gate.open();
        client.answer().await.assert(200, "late");
        client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
        // Nor is the time for the next request forgotten meanwhile.
        assert_eq!(client.rest().await, "");
    })
    .await;
}
