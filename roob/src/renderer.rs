//! The only place where an [`Error`] becomes a response.

use crate::error::Error;
use crate::response::{IntoResponse, Json, Response};
#[cfg(feature = "testing")]
use crate::witness;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::sync::Arc;

/// How an app writes its errors, as its author said it.
pub(crate) type ErrorFn = Arc<dyn Fn(&Error) -> Response + Send + Sync>;

/// How an app writes its errors.
#[derive(Clone)]
pub(crate) struct Renderer {
    pub(crate) custom: Option<ErrorFn>,
    pub(crate) debug: bool,
}

impl Renderer {
    /// The answer to a request that ended in `error`, with the headers that belong to the error.
    pub(crate) fn render(&self, error: &Error) -> Response {
        let mut response = match &self.custom {
            Some(custom) => {
                #[cfg(feature = "testing")]
                witness::failed(error);
                custom(error)
            }
            None => self.plain(error),
        };
        for (name, value) in error.headers() {
            response.headers_mut().append(name, value.clone());
        }
        response
    }

    /// The answer as it is where the app does not write its own: `{"message": …}`, with `errors`
    /// for invalid input and, in debug builds, the `cause` of a 5xx.
    pub(crate) fn plain(&self, error: &Error) -> Response {
        #[cfg(feature = "testing")]
        witness::failed(error);
        let shown = self.debug && error.status().is_server_error();
        json(error, &Plain { error, cause: shown.then(|| error.cause_chain()).flatten() })
    }
}

/// Errors as `application/problem+json` (RFC 9457), for [`App::errors`](crate::App::errors). The
/// message is the `detail`; messages by field are an extension member `errors`.
///
/// ```
/// use roob::{App, problem_json};
/// let app = App::new().errors(problem_json);
/// # assert!(app.build().is_ok());
/// ```
pub fn problem_json(error: &Error) -> Response {
    let mut response = json(error, &Problem(error));
    let problem = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(CONTENT_TYPE, problem);
    response
}

fn json(error: &Error, body: &impl Serialize) -> Response {
    // Texts and maps of texts always serialize.
    (error.status(), Json(body)).into_response().unwrap_or_default()
}

struct Plain<'e> {
    error: &'e Error,
    cause: Option<String>,
}

struct Problem<'e>(&'e Error);

struct Fields<'e>(&'e [(String, Vec<String>)]);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("message", self.error.message())?;
        if !self.error.fields().is_empty() {
            map.serialize_entry("errors", &Fields(self.error.fields()))?;
        }
        if let Some(cause) = &self.cause {
            map.serialize_entry("cause", cause)?;
        }
        map.end()
    }
}

impl Serialize for Problem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let status = self.0.status();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "about:blank")?;
        map.serialize_entry("title", status.canonical_reason().unwrap_or("Unknown"))?;
        map.serialize_entry("status", &status.as_u16())?;
        map.serialize_entry("detail", self.0.message())?;
        if !self.0.fields().is_empty() {
            map.serialize_entry("errors", &Fields(self.0.fields()))?;
        }
        map.end()
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, messages)| (name, messages)))
    }
}
