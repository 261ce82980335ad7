//! What the arguments of a handler read, known before the first request.

use crate::error::Error;
use serde::de::DeserializeOwned;
use std::any::{TypeId, type_name};

/// A path parameter that a route offers: its name and a value that its type accepts.
pub(crate) type Offer = (String, String);

/// Whether a type can be read from what a route offers, and if not, why.
type Probe = fn(&[Offer]) -> Result<(), String>;

/// What a handler reads from its requests, collected from the types of its arguments.
#[derive(Default)]
pub struct Needs {
    pub(crate) arguments: Vec<&'static str>,
    pub(crate) body: Vec<&'static str>,
    pub(crate) states: Vec<(TypeId, &'static str)>,
    pub(crate) paths: Vec<Probe>,
}

impl Needs {
    /// The body, which can be read once: two arguments that do are a mistake.
    pub fn body<T>(&mut self) {
        self.body.push(type_name::<T>());
    }

    /// A value that [`App::state`](crate::App::state) gives.
    pub fn state<T: 'static>(&mut self) {
        self.states.push((TypeId::of::<T>(), type_name::<T>()));
    }

    /// The path parameters as a `T`, which must be among those of the pattern.
    pub fn path<T: DeserializeOwned>(&mut self) {
        self.paths.push(super::params::probe::<T>);
    }
}

/// Why a handler cannot be given what it needs, when the app was built without the check.
pub(super) fn unmet(what: &str) -> Error {
    Error::internal(format!("{what}; `App::build` reports this for routes of an app"))
}
