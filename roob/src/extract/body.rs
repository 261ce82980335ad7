//! The body: as JSON, as a form, as text, as bytes.

use super::FromRequest;
use super::keys::keys;
use super::needs::Needs;
use crate::body::Body;
use crate::claim::{Claim, Pairs, Typed};
use crate::error::Error;
use crate::input;
use crate::request::Request;
use crate::response::Json;
use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

/// A form: `application/x-www-form-urlencoded`, as browsers and `curl -d` send it.
///
/// 415 with another content type, 422 with the name of the field when it does not fit `T`, 400 when
/// it is not percent-encoded UTF-8, 413 when it is too large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form<T>(pub T);

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
/// What messages call a form.
const PART: &str = "Form";

impl<T: DeserializeOwned + Send> FromRequest for Json<T> {
    fn declare(needs: &mut Needs) {
        needs.body::<Self>();
        let verdict = |text: &str| input::json::<T>(text.as_bytes()).err().map(|e| e.status());
        needs.claim(Claim::Json(Typed::of::<T>(verdict)));
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        expect_type(request, JSON, |essence| {
            let application = essence.strip_prefix("application/").unwrap_or_default();
            essence == JSON || application.ends_with("+json")
        })?;
        request.json().await.map(Self)
    }
}

impl<T: DeserializeOwned + Send> FromRequest for Form<T> {
    fn declare(needs: &mut Needs) {
        needs.body::<Self>();
        let verdict = |text: &str| input::pairs::<T>(text, PART).err().map(|error| error.status());
        needs.claim(Claim::Form(Pairs { typed: Typed::of::<T>(verdict), keys: keys::<T> }));
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        expect_type(request, FORM, |essence| essence == FORM)?;
        input::pairs(&request.text().await?, PART).map(Self)
    }
}

impl FromRequest for Bytes {
    fn declare(needs: &mut Needs) {
        needs.body::<Self>();
        needs.claim(Claim::Bytes);
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.bytes().await
    }
}

impl FromRequest for String {
    fn declare(needs: &mut Needs) {
        needs.body::<Self>();
        needs.claim(Claim::Text);
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        request.text().await
    }
}

/// The body as it comes; its reader decides how much is too much.
impl FromRequest for Body {
    fn declare(needs: &mut Needs) {
        needs.body::<Self>();
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.take_body())
    }
}

/// 415 unless the type of the body, without parameters and in lower case, is accepted.
fn expect_type(request: &Request, expected: &str, is: fn(&str) -> bool) -> Result<(), Error> {
    let header = request.headers().get(CONTENT_TYPE);
    // As almost everybody writes it.
    if header.is_some_and(|value| value == expected) {
        return Ok(());
    }
    let value = header.map(|value| String::from_utf8_lossy(value.as_bytes()));
    let essence = value.as_deref().and_then(|value| value.split(';').next()).unwrap_or_default();
    if is(&essence.trim().to_ascii_lowercase()) {
        return Ok(());
    }
    let got = match &value {
        Some(value) => format!("not `{value}`"),
        None => "and this request has none".to_owned(),
    };
    let message = format!("Content type must be `{expected}`, {got}");
    Err(Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
}
