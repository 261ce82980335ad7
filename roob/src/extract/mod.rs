//! Extractors: what a handler may ask of a request, by the types of its arguments.

mod params;
mod keys;
mod needs;
mod body;
mod head;
mod header;
mod path;
mod query;
mod state;
mod readiness;

pub use body::Form;
pub use header::{BearerToken, Header, HeaderField};
pub use needs::Needs;
pub(crate) use params::Offer;
pub use path::Path;
pub(crate) use path::not_found;
pub use query::Query;
pub use state::State;

use crate::claim::Claim;
use crate::error::Error;
use crate::request::Request;
use std::future::Future;

/// A type that can be an argument of a handler.
///
/// Arguments are extracted from left to right; which of them reads the body does not matter, as long
/// as it is only one. A `Request` is handed over last, whatever its place.
///
/// ```
/// use roob::{Error, FromRequest, Request};
///
/// /// The language that the client likes best.
/// struct Language(String);
///
/// impl FromRequest for Language {
///     async fn from_request(request: &mut Request) -> Result<Self, Error> {
///         let header = request.headers().get("accept-language");
///         let value = header.and_then(|value| value.to_str().ok()).unwrap_or("en");
///         Ok(Self(value.split([',', ';']).next().unwrap_or("en").to_owned()))
///     }
/// }
///
/// async fn greet(Language(language): Language) -> &'static str {
///     if language.starts_with("fr") { "Bonjour" } else { "Hello" }
/// }
/// # let app = roob::App::new().route("/", roob::get(greet));
/// # assert!(app.build().is_ok());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a handler",
    label = "not an extractor",
    note = "handlers take `Path<T>`, `Query<T>`, `Json<T>`, `Form<T>`, `State<T>`, `Header<T>`, `BearerToken`, `HeaderMap`, `Method`, `Uri`, `Bytes`, `String`, the whole `Request`, and types of your own that implement `FromRequest`"
)]
pub trait FromRequest: Sized {
    /// Whether this takes the request away, so that the other arguments go first.
    #[doc(hidden)]
    const LAST: bool = false;

    /// Says what this reads, so that [`App::build`](crate::App::build) can check it against the
    /// route, and [with which statuses it refuses](Needs::refuses).
    fn declare(_needs: &mut Needs) {}

    /// Takes its part of `request`.
    ///
    /// # Errors
    /// The answer when the request does not have what this needs.
    fn from_request(request: &mut Request) -> impl Future<Output = Result<Self, Error>> + Send;
}

/// The refusal of an extractor as a value, for handlers that go on without.
impl<T: FromRequest> FromRequest for Result<T, Error> {
    const LAST: bool = T::LAST;

    fn declare(needs: &mut Needs) {
        let before = needs.claims.len();
        T::declare(needs);
        let tried = needs.claims.split_off(before);
        needs.claims.extend(tried.into_iter().map(|claim| Claim::Tried(Box::new(claim))));
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(T::from_request(request).await)
    }
}
