//! What is counted of connections, and of requests that come over them.

use super::support::{Gate, Running, within};
use roob::{App, Metrics};

async fn start(app: App) -> Running {
    let metrics = Metrics::new();
    Running::start(app.route("/metrics", metrics.endpoint()).metrics(&metrics)).await
}

/// The value of a series, as a connection of its own reads it.
async fn read(server: &Running, series: &str) -> Option<u64> {
    let mut client = server.connect().await;
    let text = client.ask("GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n").await.body;
    let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.map(|value| value.parse().unwrap())
}

/// Waits until the series has this value.
async fn until(server: &Running, series: &str, value: u64) {
    within(async {
        while read(server, series).await != Some(value) {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn open_connections_are_counted() {
    let server = start(App::new()).await;
    // The one that asks is one of them.
    until(&server, "http_connections_open", 1).await;
    let clients = [server.connect().await, server.connect().await];
    until(&server, "http_connections_open", 3).await;
    drop(clients);
    until(&server, "http_connections_open", 1).await;
}

#[tokio::test]
async fn requests_under_way_are_counted() {
    let gate = Gate::new();
    let server = start(gate.app()).await;
    let mut client = server.connect().await;
    client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await;
    gate.has_begun().await;
    assert_eq!(read(&server, "http_requests_in_flight").await, Some(2));
    let slow = r#"http_requests_total{method="GET",route="/slow",status="2xx"}"#;
    assert_eq!(read(&server, slow).await, None);
    gate.open();
    client.answer().await.assert(200, "late");
    assert_eq!(read(&server, "http_requests_in_flight").await, Some(1));
    assert_eq!(read(&server, slow).await, Some(1));
}

#[tokio::test]
async fn a_request_that_is_refused_for_its_host_is_counted() {
    let server = start(super::support::app()).await;
    server.connect().await.ask("GET / HTTP/1.1\r\n\r\n").await;
    let refused = r#"http_requests_total{method="_OTHER",route="(no route)",status="4xx"}"#;
    assert_eq!(read(&server, refused).await, Some(1));
}
