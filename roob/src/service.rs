//! The built application: a function from request to response.

use crate::body::Body;
use crate::endpoint::BoxFuture;
use crate::error::BoxError;
#[cfg(feature = "serve")]
use crate::error::Error;
use crate::hooks::HookError;
#[cfg(feature = "serve")]
use crate::label::Label;
use crate::life::Life;
use crate::link::texts;
#[cfg(all(feature = "metrics", feature = "serve"))]
use crate::metrics::Metrics;
use crate::middleware::Chain;
use crate::observe::Observers;
use crate::readiness::Readiness;
use crate::request::{Found, Missed, OwnTable, Request};
use crate::response::Response;
use crate::routing::{Spans, Tree, UrlError, normalize};
#[cfg(feature = "serve")]
use crate::running::Running;
use crate::table::{Route, Scope, Table};
use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http_body::Body as _;
use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt::Display;
use std::sync::Arc;
use std::task::{Context, Poll};

/// An [`App`](crate::App) that was checked and frozen. It answers every request: errors and panics
/// of handlers are responses too. Clones are cheap and share everything.
///
/// It is a tower service, so anything that drives one can serve it.
///
/// ```
/// use roob::{App, Body, get};
/// # fn block_on<F: std::future::Future>(future: F) -> F::Output {
/// #     let mut future = std::pin::pin!(future);
/// #     let waker = std::task::Waker::noop();
/// #     let mut context = std::task::Context::from_waker(waker);
/// #     loop {
/// #         if let std::task::Poll::Ready(out) = future.as_mut().poll(&mut context) { return out }
/// #     }
/// # }
/// let service = App::new().route("/", get(|| "hello")).build().unwrap();
/// let request = http::Request::get("/").body(Body::empty()).unwrap();
/// let response = block_on(service.call(request));
/// assert_eq!(response.status(), 200);
/// ```
#[derive(Clone)]
pub struct Service {
    shared: Arc<Shared>,
    /// What each request holds on to. Requests count themselves here, so this has a counter that can
    /// be another one for each who asks; see [`apart`](Self::apart).
    table: OwnTable,
}

struct Shared {
    table: Arc<Table>,
    tree: Tree<Vec<usize>>,
    /// What the requests of each route go through.
    chains: Vec<Arc<Chain>>,
    /// Which scope a path belongs to that no route answers.
    scopes: Tree<usize>,
    misses: Vec<Misses>,
    life: Life,
    observers: Observers,
}

/// What the requests of a scope go through that none of its routes answers.
pub(crate) struct Misses {
    /// No pattern matches: the fallback, or a 404.
    pub(crate) nothing: Arc<Chain>,
    /// Another verb, or a path that is none.
    pub(crate) other: Arc<Chain>,
}

/// The verbs in the order in which `Allow` names them; CONNECT no route gets.
const VERBS: [Method; 8] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
    Method::TRACE,
];

impl Service {
    pub(crate) fn new(
        table: Table,
        tree: Tree<Vec<usize>>,
        chains: Vec<Arc<Chain>>,
        scopes: Tree<usize>,
        misses: Vec<Misses>,
        life: Life,
        observers: Observers,
    ) -> Self {
        let table = Arc::new(table);
        let own = Arc::new(Arc::clone(&table));
        let shared = Arc::new(Shared { table, tree, chains, scopes, misses, life, observers });
        Self { shared, table: own }
    }

    /// A clone whose requests write to no memory that those of others write to: processors would
    /// hand it to each other with each request.
    #[cfg(feature = "serve")]
    pub(crate) fn apart(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), table: Arc::new(Arc::clone(&self.shared.table)) }
    }

    /// Answers `request`.
    pub fn call<B>(
        &self,
        request: http::Request<B>,
    ) -> impl Future<Output = Response> + Send + use<'_, B>
    where
        B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        let mut request = Request::new(request);
        async move { self.answer(&mut request).await }
    }

    /// Runs what was given to [`App::on_start`](crate::App::on_start). A server and a test client do
    /// it themselves; whoever else drives a service does it before the first request. A service that
    /// was started already only counts that it has one more user.
    ///
    /// # Errors
    /// The first hook that fails; what was started before it is stopped.
    pub async fn start(&self) -> Result<(), HookError> {
        self.shared.life.start().await
    }

    /// Runs what was given to [`App::on_stop`](crate::App::on_stop), when everybody who started the
    /// service has stopped it. From the first call on it is not [ready](Self::readiness).
    ///
    /// # Errors
    /// The first hook that failed; all of them ran, and the log is told of the others.
    pub async fn stop(&self) -> Result<(), HookError> {
        self.shared.life.stop().await
    }

    /// Whether new requests should come here.
    pub fn readiness(&self) -> &Readiness {
        self.shared.life.readiness()
    }

    #[cfg(any(feature = "serve", feature = "testing"))]
    pub(crate) fn life(&self) -> &Life {
        &self.shared.life
    }

    /// All routes, in the order of registration, mounted apps last.
    pub fn routes(&self) -> &[Route] {
        &self.shared.table.routes
    }

    /// The path of the route `name`, with these values for its parameters, encoded.
    ///
    /// ```
    /// use roob::{App, Path, get};
    ///
    /// let show = |Path(name): Path<String>| name;
    /// let service = App::new().route("/lamps/{name}", get(show).name("lamp")).build()?;
    /// assert_eq!(service.url("lamp", [("name", "50/50")])?, "/lamps/50%2F50");
    /// let error = service.url("lamp", [("color", "red")]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "a URL of `lamp` has no place for `color`: the pattern is `/lamps/{name}`"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`UrlError`] when no route has the name, a value is missing or one too many, or the pattern
    /// would not read the path back as these values.
    pub fn url<N: Into<String>, V: Display>(
        &self,
        name: &str,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Result<String, UrlError> {
        self.shared.table.url(name, &texts(values))
    }

    /// The `Allow` header of a path that no route answers for `method`.
    pub(crate) fn allow(&self, path: &str, method: &Method) -> Option<String> {
        self.shared.allow(path, method)
    }

    /// What a path belongs to that no route answers.
    pub(crate) fn scope(&self, path: &str) -> &Scope {
        &self.shared.table.scopes[self.shared.scope(path)]
    }

    /// What a target without a path belongs to.
    pub(crate) fn outermost(&self) -> &Scope {
        &self.shared.table.scopes[0]
    }

    /// Whether `route` is the one that answers.
    pub(crate) fn is_answer(&self, route: &Route, method: &Method, path: &str) -> bool {
        let found = self.shared.search(path, method, &mut Spans::default());
        found.is_some_and(|at| std::ptr::eq(&self.shared.table.routes[at], route))
    }

    /// The route that answers: what the test client says about a request.
    #[cfg(feature = "testing")]
    pub(crate) fn route(&self, method: &Method, path: &str) -> Option<&Route> {
        self.route_index(method, path).map(|at| &self.shared.table.routes[at])
    }

    /// Its place among [`routes`](Self::routes).
    #[cfg(feature = "testing")]
    pub(crate) fn route_index(&self, method: &Method, path: &str) -> Option<usize> {
        self.shared.search(&normalize(path)?, method, &mut Spans::default())
    }

    /// The places of all routes whose pattern matches, whatever their verb.
    #[cfg(feature = "testing")]
    pub(crate) fn routes_at(&self, path: &str) -> Vec<usize> {
        normalize(path).map_or(Vec::new(), |path| self.shared.matching(&path))
    }

    /// The answer to a request that is none, in the words of the outermost app. Of what the request
    /// says only the verb is known, and only whether it is HEAD.
    #[cfg(feature = "serve")]
    pub(crate) async fn refuse(&self, method: &Method, error: &Error) -> Response {
        let answer = async { self.shared.misses[0].other.renderer.render(error) };
        if !self.shared.observers.might_listen() {
            return answer.await;
        }
        let label = Label::of_none(*method == Method::HEAD);
        let observed = self.shared.observers.refuse(label, self.outermost(), error.message());
        observed.around(answer).await
    }

    /// How the log names a request that was answered without its being looked at.
    #[cfg(feature = "serve")]
    pub(crate) fn label(&self, method: &Method, path: &str) -> Label {
        let mut request = http::Request::new(Body::empty());
        *request.method_mut() = method.clone();
        *request.uri_mut() = path.parse().unwrap_or_default();
        let mut request = Request::new(request);
        self.shared.find(&mut request, &self.table);
        Label::of(&request)
    }

    /// The detached handlers that nobody waits for any more.
    #[cfg(feature = "serve")]
    pub(crate) fn running(&self) -> &Running {
        &self.shared.table.running
    }

    /// What is counted of the requests.
    #[cfg(all(feature = "metrics", feature = "serve"))]
    pub(crate) fn metrics(&self) -> Option<&Metrics> {
        self.shared.observers.metrics()
    }

    /// Answers `request`, which is lent: a request is large, and what is lent is copied into no
    /// future on its way.
    pub(crate) async fn answer(&self, request: &mut Request) -> Response {
        let is_head = *request.method() == Method::HEAD;
        self.shared.find(request, &self.table);
        let chain = self.shared.chain(request.found());
        let mut response = if self.shared.observers.might_listen() {
            // A box of its own, so that nobody else has room for it.
            let observed = self.shared.observers.observe(request);
            Box::pin(observed.around(chain.answer(request))).await
        } else {
            chain.answer(request).await
        };
        if is_head {
            take_body(&mut response);
        }
        response
    }
}

impl Shared {
    /// Finds the way of `request`, which no router has seen, and writes it into the request.
    fn find(&self, request: &mut Request, table: &OwnTable) {
        let (head, found) = request.head_and_found();
        found.table = Some(Arc::clone(table));
        let path = match target(head) {
            Ok(path) => path,
            Err(missed) => {
                found.missed = Some(missed);
                return;
            }
        };
        found.route = self.search(&path, &head.method, &mut found.spans);
        match found.route {
            Some(route) => found.scope = self.table.routes[route].scope,
            None => {
                found.scope = self.scope(&path);
                let allow = self.allow(&path, &head.method);
                let header = allow.and_then(|allow| HeaderValue::try_from(allow).ok());
                found.missed = header.map(|allow| Missed::Verb(Box::new(allow)));
            }
        }
        if let Cow::Owned(path) = path {
            found.path = Some(path.into());
        }
    }

    fn search(&self, path: &str, method: &Method, spans: &mut Spans) -> Option<usize> {
        let routes = &self.table.routes;
        self.tree.find(path, spans, &mut |indices: &Vec<usize>| {
            let serving = indices.iter().filter_map(|at| Some((routes[*at].serves(method)?, *at)));
            serving.min().map(|(_, at)| at)
        })
    }

    fn scope(&self, path: &str) -> usize {
        let mut spans = Spans::default();
        self.scopes.find(path, &mut spans, &mut |scope: &usize| Some(*scope)).unwrap_or_default()
    }

    /// The `Allow` header of a path: the verbs of all patterns that match it. `*` is the server
    /// (RFC 9110, 9.3.7), so all verbs.
    fn allow(&self, path: &str, method: &Method) -> Option<String> {
        let is_server = path == "*" && method == Method::OPTIONS;
        let all = || (0..self.table.routes.len()).collect();
        let indices: Vec<usize> = if is_server { all() } else { self.matching(path) };
        let routes: Vec<&Route> = indices.iter().map(|at| &self.table.routes[*at]).collect();
        if routes.is_empty() && path != "*" {
            return None;
        }
        let allowed = |verb: &&Method| {
            **verb == Method::OPTIONS || routes.iter().any(|route| route.serves(verb).is_some())
        };
        let verbs: Vec<&str> = VERBS.iter().filter(allowed).map(Method::as_str).collect();
        Some(verbs.join(", "))
    }

    /// All routes whose pattern matches, whatever their verb.
    fn matching(&self, path: &str) -> Vec<usize> {
        let mut indices = Vec::new();
        self.tree.find(path, &mut Spans::default(), &mut |some: &Vec<usize>| {
            indices.extend(some);
            None::<()>
        });
        indices
    }

    fn chain(&self, found: &Found) -> &Arc<Chain> {
        match (found.route, &found.missed) {
            (Some(route), _) => &self.chains[route],
            (None, None) => &self.misses[found.scope].nothing,
            (None, Some(_)) => &self.misses[found.scope].other,
        }
    }
}

impl<B> tower_service::Service<http::Request<B>> for Service
where
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let service = self.clone();
        let mut request = Request::new(request);
        Box::pin(async move { Ok(service.answer(&mut request).await) })
    }
}

/// The path of a request in the form that is searched, when its target has one.
fn target(head: &Parts) -> Result<Cow<'_, str>, Missed> {
    let path = head.uri.path();
    if head.method == Method::CONNECT {
        return Err(Missed::Connect);
    }
    if path == "*" && head.method != Method::OPTIONS {
        return Err(Missed::Asterisk);
    }
    normalize(path).ok_or(Missed::Encoding)
}

/// The answer to HEAD: the head that GET would get (RFC 9110, 9.3.2), with the length that the body
/// would have where there could be one (8.6).
fn take_body(response: &mut Response) {
    let may_have_length = !matches!(response.status().as_u16(), 100..=199 | 204 | 304);
    let length = response.body().size_hint().exact().filter(|_| may_have_length);
    let headers = response.headers_mut();
    if let Some(length) = length.filter(|_| !headers.contains_key(CONTENT_LENGTH)) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
}
