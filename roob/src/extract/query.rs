//! The query of the URL.

use super::FromRequest;
use super::keys::keys;
use super::needs::Needs;
use crate::claim::{Claim, Pairs, Typed};
use crate::error::Error;
use crate::input;
use crate::request::Request;
use serde::de::DeserializeOwned;

/// The query as a `T`; a key that comes more than once fills a `Vec`.
///
/// 422 with the name of the field when the query does not fit, 400 when it is not percent-encoded
/// UTF-8.
///
/// ```
/// use roob::{App, Query, get};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Filter {
///     #[serde(default)]
///     tag: Vec<String>,
///     page: Option<u32>,
/// }
///
/// async fn list(Query(filter): Query<Filter>) -> String {
///     format!("{} on page {}", filter.tag.join("+"), filter.page.unwrap_or(1))
/// }
/// # assert!(App::new().route("/", get(list)).build().is_ok());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<T>(pub T);

/// What messages call it.
const PART: &str = "Query string";

impl<T: DeserializeOwned + Send> FromRequest for Query<T> {
    fn declare(needs: &mut Needs) {
        let verdict = |text: &str| input::pairs::<T>(text, PART).err().map(|error| error.status());
        needs.claim(Claim::Query(Pairs { typed: Typed::of::<T>(verdict), keys: keys::<T> }));
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        input::pairs(request.query().unwrap_or_default(), PART).map(Self)
    }
}
