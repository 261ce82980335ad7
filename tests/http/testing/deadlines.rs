//! Nothing that a test waits for hangs it.

use super::panics::panic_of;
use futures_util::stream::{self, Stream, StreamExt};
use roob::bytes::Bytes;
use roob::testing::{TestClient, block_on};
use roob::{App, Body, Event, Sse, get, post};
use std::convert::Infallible;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::time::Duration;

/// Long enough for what is there to be found, short enough to wait for what is not.
const SHORT: Duration = Duration::from_millis(250);

fn app() -> App {
    App::new()
        .route("/never", get(async || pending::<()>().await))
        .route("/endless", get(|| Body::stream(then_silence(["ab", "cd", "e"]))))
        .route("/events", get(|| Sse::new(events().chain(stream::pending()))))
        .route("/upload", post(|text: String| text))
        .route(
            "/busy",
            get(|| Body::stream(stream::repeat_with(|| Ok::<_, Infallible>(Bytes::new())))),
        )
        .route("/comments", get(|| Sse::new(stream::repeat_with(|| Event::empty().comment("x")))))
}

/// These pieces, and then nothing, for ever.
fn then_silence<const N: usize>(
    pieces: [&'static str; N],
) -> impl Stream<Item = Result<Bytes, Infallible>> + Send {
    stream::iter(pieces).map(|piece| Ok(Bytes::from(piece))).chain(stream::pending())
}

/// Two events and a half.
fn events() -> impl Stream<Item = Event> + Send {
    stream::iter([Event::data("a"), Event::data("b").event("other")])
}

fn client() -> TestClient {
    TestClient::new(app()).deadline(SHORT)
}

/// What a test prints, with the lines of this file as `[line]`.
#[track_caller]
fn message(test: impl FnOnce()) -> String {
    let (text, _) = panic_of(test);
    let here = format!("roob/../{}:", file!().trim_start_matches("roob/../"));
    let mut parts = text.split(&here);
    let first = parts.next().unwrap_or_default().to_owned();
    let is_place = |c: char| c.is_ascii_digit() || c == ':';
    parts.fold(first, |text, part| text + "[line]" + part.trim_start_matches(is_place))
}

#[test]
fn a_handler_that_never_answers_ends_the_test() {
    let text = message(|| drop(block_on(client().get("/never").header("x-a", "1"))));
    insta::assert_snapshot!(text, @r#"
    waited 250ms for the head of an answer in vain

    GET /never
    x-a: 1

    asked at: [line]
    route: GET /never, http::testing::deadlines::app::{{closure}}, [line]
    again: curl -i http://localhost:8000/never -H 'x-a: 1'
    "#);
}

#[test]
fn a_body_that_never_ends_ends_the_test() {
    let text = message(|| drop(block_on(client().get("/endless"))));
    insta::assert_snapshot!(text, @r#"
    waited 250ms for the end of the body in vain; 5 bytes came before

    GET /endless

    200 OK

    abcde
    <the stream is still open>

    asked at: [line]
    route: GET /endless, http::testing::deadlines::app::{{closure}}, [line]
    again: curl -i http://localhost:8000/endless
    "#);
}

#[test]
fn a_stream_that_stalls_ends_the_test() {
    let text = message(|| {
        block_on(async {
            let response = client().get("/endless").streamed().await;
            let mut pieces = response.pieces();
            pieces.take(2).await;
            pieces.take(2).await;
        });
    });
    insta::assert_snapshot!(text, @r#"
    waited 250ms for piece 2 of 2 in vain; 3 pieces of 5 bytes came before
    read at [line]

    GET /endless

    200 OK

    abcde
    <the stream is still open>

    asked at: [line]
    route: GET /endless, http::testing::deadlines::app::{{closure}}, [line]
    again: curl -i http://localhost:8000/endless
    "#);
}

#[test]
fn events_that_do_not_come_end_the_test() {
    let text = message(|| {
        block_on(async {
            let mut events = client().get("/events").deadline(SHORT * 2).await.sse();
            events.next().await;
            events.next_within(SHORT * 20).await;
            events.next().await;
        });
    });
    insta::assert_snapshot!(text, @r#"
    waited 500ms for an event in vain; 2 events of 31 bytes came before
    read at [line]

    GET /events

    200 OK
    cache-control: no-cache
    content-type: text/event-stream
    x-accel-buffering: no

    data: a

    data: b
    event: other
    <the stream is still open>

    asked at: [line]
    route: GET /events, http::testing::deadlines::app::{{closure}}, [line]
    again: curl -i http://localhost:8000/events
    "#);
}

/// The first line of what a test prints.
#[track_caller]
fn finding(test: impl FnOnce()) -> String {
    message(test).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn whatever_is_waited_for_is_named() {
    let pieces = || block_on(client().get("/endless").streamed()).pieces();
    assert_eq!(
        finding(|| drop(block_on(pieces().rest()))),
        "waited 250ms for the end of the stream in vain; 3 pieces of 5 bytes came before"
    );
    let silent = || {
        let mut pieces = pieces();
        block_on(pieces.take(3));
        pieces
    };
    assert_eq!(
        finding(|| block_on(silent().assert_ended_within(SHORT / 2))),
        "waited 125ms for the end of the stream in vain; 3 pieces of 5 bytes came before"
    );
    assert_eq!(
        finding(|| drop(block_on(silent().assert_broken_off()))),
        "waited 250ms for the stream to break off in vain; 3 pieces of 5 bytes came before"
    );
    let half = || {
        let handler =
            || ([("content-type", "text/event-stream")], Body::stream(then_silence(["da"])));
        block_on(TestClient::new(App::new().route("/", get(handler))).get("/").deadline(SHORT))
            .sse()
    };
    assert_eq!(
        finding(|| drop(block_on(half().next_within(SHORT)))),
        "waited 250ms for an event in vain; 2 bytes of an event came before"
    );
    assert_eq!(
        finding(|| drop(block_on(half().take(2)))),
        "waited 250ms for event 1 of 2 in vain; 2 bytes of an event came before"
    );
}

#[test]
fn an_upload_that_nobody_ends_ends_the_test() {
    let text = message(|| {
        let (upload, request) = client().post("/upload").upload();
        upload.send("half");
        block_on(request);
    });
    insta::assert_snapshot!(text, @r#"
    waited 250ms for the head of an answer in vain

    POST /upload

    half
    <the stream is still open>

    asked at: [line]
    route: POST /upload, http::testing::deadlines::app::{{closure}}, [line]
    again: curl -i -H content-type: http://localhost:8000/upload --data-binary half
    "#);
}

#[test]
fn what_always_comes_and_brings_nothing_ends_the_test_too() {
    assert_eq!(
        finding(|| drop(block_on(client().get("/busy")))),
        "waited 250ms for the end of the body in vain; 0 bytes came before"
    );
    let text = finding(|| drop(block_on(block_on(client().get("/comments")).sse().next())));
    assert!(text.starts_with("waited 250ms for an event in vain; "), "{text}");
}

/// Answers after the test has been woken many times in vain.
async fn patient() -> &'static str {
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    "done"
}

#[tokio::test]
async fn what_comes_in_time_is_not_disturbed() {
    let client = TestClient::new(app().route("/patient", get(patient)));
    client.get("/patient").await.assert_text("done");
}

#[tokio::test(start_paused = true)]
async fn a_paused_clock_of_tokio_moves_no_deadline() {
    let nap = async || tokio::time::sleep(Duration::from_secs(3600)).await;
    let client = TestClient::new(App::new().route("/nap", get(nap)));
    client.get("/nap").await.assert_ok();
}

#[tokio::test(start_paused = true)]
async fn a_deadline_passes_while_the_clock_of_tokio_is_paused() {
    let asking = tokio::spawn(client().get("/never").send());
    let panic = asking.await.unwrap_err().into_panic();
    let text = panic.downcast_ref::<String>().unwrap();
    assert!(text.starts_with("waited 250ms for the head of an answer in vain\n"), "{text}");
}

#[test]
fn a_request_has_its_own_deadline_or_that_of_its_client() {
    let waited = |client: TestClient, own: Option<Duration>| {
        let request = client.get("/never");
        finding(|| drop(block_on(own.map_or(client.get("/never"), |own| request.deadline(own)))))
    };
    let long = || TestClient::new(app()).deadline(Duration::from_secs(3600));
    assert_eq!(waited(long(), Some(SHORT)), "waited 250ms for the head of an answer in vain");
    assert_eq!(waited(client(), None), "waited 250ms for the head of an answer in vain");
    let none = Duration::ZERO;
    assert_eq!(waited(long(), Some(none)), "waited 0ns for the head of an answer in vain");
    // Over sockets nothing is there at once.
    let direct = TestClient::new(app()).direct();
    block_on(direct.deadline(none).post("/upload").text("a")).assert_text("a");
    block_on(TestClient::new(app()).deadline(Duration::MAX).post("/upload").text("a")).assert_ok();
}

#[test]
fn many_deadlines_pass_side_by_side() {
    let threads: Vec<_> = (1..=20)
        .map(|n: u32| {
            std::thread::spawn(move || {
                let limit = Duration::from_millis(u64::from(n % 7));
                finding(|| drop(block_on(TestClient::new(app()).get("/never").deadline(limit))))
            })
        })
        .collect();
    for thread in threads {
        assert!(thread.join().unwrap().starts_with("waited "));
    }
}

/// Waits without a runtime.
async fn woken_after(time: Duration) {
    let (done, woken) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        std::thread::sleep(time);
        done.send(())
    });
    woken.await.unwrap();
}

/// What this very program says when it runs one test of this file with `ROOB_TEST_DEADLINE`.
fn with_variable(value: &str, test: &str) -> (bool, String) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("testing::deadlines::{test}"), "--nocapture"]);
    let output = command.env("ROOB_TEST_DEADLINE", value).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn a_request_that_is_answered_needs_no_deadline() {
    block_on(client().post("/upload").text("a")).assert_text("a");
}

/// The other test of this runs it with the variable.
#[test]
fn a_request_that_is_answered_late_needs_a_deadline() {
    let is_set = std::env::var_os("ROOB_TEST_DEADLINE").is_some();
    let late =
        move || async move { if is_set { woken_after(SHORT * 2).await } else { pending().await } };
    let client = TestClient::new(App::new().route("/", get(late)));
    let asked = AssertUnwindSafe(|| block_on(client.get("/").deadline(SHORT)).status());
    assert_eq!(catch_unwind(asked).is_ok(), is_set);
}

#[test]
fn the_environment_makes_every_wait_longer() {
    let (is_fine, text) = with_variable("600", "a_request_that_is_answered_late_needs_a_deadline");
    assert!(is_fine && text.contains("1 passed"), "{text}");
}

#[test]
fn an_environment_that_says_no_time_is_refused() {
    for wrong in ["soon", "", "0", "-1", "1e99", "NaN", "10s"] {
        let (is_fine, text) = with_variable(wrong, "a_request_that_is_answered_needs_no_deadline");
        let message = format!(
            "\nROOB_TEST_DEADLINE is `{wrong}`, but has to be a number of seconds above 0, such as `600`\n"
        );
        assert!(!is_fine && text.contains(&message), "{text}");
        assert!(text.contains("testing/deadlines.rs:"), "{text}");
    }
    for right in ["600", "0.5", " 1 ".trim()] {
        let (is_fine, text) = with_variable(right, "a_request_that_is_answered_needs_no_deadline");
        assert!(is_fine && text.contains("1 passed"), "{text}");
    }
}
