//! What moves from run to run, and what does not.

use roob::http::{HeaderName, HeaderValue, StatusCode};
use roob::testing::{Lint, TestClient, TestRequest, block_on};
use roob::{App, Request, Response, any, get};

const UUID: &str = "0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b";
const OTHER: &str = "ffffffff-ffff-4fff-bfff-ffffffffffff";

/// Answers what the request asks for: its body, with the headers `x-location`, `x-type` … under
/// their own names, and 201 when there is a location.
async fn echo(mut request: Request) -> Response {
    let mut response = Response::new(request.bytes().await.unwrap().into());
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
    .allow(Lint::InvalidEtag)
    .allow(Lint::CookieWithoutHttpOnly)
    .allow(Lint::CookieWithoutSameSite)
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
        r#"{"id":7,"product_id":"7","productId":7,"_id":7,"paid":7,"count":7,"ids":[7,8],"void":"7","id2":7,"product_ids":["7"],"tags":[7]}"#,
        r#"{"id":"[id#1]","product_id":"[id#1]","productId":"[id#1]","_id":"[id#1]","paid":7,"count":7,"ids":["[id#1]",8],"void":"7","id2":7,"product_ids":["[id#1]"],"tags":[7]}"#,
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
    x-location: /files/[id#1]

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
    check_body(&client, "/users/", r#"[{"id":1}]"#, r#"[{"id":"[id#2]"}]"#);
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
fn uuids_are_numbered_wherever_they_are_a_whole_value_or_word() {
    let client = client();
    check_target(&client, &format!("/a/{UUID}/b?x={UUID}"), "/a/[uuid#1]/b?x=[uuid#1]");
    check_header(&client, "trace", UUID, "[uuid#1]");
    check_header(
        &client,
        "trace",
        &format!("a {UUID}; b=\"{UUID}\""),
        "a [uuid#1]; b=\"[uuid#1]\"",
    );
    check_header(&client, "trace", &format!("a{UUID}"), &format!("a{UUID}"));
    check_target(&client, &format!("/files/{UUID}.tar.gz"), "/files/[uuid#1].tar.gz");
    check_target(&client, &format!("/files/x{UUID}.png"), &format!("/files/x{UUID}.png"));
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
fn an_id_of_a_collection_that_the_app_has_is_no_id_of_another() {
    let app = ["/users/{id:d}", "/categories", "/categories/{id:d}", "/orders/{id:d}/items/{at:d}"];
    let app = app.iter().fold(App::new().fallback(echo), |app, path| app.route(*path, any(echo)));
    let client = TestClient::new(app.route("/orders/{id:d}/items", any(echo)));
    let client = client.allow(Lint::BrokenJson);
    made(&client, "/users/1");
    made(&client, "/orders/1");
    // By the name of the member.
    let body = r#"{"user_id":1,"category_id":1,"author_id":1,"categoryIds":[1]}"#;
    let shown = r#"{"user_id":"[id#1]","category_id":1,"author_id":"[id#1]","categoryIds":[1]}"#;
    check_body(&client, "/x", body, shown);
    // By the name of the object.
    let body = r#"{"id":1,"user":{"id":1},"category":{"id":1},"orders":[{"id":1}],"me":{"id":1}}"#;
    let shown = r#"{"id":1,"user":{"id":"[id#1]"},"category":{"id":1},"orders":[{"id":"[id#2]"}],"me":{"id":"[id#1]"}}"#;
    check_body(&client, "/categories/1", body, shown);
    // By the path.
    check_body(&client, "/categories", r#"[{"id":1}]"#, r#"[{"id":1}]"#);
    check_body(&client, "/orders/1/items", r#"[{"id":1}]"#, r#"[{"id":1}]"#);
    check_body(&client, "/orders/1/items/1", r#"{"id":1}"#, r#"{"id":1}"#);
    check_body(&client, "/orders", r#"[{"id":1}]"#, r#"[{"id":"[id#2]"}]"#);
    check_target(&client, "/orders/1/items/1", "/orders/[id#2]/items/1");
}

#[test]
fn an_id_counts_in_pairs_of_forms() {
    let client = client();
    made(&client, "/products/7");
    let form = client.put("/x").form(&[("product_id", "7"), ("n", "7"), ("to", "/products/7")]);
    let text = last(&client, form);
    let shown = "\n\nproduct_id=[id#1]\nn=7\nto=/products/[id#1]\n\n200 OK";
    assert!(text.contains(shown), "{text}");
}

#[test]
fn an_id_counts_in_events() {
    let client = client();
    made(&client, "/products/7");
    let events = client.put("/x").header("x-content-type", "text/event-stream");
    let text =
        last(&client, events.body("id: 7\ndata: {\"id\":7}\n\ndata: 7\n\ndata: /products/7"));
    let shown = "\n\nid: [id#1]\ndata: {\"id\":\"[id#1]\"}\n\ndata: 7\n\ndata: /products/[id#1]";
    assert!(text.ends_with(shown), "{text}");
}

#[test]
fn what_only_equals_an_id_is_none() {
    let client = client();
    made(&client, "/products/1");
    let body =
        r#"{"count":1,"page":1,"total":"1","price":1.0,"list":[1],"1":1,"valid":1,"grid":"1"}"#;
    check_body(&client, "/products/1", body, body);
    check_header(&client, "count", "1", "1");
    check_header(&client, "product-id", "1", "[id#1]");
    check_target(&client, "/products?page=1&limit=1", "/products?page=1&limit=1");
}

#[test]
fn an_id_can_be_longer_than_64_bits_and_come_twice() {
    let client = client();
    made(&client, "/products/123456789012345678901234567890");
    let body = r#"{"id":123456789012345678901234567890,"id":"123456789012345678901234567890","n":123456789012345678901234567891}"#;
    let shown = r#"{"id":"[id#1]","id":"[id#1]","n":123456789012345678901234567891}"#;
    check_body(&client, "/x", body, shown);
}

#[test]
fn collections_can_have_escapes_and_end_in_a_slash() {
    let client = client();
    made(&client, "/caf%C3%A9s/7/");
    check_target(&client, "/caf%c3%a9s/7", "/caf%c3%a9s/[id#1]");
    check_body(&client, "/caf%C3%A9s/", r#"[{"id":7}]"#, r#"[{"id":"[id#1]"}]"#);
    check_body(&client, "/x", r#"{"café_id":"7"}"#, r#"{"café_id":"[id#1]"}"#);
    made(&client, "/");
    check_target(&client, "/", "/");
}

#[test]
fn keys_that_move_are_numbered_too() {
    let client = client();
    check_body(
        &client,
        "/x",
        r#"{"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b":{"id":"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b"},"2026-11-24":3,"a":1}"#,
        r#"{"[uuid#1]":{"id":"[uuid#1]"},"[date#1]":3,"a":1}"#,
    );
}

#[test]
fn links_and_paths_are_numbered_in_every_header() {
    let client = client();
    made(&client, "/products/7");
    check_header(
        &client,
        "link",
        r#"</products/7,8?id=7>; rel="<a>", <http://localhost:8000/products/7>;rel=self, <"#,
        r#"</products/7,8?id=[id#1]>; rel="<a>", <http://localhost:[port#1]/products/[id#1]>;rel=self, <"#,
    );
    check_header(&client, "refresh", "5; url=/products/7", "5; url=/products/[id#1]");
    check_header(&client, "next", "/products/7", "/products/[id#1]");
    check_header(
        &client,
        "set-cookie",
        "a=b; Path=/products/7; Secure; Domain=a",
        "a=[secret]; Path=/products/[id#1]; Secure; Domain=a",
    );
    let shown = "/me?next=/products/[id#1]#id=[id#1]";
    check_header(&client, "location", "/me?next=%2Fproducts%2F7#id=7", shown);
}

#[test]
fn times_are_numbered_in_every_form() {
    let client = client();
    check_body(
        &client,
        "/x",
        r#"{"a":"2026-11-22T21:39:00Z","b":"2026-11-22 21:39:00.5+00","c":"2026-11-22T21:39:01Z","d":"2026-11-22T21:39:00Z"}"#,
        r#"{"a":"[time#1]","b":"[time#2]","c":"[time#3]","d":"[time#1]"}"#,
    );
    check_header(&client, "last-modified", "Sun, 06 Nov 1994 08:49:37 GMT", "[time#4]");
    check_header(&client, "retry-after", "120", "120");
    let body = r#"["at 2026-11-22 21:39:00.5+00, or Sun, 06 Nov 1994 08:49:37 GMT."]"#;
    let text = last(&client, client.put("/x").body(body));
    assert!(text.ends_with("\"at [time#2], or [time#4].\"\n]"), "{text}");
}

#[test]
fn numbers_are_times_where_they_are_called_so_and_can_be() {
    let client = client();
    check_body(
        &client,
        "/x",
        r#"{"exp":1795383540,"iat":1795383540123,"createdAt":1795383540.5,"count":1795383540,"exp":3600,"at":1795383540,"nbf":"1795383540"}"#,
        r#"{"exp":"[time#1]","iat":"[time#2]","createdAt":"[time#3]","count":1795383540,"exp":3600,"at":1795383540,"nbf":"[time#1]"}"#,
    );
    check_target(&client, "/x?ts=1795383540&n=1795383540", "/x?ts=[time#1]&n=1795383540");
    check_header(&client, "ratelimit-reset", "1795383540", "[time#1]");
    check_header(&client, "ratelimit-reset", "30", "30");
}

#[test]
fn dates_are_numbered_as_whole_values_and_words() {
    let client = client();
    check_body(
        &client,
        "/x",
        r#"{"a":"2026-11-24","b":"2026-11-25","c":"2026-13-24","d":"2026-11-24","e":"on2026-11-24"}"#,
        r#"{"a":"[date#1]","b":"[date#2]","c":"2026-13-24","d":"[date#1]","e":"on2026-11-24"}"#,
    );
    check_target(&client, "/days/2026-11-24?from=2026-11-25", "/days/[date#1]?from=[date#2]");
    let text = last(&client, client.put("/x").body(r#"["due (2026-11-24)"]"#));
    assert!(text.ends_with("\"due ([date#1])\"\n]"), "{text}");
}

/// {"alg":"HS256"}.{"sub":"1"}
const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

#[test]
fn tokens_are_numbered_by_their_shape_and_by_their_name() {
    let client = client();
    check_body(
        &client,
        "/x",
        r#"{"jwt":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl","x":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl","y":"eyJ.b.c"}"#,
        r#"{"jwt":"[token#1]","x":"[token#1]","y":"eyJ.b.c"}"#,
    );
    check_body(
        &client,
        "/x",
        r#"{"csrf_token":"a1b2c3d4","nextCursor":"2","nonce":"a1b2c3d5","token":"ismissinghere","api_key":"short","token_type":"Bearer-is-no-token","session_id":"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b"}"#,
        r#"{"csrf_token":"[token#2]","nextCursor":"2","nonce":"[token#3]","token":"[token#4]","api_key":"[token#5]","token_type":"Bearer-is-no-token","session_id":"[uuid#1]"}"#,
    );
    check_target(&client, "/x?cursor=a1b2c3d5&page_token=2", "/x?cursor=[token#3]&page_token=2");
    check_header(&client, "idempotency-key", "a1b2c3d4", "[token#2]");
    check_body(
        &client,
        "/x",
        r#"{"next_cursor":"/items?cursor=a1b2c3d5","token":"[2,3,4,5,6]","cursor":"/items/all"}"#,
        r#"{"next_cursor":"/items?cursor=[token#3]","token":"[2,3,4,5,6]","cursor":"/items/all"}"#,
    );
    let text = last(&client, client.put("/x").body(r#"{"token":"has to be there"}"#));
    assert!(text.ends_with("\"token\": \"has to be there\"\n}"), "{text}");
    let text = last(&client, client.put("/x").body(format!("[\"use {JWT}\"]")));
    assert!(text.ends_with("\"use [token#1]\"\n]"), "{text}");
}

#[test]
fn ports_of_this_machine_are_numbered() {
    let client = client();
    check_body(
        &client,
        "/x",
        r#"["http://localhost:4711/a","ws://127.0.0.1:4712","http://[::1]:4711/","http://example.org:4711/","http://localhost/","12:30","a:1"]"#,
        r#"["http://localhost:[port#1]/a","ws://127.0.0.1:[port#2]","http://[::1]:[port#1]/","http://example.org:4711/","http://localhost/","12:30","a:1"]"#,
    );
    check_header(&client, "location", "http://localhost:4711/me", "http://localhost:[port#1]/me");
    let body = r#"["listening on 127.0.0.1:4711, see <http://localhost:4711/a>."]"#;
    let text = last(&client, client.put("/x").body(body));
    let shown = "\"listening on 127.0.0.1:[port#1], see <http://localhost:[port#1]/a>.\"\n]";
    assert!(text.ends_with(shown), "{text}");
}

#[test]
fn etags_are_numbered_on_both_sides() {
    let client = client();
    check_header(&client, "etag", "\"abc\"", "[etag#1]");
    check_header(&client, "etag", "\"abd\"", "[etag#2]");
    let text = last(&client, client.get("/me").header("if-none-match", "\"abc\""));
    assert!(text.starts_with("GET /me\nif-none-match: [etag#1]\n"), "{text}");
    check_header(&client, "etag", "W/\"abc\"", "[etag#3]");
    let text = last(&client, client.get("/me").header("if-none-match", "\"abd\", W/\"abc\""));
    assert!(text.starts_with("GET /me\nif-none-match: [etag#2], [etag#3]\n"), "{text}");
    let text = last(&client, client.get("/me").header("if-range", "\"abc\""));
    assert!(text.starts_with("GET /me\nif-range: [etag#1]\n"), "{text}");
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let text = last(&client, client.get("/me").header("if-range", date));
    assert!(text.starts_with("GET /me\nif-range: [time#1]\n"), "{text}");
    check_header(&client, "etag", "bare", "[etag#4]");
    let text = last(&client, client.get("/me").header("if-match", "*"));
    assert!(text.starts_with("GET /me\nif-match: *\n"), "{text}");
}

#[test]
fn references_in_one_another_are_read_to_some_depth_and_no_text_is_too_deep() {
    let next = |depth| format!("{}/products/7", "/me?next=".repeat(depth));
    let shown = |text: String| {
        let client = TestClient::new(App::new().route("/", any(echo)).route("/me", any(echo)));
        let client = client.allow(Lint::BrokenJson);
        block_on(client.put("/").header("x-location", "/products/7"));
        let text = last(&client, client.put("/").header("x-content-type", "text/plain").body(text));
        text.rsplit_once("\n\n").unwrap().1.to_owned()
    };
    assert_eq!(shown(next(3)), format!("{}/products/[id#1]", "/me?next=".repeat(3)));
    assert_eq!(shown(next(4)), next(4));
    for deep in ["/me?next=", "a=", "/a#b=", "a=/b?"] {
        let deep = deep.repeat(100_000);
        assert!(shown(deep.clone()).starts_with(&deep[..1000]));
    }
}
