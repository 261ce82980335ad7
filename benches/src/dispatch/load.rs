//! The requests that are measured, and what answers them without a framework.

use axum::body::HttpBody;
use http_body_util::{BodyExt, Full};
use roob::bytes::Bytes;
use roob::http::{Request, Response};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A request, and how many bytes answer it.
pub struct Load {
    pub name: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    pub body: &'static str,
    pub answer: usize,
}

pub const LOADS: [Load; 4] = [
    Load { name: "plaintext", method: "GET", path: "/plaintext", body: "", answer: 13 },
    Load { name: "json", method: "GET", path: "/json", body: "", answer: 27 },
    Load { name: "get id", method: "GET", path: "/users/42", body: "", answer: 29 },
    Load { name: "post", method: "POST", path: "/users", body: USER, answer: USER.len() },
];

const USER: &str = r#"{"id":42,"name":"Ada","email":"ada@example.com","tags":["a","b"]}"#;

#[derive(Serialize)]
pub struct Message {
    pub message: &'static str,
}

#[derive(Serialize)]
pub struct Named {
    pub id: u64,
    pub name: &'static str,
}

#[derive(Deserialize, Serialize)]
pub struct User {
    id: u64,
    name: String,
    email: String,
    tags: Vec<String>,
}

impl Message {
    pub const HELLO: Self = Self { message: "Hello, World!" };
}

impl Load {
    pub fn request(&self) -> Request<Full<Bytes>> {
        let mut request = Request::builder().method(self.method).uri(self.path);
        if !self.body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        request.body(Full::from(self.body)).expect("a request")
    }
}

/// The same answers by a match on the path: what no framework can be below.
pub fn floor(load: &Load) -> usize {
    let request = load.request();
    let (kind, body) = match request.uri().path() {
        "/plaintext" => ("text/plain; charset=utf-8", Bytes::from_static(b"Hello, World!")),
        "/json" => ("application/json", json(&Message::HELLO)),
        "/users" => ("application/json", json(&parse(request.into_body()))),
        path => (
            "application/json",
            json(&Named { id: path[7..].parse().expect("an id"), name: "user-name!" }),
        ),
    };
    let response = Response::builder().header("content-type", kind).body(Full::from(body));
    length(response.expect("a response").into_body())
}

fn json(value: &impl Serialize) -> Bytes {
    serde_json::to_vec(value).expect("JSON").into()
}

fn parse(body: Full<Bytes>) -> User {
    serde_json::from_slice(&ready(body.collect()).expect("a body").to_bytes()).expect("a user")
}

/// How many bytes a body has.
pub fn length<B: HttpBody<Data = Bytes>>(body: B) -> usize {
    ready(body.collect()).map(|all| all.to_bytes().len()).unwrap_or_default()
}

/// Drives a future that never waits.
pub fn ready<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in these loads waits"),
    }
}
