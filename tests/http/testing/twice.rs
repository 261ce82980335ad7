//! A value that moves from run to run.

use super::panics::panic_of;
use roob::testing::{TestClient, block_on, twice};
use roob::{App, Created, Json, Path, get, post};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// Another number each time, as random as a test may be.
fn moving() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1000);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Gives an id, a UUID, a time and a token that move, and a `code` that nobody takes for one.
async fn create() -> Created<Json<Value>> {
    let id = moving();
    let body = json!({
        "id": id,
        "key": format!("67e55044-10b1-426f-9247-bb680e5f{id}"),
        "made_at": format!("{id}-01-31T12:00:00Z"),
        "reset_token": format!("abcdefgh{id}"),
        "code": format!("x{}", moving()),
    });
    Created::at(format!("/orders/{id}"), Json(body))
}

fn client() -> TestClient {
    let show = |Path(id): Path<u32>| Json(json!({ "id": id }));
    TestClient::new(App::new().route("/orders", post(create)).route("/orders/{id:d}", get(show)))
}

async fn order(client: TestClient) -> TestClient {
    let location = client.post("/orders").await.header("location").unwrap().to_owned();
    client.get(location).await.assert_ok();
    client
}

#[test]
fn what_moves_and_has_no_number_is_found() {
    let line = line!() + 1;
    let (text, _) = panic_of(|| block_on(twice(async || order(client()).await)));
    let (before, rest) = text.split_once("  first:  \"code\": \"x").unwrap();
    assert_eq!(before, "the same test says something else the second time:\n\nline 8\n");
    let (first, rest) = rest.split_once("\",\n  second: \"code\": \"x").unwrap();
    let (second, rest) = rest.split_once("\",\n").unwrap();
    assert_ne!(first, second);
    let end = format!(
        "\n`.hide(\".name\")` on the client leaves a value out by its name; a number is given to what \
         is one of an id, a UUID, a time or a token by its form or name\n\
         twice at {}:{line}:42",
        file!()
    );
    assert_eq!(rest, end);
}

#[test]
fn what_is_numbered_or_hidden_is_the_same_twice() {
    let client = block_on(twice(async || order(client().hide(".code")).await));
    insta::assert_snapshot!(client, @r#"
    POST /orders

    201 Created
    content-type: application/json
    location: /orders/[id#1]

    {
      "code": "[hidden]",
      "id": "[id#1]",
      "key": "[uuid#1]",
      "made_at": "[time#1]",
      "reset_token": "[token#1]"
    }

    ###

    GET /orders/[id#1]

    200 OK
    content-type: application/json

    {
      "id": "[id#1]"
    }
    "#);
}

#[test]
fn another_number_of_lines_is_found_too() {
    let (text, _) = panic_of(|| {
        let runs = AtomicU32::new(0);
        block_on(twice(async || {
            let client = client();
            if runs.fetch_add(1, Ordering::Relaxed) == 0 {
                client.get("/orders/7").await.assert_ok();
            }
            client
        }))
    });
    assert!(text.contains("\nline 1\n  first:  GET /orders/7\n  second: (nothing)\n"), "{text}");
}
