//! The tests that are printed, as they are printed: they compile, and fail as long as what was found
//! is there.

use super::{app, failure, planted, printed};
use roob::testing::TestClient;
use std::time::Duration;

async fn client() -> TestClient {
    TestClient::new(app::app())
}

/// What is printed for `text` stands in this file.
#[track_caller]
fn check(text: &str) {
    let test = printed(text);
    assert!(include_str!("printed.rs").contains(&format!("\n{test}\n")), "{test}");
}

#[test]
fn they_stand_below() {
    for pattern in [
        "/abs", "/products", "/pages", "/orders", "/words", "/files", "/typed", "/tenants", "/tokens", "/brew",
        "/broken", "/made",
    ] {
        check(&planted(pattern));
    }
    let client = TestClient::new(app::app());
    let fuzz = |pattern| client.fuzz().requests(2_000).only(pattern);
    check(&failure(fuzz("/hung").slowest(Duration::from_millis(50))));
    check(&failure(fuzz("/slow").slowest(Duration::from_millis(150))));
}
