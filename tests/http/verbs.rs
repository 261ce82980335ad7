//! HEAD, OPTIONS, 405, and verbs that nobody knows.

use roob::http::Method;
use roob::testing::TestClient;
use roob::{App, Path, any, delete, get};

fn verb(name: &str) -> Method {
    name.parse().unwrap()
}

fn app() -> App {
    App::new()
        .route("/items", get(|| "list").post(|| "made"))
        .route("/items/{id:d}", get(|Path(id): Path<u32>| id.to_string()))
        .route("/items/{name}", delete(|Path(name): Path<String>| name))
        .route("/any", any(|method: Method| method.to_string()).get(|| "got"))
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let client = TestClient::new(app());
    let head = client.head("/items").await;
    head.assert_ok().assert_text("").assert_header("content-length", "4");
    head.assert_header("content-type", "text/plain; charset=utf-8");
    client.head("/no").await.assert_not_found().assert_text("");
}

#[tokio::test]
async fn options_is_204_with_every_verb_of_the_path() {
    let client = TestClient::new(app());
    let options = client.options("/items").await;
    options.assert_no_content().assert_header("allow", "GET, HEAD, POST, OPTIONS").assert_text("");
    let numbered = client.options("/items/7").await;
    numbered.assert_no_content().assert_header("allow", "GET, HEAD, DELETE, OPTIONS");
    client.options("/items/lamp").await.assert_header("allow", "DELETE, OPTIONS");
    client.options("/no").await.assert_not_found().assert_no_header("allow");
}

#[tokio::test]
async fn another_verb_is_405_and_allow_has_the_verbs_of_all_patterns_that_match() {
    let client = TestClient::new(app());
    let response = client.put("/items/7").await;
    response.assert_method_not_allowed().assert_header("allow", "GET, HEAD, DELETE, OPTIONS");
    response.assert_text(r#"{"message":"PUT request is not allowed for /items/7"}"#);
    client.request(verb("PURGE"), "/items").await.assert_method_not_allowed();
}

#[tokio::test]
async fn a_verb_goes_to_the_next_pattern_that_has_it() {
    let client = TestClient::new(app());
    client.get("/items/7").await.assert_text("7");
    client.delete("/items/7").await.assert_text("7");
    client.get("/items/lamp").await.assert_method_not_allowed();
}

#[tokio::test]
async fn any_answers_what_has_no_handler_of_its_own() {
    let client = TestClient::new(app());
    client.get("/any").await.assert_text("got");
    client.put("/any").await.assert_text("PUT");
    client.request(verb("BREW"), "/any").await.assert_text("BREW");
}

#[tokio::test]
async fn options_and_head_of_ones_own_come_first() {
    let own = get(|| "got").options(|| "asked");
    let client = TestClient::new(App::new().route("/", own));
    client.options("/").await.assert_ok().assert_text("asked");
}
