//! salvo.

use answers::{Arguments, Message, Named, TEXT, User};
use salvo::conn::TcpListener;
use salvo::prelude::*;

#[handler]
async fn text() -> &'static str {
    TEXT
}

#[handler]
async fn json() -> Json<Message> {
    Json(Message::HELLO)
}

#[handler]
async fn show(request: &mut Request) -> Json<Named> {
    Json(Named::of(request.param("id").unwrap_or_default()))
}

#[handler]
async fn create(request: &mut Request) -> Result<Json<User>, StatusError> {
    let user = request.parse_json().await;
    user.map(Json).map_err(|error| StatusError::bad_request().cause(error))
}

fn app() -> Router {
    Router::new()
        .push(Router::with_path("plaintext").get(text))
        .push(Router::with_path("json").get(json))
        .push(Router::with_path("users/{id}").get(show))
        .push(Router::with_path("users").post(create))
}

async fn serve(arguments: Arguments) {
    let acceptor = TcpListener::new(arguments.address).bind().await;
    Server::new(acceptor).serve(app()).await;
}

fn main() -> std::io::Result<()> {
    let arguments = Arguments::read();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(arguments.workers).enable_all().build()?;
    runtime.block_on(runtime.spawn(serve(arguments))).expect("a server that does not panic");
    Ok(())
}
