//! What the arguments of a handler read, known before the first request.

use super::params::{Offer, probe};
use crate::claim::Claim;
use crate::error::Error;
use crate::names::TypeName;
use http::StatusCode;
use serde::de::DeserializeOwned;
use std::any::TypeId;

/// Whether a type can be read from what a route offers, and if not, why.
type Probe = fn(&[Offer<'_>]) -> Result<(), String>;

/// What a handler reads from its requests, collected from the types of its arguments.
#[derive(Default)]
pub struct Needs {
    pub(crate) arguments: Vec<TypeName>,
    pub(crate) body: Vec<TypeName>,
    pub(crate) states: Vec<(TypeId, TypeName)>,
    pub(crate) paths: Vec<Probe>,
    pub(crate) claims: Vec<Claim>,
}

impl Needs {
    /// An argument of this type.
    pub(crate) fn argument<T>(&mut self) {
        self.arguments.push(TypeName::of::<T>());
    }

    /// The body, which can be read once: two arguments that do are a mistake.
    pub fn body<T>(&mut self) {
        self.body.push(TypeName::of::<T>());
    }

    /// A value that [`App::state`](crate::App::state) gives.
    pub fn state<T: 'static>(&mut self) {
        self.states.push((TypeId::of::<T>(), TypeName::of::<T>()));
    }

    /// The path parameters as a `T`, which must be among those of the pattern.
    pub fn path<T: DeserializeOwned>(&mut self) {
        self.paths.push(probe::<T>);
    }

    /// A status with which the extractor refuses a request, so that [`Route::refusals`] names it and
    /// a coverage of tests asks for it. The extractors of this crate say theirs.
    ///
    /// ```
    /// use roob::{Error, FromRequest, Needs, Request, StatusCode, get};
    ///
    /// struct Admin;
    ///
    /// impl FromRequest for Admin {
    ///     fn declare(needs: &mut Needs) {
    ///         needs.refuses(StatusCode::FORBIDDEN);
    ///     }
    ///
    ///     async fn from_request(request: &mut Request) -> Result<Self, Error> {
    ///         let is_admin = request.headers().get("x-role").is_some_and(|role| role == "admin");
    ///         if is_admin { Ok(Self) } else { Err(Error::forbidden("This is for admins")) }
    ///     }
    /// }
    ///
    /// let service = roob::App::new().route("/", get(|_: Admin| "hello")).build().unwrap();
    /// assert_eq!(service.routes()[0].refusals()[0].status(), 403);
    /// ```
    ///
    /// [`Route::refusals`]: crate::Route::refusals
    pub fn refuses(&mut self, status: StatusCode) {
        self.claim(Claim::Declared(status));
    }

    /// What the last argument reads.
    pub(super) fn claim(&mut self, claim: Claim) {
        self.claims.push(claim);
    }
}

/// Why a handler cannot be given what it needs, when the app was built without the check.
pub(super) fn unmet(what: &str) -> Error {
    Error::internal(format!("{what}; `App::build` reports this for routes of an app"))
}
