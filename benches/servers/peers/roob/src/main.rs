//! Roob, with the settings that it has when nobody says anything.

use answers::{Arguments, Message, Named, TEXT, User};
use roob::serve::{Error, Server};
use roob::{App, Json, Path, get, post};

fn app() -> App {
    App::new()
        .route("/plaintext", get(async || TEXT))
        .route("/json", get(async || Json(Message::HELLO)))
        .route("/users/{id:d}", get(async |Path(id): Path<u64>| Json(Named::of(id))))
        .route("/users", post(async |Json(user): Json<User>| Json(user)))
}

fn main() -> Result<(), Error> {
    let Arguments { address, workers, .. } = Arguments::read();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(workers).enable_all().build().expect("a runtime");
    let serve =
        async move { Server::new(app())?.address(&address.to_string())?.bind().await?.run().await };
    runtime.block_on(runtime.spawn(serve)).expect("a server that does not panic")
}
