//! ntex.

use answers::{Arguments, Message, Named, TEXT, User};
use ntex::web::types::{Json, Path};
use ntex::web::{self, App, HttpServer};

async fn text() -> &'static str {
    TEXT
}

async fn json() -> Json<Message> {
    Json(Message::HELLO)
}

async fn show(id: Path<u64>) -> Json<Named> {
    Json(Named::of(*id))
}

async fn create(Json(user): Json<User>) -> Json<User> {
    Json(user)
}

#[ntex::main]
async fn main() -> std::io::Result<()> {
    let Arguments { address, workers, .. } = Arguments::read();
    let app = async || {
        App::new()
            .route("/plaintext", web::get().to(text))
            .route("/json", web::get().to(json))
            .route("/users/{id}", web::get().to(show))
            .route("/users", web::post().to(create))
    };
    HttpServer::new(app).workers(workers).bind(address)?.run().await
}
