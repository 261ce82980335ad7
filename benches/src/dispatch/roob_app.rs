//! The loads in Roob.

use crate::load::{Load, Message, Named, User, length, ready};
use roob::testing::TestClient;
use roob::{App, Json, Path, Service, get, post};

fn app() -> App {
    App::new()
        .route("/plaintext", get(async || "Hello, World!"))
        .route("/json", get(async || Json(Message::HELLO)))
        .route(
            "/users/{id:d}",
            get(async |Path(id): Path<u64>| Json(Named { id, name: "user-name!" })),
        )
        .route("/users", post(async |Json(user): Json<User>| Json(user)))
}

thread_local!(static SERVICE: Service = app().build().expect("an app without mistakes"));

pub fn call(load: &Load) -> usize {
    SERVICE.with(|service| length(ready(service.call(load.request())).into_body()))
}

/// Each request by a client of its own, since a client remembers what was said.
pub fn test_client(load: &Load) -> usize {
    let client = SERVICE.with(|service| TestClient::of(service.clone()));
    let request = client.request(load.method, load.path);
    let request = match load.body {
        "" => request,
        body => request.bytes("application/json", body),
    };
    ready(request.into_future()).bytes().len()
}
