//! Streams leave the server piece by piece, and end when their client goes away.

use super::support::{Client, Running, within};
use futures_util::stream::{self, Stream};
use roob::bytes::Bytes;
use roob::{App, Body, Event, Sse, get, post};
use std::convert::Infallible;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A stream that a test feeds.
fn stream<T: Send + 'static>(mut from: UnboundedReceiver<T>) -> impl Stream<Item = T> + Send {
    stream::poll_fn(move |context| from.poll_recv(context))
}

/// A server with one answer at `/live`, and what feeds it.
async fn live<T: Send + 'static>(
    respond: impl Fn(UnboundedReceiver<T>) -> Sse + Send + Sync + 'static,
) -> (UnboundedSender<T>, Running) {
    let (feed, fed) = unbounded_channel();
    let fed = Arc::new(Mutex::new(Some(fed)));
    let handler = move || respond(fed.lock().unwrap().take().unwrap());
    (feed, Running::start(App::new().route("/live", get(handler))).await)
}

/// `curl` while it reads `/live`.
fn curl(server: &Running) -> Child {
    let url = format!("http://{}/live", server.address);
    let mut command = Command::new("curl");
    command.args(["--no-buffer", "--silent", "--max-time", "15", &url]).kill_on_drop(true);
    command.stdout(Stdio::piped()).spawn().expect("curl has to be installed")
}

/// The next `text.len()` bytes that curl prints are `text`.
async fn expect(curl: &mut Child, text: &str) {
    let mut came = vec![0; text.len()];
    within(curl.stdout.as_mut().unwrap().read_exact(&mut came)).await.unwrap();
    assert_eq!(String::from_utf8(came).unwrap(), text);
}

#[tokio::test]
async fn an_event_arrives_before_the_next_is_made() {
    let (feed, server) = live(|events| Sse::new(stream(events))).await;
    let mut curl = curl(&server);
    for n in 1..=3 {
        feed.send(Event::json(&n)).unwrap();
        expect(&mut curl, &format!("data: {n}\n\n")).await;
    }
    drop(feed);
    assert!(within(curl.wait()).await.unwrap().success());
}

#[tokio::test]
async fn a_client_that_goes_away_drops_the_stream() {
    let (feed, server) = live(|events| Sse::new(stream(events))).await;
    let mut curl = curl(&server);
    feed.send(Event::data("hello")).unwrap();
    expect(&mut curl, "data: hello\n\n").await;
    curl.start_kill().unwrap();
    within(feed.closed()).await;
}

#[tokio::test]
async fn a_stream_that_fails_is_an_answer_that_is_not_whole() {
    let (feed, server) = live(|events| Sse::new(stream(events))).await;
    let mut curl = curl(&server);
    feed.send(Ok(Event::data("hello"))).unwrap();
    feed.send(Err("disk full")).unwrap();
    expect(&mut curl, "data: hello\n\n").await;
    // 18 is curl's word for a file of which only a part came.
    assert_eq!(within(curl.wait()).await.unwrap().code(), Some(18));
}

#[tokio::test]
async fn an_answer_is_sent_while_its_request_still_comes() {
    let app = App::new().route("/echo", post(|body: Body| body));
    let server = Running::start(app).await;
    let mut client: Client = server.connect().await;
    client.send("POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n").await;
    let head = client.head().await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    for chunk in ["3\r\none\r\n", "3\r\ntwo\r\n", "0\r\n\r\n"] {
        client.send(chunk).await;
        let mut came = vec![0; chunk.len()];
        within(client.0.read_exact(&mut came)).await.unwrap();
        assert_eq!(String::from_utf8(came).unwrap(), chunk);
    }
}

#[tokio::test]
async fn a_stream_without_a_length_ends_with_its_connection_for_old_clients() {
    let words =
        || Body::stream(stream::iter(["a", "b"].map(|w| Ok::<_, Infallible>(Bytes::from(w)))));
    let server = Running::start(App::new().route("/", get(words))).await;
    let mut client = server.connect().await;
    client.send("GET / HTTP/1.0\r\n\r\n").await;
    assert!(client.head().await.starts_with("HTTP/1.0 200 OK\r\n"));
    assert_eq!(client.rest().await, "ab");
}
