//! What an operator learns of requests, whoever calls the service.

use crate::heard::{Heard, Text};
use bytes::Bytes;
use futures_util::StreamExt;
use roob::testing::{TestClient, TestResponse, block_on};
use roob::{App, Body, Error, Next, Path, Request, Service, get, http};
use std::future::{pending, poll_fn};
use std::task::Poll;
use tokio::task::yield_now;
use tracing::info;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::prelude::*;

/// What the framework says of each request, and what these tests say themselves.
const TARGETS: [&str; 4] = ["roob::request", "roob::access", "roob::report", "http"];

async fn speaks(Path(name): Path<String>) -> String {
    info!("before a pause");
    yield_now().await;
    info!("after it");
    format!("hello {name}")
}

fn fails() -> Result<(), Error> {
    Err(Error::internal("the disk is gone"))
}

fn app() -> App {
    App::new().route("/hello/{name}", get(speaks)).route("/fails", get(fails))
}

fn ask(app: App, path: &str) -> TestResponse {
    block_on(TestClient::new(app).get(path).header("x-request-id", "r1"))
}

#[test]
fn a_request_is_a_span_around_all_that_it_does() {
    let heard = Heard::only(TARGETS);
    ask(app(), "/hello/ada?token=1");
    insta::assert_snapshot!(heard.lines(), @r#"
    INFO request{method="GET" route="/hello/{name}" request_id="r1"}: roob::request: new
     INFO request{method="GET" route="/hello/{name}" request_id="r1"}: http::observe: before a pause
     INFO request{method="GET" route="/hello/{name}" request_id="r1"}: http::observe: after it
     INFO request{method="GET" route="/hello/{name}" request_id="r1" status=200 micros=_}: roob::access: GET /hello/{name} method="GET" route="/hello/{name}" status=200 micros=_ bytes=9 request_id="r1"
     INFO request{method="GET" route="/hello/{name}" request_id="r1" status=200 micros=_}: roob::request: close
    "#);
}

#[test]
fn the_cause_of_a_failure_is_told_inside_of_the_span() {
    let heard = Heard::only(TARGETS);
    ask(app(), "/fails");
    insta::assert_snapshot!(heard.lines(), @r#"
    INFO request{method="GET" route="/fails" request_id="r1"}: roob::request: new
    ERROR request{method="GET" route="/fails" request_id="r1"}: roob::report: request failed request_id="r1" method="GET" route="/fails" status=500 cause="the disk is gone"
     INFO request{method="GET" route="/fails" request_id="r1" status=500 micros=_}: roob::access: GET /fails method="GET" route="/fails" status=500 micros=_ bytes=69 request_id="r1"
     INFO request{method="GET" route="/fails" request_id="r1" status=500 micros=_}: roob::request: close
    "#);
}

#[test]
fn what_no_route_answers_has_a_span_without_a_route() {
    let heard = Heard::only(TARGETS);
    ask(app(), "/nowhere");
    ask(app(), "/%zz");
    insta::assert_snapshot!(heard.lines(), @r#"
    INFO request{method="GET" request_id="r1"}: roob::request: new
     INFO request{method="GET" request_id="r1" status=404 micros=_}: roob::access: GET (no route) method="GET" status=404 micros=_ bytes=53 request_id="r1"
     INFO request{method="GET" request_id="r1" status=404 micros=_}: roob::request: close
     INFO request{method="GET" request_id="r1"}: roob::request: new
     INFO request{method="GET" request_id="r1" status=400 micros=_}: roob::access: GET (no route) method="GET" status=400 micros=_ bytes=69 request_id="r1"
     INFO request{method="GET" request_id="r1" status=400 micros=_}: roob::request: close
    "#);
}

#[test]
fn middleware_runs_inside_of_the_span_and_its_failure_is_told_there() {
    async fn refuse(_: Request, _: Next) -> Result<(), Error> {
        info!("in the middleware");
        Err(Error::internal("no more"))
    }
    let heard = Heard::only(TARGETS);
    ask(app().wrap(refuse), "/hello/ada");
    insta::assert_snapshot!(heard.lines(), @r#"
    INFO request{method="GET" route="/hello/{name}" request_id="r1"}: roob::request: new
     INFO request{method="GET" route="/hello/{name}" request_id="r1"}: http::observe: in the middleware
    ERROR request{method="GET" route="/hello/{name}" request_id="r1"}: roob::report: request failed request_id="r1" method="GET" route="/hello/{name}" status=500 cause="no more"
     INFO request{method="GET" route="/hello/{name}" request_id="r1" status=500 micros=_}: roob::access: GET /hello/{name} method="GET" route="/hello/{name}" status=500 micros=_ bytes=60 request_id="r1"
     INFO request{method="GET" route="/hello/{name}" request_id="r1" status=500 micros=_}: roob::request: close
    "#);
}

#[test]
fn a_stream_is_inside_of_the_span_to_its_end() {
    let stream = || {
        let pieces = futures_util::stream::iter(0..2).map(|piece| match piece {
            0 => Ok(Bytes::from("first")),
            _ => {
                info!("in the stream");
                Err("the disk is gone")
            }
        });
        Body::stream(pieces)
    };
    let heard = Heard::only(["roob", "http"]);
    let client = TestClient::new(App::new().route("/", get(stream)));
    let mut pieces = block_on(client.get("/").header("x-request-id", "r1").streamed()).pieces();
    block_on(pieces.next());
    block_on(pieces.assert_broken_off());
    drop(pieces);
    insta::assert_snapshot!(heard.lines(), @r#"
    INFO request{method="GET" route="/" request_id="r1"}: roob::request: new
     INFO request{method="GET" route="/" request_id="r1" status=200 micros=_}: roob::access: GET / method="GET" route="/" status=200 micros=_ request_id="r1"
     INFO request{method="GET" route="/" request_id="r1" status=200 micros=_}: http::observe: in the stream
    ERROR request{method="GET" route="/" request_id="r1" status=200 micros=_}: roob::stream: answer broke off request_id="r1" method="GET" route="/" cause="the disk is gone"
     INFO request{method="GET" route="/" request_id="r1" status=200 micros=_}: roob::request: close
    "#);
}

#[test]
fn a_subscriber_hears_the_same_with_a_client_as_without() {
    let heard = Heard::all();
    ask(app(), "/hello/ada");
    let with = heard.lines();
    drop(heard);
    let heard = Heard::all();
    let request = http::Request::get("/hello/ada").header("x-request-id", "r1");
    let service = app().build().unwrap();
    block_on(service.call(request.body(Body::empty()).unwrap()));
    assert_eq!(with, heard.lines());
}

#[test]
fn the_answer_to_head_has_the_bytes_that_are_sent() {
    let heard = Heard::only(["roob::access"]);
    let request = http::Request::head("/hello/ada").header("x-request-id", "r1");
    let service = app().build().unwrap();
    block_on(service.call(request.body(Body::empty()).unwrap()));
    insta::assert_snapshot!(heard.lines(), @r#"INFO roob::access: HEAD /hello/{name} method="HEAD" route="/hello/{name}" status=200 micros=_ bytes=0 request_id="r1""#);
}

/// A call that is dropped once it waits.
fn give_up(service: &Service, path: &str) {
    let request = http::Request::get(path).header("x-request-id", "r1").body(Body::empty());
    let mut call = Some(Box::pin(service.call(request.unwrap())));
    block_on(poll_fn(|context| {
        assert!(call.as_mut().unwrap().as_mut().poll(context).is_pending());
        call = None;
        Poll::Ready(())
    }));
}

#[test]
fn a_request_that_is_given_up_is_told_too() {
    struct Guard;
    impl Drop for Guard {
        fn drop(&mut self) {
            info!("let go of");
        }
    }
    async fn waits() {
        let _guard = Guard;
        pending::<()>().await;
    }
    let heard = Heard::only(TARGETS);
    let app = App::new().route("/waits", get(waits));
    give_up(&app.build().unwrap(), "/waits");
    insta::assert_snapshot!(heard.lines(), @r#"
    INFO request{method="GET" route="/waits" request_id="r1"}: roob::request: new
     INFO request{method="GET" route="/waits" request_id="r1"}: http::observe: let go of
     INFO request{method="GET" route="/waits" request_id="r1" micros=_}: roob::access: GET /waits was given up method="GET" route="/waits" micros=_ request_id="r1"
     INFO request{method="GET" route="/waits" request_id="r1" micros=_}: roob::request: close
    "#);
}

/// The one id that is in all of the text.
#[track_caller]
fn id_in(text: &str) -> &str {
    let ids: Vec<&str> =
        text.split("request_id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!ids.is_empty() && ids.iter().all(|id| *id == ids[0]), "{text}");
    ids[0]
}

#[track_caller]
fn assert_new(id: &str) {
    assert!(id.len() == 16 && id.bytes().all(|digit| digit.is_ascii_hexdigit()), "{id}");
}

#[test]
fn a_request_without_an_id_gets_one_that_all_of_its_lines_and_its_500_have() {
    let heard = Heard::only(TARGETS);
    let response = block_on(TestClient::new(app()).get("/fails"));
    let text = heard.text();
    assert_new(id_in(&text));
    assert_eq!(response.header("x-request-id"), Some(id_in(&text)));
}

#[test]
fn a_subscriber_changes_no_answer() {
    let echo = |request: Request| format!("{:?}", request.headers().get("x-request-id"));
    let app = || app().route("/echo", get(echo));
    let heard = Heard::all();
    let client = TestClient::new(app());
    block_on(client.get("/echo")).assert_text("None").assert_no_header("x-request-id");
    assert!(heard.text().contains("request_id="));
}

#[test]
fn an_id_that_is_none_is_replaced() {
    for id in ["", "caf\u{e9}", "two words", "a\ttab", &"x".repeat(129)] {
        let heard = Heard::only(TARGETS);
        let request = TestClient::new(app().request_ids(true)).get("/fails");
        let response = block_on(request.header("x-request-id", id));
        assert_new(id_in(&heard.text()));
        assert_eq!(response.header("x-request-id"), Some(id_in(&heard.text())));
    }
}

#[test]
fn an_app_with_ids_tells_them_to_its_handlers_and_in_every_answer() {
    let echo = |request: Request| request.headers()["x-request-id"].to_str().unwrap().to_owned();
    let app = app().route("/echo", get(echo)).request_ids(true);
    let client = TestClient::new(app);
    let response = block_on(client.get("/echo"));
    assert_new(response.text());
    assert_eq!(response.header("x-request-id"), Some(response.text()));
    let other = block_on(client.get("/echo"));
    assert_ne!(response.text(), other.text());
    block_on(client.get("/echo").header("x-request-id", "own")).assert_text("own");
    for path in ["/hello/ada", "/fails", "/nowhere", "/%zz"] {
        let response = block_on(client.get(path).header("x-request-id", "own"));
        response.assert_header("x-request-id", "own");
    }
}

#[test]
fn an_id_that_the_app_itself_answers_with_stays() {
    let answer =
        || http::Response::builder().header("x-request-id", "mine").body(Body::empty()).unwrap();
    let client = TestClient::new(App::new().route("/", get(answer)).request_ids(true));
    block_on(client.get("/")).assert_header("x-request-id", "mine");
}

#[test]
fn a_mounted_app_has_ids_as_the_app_around_it_unless_it_says_otherwise() {
    let inner = || App::new().route("/", get(|| "in"));
    let app = App::new()
        .route("/", get(|| "out"))
        .mount("/as", inner())
        .mount("/without", inner().request_ids(false))
        .request_ids(true);
    let client = TestClient::new(app);
    let has_id = |path: &str| block_on(client.get(path)).header("x-request-id").is_some();
    assert_eq!(["/", "/as", "/without"].map(has_id), [true, true, false]);
}

#[test]
fn the_log_tells_paths_when_it_may() {
    let heard = Heard::only(TARGETS);
    let app = app().log_paths(true);
    ask(app, "/hello/ada?token=1");
    insta::assert_snapshot!(heard.lines(), @r#"
    INFO request{method="GET" route="/hello/{name}" request_id="r1"}: roob::request: new
     INFO request{method="GET" route="/hello/{name}" request_id="r1"}: http::observe: before a pause
     INFO request{method="GET" route="/hello/{name}" request_id="r1"}: http::observe: after it
     INFO request{method="GET" route="/hello/{name}" request_id="r1" status=200 micros=_}: roob::access: GET /hello/ada method="GET" route="/hello/{name}" status=200 micros=_ bytes=9 request_id="r1"
     INFO request{method="GET" route="/hello/{name}" request_id="r1" status=200 micros=_}: roob::request: close
    "#);
}

/// Layers with filters of their own take turns in one subscriber; whoever asks it for one event and
/// then sends another confuses them.
#[test]
fn layers_that_want_less_hear_all_that_they_want() {
    let speaks = || {
        tracing::error!("for all");
        tracing::debug!("for one");
    };
    let (all, few) = (Text::default(), Text::default());
    let subscriber = tracing_subscriber::registry()
        .with(all.layer().with_filter(LevelFilter::TRACE))
        .with(few.layer().with_filter(LevelFilter::WARN));
    let _listening = tracing::subscriber::set_default(subscriber);
    let service = App::new().route("/", get(speaks)).build().unwrap();
    for _ in 0..2 {
        block_on(service.call(http::Request::new(Body::empty())));
    }
    assert_eq!(few.text(), "ERROR http::observe: for all\n".repeat(2));
    assert_eq!(all.text().matches("for all").count(), 2);
}
