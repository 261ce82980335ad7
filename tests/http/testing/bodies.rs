//! Bodies that are more than one text.

use super::panics::panic_of;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use roob::bytes::Bytes;
use roob::http::HeaderValue;
use roob::testing::{TestClient, TestResponse, block_on};
use roob::{App, Response, any};
use std::io::Write;

const UUID: &str = "0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b";
const JSON: &str = r#"{"id":"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b"}"#;

/// An answer with this type, this coding and these bytes.
fn answer(media: &'static str, coding: &'static str, bytes: impl Into<Vec<u8>>) -> TestResponse {
    let bytes = bytes.into();
    let answer = move || {
        let mut response = Response::new(bytes.clone().into());
        let headers = response.headers_mut();
        headers.insert("content-type", HeaderValue::from_static(media));
        if !coding.is_empty() {
            headers.insert("content-encoding", HeaderValue::from_static(coding));
        }
        async { response }
    };
    block_on(TestClient::new(App::new().route("/", any(answer))).get("/"))
}

/// What is shown of a body.
fn shown(response: &TestResponse) -> String {
    let text = response.to_string();
    text.split_once("200 OK\n").unwrap().1.split_once("\n\n").unwrap().1.to_owned()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_compressed_body_is_read_and_shown_as_what_it_is() {
    insta::assert_snapshot!(answer("application/json", "gzip", gzip(JSON.as_bytes())), @r#"
    GET /

    200 OK
    content-encoding: gzip
    content-type: application/json

    {
      "id": "[uuid#1]"
    }
    "#);
    let all = [
        ("gzip", gzip(JSON.as_bytes())),
        ("X-GZIP", [gzip(&JSON.as_bytes()[..9]), gzip(&JSON.as_bytes()[9..])].concat()),
        ("deflate", zlib(JSON.as_bytes())),
        ("deflate", deflate(JSON.as_bytes())),
        ("deflate, identity, gzip", gzip(&zlib(JSON.as_bytes()))),
        ("identity", JSON.as_bytes().to_vec()),
    ];
    for (coding, bytes) in all {
        let response = answer("application/json", coding, bytes.clone());
        assert_eq!(shown(&response), "{\n  \"id\": \"[uuid#1]\"\n}", "{coding}");
        response.assert_json(&serde_json::json!({ "id": UUID })).assert_text(JSON);
        response.assert_json_path("$.id", UUID).assert_text_contains(UUID);
        assert_eq!(response.json::<serde_json::Value>()["id"], UUID);
        assert_eq!(response.bytes(), &bytes);
    }
}

#[test]
fn a_compressed_request_is_shown_as_what_it_is() {
    let client = TestClient::new(App::new().route("/", any(|| ())));
    let request = client.post("/").bytes("application/json", gzip(JSON.as_bytes()));
    block_on(request.header("content-encoding", "gzip"));
    insta::assert_snapshot!(client, @r#"
    POST /
    content-encoding: gzip
    content-type: application/json

    {
      "id": "[uuid#1]"
    }

    200 OK
    "#);
}

#[test]
fn a_body_in_a_coding_that_nobody_can_undo_is_counted_and_not_read() {
    #[track_caller]
    fn check(coding: &'static str, bytes: Vec<u8>, counted: &str, finding: &str) {
        let response = answer("text/plain", coding, bytes);
        assert_eq!(shown(&response), counted);
        let (text, _) = panic_of(|| response.text().len());
        assert_eq!(text.lines().next().unwrap(), finding);
    }
    check(
        "br",
        vec![0x8b, 0x00, 0x80],
        "<3 bytes of text/plain, br>",
        "expected a body that can be read, but it is in `br`, which the test client does not read",
    );
    check(
        "gzip",
        b"hello, hello, hello".to_vec(),
        "<19 bytes of text/plain, gzip>",
        "expected a body that can be read, but it is not in `gzip`, as its header says: invalid gzip header",
    );
    let half = gzip(JSON.as_bytes());
    check(
        "gzip",
        half[..half.len() / 2].to_vec(),
        &format!("<{} bytes of text/plain, gzip>", half.len() / 2),
        "expected a body that can be read, but it is not in `gzip`, as its header says: incomplete deflate stream",
    );
    check(
        "deflate",
        b"\xff\xff\xff".to_vec(),
        "<3 bytes of text/plain, deflate>",
        "expected a body that can be read, but it is not in `deflate`, as its header says: corrupt deflate stream",
    );
    let bomb = gzip(&vec![0; 16 * 1024 * 1024 + 1]);
    check(
        "gzip",
        bomb.clone(),
        &format!("<{} bytes of text/plain, gzip>", bomb.len()),
        "expected a body that can be read, but it has more than 16777216 bytes without its `gzip`",
    );
}

#[test]
fn an_empty_body_is_in_every_coding() {
    answer("text/plain", "gzip", "").assert_text("");
}

const PARTS: &str = "before\r\n--XyZ-1\r\n\
    Content-Disposition: form-data; name=\"name\"\r\n\r\nLamp\r\n\
    --XyZ-1\r\ncontent-disposition: form-data; name=\"session_token\"\r\n\r\na1b2c3d4\r\n\
    --XyZ-1\r\ncontent-disposition: form-data; name=\"about\"\r\n\
    content-type: application/json\r\n\r\n{\"at\":\"2026-11-24\"}\r\n\
    --XyZ-1\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\n\
    content-type: image/png\r\n\r\n\u{0}PNG\r\n\r\n\
    --XyZ-1\r\ncontent-disposition: form-data; name=\"none\"\r\n\r\n\r\n\
    --XyZ-1--\r\nbehind";

#[test]
fn a_body_of_several_parts_is_shown_part_by_part() {
    let client = TestClient::new(App::new().route("/", any(|| ()))).hide(".photo");
    block_on(client.post("/").bytes("multipart/form-data; boundary=\"XyZ-1\"; a=b", PARTS));
    insta::assert_snapshot!(client, @r#"
    POST /
    content-type: multipart/form-data; boundary="[boundary]"; a=b

    --[boundary]
    content-disposition: form-data; name="name"

    Lamp
    --[boundary]
    content-disposition: form-data; name="session_token"

    [token#1]
    --[boundary]
    content-disposition: form-data; name="about"
    content-type: application/json

    {
      "at": "[date#1]"
    }
    --[boundary]
    content-disposition: form-data; name="photo"; filename="a.png"
    content-type: image/png

    [hidden]
    --[boundary]
    content-disposition: form-data; name="none"
    --[boundary]--

    200 OK
    "#);
    let unix = PARTS.replace("\r\n", "\n").replace("XyZ-1", "--2");
    let client = TestClient::new(App::new().route("/", any(|| ()))).hide(".about");
    block_on(client.post("/").bytes("multipart/form-data; boundary=--2", unix));
    insta::assert_snapshot!(client, @r#"
    POST /
    content-type: multipart/form-data; boundary=[boundary]

    --[boundary]
    content-disposition: form-data; name="name"

    Lamp
    --[boundary]
    content-disposition: form-data; name="session_token"

    [token#1]
    --[boundary]
    content-disposition: form-data; name="about"
    content-type: application/json

    [hidden]
    --[boundary]
    content-disposition: form-data; name="photo"; filename="a.png"
    content-type: image/png

    <5 bytes of image/png>
    --[boundary]
    content-disposition: form-data; name="none"
    --[boundary]--

    200 OK
    "#);
}

#[test]
fn parts_of_parts_are_shown_as_they_are() {
    let inner = "--c\r\na: b\r\n\r\n1\r\n--c--";
    let parts = format!("--b\r\ncontent-type: multipart/mixed; boundary=c\r\n\r\n{inner}\r\n--b--");
    let shown = shown(&answer("multipart/mixed; boundary=b", "", parts));
    let whole = "--[boundary]\ncontent-type: multipart/mixed; boundary=[boundary]\n\n--c\r\na: b\r\n\r\n1\r\n--c--\n--[boundary]--";
    assert_eq!(shown, whole);
}

#[test]
fn parts_in_a_failure_have_their_own_boundary() {
    let client = TestClient::new(App::new().route("/", any(|| ())));
    let request = client.post("/").bytes("multipart/form-data; boundary=XyZ-1", PARTS);
    let (text, _) = panic_of(|| block_on(request).assert_created().status());
    let (request, _) = text.split_once("\n\n200 OK").unwrap();
    insta::assert_snapshot!(request, @r#"
    expected status 201 Created, got 200 OK

    POST /
    content-length: 438
    content-type: multipart/form-data; boundary=XyZ-1

    --XyZ-1
    content-disposition: form-data; name="name"

    Lamp
    --XyZ-1
    content-disposition: form-data; name="session_token"

    [secret]
    --XyZ-1
    content-disposition: form-data; name="about"
    content-type: application/json

    {
      "at": "2026-11-24"
    }
    --XyZ-1
    content-disposition: form-data; name="photo"; filename="a.png"
    content-type: image/png

    <6 bytes of image/png>
    --XyZ-1
    content-disposition: form-data; name="none"
    --XyZ-1--
    "#);
}

#[test]
fn what_is_not_in_parts_is_shown_as_it_is() {
    for text in [
        "",
        "--a",
        "--a\r\n",
        "--a\r\n\r\nb",
        "--a\r\nb\r\n--a--",
        "--a\r\né: b\r\n\r\n--a--",
        "--b--",
    ] {
        let response = answer("multipart/mixed; boundary=a", "", text);
        let whole = response.to_string();
        assert!(
            whole.ends_with(&format!(
                "boundary=[boundary]{}{text}",
                if text.is_empty() { "" } else { "\n\n" }
            )),
            "{whole}"
        );
    }
    assert_eq!(shown(&answer("multipart/mixed", "", "--a")), "--a");
    assert_eq!(shown(&answer("multipart/mixed; boundary=a", "", "--a--")), "--[boundary]--");
}

#[test]
fn a_form_is_a_pair_a_line() {
    let media = "application/x-www-form-urlencoded";
    let form = format!("name=Tea+%26+cake&id={UUID}&access_token=abc&text=a%0Ab%00&flag&&=x");
    insta::assert_snapshot!(shown(&answer(media, "", form)), @r"
    name=Tea & cake
    id=[uuid#1]
    access_token=[token#1]
    text=a\nb\u{0}
    flag

    =x
    ");
    // What curl says of the JSON that it sends with `-d`.
    assert_eq!(shown(&answer(media, "", "{\"a\":\"b+c&d=e\"}")), "{\n  \"a\": \"b+c&d=e\"\n}");
}

#[test]
fn lines_of_json_are_scrubbed_line_by_line() {
    let lines = "{\"id\": \"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b\", \"n\": 1.50}\n{ \"n\": 1e2 }\n\n\"2026-11-24\"\nno json /a\n";
    insta::assert_snapshot!(shown(&answer("application/x-ndjson", "", lines)), @r#"
    {"id":"[uuid#1]","n":1.50}
    { "n": 1e2 }

    "[date#1]"
    no json /a
    "#);
    for media in ["application/jsonl; charset=utf-8", "application/NDJSON"] {
        assert!(shown(&answer(media, "", lines)).contains("[uuid#1]"), "{media}");
    }
}

#[test]
fn text_is_shown_as_it_is_but_for_what_moves() {
    let html =
        format!("<a class='x' href=\"/users/{UUID}\">Ada</a>\n<p>since 2026-11-24, 10:00</p>");
    insta::assert_snapshot!(shown(&answer("text/html; charset=utf-8", "", html)), @r#"
    <a class='x' href="/users/[uuid#1]">Ada</a>
    <p>since [date#1], 10:00</p>
    "#);
    let plain = "a  b\tc:\n\n  - d=e; f/g, 10:30 … 1.2.3-4\r\n";
    assert_eq!(shown(&answer("text/plain", "", plain)), plain);
}

#[test]
fn numbers_keep_the_digits_in_which_they_were_sent() {
    let text = "[\n  1.50,\n  1E2,\n  18446744073709551616,\n  -0.0\n]";
    assert_eq!(shown(&answer("application/json", "", text)), text);
}

#[test]
fn a_broken_body_is_scrubbed_too() {
    struct Broken(bool);
    impl futures_core::Stream for Broken {
        type Item = Result<Bytes, &'static str>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            let first = !std::mem::replace(&mut self.0, true);
            let piece = if first { Ok("{\"at\":\"2026-11-24") } else { Err("gone at 2026-11-24") };
            std::task::Poll::Ready(Some(piece.map(|text: &str| format!("{text}\" ").into())))
        }
    }
    let app = App::new().route("/", any(|| async { roob::Body::stream(Broken(false)) }));
    let response = block_on(TestClient::new(app).get("/"));
    insta::assert_snapshot!(response, @r#"
    GET /

    200 OK

    {"at":"[date#1]" 
    <broken off after 19 bytes: gone at [date#1]>
    "#);
}
