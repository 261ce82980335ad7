//! Handlers that run to their end although nobody waits for them, and those that do not.

use crate::heard::Heard;
use roob::testing::{TestClient, block_on};
use roob::{App, Body, Controller, Error, Json, Path, Routes, Service, State};
use roob::{detached, get, http, post};
use serde_json::{Value, json};
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::task::Poll;
use std::thread::yield_now;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// No step of a test takes this long unless something hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// What handlers do here: they wait, and say how they ended.
#[derive(Clone)]
struct Work {
    has_begun: Arc<Semaphore>,
    may_end: Arc<Semaphore>,
    ends: Sender<&'static str>,
}

/// Says at its drop how far the work had come.
struct Guard {
    ends: Sender<&'static str>,
    state: &'static str,
}

impl Work {
    fn new() -> (Self, Receiver<&'static str>) {
        let (ends, told) = channel();
        let closed = || Arc::new(Semaphore::new(0));
        (Self { has_begun: closed(), may_end: closed(), ends }, told)
    }

    async fn run(&self) {
        let mut guard = Guard { ends: self.ends.clone(), state: "dropped" };
        self.has_begun.add_permits(1);
        self.may_end.acquire().await.unwrap().forget();
        guard.state = "done";
    }

    fn app(&self) -> App {
        App::new()
            .route("/plain", get(waits))
            .route("/detached", get(detached(waits)))
            .route("/sleeps", get(detached(sleeps)))
            .route("/fails", get(detached(fails)))
            .route("/panics", get(detached(panics)))
            .state(self.clone())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.ends.send(self.state);
    }
}

async fn waits(State(work): State<Work>) -> &'static str {
    work.run().await;
    "answer"
}

/// What takes the timers of tokio.
async fn sleeps(State(work): State<Work>) {
    work.may_end.acquire().await.unwrap().forget();
    sleep(Duration::from_millis(1)).await;
    work.ends.send("has slept").unwrap();
}

async fn fails(State(work): State<Work>) -> Result<(), Error> {
    work.run().await;
    Err(Error::internal("the disk is gone"))
}

async fn panics(State(work): State<Work>) {
    work.run().await;
    panic!("no more lamps")
}

fn request(path: &str) -> http::Request<Body> {
    http::Request::get(path).header("x-request-id", "r1").body(Body::empty()).unwrap()
}

/// Asks, and goes away while the handler waits.
async fn give_up(service: &Service, path: &str) {
    let mut call = Some(Box::pin(service.call(request(path))));
    poll_fn(|context| {
        assert!(call.as_mut().unwrap().as_mut().poll(context).is_pending());
        call = None;
        Poll::Ready(())
    })
    .await;
}

#[test]
fn a_handler_that_nobody_waits_for_is_dropped_where_it_waits() {
    let (work, ends) = Work::new();
    block_on(give_up(&work.app().build().unwrap(), "/plain"));
    assert_eq!(ends.try_recv(), Ok("dropped"));
}

#[test]
fn a_detached_handler_goes_on_under_no_executor_at_all() {
    let (work, ends) = Work::new();
    block_on(give_up(&work.app().build().unwrap(), "/detached"));
    assert!(ends.try_recv().is_err());
    work.may_end.add_permits(1);
    assert_eq!(ends.recv_timeout(PATIENCE), Ok("done"));
}

#[cfg(feature = "serve")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_detached_handler_goes_on_in_the_runtime_in_which_it_was_left() {
    let (work, ends) = Work::new();
    give_up(&work.app().build().unwrap(), "/sleeps").await;
    work.may_end.add_permits(1);
    assert_eq!(ends.recv_timeout(PATIENCE), Ok("has slept"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_detached_handler_that_a_test_gives_up_goes_on() {
    let (work, ends) = Work::new();
    let client = TestClient::new(work.app());
    for (path, end) in [("/plain", "dropped"), ("/detached", "done")] {
        tokio::select! {
            biased;
            _ = client.get(path).send() => panic!("{path} is answered"),
            begun = work.has_begun.acquire() => begun.unwrap().forget(),
        }
        if end == "done" {
            work.may_end.add_permits(1);
        }
        assert_eq!(ends.recv_timeout(PATIENCE), Ok(end), "{path}");
    }
}

#[test]
fn a_request_that_was_never_polled_does_not_begin() {
    let (work, ends) = Work::new();
    let service = work.app().build().unwrap();
    drop(service.call(request("/detached")));
    drop((work, service));
    assert!(ends.recv().is_err());
}

/// What the log is told of a detached handler that nobody waits for.
fn told_of(path: &str) -> String {
    let heard = Heard::only(["roob::report"]);
    let (work, ends) = Work::new();
    let service = work.app().build().unwrap();
    block_on(give_up(&service, path));
    work.may_end.add_permits(1);
    assert_eq!(ends.recv_timeout(PATIENCE), Ok("done"));
    // The work is dropped with the request, after the log was told.
    drop((work, service));
    assert!(ends.recv_timeout(PATIENCE).is_err());
    heard.lines()
}

#[test]
fn what_goes_wrong_while_nobody_waits_is_told_to_the_log_once() {
    insta::assert_snapshot!(told_of("/fails"), @r#"ERROR roob::report: request failed request_id="r1" method="GET" route="/fails" status=500 cause="the disk is gone""#);
    insta::assert_snapshot!(told_of("/panics"), @r#"ERROR roob::report: request failed request_id="r1" method="GET" route="/panics" status=500 cause="panicked: no more lamps""#);
    assert_eq!(told_of("/detached"), "");
}

#[test]
fn a_detached_handler_that_goes_on_is_inside_of_its_span() {
    let heard = Heard::only(["roob"]);
    let (work, ends) = Work::new();
    let service = work.app().build().unwrap();
    block_on(give_up(&service, "/fails"));
    work.may_end.add_permits(1);
    drop((work, service));
    while ends.recv_timeout(PATIENCE).is_ok() {}
    // The span is the last that the thread lets go of.
    let patient_until = Instant::now() + PATIENCE;
    while !heard.text().contains(": close") && Instant::now() < patient_until {
        yield_now();
    }
    insta::assert_snapshot!(heard.lines(), @r#"
    INFO request{method="GET" route="/fails" request_id="r1"}: roob::request: new
     INFO request{method="GET" route="/fails" request_id="r1" micros=_}: roob::access: GET /fails was given up method="GET" route="/fails" micros=_ request_id="r1"
    ERROR request{method="GET" route="/fails" request_id="r1" micros=_}: roob::report: request failed request_id="r1" method="GET" route="/fails" status=500 cause="the disk is gone"
     INFO request{method="GET" route="/fails" request_id="r1" micros=_}: roob::request: close
    "#);
}

#[test]
fn a_detached_handler_that_is_waited_for_is_like_any_other() {
    async fn add(Path(name): Path<String>, Json(number): Json<u8>) -> Result<Json<Value>, Error> {
        match number {
            0 => Err(Error::conflict("It is nothing")),
            1 => Err(Error::internal("the disk is gone")),
            2 => panic!("no more lamps"),
            _ => Ok(Json(json!({ name: number }))),
        }
    }
    let app = |methods| App::new().route("/{name}", methods);
    let exchanges = |app: App| {
        let client = TestClient::new(app.debug(true));
        for body in ["3", "0", "1", "2", "\"x\"", "{"] {
            let request = client.post("/lamp?x=1").header("content-type", "application/json");
            block_on(request.header("x-request-id", "r1").body(body));
        }
        client.to_string()
    };
    let detached = exchanges(app(post(detached(add))));
    assert_eq!(detached, exchanges(app(post(add))));
    assert!(detached.contains(r#""lamp": 3"#), "{detached}");
}

#[test]
fn methods_of_controllers_and_fallbacks_can_be_detached() {
    struct Lamps(&'static str);
    impl Lamps {
        async fn show(&self, Path(id): Path<u8>) -> String {
            format!("{} {id}", self.0)
        }
        fn list(&self) -> &'static str {
            self.0
        }
    }
    impl Controller for Lamps {
        fn routes(on: Routes<Self>) -> Routes<Self> {
            let on = on.path("/lamps").get(detached(Self::list));
            on.path("/lamps/{id:d}").get(detached(Self::show))
        }
    }
    let app = || App::new().controller(Lamps("lamp")).fallback(detached(|| "nothing"));
    let client = TestClient::new(app());
    block_on(client.get("/lamps")).assert_text("lamp");
    block_on(client.get("/lamps/7")).assert_text("lamp 7");
    block_on(client.get("/")).assert_text("nothing");
    let service = app().build().unwrap();
    assert!(service.routes()[1].handler().ends_with("::Lamps::show"), "{:?}", service.routes()[1]);
    assert!(service.routes()[1].arguments().eq(["Path<u8>"]));
}
