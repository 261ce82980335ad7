//! HEAD, OPTIONS, 405, and verbs that nobody knows.

use roob::http::{Method, Request};
use roob::testing::{TestClient, block_on};
use roob::{App, Body, NoContent, Path, StatusCode, any, delete, get};

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
async fn head_has_no_length_where_a_status_has_no_body() {
    let not_modified = || async { StatusCode::NOT_MODIFIED };
    let app = App::new().route("/none", get(|| NoContent)).route("/same", get(not_modified));
    let client = TestClient::new(app);
    client.head("/none").await.assert_no_content().assert_no_header("content-length");
    let same = client.head("/same").header("if-none-match", "*").await;
    same.assert_status(304).assert_no_header("content-length");
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
async fn options_of_ones_own_comes_first() {
    let own = get(|| "got").options(|| "asked");
    let client = TestClient::new(App::new().route("/", own));
    client.options("/").await.assert_ok().assert_text("asked");
}

/// Status and body of the answer to a target that a test client would not send.
fn answer(verb: &str, target: &str) -> (u16, String) {
    let request = Request::builder().method(verb).uri(target).body(Body::empty()).unwrap();
    let response = block_on(app().build().unwrap().call(request));
    let body = response.body().as_bytes().unwrap_or_default().to_vec();
    (response.status().as_u16(), String::from_utf8(body).unwrap())
}

#[test]
fn a_target_in_absolute_form_is_its_path() {
    assert_eq!(answer("GET", "http://example.com/items/7?x=1"), (200, "7".to_owned()));
    let nothing = r#"{"message":"Requested path: / does not exist"}"#;
    assert_eq!(answer("GET", "http://example.com"), (404, nothing.to_owned()));
}

#[tokio::test]
async fn an_asterisk_is_for_options() {
    let options = TestClient::new(app()).options("*").await;
    let all = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE";
    options.assert_no_content().assert_header("allow", all);
    let refused = r#"{"message":"The target `*` is for OPTIONS only, ask for a path"}"#;
    assert_eq!(answer("GET", "*"), (400, refused.to_owned()));
}

#[test]
fn connect_is_not_implemented() {
    let refused = r#"{"message":"CONNECT is for proxies, and this is none"}"#;
    assert_eq!(answer("CONNECT", "example.com:443"), (501, refused.to_owned()));
}
