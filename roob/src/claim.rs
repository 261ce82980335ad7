//! What an argument of a handler reads, as far as a request can be refused for it.

use http::StatusCode;

/// With which status a text is refused; `None` for one that fits.
pub(crate) type Verdict = fn(&str) -> Option<StatusCode>;

/// What one argument reads. Nothing is tried here: who wants to know calls the functions.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Claim {
    /// The parameters of the path; whether these names and values are refused.
    Path(fn(&[(String, String)]) -> bool),
    Query(Pairs),
    Form(Pairs),
    Json(Verdict),
    /// The body as text, or as bytes.
    Text,
    Bytes,
    Header(Field),
    /// `Authorization: Bearer …`
    BearerToken,
    /// What an extractor of the user's says of itself.
    Declared(StatusCode),
}

/// Urlencoded pairs, as some type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pairs {
    pub(crate) verdict: Verdict,
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
