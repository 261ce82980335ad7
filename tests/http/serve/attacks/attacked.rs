//! The program that the attacks go to.

use roob::bytes::Bytes;
use roob::http::header::HeaderMap;
use roob::{App, Body, NoContent, Path, Request, StatusCode, get, post};

/// What somebody who does not read has to be sent.
static LARGE: [u8; 10_000_000] = [b'x'; 10_000_000];

fn app() -> App {
    App::new()
        .route("/", get(|| "hello"))
        .route("/hello/{name}", get(|Path(name): Path<String>| format!("hello {name}")))
        .route("/host", get(host))
        .route("/echo", post(|body: Bytes| body))
        .route("/nothing", get(|| NoContent))
        .route("/same", get(|| StatusCode::NOT_MODIFIED))
        .route("/large", get(|| Body::from(Bytes::from_static(&LARGE))))
        .route("/panic", get(panics))
        .body_limit(1000)
        .debug(false)
}

/// All that the app knows of its host.
fn host(request: Request) -> String {
    let headers: &HeaderMap = request.headers();
    let hosts: Vec<_> =
        headers.get_all("host").iter().map(|host| host.to_str().unwrap_or("?")).collect();
    hosts.join(" and ")
}

fn panics() -> &'static str {
    panic!("the handler's own")
}

#[tokio::main]
async fn main() -> Result<(), roob::serve::Error> {
    roob::run(app()).await
}
