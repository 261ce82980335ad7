//! Where a message ends is said by the server alone.

use super::support::{Answer, Running};
use roob::http::HeaderValue;
use roob::{App, Body, Request, Response, any};

/// What a client gets of an app that sets `name`, followed by an answer that shows that both know
/// where it ended.
async fn asked(verb: &str, name: &'static str, value: &'static str, body: &'static str) -> Answer {
    let set = move || async move {
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(name, HeaderValue::from_static(value));
        response
    };
    let server =
        Running::start(App::new().route("/", any(set)).route("/next", any(|| "next"))).await;
    let mut client = server.connect().await;
    let request = format!("{verb} / HTTP/1.1\r\nhost: a\r\n\r\n");
    let answer = match verb {
        "HEAD" => {
            client.send(request).await;
            Answer { head: client.head().await, body: String::new() }
        }
        _ => client.ask(&request).await,
    };
    client.ask("GET /next HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "next");
    answer
}

#[tokio::test]
async fn a_length_that_lies_is_corrected() {
    for length in ["3", "9", "-1", "many"] {
        let answer = asked("GET", "content-length", length, "hello").await;
        answer.assert(200, "hello");
        assert_eq!(answer.header("content-length"), Some("5"), "{length}");
    }
    let answer = asked("GET", "content-length", "5", "").await;
    assert_eq!(answer.header("content-length"), Some("0"));
}

#[tokio::test]
async fn the_answer_to_head_may_say_what_get_would_have() {
    let answer = asked("HEAD", "content-length", "1234", "").await;
    assert_eq!(answer.header("content-length"), Some("1234"));
}

#[tokio::test]
async fn a_coding_of_the_app_is_left_out() {
    for coding in ["chunked", "gzip", "gzip, chunked"] {
        let answer = asked("GET", "transfer-encoding", coding, "hello").await;
        answer.assert(200, "hello");
        assert_eq!(answer.header("transfer-encoding"), None, "{coding}");
    }
}

#[tokio::test]
async fn a_handler_does_not_see_that_a_body_came_in_chunks() {
    let show = async |mut request: Request| {
        let is_seen = request.headers().contains_key("transfer-encoding");
        let body = request.text().await?;
        Ok::<_, roob::Error>(format!("{body} {is_seen}"))
    };
    let server = Running::start(App::new().route("/", any(show))).await;
    let mut client = server.connect().await;
    for coding in ["chunked", "Chunked"] {
        let head = format!("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: {coding}\r\n\r\n");
        let request = format!("{head}3\r\nabc\r\n0\r\n\r\n");
        client.ask(&request).await.assert(200, "abc false");
    }
}
