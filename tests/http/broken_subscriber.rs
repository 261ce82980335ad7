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
    /// What it hears.
    target: &'static str,
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
        metadata.target().starts_with(self.target)
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
    let broken = Broken { at, target: "roob", panics: Arc::default() };
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

/// How often a subscriber that hears `target`, and panics, is told of so many failures.
fn told(service: &Service, target: &'static str, times: usize) -> usize {
    let broken = Broken { at: "event", target, panics: Arc::default() };
    let _listening = set_default(broken.clone());
    (0..times).for_each(|_| drop(ask(service, "/fails")));
    broken.panics.load(Ordering::Relaxed)
}

#[test]
fn a_log_that_panics_again_and_again_is_told_less_until_it_is_whole() {
    let service = service();
    // Of each failure two events tell.
    assert_eq!(told(&service, "roob", 32), 64, "it may be whole soon");
    let later = told(&service, "roob", 10_000);
    assert!((7..=20).contains(&later), "{later} of 20 000");

    let heard = Heard::only(["roob::access"]);
    let lines = || heard.text().lines().count();
    (0..4096).for_each(|_| drop(ask(&service, "/")));
    let first = lines();
    assert!(first > 0, "it is asked whether it is whole");
    (0..10).for_each(|_| drop(ask(&service, "/")));
    assert_eq!(lines(), first + 10);
}

#[test]
fn what_a_log_does_not_hear_does_not_make_it_whole() {
    let told = told(&service(), "roob::report", 10_000);
    assert!((64..=100).contains(&told), "{told} of 10 000");
}
