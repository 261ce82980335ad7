//! A GET that comes twice.

use crate::testing::panics::panic_of;
use roob::http::StatusCode;
use roob::testing::{Lint, TestClient, block_on};
use roob::{App, Body, Error, IntoResponse, Json, Methods, Response, any, get};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A client that checks GET, and how often its app was asked.
struct Visits(Arc<AtomicU32>);

impl Visits {
    fn new() -> Self {
        Self(Arc::default())
    }

    fn client(&self, methods: impl FnOnce(Arc<AtomicU32>) -> Methods) -> TestClient {
        TestClient::new(App::new().route("/", methods(Arc::clone(&self.0)))).check_safe_methods()
    }

    fn count(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

fn next(visits: &AtomicU32) -> u32 {
    visits.fetch_add(1, Ordering::Relaxed) + 1
}

fn finding(client: &TestClient) -> String {
    let (text, _) = panic_of(|| block_on(client.get("/")));
    text.split_once("\n\n").unwrap().0.to_owned()
}

fn counting(visits: Arc<AtomicU32>) -> Methods {
    any(move || Json(json!({ "visits": next(&visits), "same": true })))
}

#[test]
fn a_get_that_changes_something_is_found() {
    insta::assert_snapshot!(finding(&Visits::new().client(counting)), @"
    `Lint::UnsafeGet` (RFC 9110, 9.2.1): the same GET twice is answered by other JSON: $.visits: expected 1, got 2
      right: a GET that only reads, and another verb for what changes something
      opt out: `.allow(Lint::UnsafeGet)` on the request or on the client
    ");
}

#[test]
fn a_get_that_takes_something_away_is_found() {
    let once = |visits: Arc<AtomicU32>| {
        get(move || match next(&visits) {
            1 => Ok("the message"),
            _ => Err(Error::not_found("no message")),
        })
    };
    insta::assert_snapshot!(finding(&Visits::new().client(once)), @"
    `Lint::UnsafeGet` (RFC 9110, 9.2.1): the same GET twice is answered by 200 OK and then 404 Not Found
      right: a GET that only reads, and another verb for what changes something
      opt out: `.allow(Lint::UnsafeGet)` on the request or on the client
    ");
}

#[test]
fn a_get_whose_text_changes_is_found() {
    let count = |visits: Arc<AtomicU32>| get(move || format!("{} visits", next(&visits)));
    insta::assert_snapshot!(finding(&Visits::new().client(count)), @"
    `Lint::UnsafeGet` (RFC 9110, 9.2.1): the same GET twice is answered by two bodies that differ
      right: a GET that only reads, and another verb for what changes something
      opt out: `.allow(Lint::UnsafeGet)` on the request or on the client
    ");
}

#[test]
fn it_is_checked_when_asked_and_not_where_it_is_allowed() {
    let visits = Visits::new();
    let client = TestClient::new(App::new().route("/", counting(Arc::clone(&visits.0))));
    block_on(client.get("/"));
    assert_eq!(visits.count(), 1, "nobody asked");
    let client = client.check_safe_methods();
    block_on(client.get("/").allow(Lint::UnsafeGet));
    assert_eq!(visits.count(), 2, "it is allowed");
    block_on(client.post("/"));
    block_on(client.head("/"));
    assert_eq!(visits.count(), 4, "other verbs are asked once");
    block_on(client.allow(Lint::UnsafeGet).get("/"));
    assert_eq!(visits.count(), 5, "all are allowed");
}

#[test]
fn the_second_time_is_no_part_of_the_conversation() {
    let visits = Visits::new();
    let cookie = |visits: Arc<AtomicU32>| {
        get(move || {
            let cookie = format!("seen={}; HttpOnly; SameSite=Lax", next(&visits));
            ([("set-cookie", &*cookie)], "hello").into_response()
        })
    };
    let client = visits.client(cookie);
    let response = block_on(client.get("/"));
    assert_eq!(visits.count(), 2);
    assert_eq!(client.cookies()[0].value(), "1");
    assert_eq!(client.to_string(), response.to_string());
    assert!(!client.to_string().contains("###"));
}

#[test]
fn what_moves_from_run_to_run_is_no_change() {
    let moving = |visits: Arc<AtomicU32>| {
        get(move || {
            let visit = next(&visits);
            let id = format!("0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a{visit:02}");
            Json(json!({ "request": id, "at": format!("2026-11-22T21:39:0{visit}Z"), "n": 1 }))
        })
    };
    block_on(Visits::new().client(moving).get("/")).assert_json_path("$.n", 1);
}

#[test]
fn a_server_that_is_busy_the_second_time_is_no_change() {
    for busy in [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE] {
        let tired = |visits: Arc<AtomicU32>| {
            get(move || if next(&visits) == 1 { StatusCode::OK } else { busy })
        };
        let visits = Visits::new();
        block_on(visits.client(tired).get("/")).assert_ok();
        assert_eq!(visits.count(), 2);
    }
}

#[test]
fn a_stream_is_not_asked_for_twice() {
    let visits = Visits::new();
    let events = |visits: Arc<AtomicU32>| {
        get(move || {
            let mut response = Response::new(Body::from(format!("data: {}\n\n", next(&visits))));
            let kind = "text/event-stream; charset=utf-8".parse().unwrap();
            response.headers_mut().insert("content-type", kind);
            response
        })
    };
    block_on(visits.client(events).get("/")).assert_ok();
    assert_eq!(visits.count(), 1);
}
