//! What wraps requests, and in which order.

use roob::http::header::{HeaderName, HeaderValue};
use roob::http::{self, Method, StatusCode};
use roob::testing::{Lint, TestClient};
use roob::{App, Body, Error, Middleware, Next, Request, Response, get, post};
use std::time::Duration;
use tower_http::cors::CorsLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

/// Adds its letter to the header `way`, on the way out.
struct Letter(char);

impl Middleware for Letter {
    async fn handle(&self, request: Request, next: Next) -> Result<Response, Error> {
        let mut response = next.run(request).await;
        let way = response.headers().get("way").and_then(|way| way.to_str().ok());
        let way = format!("{}{}", self.0, way.unwrap_or_default());
        response.headers_mut().insert("way", way.parse().unwrap());
        Ok(response)
    }
}

#[tokio::test]
async fn the_first_written_is_the_outermost_around_404_and_405_too() {
    let app = App::new()
        .wrap(Letter('a'))
        .route("/", get(|| "hello"))
        .wrap(Letter('b'))
        .wrap(Letter('c'));
    let client = TestClient::new(app);
    client.get("/").await.assert_ok().assert_header("way", "abc");
    client.get("/no").await.assert_not_found().assert_header("way", "abc");
    client.post("/").await.assert_method_not_allowed().assert_header("way", "abc");
    client.options("/").await.assert_no_content().assert_header("way", "abc");
}

#[tokio::test]
async fn a_function_answers_in_place_of_the_rest_or_changes_the_request() {
    async fn gate(mut request: Request, next: Next) -> Response {
        if request.headers().contains_key("x-stop") {
            return Response::new("stopped".into());
        }
        request.headers_mut().insert("x-seen", HeaderValue::from_static("yes"));
        next.run(request).await
    }
    async fn seen(request: Request) -> String {
        format!("{:?}", request.headers().get("x-seen"))
    }
    let client = TestClient::new(App::new().route("/", get(seen)).wrap(gate));
    client.get("/").await.assert_text(r#"Some("yes")"#);
    let stopped = client.get("/").header("x-stop", "1").allow(Lint::BodyWithoutType).await;
    stopped.assert_text("stopped");
}

#[tokio::test]
async fn middleware_knows_the_route_and_its_parameters() {
    async fn note(request: Request, next: Next) -> Response {
        let route = request.route().map(|route| route.pattern().to_owned());
        let id = request.param("id").map(std::borrow::Cow::into_owned);
        let mut response = next.run(request).await;
        let none = || "none".to_owned();
        let note = format!("{} {}", route.unwrap_or_else(none), id.unwrap_or_else(none));
        response.headers_mut().insert("note", note.parse().unwrap());
        response
    }
    let client = TestClient::new(App::new().route("/lamps/{id:d}", get(|| "")).wrap(note));
    client.get("/lamps/7").await.assert_header("note", "/lamps/{id:d} 7");
    client.get("/no").await.assert_header("note", "none none");
}

#[tokio::test]
async fn middleware_can_read_the_body_and_give_it_back() {
    async fn audit(mut request: Request, next: Next) -> Result<Response, Error> {
        let text = request.text().await?;
        request.set_body(format!("{text}, audited"));
        Ok(next.run(request).await)
    }
    let client = TestClient::new(App::new().route("/", post(|text: String| text)).wrap(audit));
    client.post("/").body("order").await.assert_text("order, audited");
}

#[tokio::test]
async fn tower_layers_wrap_in_the_same_order() {
    let header = |value| {
        SetResponseHeaderLayer::overriding(
            HeaderName::from_static("last"),
            HeaderValue::from_static(value),
        )
    };
    let app = App::new().layer(header("outer")).wrap(Letter('a')).layer(header("inner")).route(
        "/{id}",
        get(|request: Request| {
            request.param("id").map(std::borrow::Cow::into_owned).unwrap_or_default()
        }),
    );
    let client = TestClient::new(app);
    let response = client.get("/7").await;
    response.assert_text("7").assert_header("last", "outer").assert_header("way", "a");
    client.get("/7/8").await.assert_not_found().assert_header("last", "outer");
}

#[tokio::test]
async fn a_cors_layer_answers_the_preflight() {
    let app = App::new().route("/", get(|| "hello")).layer(CorsLayer::permissive());
    let client = TestClient::new(app);
    let preflight = client
        .options("/")
        .header("origin", "https://example.com")
        .header("access-control-request-method", "GET")
        .await;
    preflight.assert_ok().assert_header("access-control-allow-origin", "*");
    client.get("/").await.assert_text("hello").assert_header("access-control-allow-origin", "*");
}

#[tokio::test(start_paused = true)]
async fn a_timeout_layer_ends_a_slow_handler() {
    async fn slow() -> &'static str {
        tokio::time::sleep(Duration::from_secs(60)).await;
        "late"
    }
    let layer =
        TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(1));
    let client = TestClient::new(App::new().route("/", get(slow)).layer(layer));
    client.get("/").await.assert_status(503);
}

#[tokio::test]
async fn the_error_of_a_layer_is_a_500_with_its_cause() {
    let fail = tower::filter::FilterLayer::new(|request: http::Request<Body>| {
        if request.method() == Method::GET { Ok(request) } else { Err(std::io::Error::other("no")) }
    });
    let app = App::new().route("/", get(|| "in").post(|| "in")).layer(fail).debug(true);
    let client = TestClient::new(app);
    client.get("/").await.assert_text("in");
    client
        .post("/")
        .await
        .assert_server_error()
        .assert_text(r#"{"message":"Unhandled exception occurred","cause":"no"}"#);
}

#[tokio::test]
async fn a_layer_that_loses_the_way_is_a_500_that_says_so() {
    let replace = tower::util::MapRequestLayer::new(|_: http::Request<Body>| {
        http::Request::new(Body::empty())
    });
    let client = TestClient::new(App::new().route("/", get(|| "in")).layer(replace));
    client.get("/").await.assert_server_error().assert_text(
        r#"{"message":"Unhandled exception occurred","cause":"a layer replaced the request without its extensions"}"#,
    );
}
