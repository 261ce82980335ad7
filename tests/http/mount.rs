//! Apps inside apps.

use roob::bytes::Bytes;
use roob::testing::TestClient;
use roob::{App, Error, IntoResponse, Next, Path, Request, Response, State, get, post};

async fn mark(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert("marked", "yes".parse().unwrap());
    response
}

#[derive(Clone)]
struct Name(&'static str);

fn name(State(name): State<Name>) -> &'static str {
    name.0
}

#[tokio::test]
async fn routes_are_below_the_prefix_and_keep_their_middleware() {
    let admin = App::new().route("/", get(|| "front")).route("/users", get(|| "users")).wrap(mark);
    let app = App::new().route("/", get(|| "home")).mount("/admin", admin);
    let client = TestClient::new(app);
    client.get("/").await.assert_text("home").assert_no_header("marked");
    client.get("/admin").await.assert_text("front").assert_header("marked", "yes");
    client.get("/admin/").await.assert_text("front");
    client.get("/admin/users").await.assert_text("users").assert_header("marked", "yes");
    client.get("/users").await.assert_not_found().assert_no_header("marked");
}

#[tokio::test]
async fn what_a_mount_does_not_answer_is_answered_within_it() {
    let inner = App::new().route("/a", get(|| "a")).wrap(mark).fallback(|| "inner fallback");
    let client = TestClient::new(App::new().mount("/in/{id}", inner).fallback(|| "outer fallback"));
    client.get("/in/7/no").await.assert_text("inner fallback").assert_header("marked", "yes");
    client.get("/in/7").await.assert_text("inner fallback");
    client.post("/in/7/a").await.assert_method_not_allowed().assert_header("marked", "yes");
    client.get("/out").await.assert_text("outer fallback").assert_no_header("marked");
    client.get("/in").await.assert_text("outer fallback");
}

#[tokio::test]
async fn a_prefix_may_have_parameters() {
    let inner = App::new().route(
        "/items/{item:d}",
        get(|Path((shop, item)): Path<(String, u32)>| format!("{shop} {item}")),
    );
    let client = TestClient::new(App::new().mount("/shops/{shop}", inner));
    client.get("/shops/lamps/items/7").await.assert_text("lamps 7");
}

#[tokio::test]
async fn state_limits_and_errors_come_from_the_nearest_app_that_sets_them() {
    let inner = App::new()
        .state(Name("inner"))
        .route("/name", get(name))
        .route("/size", post(|body: Bytes| body.len().to_string()))
        .body_limit(2)
        .errors(|error| error.message().to_owned().into_response().unwrap_or_default());
    let bare = App::new().route("/name", get(name));
    let app = App::new().state(Name("outer")).mount("/own", inner).mount("/bare", bare);
    let client = TestClient::new(app.route("/size", post(|body: Bytes| body.len().to_string())));
    client.get("/own/name").await.assert_text("inner");
    client.get("/bare/name").await.assert_text("outer");
    client.post("/size").body("1234").await.assert_text("4");
    let refused = client.post("/own/size").body("1234").await;
    refused.assert_text("Request body is larger than the limit of 2 bytes");
    client
        .get("/bare/no")
        .await
        .assert_text(r#"{"message":"Requested path: /bare/no does not exist"}"#);
}

#[tokio::test]
async fn mounts_nest() {
    let third = App::new().route("/c", get(|| "deep"));
    let second = App::new().mount("/b", third).wrap(mark);
    let client = TestClient::new(App::new().mount("/a", second));
    client.get("/a/b/c").await.assert_text("deep").assert_header("marked", "yes");
}

#[tokio::test]
async fn a_mount_at_the_root_is_the_same_tree() {
    let inner = App::new().route("/b", get(|| "b"));
    let client = TestClient::new(App::new().route("/a", get(|| "a")).mount("/", inner));
    client.get("/a").await.assert_text("a");
    client.get("/b").await.assert_text("b");
}

#[tokio::test]
async fn of_the_apps_at_one_prefix_the_one_with_a_fallback_has_what_nobody_answers() {
    let plain = || App::new().route("/a", get(|| "a"));
    let other = || App::new().route("/b", get(|| "b")).wrap(mark);
    let caring = || App::new().route("/c", get(|| "c")).fallback(|| "fallback");
    for app in [
        App::new().mount("/in", plain()).mount("/in", other()),
        App::new().mount("/in", other()).mount("/in", plain()),
    ] {
        let client = TestClient::new(app);
        client.get("/in/b").await.assert_text("b").assert_header("marked", "yes");
        client.get("/in/no").await.assert_not_found().assert_no_header("marked");
    }
    for app in [
        App::new().mount("/in", caring()).mount("/in", other()).mount("/in", plain()),
        App::new().mount("/in", plain()).mount("/in", other()).mount("/in", caring()),
    ] {
        let client = TestClient::new(app);
        client.get("/in/no").await.assert_text("fallback").assert_no_header("marked");
        client.get("/no").await.assert_not_found();
    }
    let client = TestClient::new(App::new().fallback(|| "outer").mount("/", caring()));
    client.get("/no").await.assert_text("fallback");
}

#[tokio::test]
async fn allow_has_the_verbs_of_a_mount_and_of_what_is_around_it() {
    let inner = App::new().route("/{name}", post(|| ""));
    let app = App::new().route("/in/{id:d}", get(|| "")).mount("/in", inner);
    let refused = TestClient::new(app).put("/in/7").await;
    refused.assert_method_not_allowed().assert_header("allow", "GET, HEAD, POST, OPTIONS");
}

#[tokio::test]
async fn the_error_of_a_mounted_handler_is_rendered_by_its_app() {
    let fail = || -> Result<(), Error> { Err(Error::conflict("taken")) };
    let inner = App::new().route("/", get(fail)).errors(roob::problem_json);
    let client = TestClient::new(App::new().mount("/in", inner).route("/", get(fail)));
    client.get("/in").await.assert_header("content-type", "application/problem+json");
    client.get("/").await.assert_header("content-type", "application/json");
}

/// Appends its letter to the header `way`, on the way out.
async fn letter(letter: &str, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let way = response.headers().get("way").and_then(|way| way.to_str().ok()).unwrap_or_default();
    let way = format!("{letter}{way}").parse().unwrap();
    response.headers_mut().insert("way", way);
    response
}

async fn a(request: Request, next: Next) -> Response {
    letter("a", request, next).await
}

async fn b(request: Request, next: Next) -> Response {
    letter("b", request, next).await
}

#[tokio::test]
async fn what_is_around_a_mount_is_around_its_middleware_and_lends_its_limit() {
    let inner = App::new()
        .route("/", post(|body: Bytes| body.len().to_string()))
        .route("/wide", post(|body: Bytes| body.len().to_string()).body_limit(5))
        .wrap(b);
    let client = TestClient::new(App::new().mount("/in", inner).wrap(a).body_limit(3));
    client.post("/in").body("123").await.assert_text("3").assert_header("way", "ab");
    let refused = client.post("/in").body("1234").await;
    refused.assert_status(413).assert_header("way", "ab");
    client.post("/in/wide").body("12345").await.assert_text("5");
    client.get("/in/no").await.assert_not_found().assert_header("way", "ab");
    client.get("/no").await.assert_not_found().assert_header("way", "a");
}
