//! The loads in poem.

use crate::load::{Load, Message, Named, User, ready};
use poem::http::Method;
use poem::test::TestClient;
use poem::web::{Json, Path};
use poem::{Endpoint, Request, Response, Route, get, handler, post};

#[handler]
async fn plaintext() -> &'static str {
    "Hello, World!"
}

#[handler]
async fn json() -> Json<Message> {
    Json(Message::HELLO)
}

#[handler]
async fn show(Path(id): Path<u64>) -> Json<Named> {
    Json(Named { id, name: "user-name!" })
}

#[handler]
async fn create(Json(user): Json<User>) -> Json<User> {
    Json(user)
}

fn app() -> Route {
    Route::new()
        .at("/plaintext", get(plaintext))
        .at("/json", get(json))
        .at("/users/:id", get(show))
        .at("/users", post(create))
}

thread_local! {
    static APP: Route = app();
    static CLIENT: TestClient<Route> = TestClient::new(app());
}

pub fn call(load: &Load) -> usize {
    let mut request = Request::builder().method(method(load)).uri_str(load.path);
    if !load.body.is_empty() {
        request = request.content_type("application/json");
    }
    APP.with(|app| length(ready(app.get_response(request.body(load.body)))))
}

pub fn test_client(load: &Load) -> usize {
    CLIENT.with(|client| {
        let mut request = client.request(method(load), load.path);
        if !load.body.is_empty() {
            request = request.content_type("application/json").body(load.body);
        }
        length(ready(request.send()).0)
    })
}

fn method(load: &Load) -> Method {
    Method::from_bytes(load.method.as_bytes()).expect("a verb")
}

fn length(response: Response) -> usize {
    ready(response.into_body().into_bytes()).map(|bytes| bytes.len()).unwrap_or_default()
}
