//! The loads in axum.

use crate::load::{Load, Message, Named, User, length, ready};
use axum::extract::Path;
use axum::routing::{get, post};
use axum::{Json, Router};
use std::cell::RefCell;
use tower_service::Service;

pub fn app() -> Router {
    Router::new()
        .route("/plaintext", get(async || "Hello, World!"))
        .route("/json", get(async || Json(Message::HELLO)))
        .route(
            "/users/{id}",
            get(async |Path(id): Path<u64>| Json(Named { id, name: "user-name!" })),
        )
        .route("/users", post(async |Json(user): Json<User>| Json(user)))
}

thread_local!(static APP: RefCell<Router> = RefCell::new(app()));

pub fn call(load: &Load) -> usize {
    APP.with_borrow_mut(|app| {
        length(ready(app.call(load.request())).expect("infallible").into_body())
    })
}
