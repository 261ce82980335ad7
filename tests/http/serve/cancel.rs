//! Clients that go away before they are answered.

use super::support::{Client, Running, app, within};
use crate::heard::Heard;
use bytes::Bytes;
use roob::serve::{Error, Peer, Server};
use roob::{App, Metrics, State, detached, get, post};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What handlers do here: they wait, and say how they ended.
#[derive(Clone)]
struct Work {
    has_begun: Arc<Semaphore>,
    may_end: Arc<Semaphore>,
    ends: UnboundedSender<&'static str>,
}

/// Says at its drop how far the work had come.
struct Guard {
    ends: UnboundedSender<&'static str>,
    state: &'static str,
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.ends.send(self.state);
    }
}

/// A server of such handlers.
struct Stage {
    server: Running,
    work: Work,
    ends: UnboundedReceiver<&'static str>,
}

impl Work {
    fn new() -> (Self, UnboundedReceiver<&'static str>) {
        let (ends, told) = unbounded_channel();
        let closed = || Arc::new(Semaphore::new(0));
        (Self { has_begun: closed(), may_end: closed(), ends }, told)
    }

    fn app(&self) -> App {
        app()
            .route("/plain", get(waits).post(waits))
            .route("/reads", post(reads))
            .route("/detached", get(detached(waits)).post(detached(waits)))
            .route("/detached/fails", get(detached(fails)))
            .state(self.clone())
    }

    async fn run(&self) {
        let mut guard = Guard { ends: self.ends.clone(), state: "dropped" };
        self.has_begun.add_permits(1);
        self.may_end.acquire().await.unwrap().forget();
        guard.state = "done";
    }
}

async fn waits(State(work): State<Work>) -> &'static str {
    work.run().await;
    "answer"
}

async fn reads(State(work): State<Work>, body: Bytes) -> Bytes {
    work.run().await;
    body
}

async fn fails(State(work): State<Work>) -> Result<(), roob::Error> {
    work.run().await;
    Err(roob::Error::internal("the disk is gone"))
}

impl Stage {
    async fn new() -> Self {
        Self::with(|app| app, Duration::from_secs(30)).await
    }

    async fn with(settings: impl FnOnce(App) -> App, grace: Duration) -> Self {
        let (work, ends) = Work::new();
        let server = Running::with(settings(work.app()), |server| server.grace(grace)).await;
        Self { server, work, ends }
    }

    /// A client that has sent this, when its handler has begun.
    async fn ask(&self, request: &str) -> Client {
        let mut client = self.server.connect().await;
        client.send(request).await;
        within(self.work.has_begun.acquire()).await.unwrap().forget();
        client
    }

    async fn end(&mut self) -> &'static str {
        within(self.ends.recv()).await.unwrap()
    }
}

#[tokio::test]
async fn a_client_that_goes_away_cancels_its_handler() {
    let mut stage = Stage::new().await;
    for request in [
        "GET /plain HTTP/1.1\r\nhost: a\r\n\r\n",
        "POST /reads HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc",
        "POST /reads HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    ] {
        drop(stage.ask(request).await);
        assert_eq!(stage.end().await, "dropped", "{request}");
    }
    stage
        .server
        .connect()
        .await
        .ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n")
        .await
        .assert(200, "hello");
}

#[tokio::test]
async fn a_client_that_ends_its_side_cancels_its_handler_too() {
    let mut stage = Stage::new().await;
    let mut client = stage.ask("GET /plain HTTP/1.1\r\nhost: a\r\n\r\n").await;
    client.0.shutdown().await.unwrap();
    assert_eq!(stage.end().await, "dropped");
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn a_client_that_goes_away_does_not_cancel_a_detached_handler() {
    let mut stage = Stage::new().await;
    drop(stage.ask("GET /detached HTTP/1.1\r\nhost: a\r\n\r\n").await);
    drop(stage.ask("GET /plain HTTP/1.1\r\nhost: a\r\n\r\n").await);
    // The server has noticed the second, which went later.
    assert_eq!(stage.end().await, "dropped");
    stage.work.may_end.add_permits(1);
    assert_eq!(stage.end().await, "done");
}

#[tokio::test]
async fn a_detached_handler_answers_a_client_that_waits() {
    let mut stage = Stage::new().await;
    let mut client = stage.ask("GET /detached HTTP/1.1\r\nhost: a\r\n\r\n").await;
    stage.work.may_end.add_permits(1);
    client.answer().await.assert(200, "answer");
    assert_eq!(stage.end().await, "done");
}

#[tokio::test]
async fn what_a_detached_handler_fails_with_is_told_to_the_log_once_whether_the_client_waits_or_not()
 {
    let heard = Heard::only(["roob::report"]);
    let mut stage = Stage::new().await;
    let request = "GET /detached/fails HTTP/1.1\r\nhost: a\r\nx-request-id: r1\r\n\r\n";
    drop(stage.ask(request).await);
    drop(stage.ask("GET /plain HTTP/1.1\r\nhost: a\r\n\r\n").await);
    assert_eq!(stage.end().await, "dropped");
    stage.work.may_end.add_permits(1);
    assert_eq!(stage.end().await, "done");
    let mut client = stage.ask(&request.replace("r1", "r2")).await;
    stage.work.may_end.add_permits(1);
    assert_eq!(client.answer().await.status(), 500);
    insta::assert_snapshot!(heard.lines(), @r#"
    ERROR roob::report: request failed request_id="r1" method="GET" route="/detached/fails" status=500 cause="the disk is gone"
    ERROR roob::report: request failed request_id="r2" method="GET" route="/detached/fails" status=500 cause="the disk is gone"
    "#);
}

#[tokio::test]
async fn a_server_that_stops_waits_for_what_is_detached() {
    let mut stage = Stage::new().await;
    drop(stage.ask("GET /detached HTTP/1.1\r\nhost: a\r\n\r\n").await);
    drop(stage.ask("GET /plain HTTP/1.1\r\nhost: a\r\n\r\n").await);
    assert_eq!(stage.end().await, "dropped");
    stage.server.stop();
    let mut end = Box::pin(stage.server.end());
    assert_waits(&mut end).await;
    stage.work.may_end.add_permits(1);
    end.await.unwrap();
    assert_eq!(stage.ends.try_recv(), Ok("done"));
}

/// All tasks have their turn, and the server is not done.
async fn assert_waits(end: &mut (impl Future<Output = Result<(), Error>> + Unpin)) {
    for _ in 0..100 {
        tokio::select! {
            biased;
            _ = &mut *end => panic!("it did not wait"),
            () = tokio::task::yield_now() => {}
        }
    }
}

#[tokio::test]
async fn servers_of_one_service_both_wait_for_what_is_detached() {
    let (work, ends) = Work::new();
    let service = work.app().build().unwrap();
    let bind = async || {
        let server = Server::of(service.clone()).grace(Duration::from_secs(600));
        Running::of(server.address("127.0.0.1:0").unwrap().bind().await.unwrap())
    };
    let mut stage = Stage { server: bind().await, work, ends };
    let mut other = bind().await;
    drop(stage.ask("GET /detached HTTP/1.1\r\nhost: a\r\n\r\n").await);
    drop(stage.ask("GET /plain HTTP/1.1\r\nhost: a\r\n\r\n").await);
    assert_eq!(stage.end().await, "dropped");
    stage.server.stop();
    other.stop();
    let (mut end, mut other) = (Box::pin(stage.server.end()), Box::pin(other.end()));
    assert_waits(&mut end).await;
    assert_waits(&mut other).await;
    stage.work.may_end.add_permits(1);
    end.await.unwrap();
    other.await.unwrap();
}

#[tokio::test]
async fn a_server_that_stops_waits_for_it_no_longer_than_for_requests() {
    let mut stage = Stage::with(|app| app, Duration::from_millis(100)).await;
    drop(stage.ask("GET /detached HTTP/1.1\r\nhost: a\r\n\r\n").await);
    drop(stage.ask("GET /plain HTTP/1.1\r\nhost: a\r\n\r\n").await);
    assert_eq!(stage.end().await, "dropped");
    stage.server.stop();
    let error = stage.server.end().await.unwrap_err();
    let Error::Deadline { left, .. } = &error else { panic!("{error}") };
    assert_eq!((left[0].peer(), left[0].path()), (Peer::Gone, Some("/detached")));
    let time = left[0].time();
    assert_eq!(
        error.to_string(),
        format!(
            "gave up after 100ms with 1 connection unfinished: `GET /detached` of a client that went \
             away for {time:.1?}"
        )
    );
}

#[tokio::test]
async fn a_request_of_a_client_that_went_away_is_told_and_counted_as_given_up() {
    let heard = Heard::only(["roob::access"]);
    let metrics = Metrics::new();
    let count = |app: App| app.metrics(&metrics).route("/metrics", metrics.endpoint());
    let mut stage = Stage::with(count, Duration::from_secs(30)).await;
    let request = "GET /plain HTTP/1.1\r\nhost: a\r\nx-request-id: r1\r\n\r\n";
    drop(stage.ask(request).await);
    assert_eq!(stage.end().await, "dropped");
    insta::assert_snapshot!(heard.lines(), @r#"INFO roob::access: GET /plain was given up method="GET" route="/plain" micros=_ request_id="r1""#);
    let mut client = stage.server.connect().await;
    let text = client.ask("GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n").await.body;
    let line = r#"http_requests_total{method="GET",route="/plain",status="given up"} 1"#;
    assert!(text.lines().any(|each| each == line), "{text}");
    assert!(text.lines().any(|each| each == "http_requests_in_flight 1"), "{text}");
}

/// What a client sent ahead hides from the server that it has gone, until that is its turn.
#[tokio::test]
async fn a_client_that_sent_its_next_request_ahead_cancels_nothing() {
    let mut stage = Stage::new().await;
    drop(stage.ask(&"GET /plain HTTP/1.1\r\nhost: a\r\n\r\n".repeat(2)).await);
    drop(stage.ask("GET /plain HTTP/1.1\r\nhost: a\r\n\r\n").await);
    assert_eq!(stage.end().await, "dropped");
    stage.work.may_end.add_permits(1);
    assert_eq!(stage.end().await, "done");
}
