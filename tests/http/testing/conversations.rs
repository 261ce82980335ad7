//! Snapshots of responses and of whole conversations.

use roob::testing::{TestClient, block_on};
use roob::{App, Created, Error, Json, NoContent, Path, get};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Clone, Deserialize)]
struct New {
    name: String,
}

#[derive(Clone, Serialize)]
struct Product {
    id: u64,
    name: String,
    added_at: &'static str,
}

/// A shop whose ids begin elsewhere in every run.
fn shop() -> App {
    static FIRST: AtomicU64 = AtomicU64::new(7);
    let next = Arc::new(AtomicU64::new(FIRST.fetch_add(1000, Ordering::Relaxed)));
    let stored: Arc<Mutex<Vec<Product>>> = Arc::default();
    let (of_list, of_show, of_delete) = (stored.clone(), stored.clone(), stored.clone());
    let create = move |Json(New { name }): Json<New>| {
        let id = next.fetch_add(1, Ordering::Relaxed);
        let product = Product { id, name, added_at: "2026-11-22T21:39:00Z" };
        stored.lock().unwrap().push(product.clone());
        Created::at(format!("/api/products/{id}"), Json(product))
    };
    let list = move || Json(of_list.lock().unwrap().clone());
    let show = move |Path(id): Path<u64>| {
        let found = of_show.lock().unwrap().iter().find(|product| product.id == id).cloned();
        found.map(Json).ok_or_else(|| Error::not_found("No such product"))
    };
    let delete = move |Path(id): Path<u64>| {
        of_delete.lock().unwrap().retain(|product| product.id != id);
        NoContent
    };
    App::new()
        .route("/api/products", get(list).post(create))
        .route("/api/products/{id:d}", get(show).delete(delete))
}

fn named(name: &str) -> serde_json::Value {
    serde_json::json!({ "name": name })
}

#[tokio::test]
async fn a_conversation_is_every_exchange_in_order() {
    let client = TestClient::new(shop());
    let lamp = client.post("/api/products").json(&named("Lamp")).await;
    client.post("/api/products").json(&named("Desk")).await.assert_created();
    client.get(lamp.header("location").unwrap()).await.assert_ok();
    client.get("/api/products").await;
    client.delete(lamp.header("location").unwrap()).await;
    client.get(lamp.header("location").unwrap()).await;
    insta::assert_snapshot!(client, @r#"
    POST /api/products
    content-type: application/json

    {
      "name": "Lamp"
    }

    201 Created
    content-type: application/json
    location: /api/products/[id#1]

    {
      "id": "[id#1]",
      "name": "Lamp",
      "added_at": "[time#1]"
    }

    ###

    POST /api/products
    content-type: application/json

    {
      "name": "Desk"
    }

    201 Created
    content-type: application/json
    location: /api/products/[id#2]

    {
      "id": "[id#2]",
      "name": "Desk",
      "added_at": "[time#1]"
    }

    ###

    GET /api/products/[id#1]

    200 OK
    content-type: application/json

    {
      "id": "[id#1]",
      "name": "Lamp",
      "added_at": "[time#1]"
    }

    ###

    GET /api/products

    200 OK
    content-type: application/json

    [
      {
        "id": "[id#1]",
        "name": "Lamp",
        "added_at": "[time#1]"
      },
      {
        "id": "[id#2]",
        "name": "Desk",
        "added_at": "[time#1]"
      }
    ]

    ###

    DELETE /api/products/[id#1]

    204 No Content

    ###

    GET /api/products/[id#1]

    404 Not Found
    content-type: application/json

    {
      "message": "No such product"
    }
    "#);
}

#[tokio::test]
async fn a_response_is_one_exchange_with_numbers_of_its_own() {
    let client = TestClient::new(shop());
    client.post("/api/products").json(&named("Lamp")).await;
    let desk = client.post("/api/products").json(&named("Desk")).await;
    let shown = client.get(desk.header("location").unwrap()).await;
    // What comes later does not change it.
    client.post("/api/products").json(&named("Bed")).await;
    insta::assert_snapshot!(shown, @r#"
    GET /api/products/[id#1]

    200 OK
    content-type: application/json

    {
      "id": "[id#1]",
      "name": "Desk",
      "added_at": "[time#1]"
    }
    "#);
    insta::assert_snapshot!(desk, @r#"
    POST /api/products
    content-type: application/json

    {
      "name": "Desk"
    }

    201 Created
    content-type: application/json
    location: /api/products/[id#1]

    {
      "id": "[id#1]",
      "name": "Desk",
      "added_at": "[time#1]"
    }
    "#);
}

#[test]
fn the_same_test_twice_gives_the_same_text() {
    let talk = || {
        let client = TestClient::new(shop());
        let made = block_on(client.post("/api/products").json(&named("Lamp")));
        block_on(client.get(made.header("location").unwrap())).assert_ok();
        (made.header("location").unwrap().to_owned(), client.to_string())
    };
    let ((one_id, one), (other_id, other)) = (talk(), talk());
    assert_ne!(one_id, other_id);
    assert_eq!(one, other);
}

#[test]
fn a_client_that_said_nothing_is_empty() {
    assert_eq!(TestClient::new(shop()).to_string(), "");
}

#[test]
fn debug_is_readable_too() {
    let client = TestClient::new(shop());
    let response = block_on(client.get("/api/products"));
    assert_eq!(format!("{response:?}"), response.to_string());
    assert_eq!(format!("{client:?}"), client.to_string());
}
