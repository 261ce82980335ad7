//! URLs of named routes.

use roob::http;
use roob::testing::TestClient;
use roob::{App, Created, Next, Path, Redirect, Request, Response, Service, get, post};

fn echo(request: Request) -> String {
    request.params().map(|(name, value)| format!("{name}={value} ")).collect()
}

fn app() -> App {
    App::new()
        .route("/", get(echo).name("front"))
        .route("/lamps/{id:d}", get(echo).name("lamp"))
        .route("/files/{dir}/{name}.{ext}", get(echo).name("file"))
        .route("/tree/{rest:path}", get(echo).name("tree"))
        .route("/grün/{{x}}/{slug:[a-z]+}", get(echo).name("green"))
}

fn service() -> Service {
    app().build().unwrap()
}

#[track_caller]
fn check(name: &str, values: &[(&str, &str)], expected: &str) {
    assert_eq!(service().url(name, values.iter().copied()).as_deref(), Ok(expected));
}

#[track_caller]
fn refuse(name: &str, values: &[(&str, &str)], expected: &str) {
    let error = service().url(name, values.iter().copied()).unwrap_err();
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_url_is_the_pattern_with_its_values_encoded() {
    check("front", &[], "/");
    check("lamp", &[("id", "-7")], "/lamps/-7");
    let file = [("ext", "pdf"), ("dir", "a/b c"), ("name", "50%")];
    check("file", &file, "/files/a%2Fb%20c/50%25.pdf");
    check("tree", &[("rest", "a/b c")], "/tree/a/b%20c");
    check("green", &[("slug", "x")], "/gr%C3%BCn/%7Bx%7D/x");
    assert_eq!(service().url("lamp", [("id", 7)]).as_deref(), Ok("/lamps/7"));
}

#[test]
fn what_makes_no_url_says_what_is_missing() {
    refuse("lamb", &[("id", "7")], "no route has the name `lamb`");
    refuse("lamp", &[], "a URL of `lamp` needs a value for `id` of `/lamps/{id:d}`");
    refuse(
        "lamp",
        &[("id", "7"), ("color", "red")],
        "a URL of `lamp` has no place for `color`: the pattern is `/lamps/{id:d}`",
    );
    refuse(
        "lamp",
        &[("id", "x\n")],
        r"`x\n` is no value for `id` of `lamp`: the pattern is `/lamps/{id:d}`",
    );
}

#[test]
fn a_value_that_would_not_come_back_is_refused() {
    for (name, values) in [
        ("file", [("dir", "a"), ("name", "b.c"), ("ext", "d")].as_slice()),
        ("file", &[("dir", ""), ("name", "b"), ("ext", "d")]),
        ("file", &[("dir", ".."), ("name", "b"), ("ext", "d")]),
        ("tree", &[("rest", "a/../b")]),
        ("green", &[("slug", "UP")]),
    ] {
        let error = service().url(name, values.iter().copied()).unwrap_err().to_string();
        assert!(error.contains("is no value for"), "{error}");
    }
}

#[tokio::test]
async fn responses_point_to_routes_by_their_names() {
    async fn gate(request: Request, next: Next) -> Result<Response, roob::Error> {
        match request.path() {
            "/old" => roob::IntoResponse::into_response(Redirect::to_route("lamp", [("id", 1)])),
            _ => Ok(next.run(request).await),
        }
    }
    let inner = App::new()
        .route("/", post(|| Created::at_route("part", [("lamp", 7), ("part", 8)], "")))
        .route("/{part:d}", get(|Path((_, part)): Path<(u8, u8)>| part.to_string()).name("part"));
    let app = app()
        .route("/lamps", post(|| Created::at_route("lamp", [("id", 7)], "a lamp")))
        .route("/wrong", post(|| Created::at_route("lamp", [("ID", 7)], "a lamp")))
        .mount("/lamps/{lamp:d}/parts", inner)
        .wrap(gate)
        .debug(true);
    let client = TestClient::new(app);
    client.post("/lamps").await.assert_created().assert_header("location", "/lamps/7");
    let part = client.post("/lamps/7/parts").await;
    part.assert_created().assert_header("location", "/lamps/7/parts/8");
    client.get("/old").await.assert_status(303).assert_header("location", "/lamps/1");
    client.post("/wrong").await.assert_server_error().assert_text(
        r#"{"message":"Unhandled exception occurred","cause":"a URL of `lamp` has no place for `ID`: the pattern is `/lamps/{id:d}`"}"#,
    );
}

#[tokio::test]
async fn a_request_makes_urls_too() {
    let link = |request: Request| request.url("lamp", [("id", 7)]).unwrap_or_default();
    let client = TestClient::new(app().route("/link", get(link)));
    client.get("/link").await.assert_text("/lamps/7");
    let alone = Request::new(http::Request::new(roob::Body::empty()));
    let error = alone.url("lamp", [("id", 7)]).unwrap_err();
    assert_eq!(error.to_string(), "no route has the name `lamp`");
}
