//! A request of a test over real sockets, beside the same request in process: Roob and axum-test.
//!
//! `transports` prints a table: microseconds a request, the median of alternating rounds with the
//! smallest and the largest. As in a test, all of it runs on tokio's runtime of one thread.

use axum_test::{TestServer, Transport};
use roob::testing::TestClient;
use roob::{App, Service, get};
use std::time::Instant;

const ROUNDS: usize = 9;
const REQUESTS: u32 = 2_000;
/// So many requests are one conversation, as in a test.
const CONVERSATION: u32 = 10;

struct Ways {
    service: Service,
    mock: TestServer,
    http: TestServer,
}

const NAMES: [&str; 5] = [
    "roob direct",
    "roob http1, a client for ten requests",
    "roob http1, a client for each",
    "axum-test mock",
    "axum-test http, a connection for each",
];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let ways = Ways::new();
    let mut all = NAMES.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for (at, micros) in all.iter_mut().enumerate() {
            // The first one opens what stays open.
            ways.ask(at, 1).await;
            let start = Instant::now();
            ways.ask(at, REQUESTS).await;
            micros.push(start.elapsed().as_secs_f64() * 1e6 / f64::from(REQUESTS));
        }
    }
    println!("| client | µs, median (min–max) |\n|---|---:|");
    for (name, mut micros) in NAMES.iter().zip(all) {
        micros.sort_by(f64::total_cmp);
        let (smallest, largest) = (micros[0], micros[ROUNDS - 1]);
        println!("| {name} | {:.1} ({smallest:.1}–{largest:.1}) |", micros[ROUNDS / 2]);
    }
}

impl Ways {
    fn new() -> Self {
        let app = App::new().route("/plaintext", get(async || "Hello, World!"));
        let axum = || {
            let hello = axum::routing::get(async || "Hello, World!");
            axum::Router::new().route("/plaintext", hello)
        };
        let server = |transport| TestServer::builder().transport(transport).build(axum());
        Self {
            service: app.build().expect("an app without mistakes"),
            mock: server(Transport::MockHttp),
            http: server(Transport::HttpRandomPort),
        }
    }

    async fn ask(&self, way: usize, count: u32) {
        let client = || TestClient::of(self.service.clone());
        match way {
            0 => roob(|| client().direct(), CONVERSATION, count).await,
            1 => roob(|| client().http1(), CONVERSATION, count).await,
            2 => roob(|| client().http1(), 1, count).await,
            3 => axum_test(&self.mock, count).await,
            _ => axum_test(&self.http, count).await,
        }
    }
}

/// `each` requests by one client, then another client.
async fn roob(client: impl Fn() -> TestClient, each: u32, count: u32) {
    let mut current = client();
    for asked in 0..count {
        if asked % each == 0 {
            current = client();
        }
        current.get("/plaintext").await.assert_text("Hello, World!");
    }
}

async fn axum_test(server: &TestServer, count: u32) {
    for _ in 0..count {
        server.get("/plaintext").await.assert_text("Hello, World!");
    }
}
