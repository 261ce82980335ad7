//! The client runs wherever a future runs.

use roob::testing::{TestClient, TestRequest, TestResponse, block_on};
use roob::{App, Body, Path, get};
use std::future::{IntoFuture, poll_fn};
use std::task::Poll;
use std::time::Duration;

/// Gives way once before it answers.
async fn slow(Path(name): Path<String>) -> String {
    let mut polled = false;
    poll_fn(|context| {
        if polled {
            return Poll::Ready(());
        }
        polled = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    name
}

/// Is woken by another thread.
async fn threaded() -> String {
    let mut thread = None;
    poll_fn(|context| {
        if thread.is_some() {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        thread = Some(std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(5));
            waker.wake();
        }));
        Poll::Pending
    })
    .await;
    "woken".to_owned()
}

fn client() -> TestClient {
    TestClient::new(App::new().route("/slow/{name}", get(slow)).route("/threaded", get(threaded)))
}

#[test]
fn a_plain_test_sends_requests_without_a_runtime() {
    let client = client();
    block_on(client.get("/slow/a")).assert_ok().assert_text("a");
    block_on(async { client.get("/slow/b").await.assert_text("b").status() });
}

#[test]
fn a_thread_sleeps_until_another_wakes_it() {
    block_on(client().get("/threaded")).assert_text("woken");
}

#[tokio::test]
async fn tokio_drives_it_too() {
    client().get("/slow/a").await.assert_ok().assert_text("a");
}

#[tokio::test]
async fn requests_run_side_by_side_and_are_told_in_the_order_in_which_they_began() {
    let client = client();
    let (slow, quick) =
        tokio::join!(client.get("/slow/a").send(), tokio::spawn(client.get("/nothing").send()));
    slow.assert_text("a");
    quick.unwrap().assert_not_found();
    insta::assert_snapshot!(client, @r#"
    GET /slow/a

    200 OK
    content-type: text/plain; charset=utf-8

    a

    ###

    GET /nothing

    404 Not Found
    content-type: application/json

    {
      "message": "Requested path: /nothing does not exist"
    }
    "#);
}

#[test]
fn a_request_that_nobody_awaited_to_its_end_is_not_told() {
    let client = client();
    let mut request = client.get("/slow/a").into_future();
    let waker = std::task::Waker::noop();
    assert!(request.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
    drop(request);
    assert_eq!(client.to_string(), "");
    block_on(client.get("/slow/b"));
    assert_eq!(client.to_string().lines().next(), Some("GET /slow/b"));
}

#[test]
fn clients_requests_and_responses_cross_threads() {
    fn check<T: Send + Sync>() {}
    fn check_send<T: Send>() {}
    check::<TestClient>();
    check::<TestResponse>();
    check_send::<TestRequest>();
    check_send::<<TestRequest as IntoFuture>::IntoFuture>();
    check_send::<Body>();
}
