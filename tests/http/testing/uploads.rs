//! Requests that are sent piece by piece.

use roob::bytes::Bytes;
use roob::testing::{TestClient, TestResponse, Upload, block_on};
use roob::{App, Body, post};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// Answers each piece as it comes.
async fn echo(body: Body) -> Body {
    body
}

fn echoing() -> (Upload, TestResponse) {
    let client = TestClient::new(App::new().route("/echo", post(echo)));
    let (upload, request) = client.post("/echo").streamed().upload();
    (upload, block_on(request))
}

#[test]
fn a_request_is_sent_while_its_answer_is_read() {
    let (upload, response) = echoing();
    let mut pieces = response.assert_ok().pieces();
    block_on(async {
        upload.send("one").send("");
        assert_eq!(pieces.next().await, "one");
        upload.send("two").send(vec![3]);
        assert_eq!(pieces.take(2).await, [&b"two"[..], &[3]]);
        drop(upload);
        pieces.assert_ended().await;
    });
}

struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn an_app_that_waits_for_a_piece_is_woken_by_it_and_by_the_end() {
    // Over sockets they wake it too.
    let client = TestClient::new(App::new().route("/", post(|text: String| text))).direct();
    let (upload, request) = client.post("/").upload();
    let mut asking = pin!(request.send());
    let woken = Arc::new(Woken(AtomicUsize::new(0)));
    let waker = Waker::from(Arc::clone(&woken));
    let mut poll = || asking.as_mut().poll(&mut Context::from_waker(&waker));
    assert!(poll().is_pending());
    for (count, piece) in [(1, "a"), (2, "b")] {
        upload.send(piece);
        assert_eq!(woken.0.load(Ordering::Relaxed), count);
        assert!(poll().is_pending());
    }
    upload.end();
    assert_eq!(woken.0.load(Ordering::Relaxed), 3);
    let Poll::Ready(response) = poll() else { panic!("the body has ended") };
    response.assert_ok().assert_text("ab");
}

#[test]
fn an_upload_that_is_aborted_breaks_the_body_off() {
    let client = TestClient::new(App::new().route("/", post(|text: String| text)));
    let (upload, request) = client.post("/").upload();
    upload.send("a");
    upload.abort();
    block_on(request)
        .assert_bad_request()
        .assert_text(r#"{"message":"Request body ended before it was complete"}"#);
    let (upload, response) = echoing();
    let mut pieces = response.pieces();
    upload.send("a");
    assert_eq!(block_on(pieces.next()), "a");
    upload.abort();
    assert_eq!(block_on(pieces.assert_broken_off()), "the test aborted the upload");
}

#[test]
fn an_upload_knows_when_the_app_let_go_of_it() {
    let (upload, response) = echoing();
    let pieces = response.pieces();
    assert!(!upload.is_dropped());
    drop(pieces);
    assert!(upload.is_dropped());
    upload.send("nobody reads it");

    let limited = App::new().route("/", post(|bytes: Bytes| bytes)).body_limit(3);
    let (upload, request) = TestClient::new(limited).post("/").upload();
    upload.send("abc").send("d");
    block_on(request).assert_status(413);
    assert!(upload.is_dropped());
}

#[test]
fn a_conversation_shows_what_was_sent_of_an_upload() {
    let client = TestClient::new(App::new().route("/echo", post(echo)));
    block_on(async {
        let (upload, request) = client.post("/echo").streamed().upload();
        let mut pieces = request.await.pieces();
        upload.send("one,").send("two");
        pieces.next().await;
        insta::assert_snapshot!(client, @"
        POST /echo

        one,two
        <the stream is still open>

        200 OK

        one,
        <the stream is still open>
        ");
        upload.end();
        pieces.rest().await;
        let (upload, request) = client.post("/echo").streamed().upload();
        let mut pieces = request.await.pieces();
        upload.send("three");
        upload.abort();
        pieces.next().await;
        pieces.assert_broken_off().await;
    });
    insta::assert_snapshot!(client, @"
    POST /echo

    one,two

    200 OK

    one,two

    ###

    POST /echo

    three
    <broken off after 5 bytes: the test aborted the upload>

    200 OK

    three
    <broken off after 5 bytes: the test aborted the upload>
    ");
}
