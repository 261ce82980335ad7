//! A request on its way to a handler.

use crate::body::{Body, ReadError};
use crate::clock::{Clock, Stopwatch};
use crate::error::{BoxError, Error};
use crate::link::texts;
use crate::routing::{Spans, UrlError, decode, no_route};
use crate::table::{Route, Scope, States, Table};
use bytes::Bytes;
use http::request::Parts;
use http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri, Version};
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::Arc;

/// The largest body that is read when nothing else was said: 2 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 2 * 1024 * 1024;

/// A request: its head, its body, and what the router found for it.
///
/// Handlers usually take it apart by extractors; middleware gets it whole.
///
/// ```
/// use roob::{Body, Request};
/// let request = Request::new(http::Request::get("/hello?name=Ada").body(Body::empty()).unwrap());
/// assert_eq!(request.path(), "/hello");
/// assert_eq!(request.query(), Some("name=Ada"));
/// ```
pub struct Request {
    parts: Parts,
    body: Body,
    found: Found,
}

/// The routes, by a counter that one connection has for itself: one that all connections write to
/// would travel between the processors with each request.
#[allow(clippy::redundant_allocation)] // the outer counter is the point
pub(crate) type OwnTable = Arc<Arc<Table>>;

/// What the router knows about a request.
#[derive(Clone, Default)]
pub(crate) struct Found {
    pub(crate) table: Option<OwnTable>,
    pub(crate) scope: usize,
    pub(crate) route: Option<usize>,
    /// The path that was searched, where it is not the path as sent.
    pub(crate) path: Option<Box<str>>,
    pub(crate) spans: Spans,
    /// Why there is no route, when it is not that no pattern matches.
    pub(crate) missed: Option<Missed>,
    /// The id that was made for a request without one, because somebody wanted to name it.
    pub(crate) id: Option<Box<HeaderValue>>,
    /// Who looks at the time, when somebody does for whom the answer is made.
    pub(crate) clock: Option<Arc<dyn Clock>>,
}

/// Why a request has no route although its path may have one.
#[derive(Clone)]
pub(crate) enum Missed {
    /// The path has routes, for the verbs of this `Allow` header. Few requests miss, and all of them
    /// would have room for it.
    Verb(Box<HeaderValue>),
    /// The path is not percent-encoded UTF-8.
    Encoding,
    /// The target is `*`, which only OPTIONS may ask for (RFC 9112, 3.2.4).
    Asterisk,
    /// CONNECT, which is for proxies (RFC 9110, 9.3.6).
    Connect,
}

impl Request {
    /// A request that no router has seen.
    pub fn new<B>(request: http::Request<B>) -> Self
    where
        B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        let (parts, body) = request.into_parts();
        Self::from_parts(parts, Body::new(body))
    }

    pub(crate) fn from_parts(parts: Parts, body: Body) -> Self {
        Self { parts, body, found: Found::default() }
    }

    /// The verb.
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// The target.
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// The path as it was sent, percent-encoding included.
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// The query as it was sent, without its `?`.
    pub fn query(&self) -> Option<&str> {
        self.parts.uri.query()
    }

    /// The version of HTTP.
    pub fn version(&self) -> Version {
        self.parts.version
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The headers, to change them on the way.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.parts.headers
    }

    /// Values that middleware leaves for those who come after it.
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// See [`extensions`](Self::extensions).
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.parts.extensions
    }

    /// The body, which stays.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Takes the body out; what stays is empty.
    pub fn take_body(&mut self) -> Body {
        std::mem::take(&mut self.body)
    }

    /// Puts another body in, such as one that middleware read and gives back.
    pub fn set_body(&mut self, body: impl Into<Body>) {
        self.body = body.into();
    }

    /// The route that answers this request; `None` when no route does.
    pub fn route(&self) -> Option<&Route> {
        self.table()?.routes.get(self.found.route?)
    }

    /// The value of a path parameter, decoded.
    pub fn param(&self, name: &str) -> Option<Cow<'_, str>> {
        self.params().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// All path parameters with their decoded values, in the order of the path.
    pub fn params(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> + Clone {
        let names = self.route().into_iter().flat_map(|route| route.pattern.params());
        let path = self.found.path.as_deref().unwrap_or(self.path());
        names.enumerate().filter_map(move |(at, param)| {
            let value = path.get(self.found.spans.get(at)?)?;
            Some((param.name.as_str(), decode(value)))
        })
    }

    /// The path of the route `name`, with these values for its parameters; see
    /// [`Service::url`](crate::Service::url).
    ///
    /// # Errors
    /// [`UrlError`] says what is missing or does not fit.
    pub fn url<N: Into<String>, V: Display>(
        &self,
        name: &str,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Result<String, UrlError> {
        match self.table() {
            Some(table) => table.url(name, &texts(values)),
            None => Err(no_route(name)),
        }
    }

    /// A value that was given to [`App::state`](crate::App::state).
    pub fn state<T: 'static>(&self) -> Option<&T> {
        self.states()?.get()
    }

    /// The largest body that the route reads, in bytes.
    pub fn body_limit(&self) -> usize {
        match (self.route(), self.scope()) {
            (Some(route), _) => route.body_limit,
            (None, Some(scope)) => scope.body_limit,
            (None, None) => DEFAULT_BODY_LIMIT,
        }
    }

    /// Reads the body to its end.
    ///
    /// # Errors
    /// 413 when it is larger than [`body_limit`](Self::body_limit), 400 when it breaks off or is not
    /// well-formed.
    pub async fn bytes(&mut self) -> Result<Bytes, Error> {
        let limit = self.body_limit();
        self.take_body().read(limit).await.map_err(|error| match error {
            ReadError::TooLarge { limit } => Error::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("Request body is larger than the limit of {limit} bytes"),
            ),
            ReadError::Failed(cause) => Error::carried(&*cause)
                .unwrap_or_else(|| Error::bad_request("Request body ended before it was complete"))
                .caused_by(cause),
        })
    }

    /// Reads the body as text.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes), and 400 when it is not UTF-8.
    pub async fn text(&mut self) -> Result<String, Error> {
        let bytes = self.bytes().await?;
        String::from_utf8(bytes.into()).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Error::bad_request(format!("Request body is not UTF-8 text: byte {at} is invalid"))
        })
    }

    /// Reads the body as JSON, whatever its content type says; [`Json`](crate::Json) insists on it.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes), 400 when it is not JSON, and 422 with the path of the field when it
    /// does not fit `T`.
    pub async fn json<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        crate::input::json(&self.bytes().await?)
    }

    /// The routes of the app that has this request.
    pub(crate) fn table(&self) -> Option<&Table> {
        self.found.table.as_deref().map(Arc::as_ref)
    }

    pub(crate) fn found(&self) -> &Found {
        &self.found
    }

    /// What the router reads, and where it writes.
    pub(crate) fn head_and_found(&mut self) -> (&Parts, &mut Found) {
        (&self.parts, &mut self.found)
    }

    /// Takes all of it out; what stays is a request for nothing.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::replace(self, Self::new(http::Request::new(Body::empty())))
    }

    /// Remembers the id that was made for this request.
    pub(crate) fn set_id(&mut self, id: HeaderValue) {
        self.found.id = Some(Box::new(id));
    }

    /// A request of somebody who looks at the time.
    #[cfg(feature = "serve")]
    pub(crate) fn by(clock: Arc<dyn Clock>, parts: Parts, body: Body) -> Self {
        Self { parts, body, found: Found { clock: Some(clock), ..Found::default() } }
    }

    /// The clock by which the answer must be there, for all who wait for a part of it.
    pub(crate) fn shared_clock(&mut self) -> Arc<dyn Clock> {
        let own = || Arc::new(Stopwatch::default()) as Arc<dyn Clock>;
        Arc::clone(self.found.clock.get_or_insert_with(own))
    }

    /// The same, for the one who waits last.
    pub(crate) fn take_clock(&mut self) -> Option<Arc<dyn Clock>> {
        self.found.clock.take()
    }

    pub(crate) fn set_found(&mut self, found: Found) {
        self.found = found;
    }

    pub(crate) fn into_http(self) -> (http::Request<Body>, Found) {
        (http::Request::from_parts(self.parts, self.body), self.found)
    }

    pub(crate) fn scope(&self) -> Option<&Scope> {
        self.table()?.scopes.get(self.found.scope)
    }

    fn states(&self) -> Option<&States> {
        self.scope().map(|scope| &scope.states)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.parts.method)
            .field("uri", &self.parts.uri)
            .field("headers", &self.parts.headers)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
