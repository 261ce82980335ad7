//! What handlers can ask for, and what they refuse.

use futures_core::Stream;
use roob::bytes::Bytes;
use roob::http::{HeaderMap, Method, Uri};
use roob::testing::TestClient;
use roob::{
    App, BearerToken, Body, Controller, Error, Form, Header, HeaderField, Json, Path, Query,
    Request, Routes, State, get, post,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::pin::Pin;
use std::task::{Context, Poll};

#[derive(Deserialize, Serialize)]
struct Order {
    customer: String,
    items: Vec<Item>,
}

#[derive(Deserialize, Serialize)]
struct Item {
    name: String,
    price: f64,
}

async fn echo(Json(order): Json<Order>) -> Json<Order> {
    Json(order)
}

fn orders() -> TestClient {
    TestClient::new(App::new().route("/orders", post(echo)))
}

/// Sends `body` as JSON to a handler of [`Order`]s and compares the whole answer.
#[track_caller]
fn check_json(body: &'static str, status: u16, answer: &str) {
    let response = roob::testing::block_on(async {
        orders().post("/orders").bytes("application/json", body).await
    });
    response.assert_status(status).assert_text(answer);
}

#[test]
fn json_that_fits_is_read() {
    let order = r#"{"customer":"Ada","items":[{"name":"Lamp","price":9.5}]}"#;
    check_json(order, 200, order);
}

#[test]
fn json_that_is_none_is_refused_with_the_place() {
    check_json(
        r#"{"customer": "Ada","#,
        400,
        r#"{"message":"Request body is not valid JSON: EOF while parsing a value at line 1 column 19"}"#,
    );
    check_json(
        "{\n  customer",
        400,
        r#"{"message":"Request body is not valid JSON: key must be a string at line 2 column 3"}"#,
    );
}

#[test]
fn an_empty_body_is_said_to_be_empty() {
    check_json("", 400, r#"{"message":"Request body is empty, expected JSON"}"#);
}

#[test]
fn json_of_another_shape_is_refused_with_the_path_of_the_field() {
    check_json(
        r#"{"customer":"Ada","items":[{"name":"Lamp","price":1},{"name":"Desk","price":"cheap"}]}"#,
        422,
        r#"{"message":"Request body does not have the expected fields","errors":{"items[1].price":["invalid type: string \"cheap\", expected f64"]}}"#,
    );
    check_json(
        r#"[]"#,
        422,
        r#"{"message":"Request body does not have the expected fields","errors":{".":["invalid length 0, expected struct Order with 2 elements"]}}"#,
    );
    check_json(
        r#"7"#,
        422,
        r#"{"message":"Request body does not have the expected fields","errors":{".":["invalid type: integer `7`, expected struct Order"]}}"#,
    );
}

#[test]
fn a_missing_field_is_named_where_it_should_be() {
    check_json(
        r#"{"items":[]}"#,
        422,
        r#"{"message":"Request body does not have the expected fields","errors":{"customer":["is missing"]}}"#,
    );
    check_json(
        r#"{"customer":"Ada","items":[{"price":1}]}"#,
        422,
        r#"{"message":"Request body does not have the expected fields","errors":{"items[0].name":["is missing"]}}"#,
    );
}

#[tokio::test]
async fn json_nested_too_deeply_is_refused_and_not_followed() {
    let any = |Json(value): Json<serde_json::Value>| Json(value);
    let client = TestClient::new(App::new().route("/", post(any)));
    let deep = "[".repeat(100_000);
    client.post("/").bytes("application/json", deep).await.assert_status(400).assert_text(
        r#"{"message":"Request body is not valid JSON: recursion limit exceeded at line 1 column 128"}"#,
    );
}

#[tokio::test]
async fn json_with_another_content_type_is_415_and_names_the_right_one() {
    let client = orders();
    client.post("/orders").text("{}").await.assert_status(415).assert_text(
        r#"{"message":"Content type must be `application/json`, not `text/plain; charset=utf-8`"}"#,
    );
    client.post("/orders").body("{}").await.assert_status(415).assert_text(
        r#"{"message":"Content type must be `application/json`, and this request has none"}"#,
    );
}

#[tokio::test]
async fn json_content_types_may_have_parameters_suffixes_and_capitals() {
    let order = r#"{"customer":"Ada","items":[]}"#;
    for content_type in
        ["application/json; charset=utf-8", "application/vnd.shop+json", "Application/JSON"]
    {
        orders().post("/orders").bytes(content_type, order).await.assert_ok();
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_413_with_its_length_announced_or_not() {
    let read = |body: Bytes| body.len().to_string();
    let app = App::new()
        .route("/small", post(read).body_limit(4))
        .route("/usual", post(read))
        .body_limit(8);
    let client = TestClient::new(app);
    client.post("/small").body("1234").await.assert_text("4");
    client
        .post("/small")
        .body("12345")
        .await
        .assert_status(413)
        .assert_text(r#"{"message":"Request body is larger than the limit of 4 bytes"}"#);
    client.post("/small").body(Body::stream(Pieces(3))).await.assert_status(413);
    client.post("/small").body(Body::stream(Pieces(2))).await.assert_text("4");
    client.post("/usual").body("12345678").await.assert_text("8");
    client.post("/usual").body("123456789").await.assert_status(413);
}

#[tokio::test]
async fn two_mebibytes_are_read_when_nobody_says_otherwise() {
    let client = TestClient::new(App::new().route("/", post(|body: Bytes| body.len().to_string())));
    client.post("/").body(vec![b'x'; 2 * 1024 * 1024]).await.assert_text("2097152");
    client
        .post("/")
        .body(vec![b'x'; 2 * 1024 * 1024 + 1])
        .await
        .assert_status(413)
        .assert_text(r#"{"message":"Request body is larger than the limit of 2097152 bytes"}"#);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_400() {
    struct Broken;
    impl Stream for Broken {
        type Item = Result<Bytes, std::io::Error>;
        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(Some(Err(std::io::Error::other("gone"))))
        }
    }
    let client = TestClient::new(App::new().route("/", post(|body: Bytes| body.len().to_string())));
    client
        .post("/")
        .body(Body::stream(Broken))
        .await
        .assert_status(400)
        .assert_text(r#"{"message":"Request body ended before it was complete"}"#);
}

#[tokio::test]
async fn text_must_be_utf_8() {
    let client = TestClient::new(App::new().route("/", post(|text: String| text)));
    client.post("/").body("grüße").await.assert_text("grüße");
    client
        .post("/")
        .body(vec![b'a', 0xff])
        .await
        .assert_status(400)
        .assert_text(r#"{"message":"Request body is not UTF-8 text: byte 1 is invalid"}"#);
}

#[derive(Deserialize)]
struct Filter {
    #[serde(default)]
    tag: Vec<String>,
    page: Option<u32>,
}

async fn filter(Query(filter): Query<Filter>) -> String {
    format!("{} {:?}", filter.tag.join("+"), filter.page)
}

#[tokio::test]
async fn a_query_fills_a_struct_and_repeated_keys_a_list() {
    let client = TestClient::new(App::new().route("/", get(filter)));
    client.get("/").await.assert_text(" None");
    client.get("/?tag=a&tag=b%20c&page=2").await.assert_text("a+b c Some(2)");
    client.get("/?tag=gr%C3%BCn+gelb&other=1").await.assert_text("grün gelb None");
}

#[tokio::test]
async fn a_query_that_does_not_fit_names_the_field() {
    let client = TestClient::new(App::new().route("/", get(filter)));
    client.get("/?page=two").await.assert_status(422).assert_text(
        r#"{"message":"Query string does not have the expected fields","errors":{"page":["invalid digit found in string"]}}"#,
    );
}

#[tokio::test]
async fn a_query_that_is_not_percent_encoded_utf_8_is_400() {
    let client = TestClient::new(App::new().route("/", get(filter)));
    for query in ["tag=%zz", "tag=%ff", "tag=%"] {
        let message = format!(
            r#"{{"message":"Query string is not valid percent-encoded UTF-8: `{query}`"}}"#
        );
        client.get(format!("/?{query}")).await.assert_status(400).assert_text(&message);
    }
}

#[derive(Deserialize)]
struct Login {
    user: String,
    remember: Option<bool>,
}

#[tokio::test]
async fn a_form_is_read_and_insists_on_its_content_type() {
    let login = |Form(login): Form<Login>| format!("{} {:?}", login.user, login.remember);
    let client = TestClient::new(App::new().route("/", post(login)));
    let form = "application/x-www-form-urlencoded";
    client.post("/").bytes(form, "user=Ada+L&remember=true").await.assert_text("Ada L Some(true)");
    client.post("/").bytes(form, "remember=true").await.assert_status(422).assert_text(
        r#"{"message":"Form does not have the expected fields","errors":{"user":["is missing"]}}"#,
    );
    client.post("/").text("user=Ada").await.assert_status(415).assert_text(
        r#"{"message":"Content type must be `application/x-www-form-urlencoded`, not `text/plain; charset=utf-8`"}"#,
    );
}

#[tokio::test]
async fn path_parameters_come_as_one_value_a_tuple_a_struct_a_map_or_a_list() {
    #[derive(Deserialize)]
    struct Named {
        b: u8,
        a: String,
    }
    let app = App::new()
        .route("/one/{a}", get(|Path(a): Path<String>| a))
        .route("/two/{a}/{b:d}", get(|Path((a, b)): Path<(String, i64)>| format!("{a} {b}")))
        .route("/struct/{a}/{b}", get(|Path(p): Path<Named>| format!("{} {}", p.a, p.b)))
        .route(
            "/map/{a}/{b}",
            get(|Path(map): Path<HashMap<String, String>>| format!("{} {}", map["a"], map["b"])),
        )
        .route("/list/{a}/{b}", get(|Path(list): Path<Vec<String>>| list.join(" ")));
    let client = TestClient::new(app);
    client.get("/one/x").await.assert_text("x");
    client.get("/two/x/-7").await.assert_text("x -7");
    client.get("/struct/x/255").await.assert_text("x 255");
    client.get("/map/x/y").await.assert_text("x y");
    client.get("/list/x/y").await.assert_text("x y");
}

#[tokio::test]
async fn a_path_value_that_is_no_value_of_its_type_is_a_resource_that_does_not_exist() {
    let app = App::new()
        .route("/u8/{n:d}", get(|Path(n): Path<u8>| n.to_string()))
        .route("/u64/{n:d}", get(|Path(n): Path<u64>| n.to_string()))
        .route("/any/{n}", get(|Path(n): Path<u64>| n.to_string()));
    let client = TestClient::new(app);
    client.get("/u64/18446744073709551615").await.assert_text("18446744073709551615");
    for path in ["/u8/256", "/u8/-1", "/u64/18446744073709551616", "/any/abc"] {
        let message = format!(r#"{{"message":"Requested path: {path} does not exist"}}"#);
        client.get(path).await.assert_not_found().assert_text(&message);
    }
}

#[tokio::test]
async fn path_values_are_decoded_and_an_escaped_slash_stays_inside() {
    let client =
        TestClient::new(App::new().route("/files/{name}", get(|Path(name): Path<String>| name)));
    client.get("/files/a%20b").await.assert_text("a b");
    client.get("/files/a%2Fb").await.assert_text("a/b");
    client.get("/files/100%25").await.assert_text("100%");
    client.get("/files/gr%C3%BC%C3%9Fe").await.assert_text("grüße");
    client.get("/files/a+b").await.assert_text("a+b");
}

#[tokio::test]
async fn a_path_that_is_not_percent_encoded_utf_8_is_400() {
    let client =
        TestClient::new(App::new().route("/files/{name}", get(|Path(name): Path<String>| name)));
    for path in ["/files/%zz", "/files/%", "/files/%ff", "/nowhere/%2"] {
        let message =
            format!(r#"{{"message":"Requested path: {path} is not valid percent-encoded UTF-8"}}"#);
        client.get(path).await.assert_status(400).assert_text(&message);
    }
}

#[derive(Clone)]
struct Greeting(&'static str);

#[tokio::test]
async fn state_is_what_the_app_was_given() {
    let app = App::new()
        .state(Greeting("hello"))
        .route("/", get(|State(greeting): State<Greeting>| greeting.0));
    TestClient::new(app).get("/").await.assert_text("hello");
}

struct Tenant(u32);

impl HeaderField for Tenant {
    const NAME: &'static str = "x-tenant";
}

impl std::str::FromStr for Tenant {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

#[tokio::test]
async fn a_single_header_is_parsed() {
    let app =
        App::new().route("/", get(|Header(tenant): Header<Tenant>| tenant.0.to_string())).route(
            "/maybe",
            get(|tenant: Option<Header<Tenant>>| match tenant {
                Some(Header(tenant)) => tenant.0.to_string(),
                None => "nobody".to_owned(),
            }),
        );
    let client = TestClient::new(app);
    client.get("/").header("x-tenant", "7").await.assert_text("7");
    client
        .get("/")
        .await
        .assert_status(400)
        .assert_text(r#"{"message":"Missing request header `x-tenant`"}"#);
    client.get("/").header("x-tenant", "seven").await.assert_status(400).assert_text(
        r#"{"message":"Invalid request header `x-tenant`: invalid digit found in string"}"#,
    );
    client.get("/maybe").await.assert_text("nobody");
    client.get("/maybe").header("x-tenant", "7").await.assert_text("7");
    client.get("/maybe").header("x-tenant", "seven").await.assert_status(400);
}

#[tokio::test]
async fn a_bearer_token_that_is_missing_is_401_with_a_challenge() {
    let client =
        TestClient::new(App::new().route("/", get(|BearerToken(token): BearerToken| token)));
    client.get("/").bearer_auth("s3cret").await.assert_text("s3cret");
    client.get("/").header("authorization", "bearer s3cret").await.assert_text("s3cret");
    client
        .get("/")
        .await
        .assert_unauthorized()
        .assert_header("www-authenticate", "Bearer")
        .assert_text(
            r#"{"message":"Send this request with the header `authorization: Bearer <token>`"}"#,
        );
    client.get("/").header("authorization", "Basic abc").await.assert_unauthorized();
}

#[tokio::test]
async fn a_refusal_can_be_an_argument() {
    async fn lenient(order: Result<Json<Order>, Error>) -> String {
        match order {
            Ok(Json(order)) => order.customer,
            Err(error) => format!("went on after {}", error.status()),
        }
    }
    let client = TestClient::new(App::new().route("/", post(lenient)));
    client.post("/").text("x").await.assert_text("went on after 415 Unsupported Media Type");
}

#[tokio::test]
async fn arguments_come_in_any_order_and_the_whole_request_still_has_its_body() {
    async fn all(
        mut request: Request,
        Query(query): Query<HashMap<String, String>>,
        method: Method,
        headers: HeaderMap,
        Path(id): Path<u32>,
        uri: Uri,
    ) -> Result<String, Error> {
        let text = request.text().await?;
        let header = headers["x-a"].to_str().unwrap_or_default();
        Ok(format!("{method} {uri} {id} {} {header} {text}", query["q"]))
    }
    async fn body_first(Json(order): Json<Order>, Path(id): Path<u32>) -> String {
        format!("{} {id}", order.customer)
    }
    let app = App::new().route("/all/{id}", post(all)).route("/body-first/{id}", post(body_first));
    let client = TestClient::new(app);
    client
        .post("/all/7?q=1")
        .header("x-a", "b")
        .body("text")
        .await
        .assert_text("POST /all/7?q=1 7 1 b text");
    client
        .post("/body-first/7")
        .json(&serde_json::json!({"customer": "Ada", "items": []}))
        .await
        .assert_text("Ada 7");
}

#[tokio::test]
async fn controllers_have_sync_and_async_methods_with_and_without_arguments() {
    struct Counter {
        step: u64,
    }
    impl Controller for Counter {
        fn routes(on: Routes<Self>) -> Routes<Self> {
            on.path("/sync")
                .get(Self::step)
                .path("/sync/{n:d}")
                .get(Self::add)
                .path("/async")
                .get(Self::step_later)
                .path("/async/{n:d}")
                .get(Self::add_later)
                .post(Self::add_body)
        }
    }
    impl Counter {
        fn step(&self) -> String {
            self.step.to_string()
        }
        fn add(&self, Path(n): Path<u64>) -> String {
            (self.step + n).to_string()
        }
        async fn step_later(&self) -> String {
            tokio::task::yield_now().await;
            self.step.to_string()
        }
        async fn add_later(&self, Path(n): Path<u64>) -> Result<String, Error> {
            tokio::task::yield_now().await;
            Ok((self.step + n).to_string())
        }
        async fn add_body(&self, body: String, Path(n): Path<u64>, _: Method) -> String {
            format!("{} {body}", self.step + n)
        }
    }
    let client = TestClient::new(App::new().controller(Counter { step: 2 }));
    client.get("/sync").await.assert_text("2");
    client.get("/sync/3").await.assert_text("5");
    client.get("/async").await.assert_text("2");
    client.get("/async/3").await.assert_text("5");
    client.post("/async/3").body("x").await.assert_text("5 x");
}

/// So many pieces of two bytes, without saying how many.
struct Pieces(usize);

impl Stream for Pieces {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0 == 0 {
            return Poll::Ready(None);
        }
        self.0 -= 1;
        Poll::Ready(Some(Ok(Bytes::from_static(b"xx"))))
    }
}
