//! The loads in Roob.

use crate::load::{Load, Message, Named, User, length, ready};
use roob::testing::TestClient;
use roob::{App, Json, Path, Service, get, post};
use std::cell::RefCell;

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

thread_local! {
    static SERVICE: Service = app().build().expect("an app without mistakes");
    static CLIENT: RefCell<(TestClient, u32)> = RefCell::new((client(), 0));
}

/// So many requests are one conversation, as in a test: a client remembers what was said, so
/// one client for fifty thousand would measure memory that no test needs.
const CONVERSATION: u32 = 10;

pub fn call(load: &Load) -> usize {
    SERVICE.with(|service| length(ready(service.call(load.request())).into_body()))
}

/// By one client, made anew for each conversation, which is part of what is measured.
pub fn test_client(load: &Load) -> usize {
    CLIENT.with_borrow_mut(|(known, asked)| {
        *asked += 1;
        if *asked == CONVERSATION {
            (*known, *asked) = (client(), 0);
        }
        ask(known, load)
    })
}

/// Each request by a client of its own: what a test of one request pays.
pub fn new_test_client(load: &Load) -> usize {
    ask(&client(), load)
}

fn client() -> TestClient {
    SERVICE.with(|service| TestClient::of(service.clone()))
}

fn ask(client: &TestClient, load: &Load) -> usize {
    let request = client.request(load.method, load.path);
    let request = match load.body {
        "" => request,
        body => request.bytes("application/json", body),
    };
    ready(request.into_future()).bytes().len()
}
