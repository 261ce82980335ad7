//! xitca-web.

use answers::{Arguments, Message, Named, TEXT, User};
use xitca_web::App;
use xitca_web::handler::handler_service;
use xitca_web::handler::json::Json;
use xitca_web::handler::params::Params;
use xitca_web::route::{get, post};

async fn text() -> &'static str {
    TEXT
}

async fn json() -> Json<Message> {
    Json(Message::HELLO)
}

async fn show(Params(id): Params<u64>) -> Json<Named> {
    Json(Named::of(id))
}

async fn create(Json(user): Json<User>) -> Json<User> {
    Json(user)
}

fn main() -> std::io::Result<()> {
    let Arguments { address, workers, .. } = Arguments::read();
    App::new()
        .at("/plaintext", get(handler_service(text)))
        .at("/json", get(handler_service(json)))
        .at("/users/{id}", get(handler_service(show)))
        .at("/users", post(handler_service(create)))
        .serve()
        .worker_threads(workers)
        .bind(address)?
        .run()
        .wait()
}
