//! What a request is when it arrives.

use super::panics::check_panic;
use roob::bytes::Bytes;
use roob::http::Method;
use roob::testing::{TestClient, TestRequest, block_on};
use roob::{App, Body, Error, FromRequest, Request, any, get};
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The request, as it is seen by a handler.
async fn echo(mut request: Request) -> String {
    let mut text = format!("{} {}", request.method(), request.uri());
    for (name, value) in request.headers() {
        text += &format!("\n{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
    let body = request.text().await.unwrap();
    if body.is_empty() { text } else { format!("{text}\n\n{body}") }
}

fn client() -> TestClient {
    TestClient::new(App::new().route("/{rest:path}", any(echo)).route("/", any(echo)))
}

struct Pieces(VecDeque<&'static str>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(Bytes::from(piece))))
    }
}

#[test]
fn a_get_carries_a_host_and_nothing_else() {
    block_on(client().get("/a")).assert_text("GET /a\nhost: localhost");
}

/// Reads the request by a reader that leaves other headers than there were.
struct Spoiled;

impl FromRequest for Spoiled {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.headers_mut().insert("host", "elsewhere".parse().unwrap());
        request.headers_mut().append("x-left", "behind".parse().unwrap());
        Ok(Self)
    }
}

#[test]
fn a_request_has_no_headers_of_the_one_before_it() {
    let spoil = async |_: Spoiled| "";
    let client =
        TestClient::new(App::new().route("/spoil", any(spoil)).route("/{rest:path}", any(echo)));
    let check = |request: TestRequest| {
        block_on(request);
        block_on(client.get("/a")).assert_text("GET /a\nhost: localhost");
        let text = "POST /a\ncontent-type: text/plain; charset=utf-8\ncontent-length: 2\nhost: localhost\n\nhi";
        block_on(client.post("/a").text("hi")).assert_text(text);
        block_on(client.get("/a")).assert_text("GET /a\nhost: localhost");
    };
    check(client.get("/a").header("x-one", "1"));
    check(client.get("/a").header("host", "example.com"));
    check((0..40).fold(client.get("/a"), |request, at| request.header(format!("x-{at}"), "1")));
    check(client.get("/spoil"));
    check(client.post("/spoil").text("hi"));
}

#[cfg(target_pointer_width = "64")]
#[test]
fn the_future_of_a_request_stays_where_an_allocation_is_cheap() {
    assert!(size_of_val(&client().get("/").send()) <= 1032);
}

#[test]
fn each_verb_has_a_method() {
    let client = client();
    let verb = |request| block_on::<TestRequest>(request).text().to_owned();
    assert_eq!(verb(client.post("/a")), "POST /a\nhost: localhost");
    assert_eq!(verb(client.put("/a")), "PUT /a\nhost: localhost");
    assert_eq!(verb(client.patch("/a")), "PATCH /a\nhost: localhost");
    assert_eq!(verb(client.delete("/a")), "DELETE /a\nhost: localhost");
    assert_eq!(verb(client.options("/a")), "OPTIONS /a\nhost: localhost");
    assert_eq!(verb(client.request("PURGE", "/a")), "PURGE /a\nhost: localhost");
    assert_eq!(verb(client.request(Method::TRACE, "/a")), "TRACE /a\nhost: localhost");
    block_on(client.head("/a")).assert_ok().assert_text("").assert_header("content-length", "23");
}

#[test]
fn options_can_ask_the_server_as_a_whole() {
    let client = TestClient::new(App::new().route("/", get(|| "")));
    block_on(client.options("*")).assert_no_content();
}

#[test]
fn json_has_its_type_and_its_length() {
    let request = client().post("/a").json(&[1, 2]);
    block_on(request).assert_text(
        "POST /a\ncontent-type: application/json\ncontent-length: 5\nhost: localhost\n\n[1,2]",
    );
}

#[test]
fn a_form_is_urlencoded_with_repeated_keys() {
    let request = client().post("/a").form(&[("tag", "a b"), ("tag", "é&")]);
    block_on(request).assert_text(
        "POST /a\ncontent-type: application/x-www-form-urlencoded\ncontent-length: 21\n\
         host: localhost\n\ntag=a+b&tag=%C3%A9%26",
    );
}

#[test]
fn text_bytes_and_bodies_say_what_they_are() {
    let client = client();
    block_on(client.post("/").text("hi"))
        .assert_text_contains("content-type: text/plain; charset=utf-8\ncontent-length: 2\n")
        .assert_text_contains("\n\nhi");
    block_on(client.post("/").bytes("text/csv", "a,b"))
        .assert_text_contains("content-type: text/csv\ncontent-length: 3\n");
    block_on(client.post("/").text("before").body("raw"))
        .assert_text("POST /\ncontent-length: 3\nhost: localhost\n\nraw");
}

#[test]
fn a_stream_is_sent_without_a_length() {
    let stream = Body::stream(Pieces(["a", "b", "c"].into()));
    block_on(client().post("/").body(stream)).assert_text("POST /\nhost: localhost\n\nabc");
}

#[test]
fn what_the_user_writes_wins_whatever_the_order() {
    let kind = "application/merge-patch+json";
    // Directly: a length that is wrong cannot be sent.
    let client = client().direct();
    for request in [
        client.patch("/").json(&1).header("content-type", kind),
        client.patch("/").header("content-type", kind).json(&1),
    ] {
        let response = block_on(request.header("host", "shop.test").header("content-length", "9"));
        response.assert_text_contains(&format!("content-type: {kind}\n"));
        response
            .assert_text_contains("host: shop.test\n")
            .assert_text_contains("content-length: 9\n");
        assert_eq!(response.text().matches("content-type").count(), 1);
    }
}

#[test]
fn headers_repeat_and_tokens_replace() {
    let request = client().get("/").header("x-a", "1").header("x-a", "2");
    let request = request.bearer_auth("one").bearer_auth("two");
    block_on(request)
        .assert_text("GET /\nx-a: 1\nx-a: 2\nauthorization: Bearer two\nhost: localhost");
}

#[test]
fn queries_are_escaped_and_appended() {
    let request = client().get("/a?x=1").query("k&", "a b=é/~").query("k&", 2).query("", "");
    let line = "GET /a?x=1&k%26=a%20b%3D%C3%A9%2F~&k%26=2&=\n";
    block_on(request).assert_text_contains(line);
}

#[test]
fn wrong_use_names_the_input_and_the_line() {
    let client = client();
    check_panic("`a` is not a path: it does not begin with `/`", line!(), || client.get("a"));
    check_panic("`a` is not a path: it does not begin with `/`", line!(), || client.options("a"));
    check_panic(r"`A\nB` is not a verb", line!(), || client.request("A\nB", "/"));
    check_panic("`*` is not a path: it does not begin with `/`", line!(), || client.get("*"));
    let message = "`/a b` is not a path: invalid uri character; \
                   percent-encode what is not in the alphabet of a URI";
    check_panic(message, line!(), || client.request(Method::GET, "/a b"));
    let get = || client.get("/");
    check_panic("`a b` is not a name of a header", line!(), || get().header("a b", ""));
    check_panic(r"`a\nb` is not a value of a header", line!(), || get().header("a", "a\nb"));
    check_panic(r"`a\nb` is not a value of a header", line!(), || get().bytes("a\nb", ""));
    check_panic(r"`Bearer \x00` is not a value of a header", line!(), || get().bearer_auth("\0"));
    let message = "`a=b;c` is not a cookie; escape its value first";
    check_panic(message, line!(), || get().cookie("a", "b;c"));
    let message = "`a b=c` is not a cookie; escape its value first";
    check_panic(message, line!(), || get().cookie("a b", "c"));
    let map = std::collections::HashMap::from([([1u8], 1)]);
    let message = "the value cannot be sent as JSON: key must be a string";
    check_panic(message, line!(), || get().json(&map));
    let (text, line) = super::panics::panic_of(|| get().form("no pairs"));
    assert!(text.starts_with("the value cannot be sent as a form: "), "{text}");
    assert_eq!(line, line!() - 2);
}

#[test]
fn an_app_with_mistakes_makes_no_client() {
    let line = line!() + 1;
    let twice = || App::new().route("/", get(|| "a")).route("/", get(|| "b"));
    let (text, blamed) = super::panics::panic_of(|| TestClient::new(twice()));
    assert_eq!(blamed, line + 1);
    let (first, rest) = text.split_once("\n\n").unwrap();
    assert_eq!(first, "the app has a mistake:");
    assert!(rest.contains(&format!("requests.rs:{line}:")), "{text}");
    assert!(rest.contains("`GET /` is bound twice"), "{text}");
}

#[test]
fn clients_of_one_service_have_conversations_of_their_own() {
    let service = App::new().route("/", get(|| "hello")).build().unwrap();
    let (one, other) = (TestClient::of(service.clone()), TestClient::of(service));
    block_on(one.get("/")).assert_text("hello");
    assert_eq!(other.to_string(), "");
    assert_ne!(one.to_string(), "");
}
