//! What moves from run to run, and what does not.

use roob::http::{HeaderName, HeaderValue, StatusCode};
use roob::testing::{Lint, TestClient, TestRequest, block_on};
use roob::{App, Request, Response, any, get};

const UUID: &str = "0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b";
const OTHER: &str = "ffffffff-ffff-4fff-bfff-ffffffffffff";

/// Answers what the request asks for: its body, with the headers `x-location`, `x-type` … under
/// their own names, and 201 when there is a location.
async fn echo(mut request: Request) -> Response {
    let mut response = Response::new(request.take_body());
    for (name, value) in request.headers() {
        if let Some(name) = name.as_str().strip_prefix("x-") {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            response.headers_mut().append(name, value.clone());
        }
    }
    if response.headers().contains_key("location") {
        *response.status_mut() = StatusCode::CREATED;
    }
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().entry("content-type").or_insert(json);
    response
}

fn client() -> TestClient {
    TestClient::new(
        App::new()
            .route("/me", any(echo))
            .route("/{rest:path}", any(echo))
            .route("/products/{id:d}", any(echo)),
    )
    .allow(Lint::BrokenJson)
}

fn made(client: &TestClient, location: &str) {
    block_on(client.post("/make").header("x-location", location));
}

/// The last exchange of the conversation, as it is shown in it.
fn last(client: &TestClient, request: TestRequest) -> String {
    block_on(request);
    client.to_string().rsplit("\n\n###\n\n").next().unwrap().to_owned()
}

/// What is shown of `body` at the end of the conversation, on one line.
#[track_caller]
fn check_body(client: &TestClient, path: &str, body: &'static str, shown: &str) {
    let text = last(client, client.put(path).body(body));
    let text = text.rsplit("\n\n").next().unwrap();
    assert_eq!(text.split_whitespace().collect::<String>(), shown);
}

/// What is shown of a request line.
#[track_caller]
fn check_target(client: &TestClient, path: &str, shown: &str) {
    let text = last(client, client.get(path));
    assert_eq!(text.lines().next().unwrap(), format!("GET {shown}"));
}

/// What is shown of a header of an answer.
#[track_caller]
fn check_header(client: &TestClient, name: &str, value: &str, shown: &str) {
    let text = last(client, client.get("/me").header(format!("x-{name}"), value));
    let (_, answer) = text.split_once("\n\n").unwrap();
    let start = format!("{name}: ");
    let line = answer.lines().find_map(|line| line.strip_prefix(start.as_str()));
    assert_eq!(line.unwrap(), shown);
}

#[test]
fn an_id_counts_in_the_paths_of_its_collection_only() {
    let client = client();
    made(&client, "/products/7");
    check_target(&client, "/products/7", "/products/[id#1]");
    check_target(&client, "/products/7/", "/products/[id#1]/");
    check_target(&client, "/products/7/reviews/7?page=7", "/products/[id#1]/reviews/7?page=7");
    check_target(&client, "/pages/7", "/pages/7");
    check_target(&client, "/products/71", "/products/71");
    check_target(&client, "/products/7.json", "/products/7.json");
    check_target(&client, "/v2/products/7", "/v2/products/7");
    check_target(&client, "/", "/");
    check_target(&client, "/?", "/?");
    check_target(&client, "/search?product_id=7&flag&q=7", "/search?product_id=[id#1]&flag&q=7");
}

#[test]
fn an_id_counts_in_members_that_are_called_like_one() {
    let client = client();
    made(&client, "/products/7");
    check_body(
        &client,
        "/products/7",
        r#"{"id":7,"product_id":"7","productId":7,"_id":7,"paid":7,"count":7,"ids":[7],"void":"7","id2":7}"#,
        r#"{"id":"[id#1]","product_id":"[id#1]","productId":"[id#1]","_id":"[id#1]","paid":7,"count":7,"ids":[7],"void":"7","id2":7}"#,
    );
    check_body(
        &client,
        "/x",
        r#"[{"id":7},{"id":8},{"id":7.0}]"#,
        r#"[{"id":"[id#1]"},{"id":8},{"id":7.0}]"#,
    );
}

#[test]
fn numbers_follow_the_first_appearance() {
    let client = client();
    block_on(client.get("/products/9"));
    made(&client, "/products/8");
    made(&client, "/products/9");
    let text = client.to_string();
    assert!(text.starts_with("GET /products/[id#1]\n"), "{text}");
    check_target(&client, "/products/8", "/products/[id#2]");
}

#[test]
fn an_id_that_the_client_chose_is_one_from_the_first_line_on() {
    let client = TestClient::new(App::new().route("/files/{name}", any(echo)));
    let request = client.put("/files/a").header("x-location", "/files/a");
    block_on(request.allow(Lint::BrokenJson));
    insta::assert_snapshot!(client, @"
    PUT /files/[id#1]
    x-location: /files/a

    201 Created
    content-type: application/json
    location: /files/[id#1]
    ");
}

#[test]
fn what_is_learned_later_does_not_change_a_response() {
    let client = client();
    let response = block_on(client.get("/products/9"));
    made(&client, "/products/9");
    assert!(response.to_string().starts_with("GET /products/9\n"));
}

#[test]
fn two_collections_with_the_same_id_are_told_apart() {
    let client = client();
    made(&client, "/products/1");
    made(&client, "/users/1");
    // By the name of the member, by the path, by the collection; else it is the first.
    check_body(
        &client,
        "/x",
        r#"{"product_id":1,"userId":1}"#,
        r#"{"product_id":"[id#1]","userId":"[id#2]"}"#,
    );
    check_body(&client, "/users/1", r#"{"id":1}"#, r#"{"id":"[id#2]"}"#);
    check_body(&client, "/users", r#"[{"id":1}]"#, r#"[{"id":"[id#2]"}]"#);
    check_body(&client, "/x", r#"{"id":1}"#, r#"{"id":"[id#1]"}"#);
    // The deepest, and before it the one that was just made.
    made(&client, "/users/1/orders/1");
    let shown = r#"{"id":"[id#3]","user_id":"[id#2]"}"#;
    check_body(&client, "/users/1/orders/1", r#"{"id":1,"user_id":1}"#, shown);
    let order = client.post("/users/1").header("x-location", "/products/1").body(r#"{"id":1}"#);
    assert!(last(&client, order).ends_with("{\n  \"id\": \"[id#1]\"\n}"));
}

#[test]
fn locations_can_be_absolute_have_queries_and_escapes() {
    let client = client();
    made(&client, "/products/a%20b");
    check_body(&client, "/x", r#"{"id":"a b"}"#, r#"{"id":"[id#1]"}"#);
    check_target(&client, "/x?id=a%20b", "/x?id=[id#1]");
    made(&client, "http://localhost:8000/products/8/?new=1#top");
    check_target(&client, "/products/8", "/products/[id#2]");
    check_header(
        &client,
        "location",
        "http://localhost/products/8?id=8",
        "http://localhost/products/[id#2]?id=[id#2]",
    );
    check_header(&client, "location", "/products/8#top", "/products/[id#2]#top");
    check_header(&client, "content-location", "/products/8", "/products/[id#2]");
    check_header(&client, "location", "products/8", "products/8");
}

#[test]
fn a_location_without_an_id_teaches_nothing() {
    // A segment that the pattern spells out.
    let client = client();
    made(&client, "/me");
    check_target(&client, "/me", "/me");
    // The very path that was asked, where no route says more.
    let client = TestClient::new(App::new().fallback(echo)).allow(Lint::BrokenJson);
    block_on(client.put("/session").header("x-location", "/session"));
    check_target(&client, "/session", "/session");
    block_on(client.put("/session").header("x-location", "/sessions/a"));
    check_target(&client, "/sessions/a", "/sessions/[id#1]");
    // Not a 201.
    let client = TestClient::new(App::new().route("/", get(|| roob::Redirect::to("/products/7"))));
    block_on(client.get("/"));
    check_target(&client, "/products/7", "/products/7");
}

#[test]
fn uuids_are_numbered_wherever_they_are_a_whole_value() {
    let client = client();
    check_target(&client, &format!("/a/{UUID}/b?x={UUID}"), "/a/[uuid#1]/b?x=[uuid#1]");
    check_header(&client, "trace", UUID, "[uuid#1]");
    check_header(&client, "trace", &format!("a {UUID}"), &format!("a {UUID}"));
    check_target(&client, &format!("/{OTHER}"), "/[uuid#2]");
    check_target(&client, &format!("/{}", UUID.to_uppercase()), "/[uuid#1]");
    check_body(
        &client,
        "/x",
        r#"["0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b",{"k":"ffffffff-ffff-4fff-bfff-ffffffffffff"},"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1bx","0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1g","0192f0c102d3e07f4008a5b06c7d8e9f0a1b"]"#,
        r#"["[uuid#1]",{"k":"[uuid#2]"},"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1bx","0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1g","0192f0c102d3e07f4008a5b06c7d8e9f0a1b"]"#,
    );
}

#[test]
fn an_id_that_was_learned_wins_over_its_being_a_uuid() {
    let client = client();
    made(&client, &format!("/orders/{UUID}"));
    check_target(&client, &format!("/orders/{UUID}"), "/orders/[id#1]");
    let body = r#"{"id":"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b","x":"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b"}"#;
    check_body(&client, "/x", body, r#"{"id":"[id#1]","x":"[uuid#1]"}"#);
}

#[test]
fn links_and_paths_in_messages_are_numbered_word_by_word() {
    let client = client();
    made(&client, "/products/7");
    let body =
        r#"{"self":"/products/7","next":"http://localhost/products/7?id=7","count":"7 of 7"}"#;
    let shown = r#"{"self":"/products/[id#1]","next":"http://localhost/products/[id#1]?id=[id#1]","count":"7of7"}"#;
    check_body(&client, "/x", body, shown);
    let body = r#"["no  /products/7 or 0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b / and/or //"]"#;
    let text = last(&client, client.put("/x").body(body));
    assert!(text.ends_with("\"no  /products/[id#1] or [uuid#1] / and/or //\"\n]"), "{text}");
}

#[test]
fn times_are_numbered_and_dates_are_not() {
    let client = client();
    check_body(
        &client,
        "/x",
        r#"{"a":"2026-11-22T21:39:00Z","b":"2026-11-22","c":"2026-11-22T21:39:01Z","d":"2026-11-22T21:39:00Z"}"#,
        r#"{"a":"[time#1]","b":"2026-11-22","c":"[time#2]","d":"[time#1]"}"#,
    );
    check_header(&client, "last-modified", "Sun, 06 Nov 1994 08:49:37 GMT", "[time#3]");
    check_header(&client, "retry-after", "120", "120");
}

#[test]
fn etags_are_numbered_on_both_sides() {
    let client = client();
    check_header(&client, "etag", "\"abc\"", "[etag#1]");
    check_header(&client, "etag", "\"abd\"", "[etag#2]");
    let text = last(&client, client.get("/me").header("if-none-match", "\"abc\""));
    assert!(text.starts_with("GET /me\nif-none-match: [etag#1]\n"), "{text}");
    let text = last(&client, client.get("/me").header("if-match", "*"));
    assert!(text.starts_with("GET /me\nif-match: *\n"), "{text}");
}
