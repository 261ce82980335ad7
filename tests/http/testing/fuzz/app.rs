//! An app in which each route has something that only a rare request brings to light.

use futures_util::stream;
use roob::bytes::Bytes;
use roob::{
    App, BearerToken, Body, Error, Form, Header, HeaderField, Html, Json, NoContent, Path, Query,
    Request, StatusCode, any, get, post,
};
use serde::{Deserialize, Serialize};
use std::future::pending;
use std::io;
use std::num::ParseIntError;
use std::str::FromStr;
use std::time::Duration;

pub(super) fn app() -> App {
    App::new()
        .debug(false)
        .route("/abs/{number:d}", get(absolute))
        .route("/products", post(create))
        .route("/pages", get(page))
        .route("/orders", post(order))
        .route("/words", post(words))
        .route("/files", post(file))
        .route("/typed", post(typed))
        .route("/tenants", get(tenant))
        .route("/tokens/{number:d}", get(token))
        .route("/tried", post(tried))
        .route("/brew", any(brew))
        .route("/slow/{number:d}", get(slow))
        .route("/hung/{number:d}", get(hung))
        .route("/endless/{number:d}", get(endless))
        .route("/broken/{number:d}", get(broken))
        .route("/made/{number:d}", post(made))
}

/// Overflows for exactly one number, and says so by a panic.
pub(super) async fn absolute(Path(number): Path<i64>) -> String {
    number.checked_abs().expect("a number has an absolute value").to_string()
}

#[derive(Deserialize, Serialize)]
pub(super) struct Product {
    name: String,
    stock: i32,
    #[serde(default)]
    tags: Vec<String>,
}

/// Cuts a name without looking where its characters end.
async fn create(Json(product): Json<Product>) -> Json<String> {
    Json(product.name[..product.name.len().min(3)].to_owned())
}

#[derive(Deserialize)]
struct Page {
    number: u32,
    size: u32,
}

async fn page(Query(page): Query<Page>) -> String {
    (100 / page.size + page.number).to_string()
}

async fn order(Form(page): Form<Page>) -> String {
    (100 / page.size).to_string() + &page.number.to_string()
}

async fn words(text: String) -> Result<NoContent, Error> {
    if text.contains("DROP TABLE") {
        Err(Error::internal("nobody tried this"))
    } else {
        Ok(NoContent)
    }
}

async fn file(bytes: Bytes) -> Result<NoContent, Error> {
    String::from_utf8(bytes.into())
        .map_err(|error| Error::internal("not text").caused_by(error))?;
    Ok(NoContent)
}

/// The same for a body of some type.
async fn typed(mut request: Request) -> Result<NoContent, Error> {
    let has_type = request.headers().contains_key("content-type");
    let bytes = request.bytes().await?;
    if has_type && String::from_utf8(bytes.into()).is_err() {
        return Err(Error::internal("not text"));
    }
    Ok(NoContent)
}

struct Tenant(i64);

impl HeaderField for Tenant {
    const NAME: &'static str = "x-tenant";
}

impl FromStr for Tenant {
    type Err = ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

async fn tenant(Header(tenant): Header<Tenant>) -> String {
    u8::try_from(tenant.0).expect("there are 256 tenants").to_string()
}

async fn token(BearerToken(_): BearerToken, path: Path<i64>) -> String {
    absolute(path).await
}

/// Has the refusal as a value.
async fn tried(product: Result<Json<Product>, Error>) -> Result<NoContent, Error> {
    match product {
        Ok(Json(Product { stock: i32::MAX, .. })) => Err(Error::internal("nobody has so many")),
        _ => Ok(NoContent),
    }
}

async fn brew(request: Request) -> Result<NoContent, Error> {
    if request.method() == "BREW" { Err(Error::internal("a teapot")) } else { Ok(NoContent) }
}

async fn slow(Path(number): Path<i64>) -> &'static str {
    if number == i64::MAX {
        std::thread::sleep(Duration::from_millis(80));
    }
    "done"
}

async fn hung(Path(number): Path<i64>) -> &'static str {
    if number == i64::MAX {
        pending::<()>().await;
    }
    "done"
}

async fn endless(Path(number): Path<i64>) -> Html<Body> {
    Html(match number {
        i64::MAX => Body::stream(stream::pending::<Result<Bytes, Error>>()),
        _ => Body::from("done"),
    })
}

async fn broken(Path(number): Path<i64>) -> Html<Body> {
    let pieces = [Ok(Bytes::from("half")), Err(io::Error::other("the disk is gone"))];
    Html(match number {
        i64::MAX => Body::stream(stream::iter(pieces)),
        _ => Body::from("done"),
    })
}

async fn made(Path(number): Path<i64>) -> StatusCode {
    if number == i64::MAX { StatusCode::CREATED } else { StatusCode::NO_CONTENT }
}
