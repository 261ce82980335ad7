//! The tests that are printed, as they are printed: they compile, and fail as long as what was found
//! is there.

// They are for any file.
#![allow(unused_qualifications)]

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
    assert!(include_str!("printed.rs").contains(&format!("]\n{test}\n")), "{test}");
}

#[test]
fn what_is_secret_is_not_in_a_test() {
    let client = TestClient::new(app::app());
    let fuzz = client.fuzz().requests(2_000).only("/tokens").header("authorization", "Bearer 48151623");
    let text = failure(fuzz);
    let line = r#"        .header("authorization", "[secret]") // which is not written down here"#;
    assert!(printed(&text).contains(line), "{text}");
    assert!(!text.contains("48151623"), "{text}");
}

#[test]
fn they_stand_below() {
    for pattern in [
        "/abs", "/products", "/pages", "/orders", "/words", "/files", "/typed", "/tenants", "/tokens", "/brew",
        "/broken", "/made",
    ] {
        check(&planted(pattern));
    }
    let client = TestClient::new(app::app()).direct();
    let fuzz = |pattern| client.fuzz().requests(2_000).only(pattern);
    check(&failure(fuzz("/hung").slowest(Duration::from_millis(50))));
    check(&failure(fuzz("/slow").slowest(Duration::from_millis(40))));
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn get_abs_9223372036854775808_is_answered() {
    let client = client().await;
    client
        .get("/abs/-9223372036854775808")
        .await
        .assert_no_server_error();
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn post_products_is_answered() {
    let client = client().await;
    client
        .post("/products")
        .bytes("application/json", r#"{"name":"éé","stock":0}"#)
        .await
        .assert_no_server_error();
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn get_pages_is_answered() {
    let client = client().await;
    client
        .get("/pages?number=0&size=0")
        .await
        .assert_no_server_error();
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn post_orders_is_answered() {
    let client = client().await;
    client
        .post("/orders")
        .bytes("application/x-www-form-urlencoded", "number=0&size=0")
        .await
        .assert_no_server_error();
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn post_words_is_answered() {
    let client = client().await;
    client
        .post("/words")
        .body(r#""; DROP TABLE"#)
        .await
        .assert_no_server_error();
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn post_files_is_answered() {
    let client = client().await;
    client
        .post("/files")
        .body(b"\xff".to_vec())
        .await
        .assert_no_server_error();
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn post_typed_is_answered() {
    let client = client().await;
    client
        .post("/typed")
        .bytes("application/json", b"\xff".to_vec())
        .await
        .assert_no_server_error();
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn get_tenants_is_answered() {
    let client = client().await;
    client
        .get("/tenants")
        .header("x-tenant", "-1")
        .await
        .assert_no_server_error();
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn get_tokens_9223372036854775808_is_answered() {
    let client = client().await;
    client
        .get("/tokens/-9223372036854775808")
        .header("authorization", "Bearer token")
        .await
        .assert_no_server_error();
}

#[should_panic = "expected no error of the server, got 500"]
#[tokio::test]
async fn brew_brew_is_answered() {
    let client = client().await;
    client
        .request("BREW", "/brew")
        .await
        .assert_no_server_error();
}

#[should_panic = "left: Some(\"the disk is gone\")"]
#[tokio::test]
async fn get_broken_9223372036854775807_is_answered() {
    let client = client().await;
    let response = client
        .get("/broken/9223372036854775807")
        .await;
    assert_eq!(response.broken(), None);
}

#[should_panic = "`Lint::CreatedWithoutLocation`"]
#[tokio::test]
async fn post_made_9223372036854775807_is_answered() {
    let client = client().await;
    client
        .post("/made/9223372036854775807")
        .await
        .assert_no_server_error();
}

#[should_panic = "waited 50ms for the head of an answer in vain"]
#[tokio::test]
async fn get_hung_9223372036854775807_is_answered() {
    let client = client().await;
    client
        .get("/hung/9223372036854775807")
        .deadline(std::time::Duration::from_millis(50))
        .await
        .assert_no_server_error();
}

#[should_panic = "start.elapsed()"]
#[tokio::test]
async fn get_slow_9223372036854775807_is_answered() {
    let client = client().await;
    let start = std::time::Instant::now();
    client
        .get("/slow/9223372036854775807")
        .await
        .assert_no_server_error();
    assert!(start.elapsed() <= std::time::Duration::from_millis(40));
}
