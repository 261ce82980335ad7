//! What handlers can return.

use roob::bytes::Bytes;
use roob::http::{HeaderMap, StatusCode};
use roob::testing::{Lint, TestClient};
use roob::{
    App, Body, Created, Error, Html, IntoResponse, Json, NoContent, Redirect, Response, get,
};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use std::collections::HashMap;

#[derive(serde::Serialize)]
struct Lamp {
    id: u32,
}

/// A client of an app that answers `GET /` like this.
fn answering<R: IntoResponse + 'static>(
    make: impl Fn() -> R + Send + Sync + 'static,
) -> TestClient {
    TestClient::new(App::new().route("/", get(make)))
}

#[tokio::test]
async fn json_is_a_200_with_its_type() {
    let response = answering(|| Json(Lamp { id: 1 })).get("/").await;
    response.assert_ok().assert_header("content-type", "application/json");
    response.assert_text(r#"{"id":1}"#);
}

/// Another answer is made while it is serialized.
struct Nested(Lamp);

impl Serialize for Nested {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inner = Json(&self.0).into_response().unwrap();
        let text = std::str::from_utf8(inner.body().as_bytes().unwrap()).unwrap();
        serializer.serialize_str(&format!("{text}, {}", self.0.id))
    }
}

/// Cannot be serialized when it is half done.
struct Broken;

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        list.serialize_element("half")?;
        Err(serde::ser::Error::custom("done"))
    }
}

#[tokio::test]
async fn json_is_the_same_whatever_was_sent_before() {
    let long = "x".repeat(20_000);
    for text in ["", "short", &long, "", &"y".repeat(8_190), &"y".repeat(8_191), "short"] {
        let (sent, expected) = (text.to_owned(), format!("\"{text}\""));
        answering(move || Json(sent.clone())).get("/").await.assert_text(&expected);
    }
    let nested = answering(|| Json(Nested(Lamp { id: 1 }))).get("/").await;
    nested.assert_text(r#""{\"id\":1}, 1""#);
    answering(|| Json(Broken)).get("/").await.assert_status(500);
    answering(|| Json(1)).get("/").await.assert_text("1");
}

#[tokio::test]
async fn created_is_a_201_with_the_location() {
    let response = answering(|| Created::at("/lamps/1", Json(Lamp { id: 1 }))).get("/").await;
    response.assert_created().assert_header("location", "/lamps/1").assert_text(r#"{"id":1}"#);
}

#[tokio::test]
async fn no_content_is_a_204_without_anything() {
    let response = answering(|| NoContent).get("/").await;
    response.assert_no_content().assert_no_header("content-type").assert_text("");
}

#[tokio::test]
async fn redirects_say_whether_the_verb_stays() {
    for (redirect, status) in [
        (Redirect::to as fn(&'static str) -> Redirect, 303),
        (Redirect::temporary, 307),
        (Redirect::permanent, 308),
    ] {
        let response = answering(move || redirect("/there")).get("/").await;
        response.assert_status(status).assert_header("location", "/there");
    }
}

#[tokio::test]
async fn text_html_and_bytes_have_their_types() {
    let text = "text/plain; charset=utf-8";
    answering(|| "text").get("/").await.assert_header("content-type", text).assert_text("text");
    answering(|| String::from("text")).get("/").await.assert_header("content-type", text);
    let html = answering(|| Html("<p>")).get("/").await;
    html.assert_header("content-type", "text/html; charset=utf-8").assert_text("<p>");
    let bytes = "application/octet-stream";
    answering(|| Bytes::from("x")).get("/").await.assert_header("content-type", bytes);
    answering(|| vec![b'x']).get("/").await.assert_header("content-type", bytes);
    answering(|| ()).get("/").await.assert_ok().assert_no_header("content-type").assert_text("");
}

#[tokio::test]
async fn statuses_and_headers_go_with_any_response() {
    answering(|| StatusCode::ACCEPTED).get("/").await.assert_status(202).assert_text("");
    let teapot = answering(|| (StatusCode::IM_A_TEAPOT, "short and stout")).get("/").await;
    teapot.assert_status(418).assert_text("short and stout");
    let headers =
        answering(|| ([("x-a", "1"), ("content-type", "text/csv")], "a,b")).get("/").await;
    headers.assert_header("x-a", "1").assert_header("content-type", "text/csv");
    let map =
        answering(|| (HeaderMap::from_iter([("x-b".parse().unwrap(), "2".parse().unwrap())]), ""));
    map.get("/").await.assert_header("x-b", "2");
}

#[tokio::test]
async fn results_are_what_is_in_them() {
    answering(|| Ok::<_, Error>("fine")).get("/").await.assert_ok().assert_text("fine");
    let teapot = || Err::<(), _>(Error::new(StatusCode::IM_A_TEAPOT, "no coffee"));
    let response = answering(teapot).get("/").await;
    response.assert_status(418).assert_text(r#"{"message":"no coffee"}"#);
}

#[tokio::test]
async fn a_response_and_a_stream_are_sent_as_they_are() {
    let whole = || Response::new(Body::from("whole"));
    answering(whole).get("/").allow(Lint::BodyWithoutType).await.assert_text("whole");
    let stream = || Body::stream(Words(vec!["world", "hello "]));
    answering(stream).get("/").allow(Lint::BodyWithoutType).await.assert_text("hello world");
}

#[tokio::test]
async fn a_value_that_does_not_serialize_is_a_500_with_the_cause() {
    let unserializable = || Json(HashMap::from([((1, 2), 3)]));
    answering(unserializable).get("/").await.assert_server_error().assert_text(
        r#"{"message":"Unhandled exception occurred","cause":"key must be a string"}"#,
    );
}

#[tokio::test]
async fn a_location_that_is_no_header_is_a_500() {
    let response = answering(|| Redirect::to("/a\nb")).get("/").await;
    response.assert_server_error().assert_no_header("location").assert_text(
        r#"{"message":"Unhandled exception occurred","cause":"the location `/a\\nb` is no header: failed to parse header value"}"#,
    );
}

/// Pieces, last first.
struct Words(Vec<&'static str>);

impl futures_core::Stream for Words {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop().map(|word| Ok(Bytes::from(word))))
    }
}
