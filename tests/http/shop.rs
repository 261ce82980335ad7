//! The traces of the original's document, against the example that is its application.

#[path = "../../roob/examples/shop/app/mod.rs"]
mod app;

pub(crate) use app::app;
use roob::get;
use roob::testing::TestClient;

#[tokio::test]
async fn all_products_come_by_category() {
    let client = TestClient::new(app());
    insta::assert_snapshot!(client.get("/api/products").await.assert_ok());
}

#[tokio::test]
async fn a_created_product_is_in_the_list_that_answers() {
    let client = TestClient::new(app());
    let tablet = r#"{"id":5,"product_name":"Galaxy Tab","brand":"Samsung"}"#;
    client.post("/api/products").bytes("application/json", tablet).await.assert_ok();
    client.get("/api/products/5").await.assert_ok();
    insta::assert_snapshot!(client);
}

#[tokio::test]
async fn the_curl_of_the_example_trace_works_with_the_content_type_that_curl_sends() {
    let client = TestClient::new(app());
    let test = r#"{"id":5,"product_name":"Test","brand":"TestCo"}"#;
    let response =
        client.post("/api/products").bytes("application/x-www-form-urlencoded", test).await;
    response.assert_ok().assert_json_path("$[2].product_name", "Test");
}

#[tokio::test]
async fn it_works_without_a_content_type_too() {
    let client = TestClient::new(app());
    let test = r#"{"id":5,"product_name":"Test","brand":"TestCo"}"#;
    let response = client.post("/api/products").body(test).await;
    response.assert_ok().assert_json_path("$[2].id", 5);
}

#[tokio::test]
async fn a_product_is_found_deleted_and_gone() {
    let client = TestClient::new(app());
    client.get("/api/products/1").await.assert_ok();
    client.delete("/api/products/2").await.assert_ok();
    client.get("/api/products/2").await.assert_not_found();
    client.delete("/api/products/2").await.assert_not_found();
    insta::assert_snapshot!(client);
}

#[tokio::test]
async fn a_category_is_found_by_name() {
    let client = TestClient::new(app());
    client.get("/api/products/mobile").await.assert_ok();
    client.get("/api/products/laptop/").await.assert_ok();
    insta::assert_snapshot!(client);
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_the_original_words() {
    let client = TestClient::new(app());
    client.get("/api/invalid").await.assert_not_found();
    client.get("/api/products/99").await.assert_not_found();
    client.delete("/api/products/99").await.assert_not_found();
    client.get("/api/products/tablet").await.assert_not_found();
    insta::assert_snapshot!(client);
}

#[tokio::test]
async fn another_verb_is_not_allowed() {
    let client = TestClient::new(app());
    client.put("/api/products").await.assert_method_not_allowed();
    client.post("/api/products/1").await.assert_method_not_allowed();
    insta::assert_snapshot!(client);
}

#[tokio::test]
async fn a_crashing_handler_is_a_500_and_the_next_request_is_served() {
    let crash = || -> &'static str { panic!("simulated") };
    let client = TestClient::new(app().route("/api/crash", get(crash)));
    client.get("/api/crash").await.assert_server_error();
    client.get("/api/products/1").await.assert_ok();
    insta::assert_snapshot!(client);
}
