//! hyper without a framework: a `match` on the path. Variant `pipeline-flush`: with that setting.

use answers::{Arguments, Message, Named, TEXT, User};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper::{Error, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;

type Answer = Response<Full<Bytes>>;

async fn answer(request: Request<Incoming>) -> Result<Answer, Error> {
    Ok(match (request.method(), request.uri().path()) {
        (&Method::GET, "/plaintext") => {
            typed("text/plain; charset=utf-8", Bytes::from_static(TEXT.as_bytes()))
        }
        (&Method::GET, "/json") => json(&Message::HELLO),
        (&Method::GET, path) => match path.strip_prefix("/users/").map(str::parse) {
            Some(Ok(id)) => json(&Named::of(id)),
            _ => refused(StatusCode::NOT_FOUND),
        },
        (&Method::POST, "/users") => {
            let body = request.into_body().collect().await?.to_bytes();
            match serde_json::from_slice::<User>(&body) {
                Ok(user) => json(&user),
                Err(_) => refused(StatusCode::BAD_REQUEST),
            }
        }
        _ => refused(StatusCode::NOT_FOUND),
    })
}

fn json(value: &impl Serialize) -> Answer {
    typed("application/json", serde_json::to_vec(value).expect("JSON").into())
}

fn typed(content_type: &'static str, body: Bytes) -> Answer {
    let mut answer = Response::new(Full::new(body));
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

fn refused(status: StatusCode) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = status;
    answer
}

async fn serve(arguments: Arguments) -> std::io::Result<()> {
    let mut http = Builder::new();
    http.pipeline_flush(arguments.variant.as_deref() == Some("pipeline-flush"));
    let listener = tokio::net::TcpListener::bind(arguments.address).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let connection = http.serve_connection(TokioIo::new(stream), service_fn(answer));
        tokio::spawn(connection);
    }
}

fn main() -> std::io::Result<()> {
    let arguments = Arguments::read();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(arguments.workers).enable_all().build()?;
    runtime.block_on(runtime.spawn(serve(arguments))).expect("a server that does not panic")
}
