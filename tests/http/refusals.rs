//! What the arguments of a handler can refuse, and whether they do.

use roob::bytes::Bytes;
use roob::testing::{TestClient, block_on};
use roob::{
    App, BearerToken, Body, Error, Form, FromRequest, Header, HeaderField, Json, Methods, Needs,
    Path, Query, Request, StatusCode, get, post, put,
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::str::FromStr;

#[derive(Deserialize)]
#[allow(dead_code)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
#[serde(default)]
#[allow(dead_code)]
struct Page {
    page: u32,
    tag: Vec<String>,
}

impl Default for Page {
    fn default() -> Self {
        Self { page: 1, tag: Vec::new() }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(dead_code)]
enum Color {
    Red,
    A,
}

struct Tenant;

impl HeaderField for Tenant {
    const NAME: &'static str = "x-tenant";
}

impl FromStr for Tenant {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "1" { Ok(Self) } else { Err(format!("`{text}` is nobody")) }
    }
}

struct Anything;

impl HeaderField for Anything {
    const NAME: &'static str = "x-anything";
}

impl FromStr for Anything {
    type Err = String;
    fn from_str(_: &str) -> Result<Self, String> {
        Ok(Self)
    }
}

struct Admin;

impl FromRequest for Admin {
    fn declare(needs: &mut Needs) {
        needs.refuses(StatusCode::FORBIDDEN);
    }

    async fn from_request(_: &mut Request) -> Result<Self, Error> {
        Err(Error::forbidden("no"))
    }
}

/// The route refuses exactly what `expected` says, and each request that it offers is answered so.
#[track_caller]
fn check(pattern: &str, methods: Methods, expected: &str) {
    let service = App::new().route(pattern, methods.body_limit(9)).build().unwrap();
    let route = &service.routes()[0];
    let refusals = route.refusals();
    let shown: Vec<String> =
        refusals.iter().map(|r| format!("{} {r}", r.status().as_u16())).collect();
    let lines: Vec<&str> =
        expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(shown, lines);
    let client = TestClient::of(service.clone());
    for refusal in refusals {
        let json = serde_json::to_value(&refusal).unwrap();
        if json["request"].is_null() {
            continue;
        }
        let (answer, verb) =
            (ask(&client, route.method().unwrap().as_str(), &json["request"]), &json);
        assert_eq!(answer, refusal.status(), "{verb}");
    }
}

fn ask(client: &TestClient, verb: &str, request: &Value) -> StatusCode {
    let mut sent = client.request(verb, request["target"].as_str().unwrap());
    if let Some(text) = request["text"].as_str() {
        sent = sent.body(text.to_owned());
    } else if let Some(bytes) = request["bytes"].as_array() {
        sent = sent.body(bytes.iter().map(|b| b.as_u64().unwrap() as u8).collect::<Vec<u8>>());
    } else if let Some(size) = request["spaces"].as_u64() {
        sent = sent.body(vec![b' '; size as usize]);
    }
    for pair in request["headers"].as_array().unwrap() {
        sent = sent.header(pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
    }
    block_on(sent).status()
}

const UNREAD: &str = "413 a body of more than 9 bytes";

#[test]
fn a_path_refuses_what_its_type_does_not_take() {
    let not = "404 a path value that its type does not take:";
    check("/a/{id:d}", get(|_: Path<u64>| ""), &format!("{not} `/a/99999999999999999999`"));
    check("/a/{id:d}", get(|_: Path<i8>| ""), &format!("{not} `/a/99999999999999999999`"));
    let beyond = "9999999999999999999999999999999999999999";
    check("/a/{id:d}", get(|_: Path<i128>| ""), &format!("{not} `/a/{beyond}`"));
    check("/a/{x:f}", get(|_: Path<u8>| ""), &format!("{not} `/a/99999999999999999999`"));
    check("/a/{x:x}", get(|_: Path<u64>| ""), &format!("{not} `/a/99999999999999999999`"));
    check("/a/{color}", get(|_: Path<Color>| ""), &format!("{not} `/a/~`"));
    check(
        "/{a}/{id:d}",
        get(|_: Path<(String, u8)>| ""),
        &format!("{not} `/1/99999999999999999999`"),
    );
    check("/{y:[0-9]{4}}", get(|_: Path<u8>| ""), "");
    check("/v{y:[0-9]+}", get(|_: Path<u8>| ""), &format!("{not} `/v99999999999999999999`"));
}

#[test]
fn a_path_that_takes_every_value_refuses_none() {
    check("/a/{id:d}", get(|_: Path<String>| ""), "");
    check("/a/{name}/{rest:path}", get(|_: Path<(String, String)>| ""), "");
    check("/a/{x:f}", get(|_: Path<f64>| ""), "");
    check("/a/{id:d}", get(|| ""), "");
}

#[test]
fn a_query_refuses_what_does_not_fit() {
    check("/", get(|_: Query<Page>| ""), "422 a query that does not fit: `page=~`");
    check("/", get(|_: Query<Named>| ""), "422 a query that does not fit: ``");
    check("/", get(|_: Query<HashMap<String, u8>>| ""), "422 a query that does not fit: `~=~`");
    check("/", get(|_: Query<HashMap<String, String>>| ""), "");
}

#[test]
fn json_refuses_what_is_none_what_does_not_fit_and_other_types() {
    check(
        "/",
        post(|_: Json<Named>| ""),
        "400 a body that is not JSON
         413 a body of more than 9 bytes
         415 another content type than `application/json`
         422 JSON that does not fit: `{}`",
    );
    check(
        "/",
        post(|_: Json<String>| ""),
        "400 a body that is not JSON
         413 a body of more than 9 bytes
         415 another content type than `application/json`
         422 JSON that does not fit: `{}`",
    );
}

#[test]
fn json_of_any_shape_fits_every_shape() {
    check(
        "/",
        post(|_: Json<Value>| ""),
        "400 a body that is not JSON
         413 a body of more than 9 bytes
         415 another content type than `application/json`",
    );
}

#[test]
fn a_form_refuses_what_is_none_what_does_not_fit_and_other_types() {
    check(
        "/",
        post(|_: Form<Page>| ""),
        "400 a form that is not percent-encoded UTF-8
         413 a body of more than 9 bytes
         415 another content type than `application/x-www-form-urlencoded`
         422 a form that does not fit: `page=~`",
    );
}

#[test]
fn other_bodies_refuse_what_is_too_large_and_text_what_is_none() {
    check("/", post(|_: Bytes| ""), UNREAD);
    check("/", post(|_: String| ""), &format!("400 a body that is not UTF-8 text\n{UNREAD}"));
    check("/", post(|_: Body| ""), "");
    check("/", post(|_: Request| ""), "");
}

#[test]
fn without_a_limit_no_body_is_too_large() {
    let route = post(|_: Bytes| "").body_limit(usize::MAX);
    let service = App::new().route("/", route).build().unwrap();
    assert_eq!(service.routes()[0].refusals(), []);
}

#[test]
fn headers_refuse_their_absence_and_what_does_not_parse() {
    check("/", get(|_: Header<Tenant>| ""), "400 no header `x-tenant`");
    check(
        "/",
        get(|_: Option<Header<Tenant>>| ""),
        "400 a header `x-tenant` that does not fit: `~`",
    );
    check("/", get(|_: Option<Header<Anything>>| ""), "");
    check("/", get(|_: BearerToken| ""), "401 no header `authorization`");
}

#[test]
fn what_comes_first_is_satisfied_before_the_next_is_spoiled() {
    check(
        "/a/{id:d}",
        put(|_: BearerToken, _: Header<Tenant>, _: Query<Page>, _: Path<u8>, _: Json<Named>| ""),
        "400 no header `x-tenant`
         401 no header `authorization`
         404 a path value that its type does not take: `/a/99999999999999999999`
         413 a body of more than 9 bytes
         415 another content type than `application/json`
         422 a query that does not fit: `page=~`",
    );
}

#[test]
fn behind_what_nobody_can_satisfy_no_request_is_known() {
    let service = App::new().route("/", post(|_: Admin, _: Bytes| "")).build().unwrap();
    let refusals = service.routes()[0].refusals();
    let json = serde_json::to_value(&refusals).unwrap();
    assert_eq!(
        json,
        serde_json::json!([
            { "status": 403, "why": "what an argument says that it refuses", "request": null },
            { "status": 413, "why": "a body of more than 2097152 bytes", "request": null },
        ])
    );
}

#[test]
fn a_refusal_that_the_handler_takes_as_a_value_is_none() {
    check("/a/{id:d}", get(|_: Result<Path<u8>, Error>| ""), "");
    check("/", post(|_: Result<Json<Named>, Error>| ""), "");
}
