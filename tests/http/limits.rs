//! How long a request may take until its answer begins.

use roob::bytes::Bytes;
use roob::testing::{Lint, TestClient};
use roob::{App, Body, Controller, Next, Request, Response, Routes, any, get, problem_json};
use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::sleep;

const SHORT: Duration = Duration::from_millis(30);
const LONG: Duration = Duration::from_secs(60);
const MESSAGE: &str = r#"{"message":"Request took longer than the limit of 30ms"}"#;

async fn hang() -> &'static str {
    pending().await
}

/// Notes when it is dropped.
struct Dropped(Arc<AtomicBool>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn a_handler_that_takes_too_long_is_dropped_and_answered_with_503() {
    let dropped = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&dropped);
    let handler = move || {
        let guard = Dropped(Arc::clone(&noted));
        async move {
            let _guard = guard;
            hang().await
        }
    };
    let client = TestClient::new(App::new().route("/", get(handler)).time_limit(SHORT));
    client.get("/").await.assert_status(503).assert_text(MESSAGE);
    assert!(dropped.load(Ordering::SeqCst));
}

#[tokio::test]
async fn a_handler_that_waits_for_less_is_not_disturbed() {
    let slow = async || {
        sleep(SHORT).await;
        "late"
    };
    let client = TestClient::new(App::new().route("/", get(slow)).time_limit(LONG));
    client.get("/").await.assert_ok().assert_text("late");
}

/// The limit is a time for waiting, and nobody else gets a turn while a handler does not wait.
#[tokio::test]
async fn a_handler_that_is_ready_at_once_has_all_the_time() {
    let app = App::new().route("/", get(|| "hello")).time_limit(Duration::ZERO);
    TestClient::new(app).get("/").await.assert_ok();
}

struct Jobs;

impl Controller for Jobs {
    fn routes(on: Routes<Self>) -> Routes<Self> {
        let on = on.path("/jobs").get(Self::list).time_limit(Duration::from_secs(3));
        on.path("/jobs/{id:d}").get(Self::list)
    }
}

impl Jobs {
    fn list(&self) {}
}

#[test]
fn the_limit_is_that_of_the_route_then_of_the_app_then_of_the_app_around() {
    let of = |app: App, pattern: &str| {
        let service = app.build().unwrap();
        let route = service.routes().iter().find(|route| route.pattern() == pattern).unwrap();
        route.time_limit().as_secs()
    };
    let app = || {
        let second = get(|| "").time_limit(Duration::from_secs(2));
        App::new().route("/", get(|| "")).route("/two", second).controller(Jobs)
    };
    let ten = || app().time_limit(Duration::from_secs(10));
    assert_eq!(of(app(), "/"), 30);
    assert_eq!(of(ten(), "/"), 10);
    assert_eq!(of(ten(), "/two"), 2);
    assert_eq!(of(ten(), "/jobs"), 3);
    assert_eq!(of(ten(), "/jobs/{id:d}"), 10);
    assert_eq!(of(App::new().mount("/in", app()).time_limit(LONG), "/in"), 60);
    assert_eq!(of(App::new().mount("/in", ten()).time_limit(LONG), "/in"), 10);
}

#[tokio::test]
async fn each_route_is_stopped_by_its_own_limit() {
    let app = App::new()
        .route("/short", get(hang).time_limit(SHORT))
        .route("/long", get(async || sleep(SHORT * 3).await))
        .time_limit(LONG);
    let client = TestClient::new(app);
    client.get("/short").await.assert_status(503);
    client.get("/long").await.assert_ok();
}

#[tokio::test]
async fn a_fallback_has_the_limit_of_its_app() {
    let client = TestClient::new(App::new().fallback(hang).time_limit(SHORT));
    client.get("/no").await.assert_status(503).assert_text(MESSAGE);
}

#[tokio::test]
async fn middleware_sees_the_503_of_a_handler() {
    async fn mark(request: Request, next: Next) -> Response {
        let mut response = next.run(request).await;
        let status = response.status().as_str().parse().unwrap();
        response.headers_mut().insert("seen", status);
        response
    }
    let app = App::new().route("/", get(hang)).wrap(mark).wrap(mark).time_limit(SHORT);
    let response = TestClient::new(app).get("/").await;
    response.assert_status(503).assert_text(MESSAGE).assert_header("seen", "503");
}

#[tokio::test]
async fn middleware_that_takes_too_long_is_stopped_too() {
    async fn before(_: Request, _: Next) -> Response {
        pending().await
    }
    async fn after(request: Request, next: Next) -> Response {
        let _ = next.run(request).await;
        pending().await
    }
    let app = || App::new().route("/", get(|| "hello")).time_limit(SHORT);
    for app in [app().wrap(before), app().wrap(after)] {
        TestClient::new(app).get("/").await.assert_status(503).assert_text(MESSAGE);
    }
}

#[tokio::test]
async fn the_rest_of_an_answer_that_has_begun_takes_as_long_as_it_likes() {
    let slow = || {
        let words = futures_util::stream::unfold(0, async |n| {
            sleep(SHORT * 2).await;
            (n < 2).then_some((Ok::<_, Infallible>(Bytes::from("word")), n + 1))
        });
        Body::stream(Box::pin(words))
    };
    let client = TestClient::new(App::new().route("/", get(slow)).time_limit(SHORT));
    client.get("/").allow(Lint::BodyWithoutType).await.assert_ok().assert_text("wordword");
}

#[tokio::test]
async fn a_panic_while_a_handler_is_dropped_is_a_500() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    let handler = async || {
        let _bomb = Bomb;
        hang().await
    };
    let app = App::new().route("/", any(handler)).time_limit(SHORT).debug(true);
    let response = TestClient::new(app).get("/").await;
    response.assert_status(500).assert_json_path("$.cause", "panicked: dropped");
}

#[tokio::test]
async fn an_app_writes_its_503_as_all_its_errors() {
    let app = App::new().route("/", get(hang)).time_limit(SHORT).errors(problem_json);
    let response = TestClient::new(app).get("/").await;
    response.assert_status(503).assert_header("content-type", "application/problem+json");
}

/// No moment is that far away.
#[tokio::test]
async fn the_longest_limit_is_none() {
    let pause = async || tokio::task::yield_now().await;
    let client = TestClient::new(App::new().route("/", get(pause)).time_limit(Duration::MAX));
    client.get("/").await.assert_ok();
}
