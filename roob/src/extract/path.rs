//! The parameters of the path.

use super::FromRequest;
use super::needs::{Needs, unmet};
use super::params::{ParamError, read, refuses};
use crate::claim::Claim;
use crate::error::Error;
use crate::request::Request;
use serde::de::DeserializeOwned;

/// The parameters of the path: one value, a tuple in the order of the pattern, or a struct by name.
///
/// A value that the type does not take, such as a number beyond its range, is a resource that does
/// not exist: 404. A parameter that the pattern lacks is found when the app is built.
///
/// ```
/// use roob::{App, Path, get};
/// use serde::Deserialize;
///
/// #[derive(Deserialize)]
/// struct Line { order: u64, line: u32 }
///
/// async fn one(Path(id): Path<u64>) -> String { format!("order {id}") }
/// async fn two(Path((order, line)): Path<(u64, u32)>) -> String { format!("{order}/{line}") }
/// async fn three(Path(line): Path<Line>) -> String { format!("{}/{}", line.order, line.line) }
///
/// let app = App::new()
///     .route("/orders/{order:d}", get(one))
///     .route("/orders/{order:d}/{line:d}", get(two))
///     .route("/orders/{order:d}/lines/{line:d}", get(three));
/// assert!(app.build().is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequest for Path<T> {
    fn declare(needs: &mut Needs) {
        needs.path::<T>();
        needs.claim(Claim::Path(refuses::<T>));
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        read(request.params()).map(Self).map_err(|error| match error {
            ParamError::Value(_) => not_found(request.path()).caused_by(error),
            ParamError::Shape(message) => unmet(&message),
        })
    }
}

/// What a path is answered with that nothing answers.
pub(crate) fn not_found(path: &str) -> Error {
    Error::not_found(format!("Requested path: {path} does not exist"))
}
