//! The shop, as far as the tests ask it, in axum.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{delete, get};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

#[derive(Clone, Deserialize, Serialize)]
struct Product {
    id: u64,
    product_name: String,
    brand: String,
}

type Products = Arc<Mutex<Vec<Product>>>;
type Missing = (StatusCode, Json<Value>);

pub fn app() -> Router {
    let product = |id, product_name: &str, brand: &str| Product {
        id,
        product_name: product_name.to_owned(),
        brand: brand.to_owned(),
    };
    let products = vec![product(1, "S25 Ultra", "Samsung"), product(2, "iPhone", "Apple")];
    Router::new()
        .route("/api/products", get(list).post(create))
        .route("/api/products/{id}", delete(remove).get(show))
        .with_state(Arc::new(Mutex::new(products)))
}

async fn list(State(products): State<Products>) -> Json<Vec<Product>> {
    Json(products.lock().expect("no test panics here").clone())
}

async fn create(
    State(products): State<Products>,
    Json(product): Json<Product>,
) -> Json<Vec<Product>> {
    let mut products = products.lock().expect("no test panics here");
    products.push(product);
    Json(products.clone())
}

async fn show(
    State(products): State<Products>,
    Path(id): Path<u64>,
) -> Result<Json<Product>, Missing> {
    let products = products.lock().expect("no test panics here");
    let product = products.iter().find(|product| product.id == id);
    product.cloned().map(Json).ok_or_else(|| missing(id))
}

async fn remove(
    State(products): State<Products>,
    Path(id): Path<u64>,
) -> Result<Json<Vec<Product>>, Missing> {
    let mut products = products.lock().expect("no test panics here");
    let at = products.iter().position(|product| product.id == id);
    products.remove(at.ok_or_else(|| missing(id))?);
    Ok(Json(products.clone()))
}

fn missing(id: u64) -> Missing {
    let message = format!("No product found with product id {id}");
    (StatusCode::NOT_FOUND, Json(json!({ "message": message })))
}
