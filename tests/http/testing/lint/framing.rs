//! Lengths, ranges and the connection.

use super::{found, right, right_answers};
use futures_core::Stream;
use roob::bytes::Bytes;
use roob::http::header::HeaderValue;
use roob::testing::{Lint, TestClient, block_on};
use roob::{App, Body, Response, any};
use std::pin::Pin;
use std::task::{Context, Poll};

#[test]
fn a_length_is_that_of_the_body() {
    let lint = Lint::WrongContentLength;
    let text = |head: &str| format!("200\ncontent-type: text/plain\n{head}\n\nhello");
    insta::assert_snapshot!(found(lint, &[("GET", &text("content-length: 4"))]), @"
    `Lint::WrongContentLength` (RFC 9110, 8.6): `content-length: 4` comes with a body of 5 bytes
      right: `content-length: 5`, or none: the server counts them itself
      opt out: `.allow(Lint::WrongContentLength)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", &text("content-length: five"))]), @"
    `Lint::WrongContentLength` (RFC 9110, 8.6): `content-length: five` is no number
      right: the number of bytes, or none: the server counts them itself
      opt out: `.allow(Lint::WrongContentLength)` on the request or on the client
    ");
    let twice = text("content-length: 5\ncontent-length: 5");
    insta::assert_snapshot!(found(lint, &[("GET", &twice)]), @"
    `Lint::WrongContentLength` (RFC 9110, 8.6): `content-length` comes 2 times
      right: one, or none: the server counts the bytes itself
      opt out: `.allow(Lint::WrongContentLength)` on the request or on the client
    ");
    found(lint, &[("GET", "200\ncontent-length: 1")]);
    found(lint, &[("GET", "200\ncontent-length: -0")]);
    right(&[("GET", &text("content-length: 5"))]);
    right(&[("HEAD", &text("content-length: 5"))]);
    right(&[("GET\nif-none-match: *", "304\ncontent-length: 5")]);
}

#[test]
fn the_length_of_a_body_that_broke_off_is_not_compared() {
    let broken = || {
        let mut response = Response::new(Body::stream(Broken(false)));
        response.headers_mut().insert("content-length", HeaderValue::from_static("9"));
        response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        response
    };
    let client = TestClient::new(App::new().route("/", any(broken)));
    assert_eq!(block_on(client.get("/")).broken(), Some("the disk is gone"));
}

/// The beginning of a body and no more.
struct Broken(bool);

impl Stream for Broken {
    type Item = Result<Bytes, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let has_begun = std::mem::replace(&mut self.0, true);
        Poll::Ready(Some(if has_begun { Err("the disk is gone") } else { Ok("{\"a".into()) }))
    }
}

#[test]
fn the_server_frames_bodies() {
    let talk = [("GET", "200\ntransfer-encoding: chunked")];
    insta::assert_snapshot!(found(Lint::TransferEncoding, &talk), @"
    `Lint::TransferEncoding` (RFC 9112, 6.1): the app wrote `transfer-encoding`
      right: none: the server writes it when it sends a body in chunks
      opt out: `.allow(Lint::TransferEncoding)` on the request or on the client
    ");
}

#[test]
fn the_connection_is_the_servers() {
    let lint = Lint::ConnectionHeader;
    insta::assert_snapshot!(found(lint, &[("GET", "200\nconnection: close, x-hop")]), @"
    `Lint::ConnectionHeader` (RFC 9110, 7.6.1): the app wrote `connection: x-hop`
      right: no `connection`: the connection is the server's, and HTTP/2 forbids it
      opt out: `.allow(Lint::ConnectionHeader)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", "200\nkeep-alive: timeout=5")]), @"
    `Lint::ConnectionHeader` (RFC 9110, 7.6.1): the app wrote `keep-alive`
      right: no `keep-alive`: the connection is the server's, and HTTP/2 forbids it
      opt out: `.allow(Lint::ConnectionHeader)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", "200\nproxy-connection: close")]), @"
    `Lint::ConnectionHeader` (RFC 9110, 7.6.1): the app wrote `proxy-connection`
      right: no `proxy-connection`: the connection is the server's, and HTTP/2 forbids it
      opt out: `.allow(Lint::ConnectionHeader)` on the request or on the client
    ");
    right_answers("GET", &["200\nconnection: close", "200\nconnection: Upgrade\nupgrade: h2c"]);
}

#[test]
fn what_has_one_value_comes_once() {
    let lint = Lint::DoubledHeader;
    let text = "200\ncontent-type: text/plain\ncontent-type: text/html\n\nhello";
    insta::assert_snapshot!(found(lint, &[("GET", text)]), @"
    `Lint::DoubledHeader` (RFC 9110, 5.3): `content-type` comes 2 times
      right: one `content-type`: replace the first instead of adding to it
      opt out: `.allow(Lint::DoubledHeader)` on the request or on the client
    ");
    for header in [
        "access-control-allow-credentials: true",
        "access-control-allow-origin: null",
        "access-control-max-age: 1",
        "age: 1",
        "content-disposition: inline",
        "content-location: /",
        "content-range: bytes */5",
        "cross-origin-opener-policy: same-origin",
        "date: Sun, 06 Nov 1994 08:49:37 GMT",
        "etag: \"a\"",
        "expires: 0",
        "last-modified: Sun, 06 Nov 1994 08:49:37 GMT",
        "location: /",
        "retry-after: 1",
        "strict-transport-security: max-age=1",
        "x-frame-options: DENY",
    ] {
        found(lint, &[("GET", &format!("200\n{header}\n{header}\n{header}"))]);
        right(&[("GET", &format!("200\n{header}"))]);
    }
    let lists = "200\nvary: accept\nvary: origin\nlink: </a>\nlink: </b>\nx-a: 1\nx-a: 2";
    let cookie = "set-cookie: a=1; HttpOnly; SameSite=Lax";
    right(&[("GET", &format!("{lists}\n{cookie}\n{cookie}"))]);
}

#[test]
fn a_value_is_ascii_and_has_no_space_at_its_ends() {
    let lint = Lint::HeaderText;
    insta::assert_snapshot!(found(lint, &[("GET", "200\nx-name: Zoë")]), @"
    `Lint::HeaderText` (RFC 9110, 5.5): `x-name` has a byte outside of ASCII, which some read otherwise
      right: ASCII, with what is not percent-encoded
      opt out: `.allow(Lint::HeaderText)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", "200\nx-name: Ada ")]), @"
    `Lint::HeaderText` (RFC 9110, 5.5): `x-name` has a space at an end, which nobody receives
      right: the value without it
      opt out: `.allow(Lint::HeaderText)` on the request or on the client
    ");
    found(lint, &[("GET", "200\nx-name: \tAda")]);
    right_answers("GET", &["200\nx-name: Ada\tLovelace", "200\nx-name:"]);
}

#[test]
fn a_part_says_which_one_it_is() {
    let (lint, asked) = (Lint::MissingContentRange, "GET\nrange: bytes=0-1");
    let part = "206\ncontent-type: text/plain\n\nhe";
    insta::assert_snapshot!(found(lint, &[(asked, part)]), @"
    `Lint::MissingContentRange` (RFC 9110, 15.3.7 and 15.5.17): a 206 Partial Content has no `content-range`
      right: `content-range` with the part, `bytes 0-99/1234`
      opt out: `.allow(Lint::MissingContentRange)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[(asked, "416")]), @"
    `Lint::MissingContentRange` (RFC 9110, 15.3.7 and 15.5.17): a 416 Range Not Satisfiable has no `content-range`
      right: `content-range` with the length, `bytes */1234`
      opt out: `.allow(Lint::MissingContentRange)` on the request or on the client
    ");
    right(&[(asked, "206\ncontent-type: multipart/byteranges; boundary=x\n\n--x--")]);
}

#[test]
fn a_part_is_what_it_says() {
    let (lint, asked) = (Lint::WrongContentRange, "GET\nrange: bytes=0-1");
    let part = |range: &str| format!("206\ncontent-type: text/plain\ncontent-range: {range}\n\nhe");
    insta::assert_snapshot!(found(lint, &[("GET", &part("bytes 0-1/5"))]), @"
    `Lint::WrongContentRange` (RFC 9110, 14.4): a 206 Partial Content answers a request without `range`
      right: a 200 with the whole body
      opt out: `.allow(Lint::WrongContentRange)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[(asked, &part("bytes 0-2/5"))]), @"
    `Lint::WrongContentRange` (RFC 9110, 14.4): `content-range: bytes 0-2/5` comes with a body of 2 bytes
      right: `bytes first-last/length`, counted from 0, of the bytes that come
      opt out: `.allow(Lint::WrongContentRange)` on the request or on the client
    ");
    let multipart =
        "206\ncontent-type: multipart/byteranges; boundary=x\ncontent-range: bytes 0-1/5";
    insta::assert_snapshot!(found(lint, &[(asked, multipart)]), @"
    `Lint::WrongContentRange` (RFC 9110, 14.4): a 206 of `multipart/byteranges` has `content-range: bytes 0-1/5`
      right: `content-range` in the parts and not in the head
      opt out: `.allow(Lint::WrongContentRange)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[(asked, "416\ncontent-range: bytes 0-1/5")]), @"
    `Lint::WrongContentRange` (RFC 9110, 14.4): a 416 has `content-range: bytes 0-1/5`
      right: the length alone, `bytes */1234`
      opt out: `.allow(Lint::WrongContentRange)` on the request or on the client
    ");
    let reason = |range: &str| {
        let text = found(lint, &[(asked, &part(range))]);
        text.lines().next().unwrap().rsplit_once("` ").unwrap().1.to_owned()
    };
    assert_eq!(reason("bytes 0/5"), "is no range");
    assert_eq!(reason("bytes 0-1"), "is no range");
    assert_eq!(reason("bytes a-b/5"), "is no range");
    assert_eq!(reason("bytes */5"), "has no part, but a 206 is one");
    assert_eq!(reason("bytes 2-1/5"), "ends before it begins");
    assert_eq!(reason("bytes 4-5/5"), "ends behind the end");
    assert_eq!(reason("bytes 0-18446744073709551615/*"), "comes with a body of 2 bytes");
    right(&[(asked, &part("bytes 0-1/5"))]);
    right(&[(asked, &part("bytes 3-4/*"))]);
    right(&[(asked, &part("lines 0-9/*"))]);
    right(&[(asked, "416\ncontent-range: bytes */5")]);
    right(&[(asked, "416\ncontent-range: lines */5")]);
    right(&[("HEAD\nrange: bytes=0-9", &part("bytes 0-9/10"))]);
}

#[test]
fn a_part_of_json_is_none() {
    let text = "206\ncontent-type: application/json\ncontent-range: bytes 0-1/5\n\n[1";
    right(&[("GET\nrange: bytes=0-1", text)]);
}
