//! Rocket, built for release: it logs nothing about requests there.

use answers::{Arguments, Message, Named, TEXT, User};
use rocket::config::{Config, LogLevel};
use rocket::serde::json::Json;
use rocket::{get, post, routes};

#[get("/plaintext")]
async fn text() -> &'static str {
    TEXT
}

#[get("/json")]
async fn json() -> Json<Message> {
    Json(Message::HELLO)
}

#[get("/users/<id>")]
async fn show(id: u64) -> Json<Named> {
    Json(Named::of(id))
}

#[post("/users", data = "<user>")]
async fn create(user: Json<User>) -> Json<User> {
    user
}

fn main() {
    let Arguments { address, workers, .. } = Arguments::read();
    let config = Config {
        address: address.ip(),
        port: address.port(),
        workers,
        log_level: LogLevel::Critical,
        ..Config::release_default()
    };
    let app = rocket::custom(config).mount("/", routes![text, json, show, create]);
    rocket::execute(app.launch()).expect("a server");
}
