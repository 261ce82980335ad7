//! The log lines of a request, and who else hears them.

use super::alone::alone;
use super::panics::panic_of;
use roob::testing::{Lint, TestClient, TestResponse, block_on};
use roob::{App, Body, Error, Next, Path, Request, StatusCode, get, http};
use std::io;
use std::sync::{Arc, Mutex};
use tokio::task::{JoinSet, yield_now};
use tracing::instrument::WithSubscriber;
use tracing::{Dispatch, Instrument, debug, error, info, info_span, trace, warn};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::prelude::*;

/// What the log is told of a request that failed.
const CAUSE: &str = "ERROR roob::report: request failed request_id=\"1\" method=\"GET\" route=\"/\" status=500 cause=\"the disk is gone\"\n";

/// The section of a test's card that has the log; empty without it.
fn log_of(response: &TestResponse) -> String {
    let (text, _) = panic_of(|| response.assert_status(StatusCode::IM_A_TEAPOT).status());
    let (text, _) = text.split_once("\nagain: ").unwrap();
    text.split_once("\nlog:\n").map_or(String::new(), |(_, log)| log.to_owned())
}

fn ask(app: App) -> TestResponse {
    block_on(TestClient::new(app).get("/").allow(Lint::BodyWithoutType))
}

fn speaks() {
    error!("a plain one");
    warn!(lamps = 7, "with a field");
    info!(name: "named", brand = "Ada \"&\" Co", watts = ?Some(3.5), "with {} fields", 2);
    debug!(target: "shop::stock", error = &io::Error::other("disk full") as &dyn std::error::Error);
    info!(message = "not formatted");
    info!("first line\nsecond line");
    trace!("not kept");
}

#[test]
fn a_card_has_the_lines_from_debug_upwards() {
    insta::assert_snapshot!(log_of(&ask(App::new().route("/", get(speaks)))), @r#"
    ERROR http::testing::log: a plain one
    WARN http::testing::log: with a field lamps=7
    INFO http::testing::log: with 2 fields brand="Ada \"&\" Co" watts=Some(3.5)
    DEBUG shop::stock: error=disk full
    INFO http::testing::log: not formatted
    INFO http::testing::log: first line
      second line
    "#);
    assert_eq!(log_of(&ask(App::new().route("/", get(|| ())))), "");
}

#[test]
fn a_card_has_the_last_lines_and_the_beginning_of_long_ones() {
    let much = || {
        (1..=52).for_each(|at| info!("line {at}"));
        info!("{}", "é".repeat(400));
    };
    let log = log_of(&ask(App::new().route("/", get(much))));
    let mut lines = log.lines();
    assert_eq!(lines.next(), Some("  (3 more before)"));
    assert_eq!(lines.next(), Some("  INFO http::testing::log: line 4"));
    assert_eq!(lines.clone().count(), 49);
    let long = format!("  INFO http::testing::log: {}…", "é".repeat(237));
    assert_eq!(lines.last(), Some(long.as_str()));
}

#[test]
fn lines_of_a_streamed_body_belong_to_its_request() {
    struct Spoken(bool);
    impl http_body::Body for Spoken {
        type Data = bytes::Bytes;
        type Error = Error;
        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Self::Data>, Self::Error>>> {
            info!(end = self.0, "a frame");
            let frame = (!self.0).then(|| Ok(http_body::Frame::data("x".into())));
            self.0 = true;
            std::task::Poll::Ready(frame)
        }
    }
    let log = log_of(&ask(App::new().route("/", get(|| async { Body::new(Spoken(false)) }))));
    insta::assert_snapshot!(log, @"
    INFO http::testing::log: a frame end=false
    INFO http::testing::log: a frame end=true
    ");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_that_run_at_the_same_time_do_not_mix_their_lines() {
    async fn speak(Path(name): Path<String>) {
        for step in 1..=3 {
            info!("{name} {step}");
            yield_now().await;
        }
    }
    let client = TestClient::new(App::new().route("/{name}", get(speak)));
    let mut tasks = JoinSet::new();
    for at in 0..20 {
        let (one, two) =
            (client.get(format!("/{at}a")).send(), client.get(format!("/{at}b")).send());
        tasks.spawn(async move {
            [(at, "a"), (at, "b")]
                .into_iter()
                .zip(<[_; 2]>::from(tokio::join!(one, two)))
                .collect::<Vec<_>>()
        });
    }
    for ((at, half), response) in tasks.join_all().await.into_iter().flatten() {
        let line = |step| format!("  INFO http::testing::log: {at}{half} {step}");
        assert_eq!(log_of(&response), [1, 2, 3].map(line).join("\n"));
    }
}

#[tokio::test]
async fn a_client_in_a_handler_keeps_the_lines_of_its_own_request() {
    async fn inner() -> String {
        info!("inner");
        "inner".to_owned()
    }
    async fn outer() -> String {
        info!("before");
        let response = TestClient::new(App::new().route("/", get(inner))).get("/").await;
        info!("after");
        log_of(&response)
    }
    let response = TestClient::new(App::new().route("/", get(outer))).get("/").await;
    response.assert_text("  INFO http::testing::log: inner");
    insta::assert_snapshot!(log_of(&response), @"
    INFO http::testing::log: before
    INFO http::testing::log: after
    ");
}

/// Says all that `tracing` lets one say.
async fn chatters() -> &'static str {
    let order = info_span!("order", id = 7, lamps = tracing::field::Empty);
    order.record("lamps", 2);
    info!(parent: &order, "of the order");
    debug!(parent: None, "of nobody");
    assert_eq!(order, order.clone());
    let shipping = info_span!(parent: &order, "shipping");
    shipping.follows_from(&order);
    async {
        info!("before a pause");
        assert_eq!(tracing::Span::current(), order);
        yield_now().await;
        debug!(answer = 42, "after a pause");
        trace!("in detail");
        trace!(target: "quiet", "for nobody");
        debug!(target: "quiet", "for the card only");
    }
    .instrument(order.clone())
    .await;
    let task = shipping.in_scope(|| tokio::spawn(async { warn!("in a task") }.in_current_span()));
    task.await.unwrap();
    let task = async { error!("in a task with a subscriber") }.with_current_subscriber();
    tokio::spawn(task).await.unwrap();
    drop(order);
    tracing::trace_span!("detail").in_scope(|| info!("in a detail"));
    "done"
}

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a subscriber of the user's hears of `run`.
async fn heard(run: impl Future<Output = ()>) -> String {
    let buffer = Buffer::default();
    let guard = tracing::dispatcher::set_default(&subscriber(&buffer));
    let test = info_span!("test");
    async {
        run.await;
        info!("after it");
    }
    .instrument(test)
    .await;
    drop(guard);
    buffer.text()
}

/// Hears all but what the framework says of each request, which has tests of its own.
fn subscriber(buffer: &Buffer) -> Dispatch {
    let buffer = buffer.clone();
    let filter = Targets::new()
        .with_default(LevelFilter::TRACE)
        .with_target("roob::request", LevelFilter::OFF)
        .with_target("roob::access", LevelFilter::OFF)
        .with_target("quiet", LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(move || buffer.clone())
        .with_ansi(false)
        .without_time()
        .with_span_events(FmtSpan::FULL)
        .with_filter(filter);
    // A second one, so that filters of each layer have to agree.
    let nothing =
        tracing_subscriber::fmt::layer().with_writer(io::sink).with_filter(LevelFilter::OFF);
    tracing_subscriber::registry().with(lines).with(nothing).into()
}

#[tokio::test]
async fn a_subscriber_hears_the_same_with_a_client_as_without() {
    let app = || App::new().route("/", get(chatters));
    let service = app().build().unwrap();
    let without = heard(async {
        service.call(http::Request::new(Body::empty())).await;
    });
    let without = without.await;
    let mut response = None;
    // Over sockets the test is woken more often, and says so.
    let client = TestClient::new(app()).direct();
    let with = heard(async { response = Some(client.get("/").await) }).await;
    assert_eq!(with, without);
    assert_eq!(with.lines().count(), 41, "{with}");
    insta::assert_snapshot!(log_of(&response.unwrap()), @"
    INFO http::testing::log: of the order
    DEBUG http::testing::log: of nobody
    INFO http::testing::log: before a pause
    DEBUG http::testing::log: after a pause answer=42
    DEBUG quiet: for the card only
    INFO http::testing::log: in a detail
    ");
}

#[tokio::test]
async fn a_subscriber_that_a_middleware_brings_hears_the_cause() {
    let buffer = Buffer::default();
    let subscriber = subscriber(&buffer);
    let bring =
        move |request: Request, next: Next| next.run(request).with_subscriber(subscriber.clone());
    let fails = || -> Result<(), Error> { Err(Error::internal("the disk is gone")) };
    let client = TestClient::new(App::new().route("/", get(fails)).wrap(bring));
    client.get("/").header("x-request-id", "1").await.assert_server_error();
    assert_eq!(buffer.text(), CAUSE);
}

#[test]
fn subscribers_of_threads_hear_each_its_own() {
    let ask = |name: &'static str| {
        let buffer = Buffer::default();
        let guard = tracing::dispatcher::set_default(&subscriber(&buffer));
        let speak = move || info_span!("of", name).in_scope(|| info!("hello"));
        let client = TestClient::new(App::new().route("/", get(speak)));
        (0..50).for_each(|_| drop(block_on(client.get("/"))));
        drop(guard);
        buffer.text()
    };
    std::thread::scope(|scope| {
        let names = ["a", "b", "c", "d"];
        let threads = names.map(|name| (name, scope.spawn(move || ask(name))));
        for (name, thread) in threads {
            let text = thread.join().unwrap();
            let own = format!("INFO of{{name={name:?}}}: http::testing::log: hello\n");
            assert_eq!(text.matches(&own).count(), 50, "{text}");
            assert_eq!(text.matches("hello").count(), 50, "{text}");
        }
    });
}

#[test]
fn subscribers_that_follow_each_other_hear_each_its_own() {
    let client = TestClient::new(App::new().route("/", get(speaks)));
    for _ in 0..3 {
        let buffer = Buffer::default();
        let _guard = tracing::dispatcher::set_default(&subscriber(&buffer));
        block_on(client.get("/").allow(Lint::BodyWithoutType));
        assert_eq!(buffer.text().matches("a plain one").count(), 1, "{}", buffer.text());
    }
}

#[test]
fn a_subscriber_of_the_whole_program_hears_the_same_and_causes_go_there() {
    let name = "testing::log::a_subscriber_of_the_whole_program_hears_the_same_and_causes_go_there";
    let Some(errors) = alone(name) else {
        return with_a_subscriber_of_the_whole_program();
    };
    assert!(!errors.contains("request failed"), "{errors}");
}

fn with_a_subscriber_of_the_whole_program() {
    let early = TestClient::new(App::new().route("/", get(speaks)));
    assert!(log_of(&block_on(early.get("/"))).contains("a plain one"));
    let buffer = Buffer::default();
    tracing::dispatcher::set_global_default(subscriber(&buffer)).unwrap();
    let fails = || -> Result<(), Error> { Err(Error::internal("the disk is gone")) };
    let client = TestClient::new(App::new().route("/", get(fails)));
    let response = block_on(client.get("/").header("x-request-id", "1"));
    assert_eq!(buffer.text(), CAUSE);
    assert_eq!(log_of(&response), "");
}

#[test]
fn causes_and_panics_stay_on_standard_error_while_nobody_else_listens() {
    let name = "testing::log::causes_and_panics_stay_on_standard_error_while_nobody_else_listens";
    let Some(errors) = alone(name) else {
        return with_nobody_who_listens();
    };
    let panicked = errors.lines().find(|line| line.starts_with("thread '")).unwrap();
    let (before, after) = errors.split_once(panicked).unwrap();
    assert_eq!(before, "request failed: GET /fails 500 (request id 1): the disk is gone\n\n");
    assert!(panicked.contains("panicked at roob/../tests/http/testing/log.rs:"), "{errors}");
    assert_eq!(
        after,
        "\nno more lamps\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n\
         request failed: GET /panics 500 (request id 1): panicked: no more lamps\n\
         request failed: GET /fails 500 (request id 2): the disk is gone\n"
    );
}

fn with_nobody_who_listens() {
    let fails = || -> Result<(), Error> { Err(Error::internal("the disk is gone")) };
    let panics = || -> () { panic!("no more lamps") };
    let app = || App::new().route("/fails", get(fails)).route("/panics", get(panics));
    let client = TestClient::new(app());
    block_on(client.get("/fails").header("x-request-id", "1")).assert_server_error();
    block_on(client.get("/panics").header("x-request-id", "1")).assert_server_error();
    // Nor does the client silence a service that is called without it afterwards.
    let request =
        http::Request::get("/fails").header("x-request-id", "2").body(Body::empty()).unwrap();
    block_on(async { app().build().unwrap().call(request).await });
}

/// Alone, because `tracing` remembers who was interested first.
#[test]
fn a_line_that_was_first_reached_outside_of_a_request_is_kept_within() {
    let name = "testing::log::a_line_that_was_first_reached_outside_of_a_request_is_kept_within";
    if alone(name).is_some() {
        return;
    }
    let client = TestClient::new(App::new().route("/", get(speaks)).route("/quiet", get(|| ())));
    block_on(client.get("/quiet"));
    speaks();
    assert!(log_of(&block_on(client.get("/"))).contains("a plain one"));
}
