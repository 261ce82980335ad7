//! `explain` and `routes`: what the app would do, as text and as JSON.

use roob::http::Method;
use roob::{App, Controller, Next, Path, Query, Request, Response, Routes, Service, get};
use std::collections::HashMap;

struct Products;

impl Controller for Products {
    fn routes(on: Routes<Self>) -> Routes<Self> {
        on.path("/api/products")
            .get(Self::list)
            .name("products")
            .path("/api/products/{id:d}")
            .get(Self::show)
            .path("/api/products/{category}")
            .get(Self::list)
            .delete(Self::list)
    }
}

impl Products {
    async fn list(&self, _: Query<HashMap<String, String>>) -> &'static str {
        ""
    }

    async fn show(&self, Path(id): Path<u64>) -> String {
        id.to_string()
    }
}

async fn timing(request: Request, next: Next) -> Response {
    next.run(request).await
}

fn service() -> Service {
    let app = App::new().controller(Products).route("/healthz", get(|| "")).wrap(timing);
    app.build().unwrap()
}

fn explain(method: Method, path: &str) -> String {
    service().explain(&method, path).to_string()
}

#[test]
fn a_match_is_explained_with_what_was_tried_before() {
    insta::assert_snapshot!(explain(Method::GET, "/api/products/mobile?page=2"), @r#"
    GET /api/products/mobile

    patterns, in the order of their rank:
      - GET     /api/products             the path goes on with `/mobile`
      - GET     /api/products/{id:d}      `mobile` is not an integer
      > GET     /api/products/{category}  matches

    parameter   category = "mobile"
    middleware  http::explain::timing
    argument    Query<HashMap<String, String>>
    handler     http::explain::Products::list
                bound at roob/../tests/http/explain.rs:17:14
    "#);
}

#[test]
fn a_typed_match_names_its_parameter_and_arguments() {
    insta::assert_snapshot!(explain(Method::GET, "/api/products/7"), @r#"
    GET /api/products/7

    patterns, in the order of their rank:
      - GET     /api/products         the path goes on with `/7`
      > GET     /api/products/{id:d}  matches

    parameter   id = "7"
    middleware  http::explain::timing
    argument    Path<u64>
    handler     http::explain::Products::show
                bound at roob/../tests/http/explain.rs:15:14
    "#);
}

#[test]
fn another_verb_falls_through_to_the_pattern_that_has_it() {
    insta::assert_snapshot!(explain(Method::DELETE, "/api/products/7"), @r#"
    DELETE /api/products/7

    patterns, in the order of their rank:
      - GET     /api/products             the path goes on with `/7`
      - GET     /api/products/{id:d}      not for DELETE
      - GET     /api/products/{category}  not for DELETE
      > DELETE  /api/products/{category}  matches

    parameter   category = "7"
    middleware  http::explain::timing
    argument    Query<HashMap<String, String>>
    handler     http::explain::Products::list
                bound at roob/../tests/http/explain.rs:18:14
    "#);
}

#[test]
fn what_is_not_allowed_or_not_there_says_so() {
    insta::assert_snapshot!(explain(Method::PUT, "/api/products/7"), @"
    PUT /api/products/7

    patterns, in the order of their rank:
      - GET     /api/products             the path goes on with `/7`
      - GET     /api/products/{id:d}      not for PUT
      - GET     /api/products/{category}  not for PUT
      - DELETE  /api/products/{category}  not for PUT

    middleware  http::explain::timing
    answer      405, allow: GET, HEAD, DELETE, OPTIONS
    ");
    insta::assert_snapshot!(explain(Method::OPTIONS, "/healthz"), @"
    OPTIONS /healthz

    patterns, in the order of their rank:
      - GET     /healthz  not for OPTIONS

    middleware  http::explain::timing
    answer      204, allow: GET, HEAD, OPTIONS
    ");
    insta::assert_snapshot!(explain(Method::GET, "/api/product"), @"
    GET /api/product

    patterns, in the order of their rank:
      - GET     /api/products             `product` is not `products`
      - GET     /api/products/{id:d}      `product` is not `products`
      - GET     /api/products/{category}  `product` is not `products`
      - DELETE  /api/products/{category}  `product` is not `products`

    middleware  http::explain::timing
    answer      404
    nearest     /api/products
                /api/products/{category}
                /api/products/{id:d}
    ");
    insta::assert_snapshot!(explain(Method::GET, "/api/products/7/parts"), @"
    GET /api/products/7/parts

    patterns, in the order of their rank:
      - GET     /api/products             the path goes on with `/7/parts`
      - GET     /api/products/{id:d}      the path goes on with `/parts`
      - GET     /api/products/{category}  the path goes on with `/parts`
      - DELETE  /api/products/{category}  the path goes on with `/parts`

    middleware  http::explain::timing
    answer      404
    nearest     /api/products/{category}
                /api/products/{id:d}
                /api/products
    ");
    insta::assert_snapshot!(explain(Method::GET, "/api/%zz"), @"
    GET /api/%zz

    middleware  http::explain::timing
    answer      400, the path is not percent-encoded UTF-8
    ");
    insta::assert_snapshot!(explain(Method::GET, "*"), @"
    GET *

    middleware  http::explain::timing
    answer      400, `*` is for OPTIONS
    ");
    insta::assert_snapshot!(explain(Method::CONNECT, "a:1"), @"
    CONNECT a:1

    middleware  http::explain::timing
    answer      501, CONNECT is for proxies
    ");
    let empty = App::new().build().unwrap().explain(&Method::GET, "/");
    insta::assert_snapshot!(empty, @"
    GET /

    answer      404, the app has no routes
    ");
}

#[test]
fn a_pattern_with_a_parameter_at_its_start_is_tried_and_said_so() {
    let app = App::new().route("/{id:d}", get(|| "")).route("/{name}", get(|| ""));
    insta::assert_snapshot!(app.build().unwrap().explain(&Method::GET, "/lamp"), @r#"
    GET /lamp

    patterns, in the order of their rank:
      - GET     /{id:d}  `lamp` is not an integer
      > GET     /{name}  matches

    parameter   name = "lamp"
    handler     http::explain::a_pattern_with_a_parameter_at_its_start_is_tried_and_said_so::{{closure}}
                bound at roob/../tests/http/explain.rs:180:72
    "#);
}

async fn nothing(_: Query<HashMap<String, String>>) -> &'static str {
    ""
}

#[test]
fn a_fallback_is_explained_in_place_of_the_404() {
    let inner = App::new().route("/a", get(|| "")).wrap(timing);
    let app = App::new().fallback(nothing).mount("/in/{shop}", inner).build().unwrap();
    insta::assert_snapshot!(app.explain(&Method::GET, "/in/7/b"), @"
    GET /in/7/b

    patterns, in the order of their rank:
      - GET     /in/{shop}/a  `b` is not `a`

    middleware  http::explain::timing
    argument    Query<HashMap<String, String>>
    fallback    http::explain::nothing
                bound at roob/../tests/http/explain.rs:201:26
    nearest     /in/{shop}/a
    ");
    let json = serde_json::to_string_pretty(&app.explain(&Method::GET, "/in/7/b")).unwrap();
    insta::assert_snapshot!(json, @r#"
    {
      "method": "GET",
      "outcome": {
        "arguments": [
          "Query<HashMap<String, String>>"
        ],
        "fallback": "http::explain::nothing",
        "location": "roob/../tests/http/explain.rs:201:26",
        "middleware": [
          "http::explain::timing"
        ],
        "nearest": [
          "/in/{shop}/a"
        ],
        "status": null
      },
      "path": "/in/7/b",
      "tried": [
        {
          "pattern": "/in/{shop}/a",
          "refused": "`b` is not `a`",
          "verb": "GET"
        }
      ]
    }
    "#);
    insta::assert_snapshot!(app.explain(&Method::POST, "/in/7/a"), @"
    POST /in/7/a

    patterns, in the order of their rank:
      - GET     /in/{shop}/a  not for POST

    middleware  http::explain::timing
    answer      405, allow: GET, HEAD, OPTIONS
    ");
}

#[test]
fn a_target_is_explained_as_it_is_answered() {
    let app = App::new().route("/{name}", get(|| "")).build().unwrap();
    insta::assert_snapshot!(app.explain(&Method::GET, "http://example.com/lamp?x=1"), @r#"
    GET /lamp

    patterns, in the order of their rank:
      > GET     /{name}  matches

    parameter   name = "lamp"
    handler     http::explain::a_target_is_explained_as_it_is_answered::{{closure}}
                bound at roob/../tests/http/explain.rs:255:43
    "#);
    insta::assert_snapshot!(app.explain(&Method::GET, "http://example.com"), @"
    GET /

    patterns, in the order of their rank:
      - GET     /{name}  the path ends before `{name}`

    answer      404
    nearest     /{name}
    ");
    insta::assert_snapshot!(app.explain(&Method::GET, "lamp"), @"
    GET lamp

    answer      400, a path begins with `/`
    ");
    insta::assert_snapshot!(app.explain(&Method::OPTIONS, "*"), @"
    OPTIONS *

    answer      204, allow: GET, HEAD, OPTIONS
    ");
}

#[test]
fn an_explanation_is_json_too() {
    let json =
        |method, path| serde_json::to_string_pretty(&service().explain(&method, path)).unwrap();
    insta::assert_snapshot!(json(Method::GET, "/api/products/7"), @r#"
    {
      "method": "GET",
      "outcome": {
        "arguments": [
          "Path<u64>"
        ],
        "handler": "http::explain::Products::show",
        "location": "roob/../tests/http/explain.rs:15:14",
        "middleware": [
          "http::explain::timing"
        ],
        "params": [
          {
            "name": "id",
            "value": "7"
          }
        ],
        "pattern": "/api/products/{id:d}",
        "status": null
      },
      "path": "/api/products/7",
      "tried": [
        {
          "pattern": "/api/products",
          "refused": "the path goes on with `/7`",
          "verb": "GET"
        },
        {
          "pattern": "/api/products/{id:d}",
          "refused": null,
          "verb": "GET"
        }
      ]
    }
    "#);
    insta::assert_snapshot!(json(Method::GET, "/no"), @r#"
    {
      "method": "GET",
      "outcome": {
        "middleware": [
          "http::explain::timing"
        ],
        "nearest": [
          "/api/products",
          "/api/products/{category}",
          "/api/products/{id:d}"
        ],
        "status": 404
      },
      "path": "/no",
      "tried": []
    }
    "#);
}

#[test]
fn routes_are_a_table_and_json() {
    insta::assert_snapshot!(service().route_table(), @"
    VERB    PATTERN                   NAME      HANDLER                              REGISTERED AT                        MIDDLEWARE
    GET     /api/products             products  http::explain::Products::list        roob/../tests/http/explain.rs:12:14  timing
    GET     /api/products/{id:d}      -         http::explain::Products::show        roob/../tests/http/explain.rs:15:14  timing
    GET     /api/products/{category}  -         http::explain::Products::list        roob/../tests/http/explain.rs:17:14  timing
    DELETE  /api/products/{category}  -         http::explain::Products::list        roob/../tests/http/explain.rs:18:14  timing
    GET     /healthz                  -         http::explain::service::{{closure}}  roob/../tests/http/explain.rs:37:65  timing
    ");
    let json = serde_json::to_string_pretty(&service().route_table()).unwrap();
    insta::assert_snapshot!(json, @r#"
    [
      {
        "handler": "http::explain::Products::list",
        "location": "roob/../tests/http/explain.rs:12:14",
        "middleware": [
          "http::explain::timing"
        ],
        "name": "products",
        "pattern": "/api/products",
        "verb": "GET"
      },
      {
        "handler": "http::explain::Products::show",
        "location": "roob/../tests/http/explain.rs:15:14",
        "middleware": [
          "http::explain::timing"
        ],
        "name": null,
        "pattern": "/api/products/{id:d}",
        "verb": "GET"
      },
      {
        "handler": "http::explain::Products::list",
        "location": "roob/../tests/http/explain.rs:17:14",
        "middleware": [
          "http::explain::timing"
        ],
        "name": null,
        "pattern": "/api/products/{category}",
        "verb": "GET"
      },
      {
        "handler": "http::explain::Products::list",
        "location": "roob/../tests/http/explain.rs:18:14",
        "middleware": [
          "http::explain::timing"
        ],
        "name": null,
        "pattern": "/api/products/{category}",
        "verb": "DELETE"
      },
      {
        "handler": "http::explain::service::{{closure}}",
        "location": "roob/../tests/http/explain.rs:37:65",
        "middleware": [
          "http::explain::timing"
        ],
        "name": null,
        "pattern": "/healthz",
        "verb": "GET"
      }
    ]
    "#);
}

#[test]
fn a_test_client_explains_too() {
    let app = App::new().route("/{id:d}", get(|| ""));
    let explanation = roob::testing::TestClient::new(app).explain("GET", "/7").to_string();
    assert!(explanation.contains("> GET     /{id:d}  matches"), "{explanation}");
}
