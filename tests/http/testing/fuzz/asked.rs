//! Which requests are invented.

use super::super::panics::check_panic;
use super::app::Product;
use roob::testing::{TestClient, block_on};
use roob::{App, Created, Json, Path, get, post};
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

/// An app that remembers what it is asked.
fn noting(seen: &Seen) -> App {
    let seen = seen.clone();
    let note = move |mut request: roob::Request, next: roob::Next| {
        let seen = seen.clone();
        async move {
            let body = request.bytes().await.unwrap_or_default();
            let head = format!("{} {} {:?}", request.method(), request.uri(), request.headers());
            seen.0.lock().unwrap().push(format!("{head} {body:?}"));
            request.set_body(body);
            next.run(request).await
        }
    };
    let show = |Path(id): Path<u32>| id.to_string();
    App::new().route("/products", post(stored)).route("/products/{id:d}", get(show)).wrap(note)
}

async fn stored(Json(product): Json<Product>) -> Created<Json<Product>> {
    Created::at("/products/48151", Json(product))
}

#[test]
fn the_same_seed_asks_the_same() {
    let asked = |seed| {
        let seen = Seen::default();
        let client = TestClient::new(noting(&seen));
        block_on(client.fuzz().requests(300).seed(seed).run());
        drop(client);
        std::mem::take(&mut *seen.0.lock().unwrap())
    };
    assert_eq!(asked(7), asked(7));
    assert_ne!(asked(7), asked(8));
}

#[test]
fn what_was_created_is_asked_for() {
    let seen = Seen::default();
    let client = TestClient::new(noting(&seen));
    block_on(client.fuzz().requests(300).run());
    let seen = seen.0.lock().unwrap();
    assert!(seen.iter().any(|request| request.starts_with("GET /products/48151 ")));
    assert!(seen.iter().any(|request| request.starts_with("POST /products ")));
}

#[test]
fn every_request_has_the_headers_that_were_given_and_none_is_said() {
    let seen = Seen::default();
    let client = TestClient::new(noting(&seen));
    block_on(client.fuzz().requests(50).header("x-tenant", "7").run());
    let seen = seen.0.lock().unwrap();
    assert!(seen.iter().all(|request| request.contains(r#""x-tenant": "7""#)));
    assert_eq!(client.to_string(), "");
}

#[test]
fn a_header_that_is_none_is_refused() {
    let client = TestClient::new(App::new());
    check_panic("`a b` is not a name of a header", line!() + 1, || {
        client.fuzz().header("a b", "c")
    });
}
