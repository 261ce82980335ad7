//! Over HTTP/1.1 a test sees what it sees in process, and its app is where it was.

use super::readable::stream;
use roob::bytes::Bytes;
use roob::http::HeaderName;
use roob::testing::{Lint, TestClient, block_on};
use roob::{App, Body, Error, Path, Request, any, get, post};
use std::future::{IntoFuture, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const HOUR: Duration = Duration::from_secs(3600);

fn client(app: App) -> TestClient {
    TestClient::new(app).http1().allow(Lint::BodyWithoutType).allow(Lint::UndeclaredJson)
}

/// Calls `tick` and gives a piece, up to three times.
struct Ticks<F>(usize, F);

impl<F: FnMut(usize) + Unpin> futures_core::Stream for Ticks<F> {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let at = self.0;
        self.0 += 1;
        (self.1)(at);
        Poll::Ready((at < 3).then(|| Ok(Bytes::from(at.to_string()))))
    }
}

#[test]
fn the_app_runs_on_the_thread_of_the_test() {
    let here = std::thread::current().id();
    let app = App::new().route("/", get(move || (std::thread::current().id() == here).to_string()));
    block_on(client(app).get("/")).assert_text("true");
}

#[test]
fn streams_of_both_sides_run_on_the_thread_of_the_test() {
    let here = std::thread::current().id();
    let tick = move |_| assert_eq!(std::thread::current().id(), here);
    let answer = move |mut request: Request| async move {
        let body = request.bytes().await?;
        assert_eq!(&body[..], b"012");
        Ok::<_, Error>(Body::stream(Ticks(0, tick)))
    };
    let client = client(App::new().route("/", post(answer)));
    block_on(client.post("/").body(Body::stream(Ticks(0, tick)))).assert_ok().assert_text("012");
}

tokio::task_local!(static NAME: &'static str);

#[tokio::test]
async fn the_app_sees_the_locals_of_the_task_of_the_test() {
    let client = client(App::new().route("/", get(|| NAME.get())));
    let response = NAME.scope("Ada", client.get("/").into_future()).await;
    response.assert_text("Ada");
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_stands_while_a_request_is_under_way() {
    let start = Instant::now();
    let client = client(App::new().route("/", post(|body: Bytes| body)));
    for _ in 0..20 {
        // What is waited for at most would be jumped to if this task only waited.
        let request = client.post("/").body(stream([Ok("a"), Ok("b")]));
        let response = timeout(Duration::from_millis(1), request).await;
        response.unwrap().assert_text("ab");
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_is_set_forward_to_what_the_app_waits_for() {
    let start = Instant::now();
    let slow = async || {
        sleep(HOUR).await;
        Body::stream(Sleepy(3, Box::pin(sleep(HOUR))))
    };
    let client = client(App::new().route("/", get(slow)));
    client.get("/").await.assert_text("zzz");
    assert_eq!(start.elapsed(), HOUR * 4);
}

/// Sleeps before each piece.
struct Sleepy(usize, Pin<Box<tokio::time::Sleep>>);

impl futures_core::Stream for Sleepy {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        std::task::ready!(self.1.as_mut().poll(context));
        self.0 -= 1;
        let next = Instant::now() + HOUR;
        self.1.as_mut().reset(next);
        Poll::Ready(Some(Ok(Bytes::from_static(b"z"))))
    }
}

/// Says when it is dropped.
struct Guard(Arc<AtomicBool>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

#[tokio::test]
async fn a_request_that_is_given_up_takes_its_handler_with_it() {
    let is_gone = Arc::new(AtomicBool::new(false));
    let begun = Arc::new(tokio::sync::Notify::new());
    let (guard, begin) = (Arc::clone(&is_gone), Arc::clone(&begun));
    let hang = move || {
        let (guard, begin) = (Guard(Arc::clone(&guard)), Arc::clone(&begin));
        async move {
            let _guard = guard;
            begin.notify_one();
            pending::<()>().await;
        }
    };
    let client = client(App::new().route("/", get(hang)).route("/next", get(|| "next")));
    tokio::select! {
        _ = client.get("/").into_future() => panic!("it hangs"),
        () = begun.notified() => {}
    }
    assert!(is_gone.load(Ordering::Acquire));
    client.get("/next").await.assert_text("next");
}

#[test]
fn pieces_come_one_by_one_as_they_are_asked_for() {
    let most = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&most);
    // Nobody reads the second piece.
    let read_one = async |mut request: Request| {
        let mut body = request.take_body();
        let first = std::future::poll_fn(|context| {
            http_body::Body::poll_frame(Pin::new(&mut body), context)
        });
        first.await.unwrap().unwrap().into_data().unwrap()
    };
    let client = client(App::new().route("/", post(read_one)));
    let body = Body::stream(Ticks(0, move |at| seen.store(at, Ordering::Relaxed)));
    block_on(client.post("/").body(body)).assert_text("0");
    assert_eq!(most.load(Ordering::Relaxed), 0);
    block_on(client.post("/").body("whole")).assert_text("whole");
}

#[test]
fn a_stream_that_fails_says_why_on_both_ways() {
    let up = async |mut request: Request| request.text().await;
    let down = async || stream([Ok("ab"), Err("the disk is gone")]);
    let client = client(App::new().route("/up", post(up)).route("/down", get(down)));
    let broken = stream([Ok("ab"), Err("the disk is gone")]);
    block_on(client.post("/up").body(broken))
        .assert_bad_request()
        .assert_json_path("$.message", "Request body ended before it was complete");
    let response = block_on(client.get("/down"));
    assert_eq!((&response.bytes()[..], response.broken()), (&b"ab"[..], Some("the disk is gone")));
}

#[test]
fn a_stream_can_be_sent_back_as_it_comes() {
    let client =
        client(App::new().route("/", post(async |mut request: Request| request.take_body())));
    for _ in 0..100 {
        let pieces = stream(["a", "", "b", "c"].map(Ok));
        block_on(client.post("/").body(pieces)).assert_text("abc");
    }
}

#[test]
fn large_bodies_go_both_ways() {
    let large = Bytes::from("0123456789".repeat(300_000));
    let app = App::new().route("/", post(|body: Bytes| body)).body_limit(usize::MAX);
    let client =
        client(app.route("/stream", post(async |mut request: Request| request.take_body())));
    for path in ["/", "/stream"] {
        let response = block_on(client.post(path).body(large.clone()));
        assert!(response.bytes() == &large, "{path}");
    }
    let half = || Ok::<_, &'static str>("x".repeat(1_000_000).leak() as &str);
    let response = block_on(client.post("/stream").body(stream([half(), half()])));
    assert_eq!(response.bytes().len(), 2_000_000);
}

#[test]
fn an_answer_that_is_the_request_comes_piece_by_piece() {
    let echo = async |mut request: Request| request.take_body();
    let client = client(App::new().route("/", post(echo)));
    let pieces = || (0..100).map(|n| Ok::<_, &'static str>(n.to_string().leak() as &str));
    for _ in 0..20 {
        let response = block_on(client.post("/").body(stream(pieces())));
        assert_eq!(response.bytes().len(), 190);
    }
}

#[test]
fn a_body_that_nobody_reads_does_not_spoil_the_next_request() {
    let client = client(App::new().route("/", post(|| "hello")));
    for _ in 0..3 {
        block_on(client.post("/").body("x".repeat(3_000_000))).assert_text("hello");
        block_on(client.post("/").body(stream([Ok("x")]))).assert_text("hello");
    }
}

#[test]
fn a_connection_that_the_app_closes_is_replaced() {
    let close = async || ([("connection", "close")], "bye");
    let client = client(App::new().route("/", get(close)));
    for _ in 0..3 {
        block_on(client.get("/")).assert_header("connection", "close").assert_text("bye");
    }
}

#[tokio::test]
async fn requests_at_the_same_time_have_connections_of_their_own() {
    let barrier = Arc::new(tokio::sync::Barrier::new(3));
    let meet = move |Path(name): Path<String>| {
        let barrier = Arc::clone(&barrier);
        async move {
            barrier.wait().await;
            name
        }
    };
    let client = client(App::new().route("/{name}", get(meet)));
    for _ in 0..2 {
        let (a, b, c) = tokio::join!(
            client.get("/a").send(),
            tokio::spawn(client.get("/b").send()),
            client.get("/c").send()
        );
        assert_eq!((a.text(), b.unwrap().text(), c.text()), ("a", "b", "c"));
    }
}

#[test]
fn what_only_servers_add_is_not_seen() {
    let echo = async |request: Request| format!("{:?}", request.headers());
    let app = App::new().route("/", any(echo));
    for client in [
        client(app),
        TestClient::new(App::new().route("/", any(echo))).direct().allow(Lint::UndeclaredJson),
    ] {
        let response = block_on(client.post("/").body(stream([Ok("a")])));
        response.assert_text(r#"{"host": "localhost"}"#);
        let names: Vec<&str> = response.headers().keys().map(HeaderName::as_str).collect();
        assert_eq!(names, ["content-type"]);
    }
}

#[test]
fn odd_requests_arrive() {
    let echo = async |mut request: Request| {
        let body = request.text().await?;
        let odd = request.headers().get("x-odd").map(|value| value.as_bytes().to_vec());
        Ok::<_, Error>(format!("{} {} {body} {odd:?}", request.method(), request.uri()))
    };
    let client = client(App::new().route("/{rest:path}", any(echo)));
    let odd = client.get("/a?b").header("x-odd", [0xe9, b'\t', b'"']).body("x");
    block_on(odd).assert_text("GET /a?b x Some([233, 9, 34])");
    block_on(client.get("/a").body(stream([Ok("x"), Ok("y")]))).assert_text("GET /a xy None");
    block_on(client.head("/a").body(stream([Ok("x")]))).assert_ok().assert_text("");
    let long = format!("/{}", "x".repeat(60_000));
    block_on(client.request("purge", &long)).assert_text(&format!("purge {long}  None"));
    block_on(client.get("/").header("expect", "100-continue").body("x")).assert_not_found();
    block_on(client.get("/a").header("expect", "100-continue").body("x"))
        .assert_text("GET /a x None");
    block_on(client.options("*")).assert_no_content();
    block_on(client.request("CONNECT", "/a")).assert_status(roob::StatusCode::NOT_IMPLEMENTED);
}
