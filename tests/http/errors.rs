//! Every refusal comes from one place and looks alike.

use roob::testing::TestClient;
use roob::{App, Error, IntoResponse, Json, Next, Request, Response, get, post, problem_json};
use std::fmt;

async fn fails() -> Result<(), Error> {
    let disk = std::io::Error::other("disk full");
    Err(Error::internal(Unsaved(disk)))
}

#[derive(Debug)]
struct Unsaved(std::io::Error);

impl fmt::Display for Unsaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the order was not saved")
    }
}

impl std::error::Error for Unsaved {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

fn panics() -> &'static str {
    panic!("no more lamps")
}

async fn panics_later() -> &'static str {
    tokio::task::yield_now().await;
    std::panic::panic_any(7)
}

#[tokio::test]
async fn an_error_has_its_message_and_its_fields_in_order() {
    let refuse = || -> Result<(), Error> {
        Err(Error::invalid()
            .field("name", "must not be blank")
            .field("age", "must be positive")
            .field("name", "must be unique"))
    };
    let client = TestClient::new(App::new().route("/", get(refuse)));
    client.get("/").await.assert_unprocessable().assert_text(
        r#"{"message":"Invalid input","errors":{"name":["must not be blank","must be unique"],"age":["must be positive"]}}"#,
    );
}

#[tokio::test]
async fn each_constructor_has_its_status() {
    type Make = fn(&'static str) -> Error;
    let cases: [(Make, u16); 6] = [
        (Error::bad_request, 400),
        (|message| Error::unauthorized("Basic", message), 401),
        (Error::forbidden, 403),
        (Error::not_found, 404),
        (Error::conflict, 409),
        (Error::unavailable, 503),
    ];
    for (make, status) in cases {
        let app = App::new().route("/", get(move || -> Result<(), Error> { Err(make("no")) }));
        let response = TestClient::new(app).get("/").await;
        response.assert_status(status).assert_text(r#"{"message":"no"}"#);
        assert_eq!(response.header("www-authenticate"), (status == 401).then_some("Basic"));
    }
}

#[tokio::test]
async fn the_chain_of_causes_of_a_500_is_shown_while_debugging() {
    let client = TestClient::new(App::new().route("/", get(fails)).debug(true));
    client.get("/").await.assert_server_error().assert_text(
        r#"{"message":"Unhandled exception occurred","cause":"the order was not saved: disk full"}"#,
    );
}

#[tokio::test]
async fn the_cause_of_a_500_is_hidden_otherwise() {
    let app = App::new().route("/", get(fails)).route("/panic", get(panics)).debug(false);
    let client = TestClient::new(app);
    for path in ["/", "/panic"] {
        let response = client.get(path).await;
        response.assert_server_error().assert_text(r#"{"message":"Unhandled exception occurred"}"#);
    }
}

#[tokio::test]
async fn a_panic_is_a_500_at_once_and_after_an_await() {
    let app = App::new().route("/now", get(panics)).route("/later", get(panics_later)).debug(true);
    let client = TestClient::new(app);
    client.get("/now").await.assert_server_error().assert_text(
        r#"{"message":"Unhandled exception occurred","cause":"panicked: no more lamps"}"#,
    );
    client.get("/later").await.assert_server_error().assert_text(
        r#"{"message":"Unhandled exception occurred","cause":"panicked: a value that is no text"}"#,
    );
}

#[tokio::test]
async fn a_500_names_the_request_by_the_clients_id_or_a_new_one() {
    let client = TestClient::new(App::new().route("/", get(fails)));
    let own = client.get("/").header("x-request-id", "abc-1").await;
    own.assert_header("x-request-id", "abc-1");
    let (one, two) = (client.get("/").await, client.get("/").await);
    let id = one.header("x-request-id").unwrap();
    assert!(id.len() == 16 && id.chars().all(|c| c.is_ascii_hexdigit()), "{id}");
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
    let long = client.get("/").header("x-request-id", "x".repeat(129)).await;
    assert_eq!(long.header("x-request-id").map(str::len), Some(16));
}

#[tokio::test]
async fn one_function_writes_all_errors_and_their_headers_stay() {
    let render = |error: &Error| {
        let text = format!("{} {}", error.status().as_u16(), error.message());
        (error.status(), text).into_response().unwrap_or_default()
    };
    let app = App::new()
        .route("/", post(|Json(_): Json<u8>| ()))
        .route("/fails", get(fails))
        .errors(render);
    let client = TestClient::new(app);
    client.get("/no").await.assert_text("404 Requested path: /no does not exist");
    let verb = client.get("/").await;
    verb.assert_text("405 GET request is not allowed for /")
        .assert_header("allow", "POST, OPTIONS");
    client
        .post("/")
        .bytes("application/json", "x")
        .await
        .assert_status(400)
        .assert_text_contains("400 Request body");
    client.get("/fails").await.assert_text("500 Unhandled exception occurred");
}

#[tokio::test]
async fn problem_json_is_rfc_9457() {
    let refuse = || -> Result<(), Error> { Err(Error::invalid().field("name", "is taken")) };
    let app = App::new().route("/", get(refuse)).route("/fails", get(fails)).errors(problem_json);
    let client = TestClient::new(app);
    let invalid = client.get("/").await;
    invalid.assert_unprocessable().assert_header("content-type", "application/problem+json");
    invalid.assert_text(
        r#"{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"Invalid input","errors":{"name":["is taken"]}}"#,
    );
    client.get("/fails").await.assert_text(
        r#"{"type":"about:blank","title":"Internal Server Error","status":500,"detail":"Unhandled exception occurred"}"#,
    );
}

#[tokio::test]
async fn a_renderer_that_panics_does_not_take_the_server_along() {
    let app = App::new().errors(|_| panic!("renderer")).debug(true);
    TestClient::new(app)
        .get("/no")
        .await
        .assert_server_error()
        .assert_text(r#"{"message":"Unhandled exception occurred","cause":"panicked: renderer"}"#);
}

#[tokio::test]
async fn errors_and_panics_of_middleware_are_rendered_too() {
    async fn guard(request: Request, next: Next) -> Result<Response, Error> {
        match request.path() {
            "/forbidden" => Err(Error::forbidden("not you")),
            "/panic" => panic!("guard"),
            _ => Ok(next.run(request).await),
        }
    }
    let app = App::new().route("/", get(|| "in")).wrap(guard).debug(true);
    let client = TestClient::new(app);
    client.get("/").await.assert_text("in");
    client.get("/forbidden").await.assert_forbidden().assert_text(r#"{"message":"not you"}"#);
    client
        .get("/panic")
        .await
        .assert_server_error()
        .assert_text(r#"{"message":"Unhandled exception occurred","cause":"panicked: guard"}"#);
}

#[test]
fn an_error_tells_programs_what_it_is() {
    let error = Error::internal(Unsaved(std::io::Error::other("disk full")));
    assert_eq!(error.status(), 500);
    assert_eq!(error.to_string(), "Unhandled exception occurred");
    assert_eq!(error.cause_chain().as_deref(), Some("the order was not saved: disk full"));
    let source = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(source.as_deref(), Some("the order was not saved"));
    assert_eq!(Error::conflict("x").cause_chain(), None);
}
