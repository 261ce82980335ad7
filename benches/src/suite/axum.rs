//! The same thousand tests with axum and axum-test: what a conversation has is put together by hand.

mod axum_shop;
mod thousand;

use axum_test::{TestResponse, TestServer, Transport};
use serde_json::{Value, json};

async fn walk() {
    let server = TestServer::builder().transport(Transport::MockHttp).build(axum_shop::app());
    let shown = server.get("/api/products/1").await;
    shown.assert_status_ok();
    let tablet = json!({"id": 5, "product_name": "Galaxy Tab", "brand": "Samsung"});
    let created = server.post("/api/products").json(&tablet).await;
    created.assert_status_ok();
    let missing = server.delete("/api/products/99").await;
    missing.assert_status_not_found();
    insta::assert_snapshot!("exchanges", [shown, created, missing].map(text).join("\n\n"));
}

fn text(response: TestResponse) -> String {
    let body: Value = response.json();
    let body = serde_json::to_string_pretty(&body).expect("JSON is JSON");
    format!(
        "{} {}\n{}\n\n{body}",
        response.request_method(),
        response.request_url().path(),
        response.status_code()
    )
}
