//! A subscriber that panics, as that of `tracing-subscriber` does when the disk is full.

use crate::heard::Heard;
use roob::testing::block_on;
use roob::{App, Body, Error, Request, Response, Service, detached, get, http};
use std::future::{pending, poll_fn};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use tracing::subscriber::set_default;
use tracing::{Event, Metadata, Subscriber, span};

/// Panics in one of its functions, and counts how often.
#[derive(Clone)]
struct Broken {
    at: &'static str,
    panics: Arc<AtomicUsize>,
}

impl Broken {
    fn pass(&self, function: &str) {
        if function == self.at {
            self.panics.fetch_add(1, Ordering::Relaxed);
            panic!("failed printing to stderr");
        }
    }
}

impl Subscriber for Broken {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("roob")
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        self.pass("new_span");
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {
        self.pass("record");
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, _: &Event<'_>) {
        self.pass("event");
    }

    fn enter(&self, _: &span::Id) {
        self.pass("enter");
    }

    fn exit(&self, _: &span::Id) {
        self.pass("exit");
    }

    fn try_close(&self, _: span::Id) -> bool {
        self.pass("try_close");
        true
    }
}

fn fails() -> Result<(), Error> {
    Err(Error::internal("the disk is gone"))
}

fn stream() -> Body {
    let pieces = ["first", "second"].map(|piece| Ok::<_, Error>(piece.into()));
    Body::stream(futures_util::stream::iter(pieces))
}

fn service() -> Service {
    let waits = async || pending::<()>().await;
    let app = App::new()
        .route("/", get(|| "hello"))
        .route("/fails", get(fails))
        .route("/stream", get(stream))
        .route("/waits", get(waits))
        .route("/detached", get(detached(|| "done")));
    app.debug(false).request_ids(true).build().unwrap()
}

fn request(path: &str) -> http::Request<Body> {
    http::Request::get(path).header("x-request-id", "r1").body(Body::empty()).unwrap()
}

/// The status, the id and the body that a client gets.
fn ask(service: &Service, path: &str) -> String {
    let response: Response = block_on(service.call(request(path)));
    let (status, id) = (response.status().as_u16(), response.headers()["x-request-id"].clone());
    let mut body = Request::new(http::Request::new(response.into_body()));
    format!("{status} {} {}", id.to_str().unwrap(), block_on(body.text()).unwrap())
}

fn give_up(service: &Service) {
    let mut call = Some(Box::pin(service.call(request("/waits"))));
    block_on(poll_fn(|context| {
        assert!(call.as_mut().unwrap().as_mut().poll(context).is_pending());
        call = None;
        Poll::Ready(())
    }));
}

#[track_caller]
fn check(at: &'static str) {
    let broken = Broken { at, panics: Arc::default() };
    let _listening = set_default(broken.clone());
    let service = service();
    assert_eq!(ask(&service, "/"), "200 r1 hello", "{at}");
    let message = r#"500 r1 {"message":"Unhandled exception occurred"}"#;
    assert_eq!(ask(&service, "/fails"), message, "{at}");
    assert_eq!(ask(&service, "/stream"), "200 r1 firstsecond", "{at}");
    assert_eq!(ask(&service, "/detached"), "200 r1 done", "{at}");
    give_up(&service);
    assert!(broken.panics.load(Ordering::Relaxed) > 0, "{at} was not called");
}

#[test]
fn a_subscriber_that_panics_anywhere_costs_nobody_an_answer() {
    for at in ["new_span", "record", "event", "enter", "exit", "try_close"] {
        check(at);
    }
}

/// Asks so often.
fn ask_often(service: &Service, times: usize) {
    for _ in 0..times {
        let request = http::Request::new(Body::empty());
        assert_eq!(block_on(service.call(request)).status(), 200);
    }
}

#[test]
fn a_log_that_panics_again_and_again_is_told_less_until_it_is_whole() {
    let service = service();
    let broken = Broken { at: "event", panics: Arc::default() };
    let guard = set_default(broken.clone());
    ask_often(&service, 64);
    assert_eq!(broken.panics.load(Ordering::Relaxed), 64, "it may be whole soon");
    ask_often(&service, 20_000);
    let told = broken.panics.load(Ordering::Relaxed);
    assert!((70..=100).contains(&told), "{told} of 20 064");
    drop(guard);

    let heard = Heard::only(["roob::access"]);
    let lines = || heard.text().lines().count();
    ask_often(&service, 4096);
    let first = lines();
    assert!(first > 0, "it is asked whether it is whole");
    ask_often(&service, 10);
    assert_eq!(lines(), first + 10);
}
