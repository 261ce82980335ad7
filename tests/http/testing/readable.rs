//! Bodies and headers in a form that can be read.

use roob::bytes::Bytes;
use roob::http::{HeaderValue, StatusCode};
use roob::testing::{Lint, TestClient, block_on};
use roob::{App, Body, IntoResponse, Methods, Request, Response, any};
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Sends back what came, with its type.
async fn echo(mut request: Request) -> Response {
    let mut response = Response::new(request.take_body());
    for name in ["content-type", "content-encoding"] {
        if let Some(value) = request.headers().get(name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// What is shown of an answer with this type and body: all after its blank line.
fn body_of(content_type: &str, bytes: impl Into<Bytes>) -> String {
    let client = TestClient::new(App::new().route("/", any(echo)));
    let request = client.post("/").bytes(content_type, bytes);
    let response = block_on(request.allow(Lint::BrokenJson).allow(Lint::UndeclaredJson));
    let text = response.to_string();
    let (_, answer) = text.split_once("\n200 OK\n").unwrap();
    answer.split_once("\n\n").map_or(String::new(), |(_, body)| body.to_owned())
}

fn asked(methods: Methods) -> String {
    let client = TestClient::new(App::new().route("/", methods));
    block_on(client.get("/").allow(Lint::BodyWithoutType)).to_string()
}

struct Pieces(VecDeque<Result<Bytes, &'static str>>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

pub(super) fn stream(pieces: impl IntoIterator<Item = Result<&'static str, &'static str>>) -> Body {
    Body::stream(Pieces(pieces.into_iter().map(|piece| piece.map(Bytes::from)).collect()))
}

#[test]
fn json_is_spread_with_its_keys_in_the_order_sent() {
    insta::assert_snapshot!(
        body_of("application/json; charset=utf-8", r#"{"z":1.0,"a":[{"c":null,"b":"é\n"}],"e":{},"f":[]}"#),
        @r#"
    {
      "z": 1.0,
      "a": [
        {
          "c": null,
          "b": "é\n"
        }
      ],
      "e": {},
      "f": []
    }
    "#
    );
    assert_eq!(body_of("application/problem+json", "[1]"), "[\n  1\n]");
}

#[test]
fn json_that_is_none_is_shown_as_it_is() {
    assert_eq!(body_of("application/json", "{\"a\":"), "{\"a\":");
    assert_eq!(body_of("text/plain", "{\"a\":1}"), "{\"a\":1}");
}

#[test]
fn without_a_type_an_object_is_spread_and_a_word_is_not() {
    let client = TestClient::new(App::new().route("/", any(|| ())));
    block_on(client.post("/").body(r#"{"a":1}"#));
    block_on(client.post("/").body("1  "));
    insta::assert_snapshot!(client, @r#"
    POST /

    {
      "a": 1
    }

    200 OK

    ###

    POST /

    1  

    200 OK
    "#);
}

#[test]
fn an_empty_body_is_not_shown() {
    assert_eq!(body_of("application/json", ""), "");
}

#[test]
fn what_is_no_text_is_counted() {
    assert_eq!(body_of("image/png", &b"\x89PNG"[..]), "<4 bytes of image/png>");
    assert_eq!(body_of("text/plain", "\0"), "<1 byte of text/plain>");
    assert_eq!(body_of("text/plain", "a\tb\r\nc\n"), "a\tb\r\nc\n");
    let client = TestClient::new(App::new().route("/", any(echo)));
    let gzip =
        client.post("/").bytes("text/plain", &b"\x1f\x8b"[..]).header("content-encoding", "gzip");
    assert!(block_on(gzip).to_string().ends_with("\n\n<2 bytes of text/plain, gzip>"));
    let bare = client.post("/").body(vec![0xff]).allow(Lint::BodyWithoutType);
    assert!(block_on(bare).to_string().ends_with("200 OK\n\n<1 byte>"));
}

#[test]
fn a_long_text_is_cut_between_characters_and_says_how_long_it_was() {
    let text = format!("a{}", "é".repeat(40_000));
    let shown = format!("a{}\n<cut: the whole body has 80001 bytes>", "é".repeat(32_767));
    assert!(body_of("text/plain", text) == shown);
    let whole = "x".repeat(64 * 1024);
    assert!(body_of("text/plain", whole.clone()) == whole);
}

#[test]
fn a_stream_is_read_to_its_end() {
    let pieces = || async { stream([Ok("a"), Ok("b"), Ok(""), Ok("c")]) };
    insta::assert_snapshot!(asked(any(pieces)), @"
    GET /

    200 OK

    abc
    ");
}

#[test]
fn a_stream_that_fails_shows_what_came_and_why_it_ended() {
    let client = TestClient::new(
        App::new()
            .route("/some", any(|| async { stream([Ok("ab"), Ok("c"), Err("the disk is gone")]) }))
            .route("/none", any(|| async { stream([Err("the disk is gone")]) })),
    );
    let some = block_on(client.get("/some"));
    assert_eq!((some.bytes().as_ref(), some.broken()), (&b"abc"[..], Some("the disk is gone")));
    block_on(client.get("/none"));
    insta::assert_snapshot!(client, @"
    GET /some

    200 OK

    abc
    <broken off after 3 bytes: the disk is gone>

    ###

    GET /none

    200 OK

    <broken off after 0 bytes: the disk is gone>
    ");
}

#[test]
fn a_body_without_end_is_read_up_to_a_bound() {
    struct Endless;
    impl futures_core::Stream for Endless {
        type Item = Result<Bytes, std::io::Error>;
        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Ok(Bytes::from_static(&[b'x'; 1024 * 1024]))))
        }
    }
    let app = App::new().route("/", any(|| async { Body::stream(Endless) }));
    let response = block_on(TestClient::new(app).get("/"));
    assert_eq!(response.broken(), Some("the test client reads at most 16777216 bytes"));
    assert_eq!(response.bytes().len(), 16 * 1024 * 1024);
}

#[test]
fn a_streamed_request_is_named() {
    let client = TestClient::new(App::new().route("/", any(echo)));
    let request = client.post("/").body(stream([Ok("ab")]));
    let response = block_on(request.allow(Lint::BodyWithoutType));
    insta::assert_snapshot!(response, @"
    POST /

    <a stream>

    200 OK

    ab
    ");
}

/// An answer with everything in its head that moves or is nobody's business.
async fn heads() -> Response {
    let mut response = StatusCode::from_u16(299).unwrap().into_response().unwrap();
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-last", "z"),
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("server", "roob"),
        ("age", "3"),
        ("connection", "close"),
        ("keep-alive", "timeout=5"),
        ("transfer-encoding", "chunked"),
        ("server-timing", "db;dur=53"),
        ("x-response-time", "5ms"),
        ("x-request-id", "1"),
        ("content-length", "0"),
        ("set-cookie", "session=abc; HttpOnly; Expires=Sun, 06 Nov 1994 08:49:37 GMT"),
        ("set-cookie", "gone=; Max-Age=0"),
        ("set-cookie", "odd"),
        ("x-api-key", "abc"),
        ("x-empty", ""),
        ("accept-ranges", "bytes"),
    ] {
        headers.append(name, value.parse().unwrap());
    }
    let mut sensitive = HeaderValue::from_static("abc");
    sensitive.set_sensitive(true);
    headers.append("x-sensitive", sensitive);
    response
}

#[test]
fn headers_are_sorted_volatile_ones_left_out_and_secrets_masked() {
    // Directly: no server sends a `transfer-encoding` that it does not use.
    let client = TestClient::new(App::new().route("/", any(heads))).direct();
    let request = client.get("/").bearer_auth("abc").cookie("a", "abc").cookie("b", "abc");
    let request = request.header("proxy-authorization", "abc").header("x-auth-token", "abc");
    let request = request.header("x-csrf-token", "abc").header("user-agent", "abc");
    let request = request.header("traceparent", "abc").header("tracestate", "abc");
    let request = request.allow(Lint::ConnectionHeader).allow(Lint::TransferEncoding);
    let request = request.allow(Lint::CookieSyntax).allow(Lint::CookieWithoutSameSite);
    let request = request.header("api-key", "abc").header("apikey", "abc");
    let request = request.header("x-access-token", "abc").header("x-xsrf-token", "abc");
    let response = block_on(request.header("accept", "text/html"));
    assert!(!response.to_string().contains("abc"));
    insta::assert_snapshot!(response, @"
    GET /
    accept: text/html
    api-key: [secret]
    apikey: [secret]
    authorization: [secret]
    cookie: a=[secret]; b=[secret]
    proxy-authorization: [secret]
    x-access-token: [secret]
    x-auth-token: [secret]
    x-csrf-token: [secret]
    x-xsrf-token: [secret]

    299
    accept-ranges: bytes
    set-cookie: session=[secret]; HttpOnly; Expires=[time#1]
    set-cookie: gone=; Max-Age=0
    set-cookie: [secret]
    x-api-key: [secret]
    x-empty:
    x-last: z
    x-sensitive: [secret]
    ");
}
