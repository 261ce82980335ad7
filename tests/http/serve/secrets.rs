//! No secret that a client sends gets into the log.

use super::support::{Client, Running, within};
use crate::heard::Heard;
use bytes::Bytes;
use futures_util::stream;
use roob::serve::Server;
use roob::{App, BearerToken, Body, Error, Form, Json, Path, Query, Request, detached, get, post};
use std::collections::HashMap;
use std::future::pending;
use tokio::io::AsyncReadExt;

/// What must not be found.
const CANARY: &str = "c4n4ry";

/// Reads all that it can be given, and fails as the path says.
async fn use_all(
    Path((_, end)): Path<(String, String)>,
    _: Query<HashMap<String, String>>,
    _: BearerToken,
    request: Request,
) -> Result<Body, Error> {
    assert!(request.headers().contains_key("x-api-key"));
    match end.as_str() {
        "refused" => Err(Error::forbidden("No")),
        "failed" => Err(Error::internal("the disk is gone")),
        "panicked" => panic!("no more"),
        "stuck" => pending().await,
        "broken" => {
            let pieces = stream::iter([Ok(Bytes::from("first")), Err("the disk is gone")]);
            Ok(Body::stream(pieces))
        }
        _ => Ok("fine".into()),
    }
}

fn app() -> App {
    App::new()
        .route("/use/{token}/{end}", get(use_all))
        .route("/detached/{token}/{end}", get(detached(use_all)))
        .route("/number/{id}", get(|_: Path<u8>| ()))
        .route("/numbers", get(|_: Query<HashMap<String, u8>>| ()))
        .route("/json", post(|_: Json<HashMap<String, u8>>| ()))
        .route("/form", post(|_: Form<HashMap<String, u8>>| ()))
        .route("/text", post(async |mut request: Request| request.text().await))
        .body_limit(1000)
        .debug(true)
}

/// A request with the canary in its query and in its headers.
fn get_of(path: &str) -> String {
    format!("GET {path}?key={CANARY}&{CANARY}=1 {}", rest(""))
}

fn post_of(path: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    let framing = format!("content-type: {kind}\r\ncontent-length: {length}\r\n");
    format!("POST {path}?key={CANARY} {}{body}", rest(&framing))
}

fn rest(more: &str) -> String {
    format!(
        "HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {CANARY}\r\ncookie: session={CANARY}\r\n\
         x-api-key: {CANARY}\r\n{CANARY}: 1\r\nreferer: http://{CANARY}/\r\n{more}\r\n"
    )
}

/// All ways to send a secret, with the status that they are answered with.
fn requests() -> Vec<(u16, String)> {
    let used = |end: &str| get_of(&format!("/use/{CANARY}/{end}"));
    let json = "application/json";
    let form = "application/x-www-form-urlencoded";
    let text = |body: &str| post_of("/text", "text/plain", body);
    let plain = |head: &str| format!("{head} {}", rest(""));
    vec![
        (200, used("fine")),
        (403, used("refused")),
        (500, used("failed")),
        (500, used("panicked")),
        (500, get_of(&format!("/detached/{CANARY}/failed"))),
        (404, get_of(&format!("/{CANARY}"))),
        (404, get_of(&format!("/number/{CANARY}"))),
        (400, get_of(&format!("/{CANARY}%zz"))),
        (422, get_of("/numbers")),
        (400, plain(&format!("GET /numbers?{CANARY}=%zz"))),
        (405, post_of(&format!("/use/{CANARY}/fine"), json, "")),
        (405, plain(&format!("{CANARY} /use/{CANARY}/fine"))),
        (501, plain(&format!("CONNECT {CANARY}:443"))),
        (400, plain("GET *")),
        (404, plain(&format!("GET http://{CANARY}/{CANARY}"))),
        (422, post_of("/json", json, &format!("{{\"{CANARY}\": \"{CANARY}\"}}"))),
        (400, post_of("/json", json, CANARY)),
        (415, post_of("/json", &format!("text/{CANARY}"), CANARY)),
        (422, post_of("/form", form, &format!("{CANARY}={CANARY}"))),
        (200, text(CANARY)),
        (413, text(&CANARY.repeat(1000))),
        (400, text(CANARY).replace("host: a", &format!("host: a {CANARY}"))),
        (400, text(CANARY).replace("host: a\r\n", "")),
        (200, text(CANARY).replace("cookie", "x-request-id: caf\u{e9}-c4n4ry\r\ncookie")),
        (400, text(CANARY).replace("cookie:", "cookie ")),
        (400, format!("{CANARY}\r\n\r\n")),
        (431, get_of("/").replace("host: a", &format!("x: {}", CANARY.repeat(20_000)))),
    ]
}

/// What the log is told of all of them.
async fn told_of_all(app: App) -> String {
    let heard = Heard::all();
    let mut server = Running::with(app, |server: Server| server).await;
    for (status, request) in requests() {
        let mut client = server.connect().await;
        client.try_send(request.as_bytes()).await;
        let head = client.head().await;
        assert_eq!(head[9..12], status.to_string(), "{request}\n{head}");
    }
    break_off(&server).await;
    server.stop();
    server.end().await.unwrap();
    heard.text()
}

/// Answers that break off, and requests that do.
async fn break_off(server: &Running) {
    let mut client = server.connect().await;
    client.send(get_of(&format!("/use/{CANARY}/broken"))).await;
    client.rest_or_reset().await;
    let whole = post_of("/text", "text/plain", &CANARY.repeat(10));
    for part in [whole.len() - 7, whole.len() / 2, 10] {
        let mut client = server.connect().await;
        client.send(&whole[..part]).await;
        go_away(client).await;
    }
    let mut client = server.connect().await;
    client.send(get_of(&format!("/use/{CANARY}/stuck"))).await;
    go_away(client).await;
}

/// Ends the side of the client, and waits until the server has done so too.
async fn go_away(mut client: Client) {
    use tokio::io::AsyncWriteExt;
    client.0.shutdown().await.unwrap();
    let mut rest = Vec::new();
    let _ = within(client.0.read_to_end(&mut rest)).await;
}

#[tokio::test]
async fn nothing_that_a_client_sent_is_in_the_log() {
    let text = told_of_all(app()).await;
    let told = |line: &str| text.contains(line);
    assert!(told("GET /use/{token}/{end}") && told("was given up") && told("broke off"), "{text}");
    let found: Vec<&str> = text.lines().filter(|line| line.contains(CANARY)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The line without the one path that it may have.
fn without_path(line: &str) -> String {
    let is_path = |word: &&str| word.starts_with('/') || word.starts_with("path=");
    line.split(' ').filter(|word| !is_path(word)).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn only_paths_are_in_the_log_of_an_app_that_allows_it() {
    let text = told_of_all(app().log_paths(true)).await;
    assert!(text.contains(&format!("GET /use/{CANARY}/fine ")), "{text}");
    let lines: Vec<String> = text.lines().map(without_path).collect();
    let found: Vec<&String> = lines.iter().filter(|line| line.contains(CANARY)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// The id that a client gives its request is there to be told.
#[tokio::test]
async fn an_id_is_no_secret() {
    let heard = Heard::all();
    let server = Running::start(app()).await;
    let request = get_of("/").replace("host", &format!("x-request-id: {CANARY}\r\nhost"));
    server.connect().await.ask(&request).await;
    assert!(heard.text().contains(&format!("request_id=\"{CANARY}\"")));
}
