//! The loads in Roob.

use crate::load::{Load, Message, Named, User, length, ready};
use roob::{App, Json, Path, Service, get, post};

fn app() -> App {
    App::new()
        .route("/plaintext", get(async || "Hello, World!"))
        .route("/json", get(async || Json(Message::HELLO)))
        .route("/users/{id:d}", get(async |Path(id): Path<u64>| Json(Named { id, name: "user-name!" })))
        .route("/users", post(async |Json(user): Json<User>| Json(user)))
}

thread_local! {
    static SERVICE: Service = app().build().expect("an app without mistakes");
}

pub fn call(load: &Load) -> usize {
    SERVICE.with(|service| length(ready(service.call(load.request())).into_body()))
}

