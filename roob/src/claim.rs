//! What an argument of a handler reads: with what a request can be refused for it, and what it takes.

#[cfg(feature = "testing")]
use crate::shape::{Shape, shape_of};
use http::StatusCode;
use serde::de::DeserializeOwned;

/// With which status a text is refused; `None` for one that fits.
pub(crate) type Verdict = fn(&str) -> Option<StatusCode>;

/// What one argument reads. Nothing is tried here: who wants to know calls the functions.
#[derive(Clone, Debug)]
pub(crate) enum Claim {
    /// The parameters of the path; whether these names and values are refused.
    Path(fn(&[(String, String)]) -> bool),
    Query(Pairs),
    Form(Pairs),
    Json(Typed),
    /// The body as text, or as bytes.
    Text,
    Bytes,
    Header(Field),
    /// `Authorization: Bearer …`
    BearerToken,
    /// What an extractor of the user's says of itself.
    Declared(StatusCode),
    /// What the handler reads if it can: a refusal is a value for it.
    #[cfg_attr(not(feature = "testing"), expect(dead_code, reason = "only tests look into it"))]
    Tried(Box<Claim>),
}

/// A text, as some type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Typed {
    pub(crate) verdict: Verdict,
    /// What the type looks like, for a test that has to invent one.
    #[cfg(feature = "testing")]
    pub(crate) shape: fn() -> Shape,
}

/// Urlencoded pairs, as some type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pairs {
    pub(crate) typed: Typed,
    /// The keys that the type knows by name.
    pub(crate) keys: fn() -> &'static [&'static str],
}

/// A header, as some type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) optional: bool,
    pub(crate) verdict: Verdict,
}

/// Values that some type of a header takes.
const HEADERS: [&str; 6] = [
    "1",
    "a",
    "true",
    "00000000-0000-0000-0000-000000000000",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
];

impl Typed {
    /// A text that is read as a `T`, which `verdict` tries.
    #[cfg_attr(not(feature = "testing"), expect(clippy::extra_unused_type_parameters))]
    pub(crate) fn of<T: DeserializeOwned>(verdict: Verdict) -> Self {
        Self {
            verdict,
            #[cfg(feature = "testing")]
            shape: shape_of::<T>,
        }
    }
}

impl Field {
    /// A value that the type takes, if one is known.
    pub(crate) fn sample(&self) -> Option<&'static str> {
        HEADERS.into_iter().find(|value| (self.verdict)(value).is_none())
    }
}
