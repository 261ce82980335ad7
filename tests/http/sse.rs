//! Server-sent events as a response: what is sent, and how a stream ends.

use futures_util::stream::{self, StreamExt};
use roob::bytes::Bytes;
use roob::testing::{TestClient, block_on};
use roob::{App, Body, Error, Event, EventError, Header, IntoEvent, LastEventId, Sse, get};
use serde::{Serialize, Serializer};
use std::convert::Infallible;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::field::{Field, Visit};
use tracing::{Level, Metadata, Subscriber, span};

#[track_caller]
fn check(event: Event, sent: &str) {
    assert_eq!(event.to_string(), sent);
    assert_eq!(event.clone().checked(), Ok(event));
}

#[track_caller]
fn check_wrong(event: Event, wrong: EventError, message: &str) {
    assert_eq!(wrong.to_string(), message);
    assert_eq!(event.checked(), Err(wrong));
}

fn client<T, E>(items: impl Fn() -> Vec<Result<T, E>> + Send + Sync + 'static) -> TestClient
where
    Result<T, E>: IntoEvent + Send + 'static,
{
    TestClient::new(App::new().route("/", get(move || Sse::new(stream::iter(items())))))
}

/// Does not serialize.
struct Broken;

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("out of paper"))
    }
}

#[test]
fn an_event_is_these_lines() {
    check(Event::data("hello"), "data: hello\n\n");
    check(Event::data(""), "data: \n\n");
    check(Event::data(" padded "), "data:  padded \n\n");
    check(Event::json(&[1, 2]), "data: [1,2]\n\n");
    check(
        Event::data("x").event("tick").id("7").retry(Duration::from_secs(3)),
        "data: x\nevent: tick\nid: 7\nretry: 3000\n\n",
    );
    check(Event::empty().comment("still here"), ": still here\n\n");
    check(Event::empty().comment("one\ntwo").id(""), ": one\n: two\nid: \n\n");
}

#[test]
fn each_line_of_the_data_is_a_field_whatever_ends_it() {
    check(Event::data("a\nb\r\nc\rd"), "data: a\ndata: b\ndata: c\ndata: d\n\n");
    check(Event::data("\n"), "data: \ndata: \n\n");
    check(Event::data("a\r\n\r\nid: 7"), "data: a\ndata: \ndata: id: 7\n\n");
}

#[test]
fn names_and_ids_with_a_line_break_are_refused() {
    for name in ["a\nb", "a\rb", "\n"] {
        let shown = name.escape_debug();
        let message = format!("the name of an event cannot have a line break: `{shown}`");
        check_wrong(Event::data("x").event(name), EventError::Name(name.into()), &message);
    }
    for id in ["a\nb", "a\r", "\0"] {
        let shown = id.escape_debug();
        let message = format!("the id of an event cannot have a line break or a NUL: `{shown}`");
        check_wrong(Event::data("x").id(id), EventError::Id(id.into()), &message);
    }
    // The first mistake is the one that is told.
    check_wrong(
        Event::json(&Broken).id("\n"),
        EventError::Data("out of paper".into()),
        "the data of an event cannot be sent as JSON: out of paper",
    );
}

#[test]
fn an_answer_is_a_stream_of_events_that_nobody_keeps() {
    let client =
        client(|| vec![Ok::<_, Error>(Event::data("one")), Ok(Event::data("two").id("2"))]);
    let response = block_on(client.get("/"));
    response
        .assert_ok()
        .assert_header("content-type", "text/event-stream")
        .assert_header("cache-control", "no-cache")
        .assert_header("x-accel-buffering", "no")
        .assert_no_header("content-length");
    let body = block_on(response.pieces().take(2));
    assert_eq!(body, ["data: one\n\n", "data: two\nid: 2\n\n"]);
}

#[test]
fn a_stream_of_a_type_of_its_own_is_one_of_events() {
    struct Price(u32);
    impl IntoEvent for Price {
        fn into_event(self) -> Result<Event, roob::BoxError> {
            Ok(Event::json(&self.0).event("price"))
        }
    }
    let app = App::new().route("/", get(|| Sse::new(stream::iter([Price(1), Price(2)]))));
    let events = block_on(block_on(TestClient::new(app).get("/")).sse().rest());
    let shown: Vec<_> = events.iter().map(|e| (e.event.as_str(), e.json::<u32>())).collect();
    assert_eq!(shown, [("price", 1), ("price", 2)]);
}

#[test]
fn head_has_the_head_only() {
    let client = client(|| vec![Ok::<_, Error>(Event::data("one"))]);
    let response = block_on(client.head("/"));
    response.assert_ok().assert_header("content-type", "text/event-stream");
    assert!(response.to_string().ends_with("\nx-accel-buffering: no"), "{response}");
    block_on(response.sse().assert_ended());
}

#[test]
fn a_client_that_comes_back_says_which_event_it_saw_last() {
    async fn last(id: Option<Header<LastEventId>>) -> String {
        id.map_or("none".to_owned(), |Header(id)| id.0)
    }
    let client = TestClient::new(App::new().route("/", get(last)));
    block_on(client.get("/")).assert_text("none");
    // In UTF-8, as browsers send it.
    for id in ["7", "", "é 1"] {
        block_on(client.get("/").header("last-event-id", id)).assert_ok().assert_text(id);
    }
    block_on(client.get("/").header("last-event-id", b"\xff")).assert_bad_request().assert_text(
        r#"{"message":"Invalid request header `last-event-id`: it is not UTF-8 text"}"#,
    );
}

#[test]
fn a_quiet_stream_is_kept_alive_by_comments_without_a_runtime() {
    async fn quiet() -> Sse {
        Sse::new(stream::pending::<Event>()).keep_alive(Duration::from_millis(1))
    }
    let response = block_on(TestClient::new(App::new().route("/", get(quiet))).get("/"));
    assert_eq!(block_on(response.pieces().take(3)), [":\n\n"; 3]);
}

#[test]
fn events_that_come_in_time_have_no_comments_between_them() {
    async fn busy() -> Sse {
        let ready = stream::iter((0..3).map(|n| Event::json(&n)));
        Sse::new(ready).keep_alive(Duration::from_secs(3600))
    }
    let response = block_on(TestClient::new(App::new().route("/", get(busy))).get("/"));
    assert_eq!(block_on(response.pieces().rest()), "data: 0\n\ndata: 1\n\ndata: 2\n\n");
}

#[test]
#[should_panic(expected = "a stream is kept alive every so often, not every 0 s")]
fn a_stream_that_is_kept_alive_all_the_time_is_a_mistake() {
    let _ = Sse::new(stream::pending::<Event>()).keep_alive(Duration::ZERO);
}

/// Writes down what the log is told, with its fields.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() == Level::ERROR
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// What the log is told while the events of `app` at `/stream` are read until they break off, and
/// the reason.
fn break_off(app: App, id: Option<&str>) -> (String, Vec<String>) {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let client = TestClient::new(app);
    let mut request = client.get("/stream?secret=1").streamed();
    if let Some(id) = id {
        request = request.header("x-request-id", id);
    }
    let mut pieces = block_on(request).pieces();
    block_on(pieces.next());
    let reason = block_on(pieces.assert_broken_off());
    drop(pieces);
    let lines = log.0.lock().unwrap().clone();
    (reason, lines)
}

#[test]
fn an_error_of_the_stream_ends_it_and_is_told_to_the_log_once() {
    let items =
        || stream::iter([Ok(Event::data("1")), Err("the disk is full"), Ok(Event::data("2"))]);
    let app = || App::new().route("/stream", get(move || Sse::new(items())));
    let told = |id| {
        format!(
            r#"ERROR message=answer broke off{id} method="GET" route="/stream" cause="the disk is full""#
        )
    };
    assert_eq!(break_off(app(), None), ("the disk is full".into(), vec![told("")]));
    let own = told(r#" request_id="abc""#);
    assert_eq!(break_off(app(), Some("abc")), ("the disk is full".into(), vec![own]));
}

#[test]
fn an_event_that_cannot_be_sent_ends_the_stream_and_the_log_says_why() {
    let items = || stream::iter([Event::data("1"), Event::data("2").event("a\nb")]);
    let app = App::new().route("/stream", get(move || Sse::new(items())));
    let reason = "the name of an event cannot have a line break: `a\\nb`";
    let told = r#"ERROR message=answer broke off method="GET" route="/stream" cause="the name of an event cannot have a line break: `a\\nb`""#;
    assert_eq!(break_off(app, None), (reason.into(), vec![told.into()]));
}

#[test]
fn the_causes_of_an_error_are_told_too() {
    let error = || Error::internal(std::io::Error::other("disk full"));
    let items = move || stream::iter([Ok(Event::data("1")), Err(error())]);
    let app = App::new().route("/stream", get(move || Sse::new(items())));
    let (_, told) = break_off(app, None);
    assert_eq!(
        told,
        [
            r#"ERROR message=answer broke off method="GET" route="/stream" cause="Unhandled exception occurred: disk full""#
        ]
    );
}

#[test]
fn a_panic_of_a_stream_is_an_error_like_any_other() {
    let items = || {
        stream::iter(0..).map(|n| match n {
            0 => Ok::<_, Infallible>(Bytes::from("first")),
            _ => panic!("no more paper"),
        })
    };
    let app = App::new().route("/stream", get(move || Body::stream(items())));
    let reason = "panicked: no more paper";
    let told = r#"ERROR message=answer broke off method="GET" route="/stream" cause="panicked: no more paper""#;
    assert_eq!(break_off(app, None), (reason.into(), vec![told.into()]));
}
