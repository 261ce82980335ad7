//! What handlers may return.

use crate::body::Body;
use crate::error::Error;
use crate::link::Link;
use crate::scratch;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use std::fmt::Display;

/// A response.
pub type Response = http::Response<Body>;

/// What a handler or a middleware may return.
///
/// Turning into a response can fail, such as when a value does not serialize; that failure and every
/// `Err` of a handler reach the same renderer.
///
/// ```
/// use roob::{Error, IntoResponse, Response};
///
/// struct Csv(Vec<[u32; 2]>);
///
/// impl IntoResponse for Csv {
///     fn into_response(self) -> Result<Response, Error> {
///         let lines: String = self.0.iter().map(|[a, b]| format!("{a},{b}\n")).collect();
///         ([("content-type", "text/csv")], lines).into_response()
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something that a handler can return",
    label = "not a response",
    note = "a handler returns `Json<T>`, `Created<T>`, `NoContent`, `Redirect`, text, bytes, a `StatusCode`, `(StatusCode, T)`, or `Result<T, E>` of these with `E: Into<roob::Error>`"
)]
pub trait IntoResponse {
    /// The response, or why there is none.
    ///
    /// # Errors
    /// Whatever keeps the value from being sent.
    fn into_response(self) -> Result<Response, Error>;
}

/// JSON, in requests and in responses.
///
/// As an argument it reads the body: 415 unless the content type is `application/json` (or ends in
/// `+json`), 400 when it is no JSON, 422 with the path of the field when it does not fit `T`, 413
/// when it is too large. As a response it is a 200 with `T` serialized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// HTML, as a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Html<T>(pub T);

/// 201 with the `Location` of what was created (RFC 9110, 15.3.2).
///
/// ```
/// use roob::testing::{TestClient, block_on};
/// use roob::{App, Created, Path, get, post};
///
/// let app = App::new()
///     .route("/lamps", post(|| Created::at_route("lamp", [("id", 7)], "a lamp")))
///     .route("/lamps/{id:d}", get(|Path(id): Path<u32>| id.to_string()).name("lamp"));
/// let response = block_on(TestClient::new(app).post("/lamps").send());
/// response.assert_created().assert_header("location", "/lamps/7");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created<T> {
    location: Place,
    body: T,
}

/// 204: done, and nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

/// A 3xx with a `Location`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    status: StatusCode,
    location: Place,
}

/// Where something is: a URL, or a route that has one.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Url(String),
    Route(Link),
}

impl<T> Created<T> {
    /// `body` was created and lives at `location`.
    pub fn at(location: impl Into<String>, body: T) -> Self {
        Self { location: Place::Url(location.into()), body }
    }

    /// `body` was created and lives at the route `name`, with these values for its parameters. A
    /// name or values that make no URL are a 500 whose cause says what is missing.
    pub fn at_route<N: Into<String>, V: Display>(
        name: impl Into<String>,
        values: impl IntoIterator<Item = (N, V)>,
        body: T,
    ) -> Self {
        Self { location: Place::Route(Link::new(name, values)), body }
    }
}

impl Redirect {
    /// 303: look there, with GET. What a form is answered with.
    pub fn to(location: impl Into<String>) -> Self {
        Self::with(StatusCode::SEE_OTHER, Place::Url(location.into()))
    }

    /// 303 to the route `name`, with these values for its parameters. A name or values that make no
    /// URL are a 500 whose cause says what is missing.
    pub fn to_route<N: Into<String>, V: Display>(
        name: impl Into<String>,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        Self::with(StatusCode::SEE_OTHER, Place::Route(Link::new(name, values)))
    }

    /// 307: there for now; the verb and the body stay.
    pub fn temporary(location: impl Into<String>) -> Self {
        Self::with(StatusCode::TEMPORARY_REDIRECT, Place::Url(location.into()))
    }

    /// 308: there for ever; the verb and the body stay.
    pub fn permanent(location: impl Into<String>) -> Self {
        Self::with(StatusCode::PERMANENT_REDIRECT, Place::Url(location.into()))
    }

    fn with(status: StatusCode, location: Place) -> Self {
        Self { status, location }
    }
}

impl IntoResponse for Response {
    fn into_response(self) -> Result<Response, Error> {
        Ok(self)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Result<Response, Error> {
        Err(self)
    }
}

impl<T: IntoResponse, E: Into<Error>> IntoResponse for Result<T, E> {
    fn into_response(self) -> Result<Response, Error> {
        self.map_err(Into::into)?.into_response()
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Result<Response, Error> {
        let text = scratch::json(&self.0).map_err(Error::internal)?;
        Ok(typed("application/json", text))
    }
}

impl<T: Into<Body>> IntoResponse for Html<T> {
    fn into_response(self) -> Result<Response, Error> {
        Ok(typed("text/html; charset=utf-8", self.0))
    }
}

impl<T: IntoResponse> IntoResponse for Created<T> {
    fn into_response(self) -> Result<Response, Error> {
        let mut response = self.body.into_response()?;
        *response.status_mut() = StatusCode::CREATED;
        self.location.give(response)
    }
}

impl IntoResponse for NoContent {
    fn into_response(self) -> Result<Response, Error> {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl IntoResponse for Redirect {
    fn into_response(self) -> Result<Response, Error> {
        self.location.give(self.status.into_response()?)
    }
}

impl IntoResponse for StatusCode {
    fn into_response(self) -> Result<Response, Error> {
        let mut response = Response::default();
        *response.status_mut() = self;
        Ok(response)
    }
}

impl IntoResponse for () {
    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::default())
    }
}

impl IntoResponse for Body {
    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::new(self))
    }
}

impl<T: IntoResponse> IntoResponse for (StatusCode, T) {
    fn into_response(self) -> Result<Response, Error> {
        let mut response = self.1.into_response()?;
        *response.status_mut() = self.0;
        Ok(response)
    }
}

impl<T: IntoResponse> IntoResponse for (HeaderMap, T) {
    fn into_response(self) -> Result<Response, Error> {
        let mut response = self.1.into_response()?;
        response.headers_mut().extend(self.0);
        Ok(response)
    }
}

impl<T: IntoResponse, const N: usize> IntoResponse for ([(&'static str, &str); N], T) {
    fn into_response(self) -> Result<Response, Error> {
        let mut response = self.1.into_response()?;
        for (name, value) in self.0 {
            let value = HeaderValue::from_str(value).map_err(Error::internal)?;
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
        Ok(response)
    }
}

macro_rules! content {
    ($content_type:literal: $($of:ty),*) => {$(
        impl IntoResponse for $of {
            fn into_response(self) -> Result<Response, Error> {
                Ok(typed($content_type, self))
            }
        }
    )*};
}

content!("text/plain; charset=utf-8": &'static str, String);
content!("application/octet-stream": Bytes, Vec<u8>);

/// A 200 with `body` and its type.
fn typed(content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

impl Place {
    /// Gives `response` this as its `Location`, now or when the route is known.
    fn give(self, mut response: Response) -> Result<Response, Error> {
        match self {
            Self::Url(url) => {
                let value = HeaderValue::from_str(&url).map_err(|cause| {
                    let url = url.escape_debug();
                    Error::internal(format!("the location `{url}` is no header: {cause}"))
                })?;
                response.headers_mut().insert(LOCATION, value);
            }
            Self::Route(link) => {
                response.extensions_mut().insert(link);
            }
        }
        Ok(response)
    }
}
