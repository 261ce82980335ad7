//! Rules of HTTP: a broken one ends the test, and a right answer passes.

mod caching;
mod content;
mod conversations;
mod cookies;
mod cors;
mod framing;
mod reports;
mod safety;
mod status;

use super::panics::panic_of;
use roob::http::{HeaderName, HeaderValue, StatusCode};
use roob::testing::{Lint, TestClient, TestRequest, block_on};
use roob::{App, Body, Response, any};
use std::collections::VecDeque;
use std::sync::Mutex;

/// Requests with their answers, in order. A request is its line and its headers, one a line; an
/// answer is its status, its headers and, behind an empty line, its body.
type Talk<'t> = [(&'t str, &'t str)];

/// What is said of the last answer of `talk`, which breaks `lint` and nothing else. It is not said
/// when the client or the request allows it, and still is when all other rules are allowed.
#[track_caller]
fn found(lint: Lint, talk: &Talk) -> String {
    let others = Lint::ALL.iter().filter(|other| **other != lint);
    let strict = others.fold(client(talk), |client, other| client.allow(*other));
    let texts = [client(talk), strict].map(|client| finding(&client, talk));
    assert_eq!(texts[0], texts[1], "with all other rules allowed");
    all(&client(talk).allow(lint), talk, |request| request);
    all(&client(talk), talk, |request| request.allow(lint));
    texts[0].clone()
}

/// Nothing is found in `talk`.
fn right(talk: &Talk) {
    all(&client(talk), talk, |request| request);
}

/// Nothing is found in any of `answers` to `request`.
fn right_answers(request: &str, answers: &[&str]) {
    for answer in answers {
        right(&[(request, answer)]);
    }
}

/// A client whose app gives the answers of `talk`, one after the other. No server lets all of them
/// pass as they are, so there is none between.
fn client(talk: &Talk) -> TestClient {
    let answers: VecDeque<Response> = talk.iter().map(|(_, text)| answer(text)).collect();
    let answers = Mutex::new(answers);
    let next = move || answers.lock().unwrap().pop_front().unwrap();
    TestClient::new(App::new().route("/", any(next))).direct()
}

/// What is said of the last answer, in front of the card.
#[track_caller]
fn finding(client: &TestClient, talk: &Talk) -> String {
    let ((last, _), before) = talk.split_last().unwrap();
    all(client, before, |request| request);
    let (text, _) = panic_of(|| block_on(ask(client, last)));
    text.split_once("\n\n").unwrap().0.to_owned()
}

fn all(client: &TestClient, talk: &Talk, change: impl Fn(TestRequest) -> TestRequest) {
    for (text, _) in talk {
        block_on(change(ask(client, text)));
    }
}

/// A request for `/` as it is written.
fn ask(client: &TestClient, text: &str) -> TestRequest {
    let mut lines = text.lines();
    let request = client.request(lines.next().unwrap(), "/");
    lines
        .filter_map(|line| line.split_once(": "))
        .fold(request, |request, (name, value)| request.header(name, value))
}

fn answer(text: &str) -> Response {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let mut response = Response::new(Body::from(body.to_owned()));
    *response.status_mut() = lines.next().unwrap().parse::<StatusCode>().unwrap();
    for (name, value) in lines.map(|line| line.split_once(':').unwrap()) {
        let (name, value) = (name.parse::<HeaderName>().unwrap(), value.strip_prefix(' '));
        let value = HeaderValue::from_bytes(value.unwrap_or_default().as_bytes()).unwrap();
        response.headers_mut().append(name, value);
    }
    response
}
