//! What is not the same over HTTP as in process, and how the client says so.

use super::panics::panic_of;
use super::readable::stream;
use http_body::Frame;
use roob::bytes::Bytes;
use roob::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use roob::testing::{TestClient, TestRequest, block_on};
use roob::{App, Body, Methods, Response, any, get};
use std::pin::Pin;
use std::task::{Context, Poll};

fn client(methods: Methods) -> TestClient {
    TestClient::new(App::new().route("/", methods)).http1()
}

/// What the client says about a request, without the place that made it and what follows.
fn finding(request: TestRequest) -> String {
    let (text, _) = panic_of(|| block_on(request));
    // What is found has empty lines; the request begins with its verb.
    let is_request = |line: &str| line.split_once(" /").is_some_and(|(verb, _)| is_verb(verb));
    let lines: Vec<&str> = text.lines().take_while(|line| !is_request(line)).collect();
    lines.join("\n").trim_end().to_owned() + "\n"
}

fn is_verb(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn finding_of(methods: Methods) -> String {
    finding(client(methods).get("/"))
}

/// An answer with these headers and this body.
fn answer(
    status: u16,
    headers: &[(&'static str, &'static str)],
    body: impl Into<Body>,
) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        response.headers_mut().append(*name, HeaderValue::from_static(value));
    }
    response
}

#[test]
fn a_difference_ends_the_test_with_both_sides_and_the_whole_exchange() {
    let lie = any(async || answer(200, &[("content-length", "3")], "hello"));
    let request = client(lie).post("/").text("hi");
    let line = line!() - 1;
    let (text, _) = panic_of(|| block_on(request));
    let route = format!("differences.rs:{}", line - 1);
    let (text, again) = text.split_once("\nroute: ").unwrap();
    assert!(again.contains(&route), "{again}");
    let text = text.replace(&format!("differences.rs:{line}"), "differences.rs:LINE");
    insta::assert_snapshot!(text, @r#"
    `POST /` is not the same over http1 as in process:

    response header `content-length`
      in process: "3"
      over http1: "5"

    POST /
    content-length: 2
    content-type: text/plain; charset=utf-8

    hi

    200 OK
    content-length: 5

    hello

    asked at: roob/../tests/http/testing/differences.rs:LINE
    "#);
}

#[test]
fn a_length_that_lies_is_found() {
    let long = any(async || answer(200, &[("content-length", "9")], "hello"));
    insta::assert_snapshot!(finding_of(long), @r#"
    `GET /` is not the same over http1 as in process:

    response header `content-length`
      in process: "9"
      over http1: "5"
    "#);
    let none = any(async || answer(200, &[("content-length", "many")], "hello"));
    insta::assert_snapshot!(finding_of(none), @r#"
    `GET /` is not the same over http1 as in process:

    response header `content-length`
      in process: "many"
      over http1: "5"
    "#);
}

#[test]
fn a_length_that_a_stream_does_not_have_is_found() {
    let short =
        any(async || answer(200, &[("content-length", "3")], stream([Ok("he"), Ok("llo")])));
    insta::assert_snapshot!(finding_of(short), @r#"
    `GET /` is not the same over http1 as in process:

    response body from byte 3 on
      in process: "lo"
      over http1: its end
    "#);
    let long = any(async || answer(200, &[("content-length", "9")], stream([Ok("he"), Ok("llo")])));
    insta::assert_snapshot!(finding_of(long), @"
    `GET /` is not the same over http1 as in process:

    response body from byte 5 on
      in process: its end
      over http1: its end, because error reading a body from connection: end of file before message length reached
    ");
}

#[test]
fn a_body_that_a_status_cannot_have_is_found() {
    insta::assert_snapshot!(finding_of(any(async || answer(204, &[], "hello"))), @r#"
    `GET /` is not the same over http1 as in process:

    response body from byte 0 on
      in process: "hello"
      over http1: its end
    "#);
    let streamed = any(async || answer(304, &[], stream([Ok(""), Ok("hello")])));
    insta::assert_snapshot!(finding_of(streamed), @r#"
    `GET /` is not the same over http1 as in process:

    response body from byte 0 on
      in process: "hello"
      over http1: its end
    "#);
}

#[test]
fn a_coding_that_the_server_does_not_use_is_found() {
    let chunked = any(async || answer(200, &[("transfer-encoding", "gzip, chunked")], "hello"));
    insta::assert_snapshot!(finding_of(chunked), @r#"
    `GET /` is not the same over http1 as in process:

    response header `transfer-encoding`
      in process: "gzip, chunked"
      over http1: none
    "#);
}

#[test]
fn a_header_that_gets_lost_or_changed_is_found() {
    let answer = async || {
        let headers = [("trailer", "x-sum"), ("x-blank", " a "), ("set-cookie", "a=secret\t")];
        answer(204, &headers, "")
    };
    insta::assert_snapshot!(finding_of(any(answer)), @r#"
    `GET /` is not the same over http1 as in process:

    response header `trailer`
      in process: "x-sum"
      over http1: none

    response header `x-blank`
      in process: " a "
      over http1: "a"

    response header `set-cookie`
      in process: "a=[secret]"
      over http1: "a=[secret]", which is another one
    "#);
}

#[test]
fn a_status_that_is_no_answer_is_found() {
    insta::assert_snapshot!(finding_of(any(async || answer(103, &[], ""))), @"
    `GET /` is not the same over http1 as in process:

    status
      in process: 103 Early Hints
      over http1: 500 Internal Server Error
    ");
}

#[test]
fn an_answer_that_does_not_come_is_told_with_the_one_in_process() {
    let many = async || {
        let mut response = answer(200, &[], "hello");
        for at in 0..120 {
            let name: HeaderName = format!("x-{at}").parse().unwrap();
            response.headers_mut().insert(name, at.into());
        }
        response
    };
    insta::assert_snapshot!(finding_of(any(many)), @"
    `GET /` is not the same over http1 as in process:

    answer
      in process: 200 OK
      over http1: none: message head is too large
    ");
}

#[test]
fn a_difference_before_it_does_not_spoil_the_next_request() {
    let client = client(get(async || answer(204, &[], "hello")).post(|| "hello"));
    finding(client.get("/"));
    block_on(client.post("/")).assert_text("hello");
}

/// A body of nothing but a trailer.
struct Trailer(bool);

impl http_body::Body for Trailer {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let is_first = std::mem::take(&mut self.0);
        let sum = HeaderMap::from_iter([(HeaderName::from_static("x-sum"), 5.into())]);
        Poll::Ready(is_first.then(|| Ok(Frame::trailers(sum))))
    }
}

#[test]
fn trailers_that_are_not_announced_are_missed() {
    let quiet = any(async || answer(200, &[], Body::new(Trailer(true))));
    let quiet = client(quiet);
    insta::assert_snapshot!(finding(quiet.get("/").header("te", "trailers")), @r#"
    `GET /` is not the same over http1 as in process:

    response trailer `x-sum`
      in process: "5"
      over http1: none
    "#);
    // Who does not ask for trailers need not get any (RFC 9110, 6.5.1).
    block_on(quiet.get("/")).assert_ok();
    let loud = any(async || answer(200, &[("trailer", "x-sum")], Body::new(Trailer(true))));
    let response = block_on(client(loud).get("/").header("te", "trailers"));
    response.assert_ok().assert_header("trailer", "x-sum");
}

#[test]
fn a_request_that_arrives_otherwise_is_found() {
    let client = client(any(|| "hello"));
    insta::assert_snapshot!(finding(client.get("/").header("x-blank", "\ta ")), @r#"
    `GET /` is not the same over http1 as in process:

    request header `x-blank`
      in process: "\ta "
      over http1: "a"
    "#);
    let coded = client.post("/").body("hi").header("transfer-encoding", "chunked");
    insta::assert_snapshot!(finding(coded), @r#"
    `POST /` is not the same over http1 as in process:

    request header `transfer-encoding`
      in process: "chunked"
      over http1: none

    request header `content-length`
      in process: "2"
      over http1: none
    "#);
}

#[test]
fn a_request_that_cannot_be_sent_is_found_before_it_is() {
    let client = client(any(|| "hello"));
    insta::assert_snapshot!(finding(client.post("/").body("hi").header("content-length", "3")), @"
    `POST /` is not the same over http1 as in process:

    request
      in process: `content-length` is 3, the length of the body 2
      over http1: not sent: the server would not find the end of the body
    ");
    insta::assert_snapshot!(finding(client.get("/").header("content-length", "x")), @"
    `GET /` is not the same over http1 as in process:

    request
      in process: `content-length` is x, the length of the body 0
      over http1: not sent: the server would not find the end of the body
    ");
}

#[test]
fn a_request_that_the_server_refuses_itself_is_found() {
    let client = client(any(|| "hello"));
    insta::assert_snapshot!(finding(client.get("/").header("host", "a b")), @"
    `GET /` is not the same over http1 as in process:

    way of the request
      in process: the app is asked
      over http1: the server itself refuses it with 400 Bad Request
    ");
    insta::assert_snapshot!(finding(client.get("/").header("x", "x".repeat(1_000_000))), @"
    `GET /` is not the same over http1 as in process:

    way of the request
      in process: the app is asked
      over http1: the server itself refuses it with 431 Request Header Fields Too Large
    ");
    let many = (0..120).fold(client.get("/"), |request, at| request.header(format!("x-{at}"), ""));
    insta::assert_snapshot!(finding(many), @"
    `GET /` is not the same over http1 as in process:

    way of the request
      in process: the app is asked
      over http1: the server itself refuses it with 431 Request Header Fields Too Large
    ");
}
