//! axum, by `axum::serve`.

use answers::{Arguments, Message, Named, TEXT, User};
use axum::extract::Path;
use axum::routing::{get, post};
use axum::{Json, Router};

fn app() -> Router {
    Router::new()
        .route("/plaintext", get(async || TEXT))
        .route("/json", get(async || Json(Message::HELLO)))
        .route("/users/{id}", get(async |Path(id): Path<u64>| Json(Named::of(id))))
        .route("/users", post(async |Json(user): Json<User>| Json(user)))
}

fn main() -> std::io::Result<()> {
    let Arguments { address, workers, .. } = Arguments::read();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(workers).enable_all().build()?;
    let serve = async move {
        let listener = tokio::net::TcpListener::bind(address).await?;
        axum::serve(listener, app()).await
    };
    runtime.block_on(runtime.spawn(serve)).expect("a server that does not panic")
}
