//! Answers that are read piece by piece, while the app makes them.

use super::panics::panic_of;
use futures_util::stream::{self, Stream};
use roob::bytes::Bytes;
use roob::testing::{Events, Lint, TestClient, TestResponse, block_on};
use roob::{App, Body, Event, Path, Sse, get};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc;

/// A response with `pieces` as its body, and this type.
fn answer(content_type: &'static str, pieces: &[&[u8]]) -> TestResponse {
    let pieces: Vec<Bytes> = pieces.iter().map(|piece| Bytes::copy_from_slice(piece)).collect();
    let body =
        move || Body::stream(stream::iter(pieces.clone().into_iter().map(Ok::<_, Infallible>)));
    let handler = move || ([("content-type", content_type)], body());
    block_on(TestClient::new(App::new().route("/", get(handler))).get("/").streamed())
}

pub(super) fn events(pieces: &[&[u8]]) -> Events {
    answer("text/event-stream", pieces).sse()
}

/// A stream that a test feeds, and what feeds it.
fn fed<T>() -> (mpsc::UnboundedSender<T>, impl Stream<Item = T> + Send + 'static)
where
    T: Send + 'static,
{
    let (sender, mut receiver) = mpsc::unbounded_channel();
    (sender, stream::poll_fn(move |context| receiver.poll_recv(context)))
}

/// An app whose answer at `/live` is what `body` makes, once.
fn live<T: Send + 'static>(
    body: T,
    respond: impl Fn(T) -> Sse + Send + Sync + 'static,
) -> TestClient {
    let body = Arc::new(Mutex::new(Some(body)));
    let handler = move || respond(body.lock().unwrap().take().unwrap());
    TestClient::new(App::new().route("/live", get(handler)))
}

#[test]
fn events_are_read_one_by_one_while_the_app_makes_them() {
    let (feed, stream) = fed();
    let client = live(stream, Sse::new);
    block_on(async {
        let response = client.get("/live").await;
        let mut events = response.assert_ok().sse();
        feed.send(Event::json(&json!({"price": 7})).event("price").id("1")).unwrap();
        let event = events.next_within(Duration::from_secs(20)).await;
        assert_eq!((event.event.as_str(), event.id.as_str()), ("price", "1"));
        assert_eq!(event.json::<Value>()["price"], 7);
        feed.send(Event::data("a")).unwrap();
        feed.send(Event::data("b").retry(Duration::from_millis(250))).unwrap();
        let [a, b] = &events.take(2).await[..] else { panic!("two were taken") };
        assert_eq!((a.data.as_str(), a.event.as_str(), a.retry), ("a", "message", None));
        assert_eq!((b.data.as_str(), b.retry), ("b", Some(Duration::from_millis(250))));
        drop(feed);
        events.assert_ended().await;
        events.assert_ended_within(Duration::from_secs(20)).await;
    });
}

#[test]
fn a_test_that_lets_go_of_a_stream_is_a_client_that_goes_away() {
    let (feed, stream) = fed();
    let client = live(stream, Sse::new);
    let response = block_on(client.get("/live"));
    let events = response.sse();
    feed.send(Event::data("a")).unwrap();
    assert!(!feed.is_closed());
    drop(events);
    assert!(feed.is_closed());
    let (feed, stream) = fed::<Event>();
    drop(block_on(live(stream, Sse::new).get("/live")));
    assert!(feed.is_closed());
}

#[test]
fn any_answer_is_read_by_pieces_when_it_is_streamed() {
    let response = answer("text/plain", &[b"one", b"", b"two", b"three", b"four"]);
    let mut pieces = response.assert_ok().pieces();
    block_on(async {
        assert_eq!(pieces.next().await, "one");
        assert_eq!(pieces.next_within(Duration::from_secs(20)).await, "two");
        assert_eq!(pieces.take(1).await, ["three"]);
        assert_eq!(pieces.rest().await, "four");
        assert_eq!(pieces.rest().await, "");
        pieces.assert_ended().await;
    });
}

#[test]
fn an_answer_that_is_no_stream_can_be_read_by_pieces_too() {
    let client = TestClient::new(App::new().route("/", get(|| "hello")).route("/no", get(|| ())));
    assert_eq!(block_on(block_on(client.get("/").streamed()).pieces().rest()), "hello");
    block_on(block_on(client.get("/no").streamed()).pieces().assert_ended());
}

#[test]
fn events_that_are_all_at_hand_are_read_whole_and_one_by_one() {
    let all = || ([("content-type", "text/event-stream")], "data: a\n\ndata: b\n\n");
    let response = block_on(TestClient::new(App::new().route("/", get(all))).get("/"));
    response.assert_text("data: a\n\ndata: b\n\n");
    let data: Vec<_> = block_on(response.sse().rest()).into_iter().map(|e| e.data).collect();
    assert_eq!(data, ["a", "b"]);
}

#[test]
fn a_stream_that_is_not_said_to_be_one_is_read_whole() {
    async fn words() -> Body {
        Body::stream(stream::iter(["a", "b"].map(|word| Ok::<_, Infallible>(Bytes::from(word)))))
    }
    let client = TestClient::new(App::new().route("/", get(words)));
    block_on(client.get("/").allow(Lint::BodyWithoutType)).assert_text("ab");
}

#[test]
fn a_stream_that_breaks_off_says_why() {
    let items = || stream::iter([Ok(Event::data("a")), Err("disk full")]);
    let client = TestClient::new(App::new().route("/", get(move || Sse::new(items()))));
    let mut events = block_on(client.get("/")).sse();
    assert_eq!(block_on(events.next()).data, "a");
    assert_eq!(block_on(events.assert_broken_off()), "disk full");
    assert_eq!(block_on(events.assert_broken_off()), "disk full");
}

#[test]
fn what_a_stream_is_asked_for_and_cannot_give_is_refused() {
    let client = TestClient::new(App::new().route("/", get(|| "hello")).route("/no", get(|| ())));
    let message = |finding: &str, path: &str, answer: &str| {
        format!("{finding}\n\nGET {path}\n\n200 OK{answer}\n\nasked at: ")
    };
    let check = |test: &dyn Fn(), expected: String| {
        let (text, _) = panic_of(test);
        assert!(text.starts_with(&expected), "{text}");
    };
    let hello = "\ncontent-type: text/plain; charset=utf-8\n\nhello";
    check(
        &|| drop(block_on(client.get("/")).sse()),
        message(
            "expected the content type `text/event-stream`, got `text/plain; charset=utf-8`",
            "/",
            hello,
        ),
    );
    check(
        &|| drop(block_on(client.get("/no")).sse()),
        message("expected the content type `text/event-stream`, got none", "/no", ""),
    );
    check(
        &|| drop(block_on(client.get("/")).pieces()),
        message("the body was read whole: a request that is `streamed()` leaves it", "/", hello),
    );
    let open = "\ncontent-type: text/plain; charset=utf-8\n\n<the stream is still open>";
    let response = block_on(client.get("/").streamed());
    check(
        &|| {
            response.assert_text("hello");
        },
        message(
            "expected a whole body, but: it is a stream, which is read by `sse()` or `pieces()`",
            "/",
            open,
        ),
    );
    let _pieces = response.pieces();
    check(
        &|| drop(response.pieces()),
        message("the body is taken already: `sse()` or `pieces()` give it once", "/", open),
    );
}

/// What a test prints, without the place in it.
#[track_caller]
fn finding(test: impl FnOnce()) -> String {
    let (text, _) = panic_of(test);
    text.split("\nread at ").next().unwrap().to_owned()
}

#[test]
fn a_stream_that_is_not_as_expected_says_what_came() {
    let two = || events(&[b"data: a\n\ndata: bc\n\ndat"]);
    let ended = "the stream ended; 2 events of 19 bytes came before";
    assert_eq!(
        finding(|| {
            let mut events = two();
            block_on(events.take(2));
            block_on(events.next());
        }),
        format!("expected an event, but {ended}")
    );
    assert_eq!(
        finding(|| drop(block_on(two().take(3)))),
        format!("expected event 3 of 3, but {ended}")
    );
    assert_eq!(
        finding(|| block_on(two().assert_ended())),
        "expected the end of the stream, but an event came: `message` with the data \"a\""
    );
    assert_eq!(
        finding(|| drop(block_on(events(&[]).assert_broken_off()))),
        "expected the stream to break off, but the stream ended; nothing came before"
    );
    let broken = || {
        let items = stream::iter([Ok(Bytes::from("a\n")), Err("disk full")]);
        let body = Arc::new(Mutex::new(Some(items)));
        let handler = move || Body::stream(body.lock().unwrap().take().unwrap());
        block_on(TestClient::new(App::new().route("/", get(handler))).get("/").streamed()).pieces()
    };
    assert_eq!(
        finding(|| block_on(broken().assert_ended())),
        "expected the end of the stream, but a piece came: `a\\n`"
    );
    let broke = "the stream broke off (disk full); 1 piece of 2 bytes came before";
    assert_eq!(
        finding(|| drop(block_on(broken().take(2)))),
        format!("expected piece 2 of 2, but {broke}")
    );
    assert_eq!(
        finding(|| drop(block_on(broken().rest()))),
        format!("expected the end of the stream, but {broke}")
    );
}

#[test]
fn a_conversation_shows_what_was_read_of_a_stream_and_whether_it_ended() {
    let made = |n: u32| {
        let id = format!("019af0c4-7bd0-7000-8000-00000000000{n}");
        Event::json(&json!({"z": n, "id": id})).event("made").id(id)
    };
    let items = move || {
        let last = Event::data("plain\n\ntext").comment("never seen").retry(Duration::from_secs(1));
        stream::iter([made(1), made(2), made(1), last])
    };
    let client = TestClient::new(App::new().route("/live", get(move || Sse::new(items()))));
    block_on(async {
        let response = client.get("/live").await;
        assert!(response.to_string().ends_with("\n\n<the stream is still open>"), "{response}");
        let mut events = response.sse();
        events.take(2).await;
        insta::assert_snapshot!(response, @r#"
        GET /live

        200 OK
        cache-control: no-cache
        content-type: text/event-stream
        x-accel-buffering: no

        event: made
        id: [uuid#1]
        data: {"id":"[uuid#1]","z":1}

        event: made
        id: [uuid#2]
        data: {"id":"[uuid#2]","z":2}
        <the stream is still open>
        "#);
        events.rest().await;
    });
    insta::assert_snapshot!(client, @r#"
    GET /live

    200 OK
    cache-control: no-cache
    content-type: text/event-stream
    x-accel-buffering: no

    event: made
    id: [uuid#1]
    data: {"id":"[uuid#1]","z":1}

    event: made
    id: [uuid#2]
    data: {"id":"[uuid#2]","z":2}

    event: made
    id: [uuid#1]
    data: {"id":"[uuid#1]","z":1}

    retry: 1000
    data: plain
    data:
    data: text
    "#);
}

#[test]
fn a_card_shows_a_stream_as_it_came() {
    let response =
        answer("text/event-stream", &[b": hi\r\ndata: {\"a\": 1}\r\n\r\n", b"data: b\n\n"]);
    block_on(response.sse().next());
    let (text, _) = panic_of(|| response.assert_status(201).status());
    insta::assert_snapshot!(text.split("\n\nasked at: ").next().unwrap(), @r#"
    expected status 201 Created, got 200 OK

    GET /

    200 OK
    content-type: text/event-stream

    : hi
    data: {"a": 1}
    <the stream is still open>
    "#);
}

#[test]
fn a_stream_of_lines_of_json_is_read_by_pieces() {
    async fn lines(Path(count): Path<u32>) -> ([(&'static str, &'static str); 1], Body) {
        let lines =
            (0..count).map(|n| Ok::<_, Infallible>(Bytes::from(format!("{{\"n\":{n}}}\n"))));
        ([("content-type", "application/x-ndjson")], Body::stream(stream::iter(lines)))
    }
    let client = TestClient::new(App::new().route("/{count:d}", get(lines)));
    block_on(async {
        let mut pieces = client.get("/3").streamed().await.pieces();
        let first: Value = serde_json::from_slice(&pieces.next().await).unwrap();
        assert_eq!(first, json!({"n": 0}));
        assert_eq!(pieces.rest().await, "{\"n\":1}\n{\"n\":2}\n");
    });
}

#[test]
fn streams_cross_threads() {
    fn check<T: Send>(_: T) {}
    let mut pieces = answer("text/plain", &[]).pieces();
    check(pieces.next());
    check(pieces);
    let mut events = events(&[]);
    check(events.rest());
    check(events);
}
