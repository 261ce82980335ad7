//! A thousand tests of the shop with Roob's test client: a client, three requests, one snapshot.

#[path = "../../../roob/examples/shop/app/mod.rs"]
mod app;
mod thousand;

use roob::testing::TestClient;
use serde_json::json;

async fn walk() {
    let client = TestClient::new(app::app());
    client.get("/api/products/1").await.assert_ok();
    let tablet = json!({"id": 5, "product_name": "Galaxy Tab", "brand": "Samsung"});
    client.post("/api/products").json(&tablet).await.assert_ok();
    client.delete("/api/products/99").await.assert_not_found();
    insta::assert_snapshot!("conversation", client);
}
