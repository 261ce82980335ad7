//! The server that the scripts of this folder ask: one route for each thing that an HTTP client can
//! get wrong.
//!
//! `RUST_LOG` says what of the log goes to standard error; without it nothing is logged. All else is in
//! the variables that every server has.

use futures_util::{StreamExt, stream};
use http_body_util::BodyExt;
use roob::bytes::Bytes;
use roob::http::header::COOKIE;
use roob::serve::{Error, Server};
use roob::{
    App, Body, Event, IntoResponse, Json, NoContent, Path, Redirect, Request, Response, Sse,
    StatusCode, any, get, post,
};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::sleep;

/// A length that no buffer of a server or a proxy is a multiple of.
const PIECE: usize = 1009;

#[tokio::main]
async fn main() -> Result<(), Error> {
    if std::env::var_os("RUST_LOG").is_some() {
        let filter = tracing_subscriber::EnvFilter::from_default_env();
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    }
    Server::new(app())?.bind().await?.run().await
}

fn app() -> App {
    App::new()
        .route("/", get(|| "hello"))
        .route("/json", get(|| Json(json!({"message": "hello"}))))
        .route("/items/{id:d}", get(|Path(id): Path<u64>| id.to_string()))
        .route("/raw/{rest:path}", get(|request: Request| request.uri().to_string()))
        .route("/headers", any(headers))
        .route("/bytes/{length:d}", get(|Path(length): Path<usize>| pattern(length)))
        .route("/pieces/{count:d}", get(pieces))
        .route("/events/{count:d}", get(events))
        .route("/broken", get(broken))
        .route("/slow/{millis:d}", get(slow))
        .route("/panic", get(panics))
        .route("/nothing", get(|| NoContent))
        .route("/unchanged", get(|| StatusCode::NOT_MODIFIED))
        .route("/redirect/{left:d}", get(redirect))
        .route("/moved", post(|| Redirect::temporary("/headers")))
        .route("/login", post(login))
        .route("/me", get(me))
        .route("/small", post(|body: Bytes| body.len().to_string()).body_limit(1000))
        .route("/echo", post(|mut request: Request| request.take_body()))
        .route("/crc", post(crc).put(crc))
        .debug(false)
}

/// Bytes in which a piece that is missing, doubled or out of order shows.
fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|place| (place % 251) as u8).collect()
}

async fn headers(request: Request) -> Json<Value> {
    let fields = request.headers().iter();
    let fields: Vec<_> = fields
        .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]))
        .collect();
    Json(json!({"method": request.method().as_str(), "headers": fields}))
}

async fn pieces(Path(count): Path<usize>) -> Body {
    let piece = |place: usize| Ok::<_, Infallible>(Bytes::from(vec![(place % 251) as u8; PIECE]));
    Body::stream(stream::iter(0..count).map(piece))
}

async fn events(Path(count): Path<usize>) -> Sse {
    Sse::new(stream::iter(0..count).then(async |number| {
        sleep(Duration::from_millis(100)).await;
        Event::data(number.to_string())
    }))
}

async fn broken() -> Body {
    let pieces = [Ok(Bytes::from_static(b"begun")), Err("broken on purpose")];
    Body::stream(stream::iter(pieces))
}

async fn slow(Path(millis): Path<u64>) -> &'static str {
    sleep(Duration::from_millis(millis)).await;
    "late"
}

fn panics() -> &'static str {
    panic!("on purpose")
}

async fn redirect(Path(left): Path<u32>) -> Result<Response, roob::Error> {
    match left {
        0 => "arrived".into_response(),
        left => Redirect::to(format!("/redirect/{}", left - 1)).into_response(),
    }
}

async fn login() -> Result<Response, roob::Error> {
    ([("set-cookie", "name=Ada; Path=/; HttpOnly")], Redirect::to("/me")).into_response()
}

async fn me(request: Request) -> String {
    let cookie = request.headers().get(COOKIE);
    cookie.map_or("nobody".into(), |cookie| String::from_utf8_lossy(cookie.as_bytes()).into())
}

/// Reads a body piece by piece and keeps none of it.
async fn crc(mut request: Request) -> Result<String, roob::Error> {
    let mut body = request.take_body();
    let (mut length, mut sum) = (0, crc32fast::Hasher::new());
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| roob::Error::bad_request(error.to_string()))?;
        let Ok(piece) = frame.into_data() else { continue };
        length += piece.len();
        sum.update(&piece);
    }
    Ok(format!("{length} {:08x}", sum.finalize()))
}
