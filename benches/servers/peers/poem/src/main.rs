//! poem.

use answers::{Arguments, Message, Named, TEXT, User};
use poem::listener::TcpListener;
use poem::web::{Json, Path};
use poem::{Route, Server, get, handler, post};

#[handler]
async fn text() -> &'static str {
    TEXT
}

#[handler]
async fn json() -> Json<Message> {
    Json(Message::HELLO)
}

#[handler]
async fn show(Path(id): Path<u64>) -> Json<Named> {
    Json(Named::of(id))
}

#[handler]
async fn create(Json(user): Json<User>) -> Json<User> {
    Json(user)
}

fn app() -> Route {
    Route::new()
        .at("/plaintext", get(text))
        .at("/json", get(json))
        .at("/users/:id", get(show))
        .at("/users", post(create))
}

fn main() -> std::io::Result<()> {
    let Arguments { address, workers, .. } = Arguments::read();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(workers).enable_all().build()?;
    let serve = async move { Server::new(TcpListener::bind(address)).run(app()).await };
    runtime.block_on(runtime.spawn(serve)).expect("a server that does not panic")
}
