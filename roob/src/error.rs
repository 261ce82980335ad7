//! What can go wrong while a request is answered.

use http::StatusCode;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use std::borrow::Cow;
use std::fmt;
use std::io;

/// Any error that can cross threads: the cause behind an [`Error`].
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// The message of every answer whose cause is nobody's business but the log's.
const UNHANDLED: &str = "Unhandled exception occurred";

/// A refusal: the status to answer with, a message for the client, and what is known beyond that.
///
/// An `Error` is rendered in one place, by the app's error renderer ([`App::errors`]); until then it
/// stays data. `details` are messages by field; `headers` go into the answer; the `cause` is for the
/// log and never for the client, except in debug builds.
///
/// ```
/// use roob::Error;
/// let error = Error::invalid().field("name", "must not be blank");
/// assert_eq!(error.status(), 422);
/// assert_eq!(error.fields()[0].1, ["must not be blank"]);
/// ```
///
/// There is no blanket conversion from other error types, because which status an error of yours
/// deserves is your decision: write `impl From<MyError> for roob::Error` once and use `?`, or
/// `.map_err(Error::internal)?` for an error that is nobody's fault but the server's.
///
/// [`App::errors`]: crate::App::errors
pub struct Error(Box<Refusal>);

struct Refusal {
    status: StatusCode,
    message: Cow<'static, str>,
    fields: Vec<(String, Vec<String>)>,
    headers: HeaderMap,
    cause: Option<BoxError>,
}

impl Error {
    /// An error answered with `status` and `message`.
    pub fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Refusal {
            status,
            message: message.into(),
            fields: Vec::new(),
            headers: HeaderMap::new(),
            cause: None,
        }))
    }

    /// 400: the request cannot be understood.
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// 401: who are you? `challenge` is the `WWW-Authenticate` header that RFC 9110, 15.5.2 demands,
    /// such as `Bearer` or `Basic realm="shop"`.
    pub fn unauthorized(challenge: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, message)
            .header(http::header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    /// 403: you may not.
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, message)
    }

    /// 404: there is no such resource.
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// 409: the request contradicts what is stored.
    pub fn conflict(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::CONFLICT, message)
    }

    /// 422: understood, but not acceptable. Say why with [`field`](Self::field).
    pub fn invalid() -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Invalid input")
    }

    /// 500: `cause` goes to the log, the client learns only that something failed.
    pub fn internal(cause: impl Into<BoxError>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, UNHANDLED).caused_by(cause)
    }

    /// 503: not now, such as while a database does not answer. With the cause, the log says why.
    pub fn unavailable(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, message)
    }

    /// Adds a message about one field of the input; a field may have several.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, message: impl Into<String>) -> Self {
        let name = name.into();
        let fields = &mut self.0.fields;
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, messages)) => messages.push(message.into()),
            None => fields.push((name, vec![message.into()])),
        }
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// Remembers what led to this error.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<BoxError>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What the client is told.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Messages by field of the input, in the order in which they were added.
    pub fn fields(&self) -> &[(String, Vec<String>)] {
        &self.0.fields
    }

    /// Headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// What led to this error.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }

    /// The error that a body failed with, as whoever carried it here wrapped it: its status, its
    /// message and its headers.
    pub(crate) fn carried(cause: &(dyn std::error::Error + 'static)) -> Option<Self> {
        let inner = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        match inner.and_then(|error| error.downcast_ref::<Self>()) {
            Some(error) => {
                let mut carried = Self::new(error.status(), error.message().to_owned());
                carried.0.headers = error.headers().clone();
                Some(carried)
            }
            None => Self::carried(cause.source()?),
        }
    }

    /// The cause and its own causes in one line, joined by `: `.
    pub fn cause_chain(&self) -> Option<String> {
        self.cause().map(|cause| chain(cause))
    }
}

/// `error` and its causes in one line, joined by `: `.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut next = Some(error);
    let mut chain = Vec::new();
    while let Some(error) = next {
        chain.push(error.to_string());
        next = error.source();
    }
    chain.join(": ")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("status", &self.0.status)
            .field("message", &self.0.message)
            .field("fields", &self.0.fields)
            .field("cause", &self.0.cause)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as _)
    }
}
