//! actix-web.

use actix_web::web::{Json, Path, get, post};
use actix_web::{App, HttpServer};
use answers::{Arguments, Message, Named, TEXT, User};

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let Arguments { address, workers, .. } = Arguments::read();
    let app = || {
        App::new()
            .route("/plaintext", get().to(async || TEXT))
            .route("/json", get().to(async || Json(Message::HELLO)))
            .route("/users/{id}", get().to(async |id: Path<u64>| Json(Named::of(*id))))
            .route("/users", post().to(async |Json(user): Json<User>| Json(user)))
    };
    HttpServer::new(app).workers(workers).bind(address)?.run().await
}
