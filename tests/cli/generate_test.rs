//! `roob gen test`

use std::fs;

use serde_json::{Value, json};

use crate::suite::{Suite, hit, look, refusal, row};

fn request(target: &str) -> Value {
    json!({ "target": target, "headers": [] })
}

fn body(target: &str, kind: &str, key: &str, body: Value) -> Value {
    json!({ "target": target, "headers": [["content-type", kind]], key: body })
}

const JSON: &str = "application/json";

/// Everything that can be missing of a POST.
fn create(id: usize) -> Value {
    let at = "/api/things";
    let refusals = json!([
        refusal(400, "no JSON", body(at, JSON, "text", json!("{"))),
        refusal(401, "no header", request(at)),
        refusal(413, "large", body(at, JSON, "spaces", json!(2_097_153))),
        refusal(415, "another type", body(at, "text/plain", "bytes", json!([255, 1]))),
        refusal(422, "no fit", body(at, JSON, "text", json!("{\"a\": \"\\n\"}"))),
    ]);
    row(id, Some("POST"), at, "create", refusals)
}

fn delete(id: usize) -> Value {
    let beyond = request("/api/things/99999999999999999999");
    row(id, Some("DELETE"), "/api/things/{id:d}", "delete", json!([refusal(404, "beyond", beyond)]))
}

fn update(id: usize) -> Value {
    row(id, Some("PUT"), "/api/things/{id:d}", "update", json!([]))
}

fn other_verb(id: usize) -> Value {
    let other = json!({ "verb": "PATCH", "target": "/api/things/1", "headers": [] });
    row(id, None, "/api/things/{id:d}", "delete", json!([refusal(405, "another verb", other)]))
}

/// A route of a function, or of a closure.
fn function(id: usize, verb: &str, pattern: &str, handler: &str) -> Value {
    let mut row = row(id, Some(verb), pattern, "", json!([]));
    row["row"]["handler"] = handler.into();
    row
}

fn created() -> Value {
    hit(0, 201, "POST", "/api/things", Some("{\"name\":\"Lamp\"}"))
}

#[test]
fn each_refusal_gets_a_test() {
    let suite = Suite::new(&[&[create(0), created(), look(0, 201)]]);
    suite.roob(["test"]).exits(0);
    suite.roob(["gen", "test", "products::create"]).exits(0).complains("").says(
        "     edit  tests/it/main.rs
   create  tests/it/products.rs
1 new, 1 edited files

next:
  roob test
",
    );
    assert_eq!(
        suite.shop.read("tests/it/products.rs"),
        r##"//! `products`, as a client sees it.

#[tokio::test]
async fn create_refuses_what_it_cannot_read() {
    let client = crate::client().await;
    client
        .post("/api/things")
        .bytes("application/json", "{")
        .await
        .assert_bad_request();
}

#[tokio::test]
async fn create_asks_who_it_is() {
    let client = crate::client().await;
    client.post("/api/things").await.assert_unauthorized();
}

#[tokio::test]
async fn create_refuses_a_body_over_its_limit() {
    let client = crate::client().await;
    client
        .post("/api/things")
        .bytes("application/json", vec![b' '; 2_097_153])
        .await
        .assert_status(413);
}

#[tokio::test]
async fn create_refuses_another_content_type() {
    let client = crate::client().await;
    client
        .post("/api/things")
        .bytes("text/plain", b"\xff\x01".to_vec())
        .await
        .assert_status(415);
}

#[tokio::test]
async fn create_refuses_what_does_not_fit() {
    let client = crate::client().await;
    client
        .post("/api/things")
        .bytes("application/json", r#"{"a": "\n"}"#)
        .await
        .assert_unprocessable();
}
"##
    );
    assert!(suite.shop.read("tests/it/main.rs").contains("mod health;\nmod products;\n"));
}

#[test]
fn a_success_is_a_conversation_about_what_a_test_made() {
    let suite =
        Suite::new(&[&[create(0), created(), look(0, 201), delete(1), update(2), other_verb(3)]]);
    suite.roob(["test"]).exits(0);
    suite.roob(["gen", "test", "Products::delete"]).exits(0);
    suite.roob(["gen", "test", "update"]).exits(0);
    assert_eq!(
        suite.shop.read("tests/it/products.rs"),
        r##"//! `products`, as a client sees it.

#[tokio::test]
async fn delete_succeeds() {
    let client = crate::client().await;
    let made = client
        .post("/api/things")
        .bytes("application/json", r#"{"name":"Lamp"}"#)
        .await;
    let location = made
        .assert_created()
        .header("location")
        .expect("it is somewhere");
    let response = client.delete(location).await;
    assert!(response.status().is_success(), "{response}");
}

#[tokio::test]
async fn delete_finds_nothing_where_nothing_can_be() {
    let client = crate::client().await;
    let way = client
        .explain("DELETE", "/api/things/99999999999999999999")
        .to_string();
    assert!(way.contains("Products::delete"), "{way}");
    client
        .delete("/api/things/99999999999999999999")
        .await
        .assert_not_found();
}

#[tokio::test]
async fn delete_has_a_path_that_refuses_other_verbs() {
    let client = crate::client().await;
    client
        .patch("/api/things/1")
        .await
        .assert_method_not_allowed();
}

#[tokio::test]
async fn update_succeeds() {
    let client = crate::client().await;
    let made = client
        .post("/api/things")
        .bytes("application/json", r#"{"name":"Lamp"}"#)
        .await;
    let location = made
        .assert_created()
        .header("location")
        .expect("it is somewhere");
    let response = client
        .put(location)
        .bytes("application/json", r#"{"name":"Lamp"}"#)
        .await;
    assert!(response.status().is_success(), "{response}");
}
"##
    );
}

/// The facts leave one answer that only the user can test, for this reason.
#[track_caller]
fn check_left(facts: &[Value], handler: &str, reason: &str) {
    let suite = Suite::new(&[facts]);
    suite.roob(["test"]);
    let before = suite.shop.files();
    suite.roob(["gen", "test", handler]).exits(4).complains(&format!(
        "error: these answers have no test yet, as only you know how to get them:\n  {reason}\n"
    ));
    assert_eq!(suite.shop.files(), before);
}

#[test]
fn what_it_cannot_know_it_says_with_what_to_record() {
    check_left(
        &[update(0)],
        "products::update",
        "PUT /api/things/{id:d} 2xx: what has to be there before is not known; let a test create one \
         with a `POST /api/things` that is answered with 201, and run `roob test`",
    );
    let mut secret = created();
    secret["hit"]["example"]["complete"] = false.into();
    check_left(
        &[create(0), secret, update(1)],
        "products::update",
        "PUT /api/things/{id:d} 2xx: the body that a test sends to `POST /api/things` has a secret, is \
         long or no text, and is not kept; send a `PUT` that succeeds in a test",
    );
    check_left(
        &[row(0, Some("GET"), "/shops/{id}/things/{id:d}", "show", json!([]))],
        "products::show",
        "GET /shops/{id}/things/{id:d} 2xx: what has to be there before is not known; send a `GET` that \
         succeeds in a test",
    );
    check_left(
        &[row(0, Some("POST"), "/api/things", "create", json!([]))],
        "products::create",
        "POST /api/things 2xx: what it takes is not known; send a `POST` that succeeds in a test",
    );
    check_left(
        &[
            create(0),
            created(),
            look(0, 201),
            look(0, 400),
            look(0, 401),
            look(0, 413),
            look(0, 415),
            look(0, 422),
            hit(0, 409, "POST", "/api/things?x=1", None),
        ],
        "products::create",
        "POST /api/things 409: a test gets it from `POST /api/things?x=1`; look at it there",
    );
    let no_query = json!([refusal(422, "no query", request("/search"))]);
    check_left(
        &[row(0, Some("GET"), "/search", "search", no_query), look(0, 422)],
        "products::search",
        "GET /search 2xx: what it takes is not known; send a `GET` that succeeds in a test",
    );
    let declared = json!([refusal(403, "what an argument says", Value::Null)]);
    check_left(
        &[row(0, Some("GET"), "/", "show", declared), hit(0, 200, "GET", "/", None), look(0, 200)],
        "products::show",
        "GET / 403: its extractor decides; send in a test what it refuses",
    );
}

#[test]
fn a_route_without_parameters_is_asked_as_a_test_asked_it_or_plainly() {
    let facts = [
        function(0, "GET", "/", "shop::home"),
        row(9, Some("GET"), "/list", "list", json!([refusal(422, "odd", request("/list?page=~"))])),
        look(9, 422),
        function(1, "POST", "/search", "shop::search"),
        hit(1, 200, "POST", "/search?q=a", None),
        function(2, "LOCK", "/lock", "shop::door::lock"),
        hit(2, 205, "LOCK", "/lock", None),
        function(3, "GET", "/door", "shop::gate::show"),
        hit(3, 200, "GET", "/door", None),
        hit(3, 304, "GET", "/door?v=1", None),
    ];
    let suite = Suite::new(&[&facts]);
    suite.roob(["test"]);
    for handler in ["shop::home", "shop::search", "lock", "list", "gate::show"] {
        suite.roob(["gen", "test", handler]).exits(0);
    }
    let test = |module: &str| {
        let text = suite.shop.read(&format!("tests/it/{module}.rs"));
        text.split_once("client().await;\n").unwrap().1.to_owned()
    };
    assert_eq!(test("home"), "    client.get(\"/\").await.assert_ok();\n}\n");
    assert_eq!(test("products"), "    client.get(\"/list\").await.assert_ok();\n}\n");
    let gate = suite.shop.read("tests/it/gate.rs");
    assert!(gate.contains("fn show_answers_200()") && gate.contains("fn show_answers_304()"));
    assert_eq!(test("search"), "    client.post(\"/search?q=a\").await.assert_ok();\n}\n");
    assert_eq!(
        test("door"),
        "    client.request(\"LOCK\", \"/lock\").await.assert_status(205);\n}\n"
    );
}

#[test]
fn new_tests_stand_behind_those_that_are_there() {
    let suite =
        Suite::new(&[&[function(0, "GET", "/version", "shop::controllers::health::version")]]);
    suite.roob(["test"]);
    let before = suite.shop.read("tests/it/health.rs");
    let helper = "\nfn helper() {}\n";
    suite.shop.write("tests/it/health.rs", &format!("{before}{helper}"));
    suite.roob(["gen", "test", "health::version"]).exits(0);
    let test = "
#[tokio::test]
async fn version_succeeds() {
    let client = crate::client().await;
    client.get(\"/version\").await.assert_ok();
}
";
    assert_eq!(suite.shop.read("tests/it/health.rs"), format!("{before}{test}{helper}"));
}

#[test]
fn a_second_time_changes_nothing_and_a_dry_run_neither() {
    let suite = Suite::new(&[&[create(0), created()]]);
    suite.roob(["test"]);
    let before = suite.shop.files();
    suite.roob(["gen", "test", "create", "--dry-run"]).exits(0).says(
        "     edit  tests/it/main.rs
   create  tests/it/products.rs
1 new, 1 edited files; nothing was written, as this is a dry run
",
    );
    assert_eq!(suite.shop.files(), before);
    suite.roob(["gen", "test", "create", "--quiet"]).exits(0).says("");
    let after = suite.shop.files();
    suite
        .roob(["gen", "test", "create"])
        .exits(0)
        .says("nothing to do: everything is there already\n");
    assert_eq!(suite.shop.files(), after);
}

#[test]
fn a_handler_without_gaps_needs_no_test() {
    let suite =
        Suite::new(&[&[update(0), hit(0, 200, "PUT", "/api/things/1", None), look(0, 200)]]);
    suite.roob(["test"]);
    let said = "nothing to do: everything is there already\n";
    suite.roob(["gen", "test", "products::update"]).exits(0).says(said);
}

#[test]
fn without_a_result_it_runs_the_suite_first() {
    let suite = Suite::new(&[&[create(0)]]);
    let ran = suite.roob(["gen", "test", "create", "--dry-run"]).exits(4);
    let start = "what tests look at is not known yet: running `cargo test`\nrunning the tests\n";
    assert!(ran.stdout.starts_with(start), "{}", ran.stdout);
    suite.roob(["gen", "test", "create", "--dry-run"]).exits(4);
    assert_eq!(suite.calls(), "test in the project, transport none\n");
    let nothing = Suite::new(&[]);
    nothing.roob(["gen", "test", "create"]).exits(1).complains(
        "compiling\nerror: no test asked an app: make a `roob::testing::TestClient` in one, and send a request\n",
    );
}

#[test]
fn a_handler_that_nobody_or_more_than_one_can_mean_is_refused_with_those_that_there_are() {
    let orders = "shop::controllers::orders::OrderItems::create";
    let suite = Suite::new(&[&[
        create(0),
        delete(1),
        function(2, "POST", "/api/orders", orders),
        function(3, "GET", "/", "shop::app::{{closure}}"),
        function(4, "GET", "/generic", "shop::show<alloc::string::String>"),
    ]]);
    suite.roob(["test"]);
    let all =
        "`GET /`, `order_items::create`, `products::create`, `products::delete`, `shop::show`";
    let check = |handler: &str, message: &str| {
        suite
            .roob(["gen", "test", handler])
            .exits(2)
            .says("")
            .complains(&format!("error: {message}\n"));
    };
    check(
        "create",
        "`create` is the end of several handlers: `order_items::create`, `products::create`",
    );
    check(
        "prodcts::delete",
        &format!(
            "no handler that a test knows is `prodcts::delete`: did you mean `products::delete`? there are {all}"
        ),
    );
    check("paint", &format!("no handler that a test knows is `paint`: there are {all}"));
    check("GET /paint", &format!("no handler that a test knows is `GET /paint`: there are {all}"));
    for fine in ["orders::OrderItems::create", "orderitems::create", "show", "GET /"] {
        let ran = suite.roob(["gen", "test", fine, "--dry-run"]);
        assert_ne!(ran.code, Some(2), "{fine}: {}", ran.stderr);
    }
}

#[test]
fn a_suite_without_a_client_is_told_what_to_add() {
    let suite = Suite::new(&[&[create(0), created()]]);
    suite.roob(["test"]);
    let main = suite.shop.read("tests/it/main.rs");
    suite.shop.write("tests/it/main.rs", &main.replace("fn client()", "fn somebody()"));
    let before = suite.shop.files();
    let add = "; add
    async fn client() -> TestClient {
        TestClient::new(app())
    }
then run the command again
";
    let refused =
        "error: nothing was written, as these files have a shape that `roob` does not edit:
  tests/it/main.rs: ";
    let complaint = format!("{refused}it has no `fn client`{add}");
    suite.roob(["gen", "test", "create"]).exits(4).says("").complains(&complaint);
    assert_eq!(suite.shop.files(), before);
    fs::remove_file(suite.shop.root.join("tests/it/main.rs")).unwrap();
    let complaint = format!("{refused}it is not there{add}");
    suite.roob(["gen", "test", "create"]).exits(4).says("").complains(&complaint);
}
