//! The builder of an application.

use crate::body::Body;
use crate::controller::{Bound, Controller, Routes};
use crate::endpoint::Endpoint;
use crate::error::{BoxError, Error};
use crate::handler::{Function, Handler};
use crate::hooks::{Hook, Moment};
use crate::layer::{Inner, Layered};
use crate::methods::Methods;
#[cfg(feature = "metrics")]
use crate::metrics::Metrics;
use crate::middleware::{Middleware, Skin};
use crate::renderer::ErrorFn;
use crate::response::Response;
use crate::table::States;
use bytes::Bytes;
use std::any::type_name;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;
use tower_layer::Layer;
use tower_service::Service;

/// An application: routes, what wraps them, and what they are given.
///
/// Nothing is checked here; [`build`](Self::build) finds every mistake at once. Everything that
/// serves or tests an app builds it first.
///
/// ```
/// use roob::{App, Path, get};
///
/// async fn hello(Path(name): Path<String>) -> String { format!("Hello, {name}!") }
///
/// let app = App::new().route("/hello/{name}", get(hello));
/// let service = app.build().unwrap();
/// assert_eq!(service.routes()[0].pattern(), "/hello/{name}");
/// ```
#[must_use = "an app does nothing until it is built, served or tested"]
#[derive(Default)]
pub struct App {
    pub(crate) paths: Vec<Bound>,
    pub(crate) wraps: Vec<Wrap>,
    pub(crate) mounts: Vec<Mount>,
    pub(crate) states: States,
    pub(crate) fallback: Option<Fallback>,
    pub(crate) errors: Option<ErrorFn>,
    pub(crate) body_limit: Option<usize>,
    pub(crate) time_limit: Option<Duration>,
    pub(crate) debug: Option<bool>,
    pub(crate) request_ids: Option<bool>,
    pub(crate) log_paths: Option<bool>,
    #[cfg(feature = "metrics")]
    pub(crate) metrics: Option<Metrics>,
    pub(crate) hooks: Vec<Hook>,
}

/// A middleware with its name.
#[derive(Clone)]
pub(crate) struct Wrap {
    pub(crate) skin: Arc<dyn Skin>,
    pub(crate) name: &'static str,
}

/// What answers where no route does.
#[derive(Clone)]
pub(crate) struct Fallback {
    pub(crate) endpoint: Arc<dyn Endpoint>,
    pub(crate) location: &'static Location<'static>,
}

/// An app inside another.
pub(crate) struct Mount {
    pub(crate) prefix: String,
    pub(crate) app: App,
    pub(crate) location: &'static Location<'static>,
}

impl App {
    /// An app without routes: it answers 404 to everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the routes of `controller`, which all of them share.
    pub fn controller<C: Controller>(mut self, controller: C) -> Self {
        self.paths.extend(Routes::of(controller));
        self
    }

    /// Answers `pattern` with `methods`, such as `get(list).post(create)`.
    #[track_caller]
    pub fn route(mut self, pattern: impl Into<String>, methods: Methods) -> Self {
        self.paths.push(Bound { pattern: pattern.into(), methods, location: Location::caller() });
        self
    }

    /// Adds all routes of `app` below `prefix`, with the middleware, state, limits, error rendering
    /// and fallback of their own; what `app` does not set it has from here.
    ///
    /// A request below `prefix` that no route answers goes through the middleware of `app` to its
    /// fallback. Of several apps at one prefix that is the one with a fallback; when none has one, it
    /// is this.
    #[track_caller]
    pub fn mount(mut self, prefix: impl Into<String>, app: App) -> Self {
        self.mounts.push(Mount { prefix: prefix.into(), app, location: Location::caller() });
        self
    }

    /// Wraps every request, 404 and 405 included. The first that is given is the outermost.
    ///
    /// The route is known before: middleware can read [`Request::route`], and rewriting the path
    /// here changes nothing. To rewrite paths wrap the built [`Service`](crate::Service) instead.
    ///
    /// [`Request::route`]: crate::Request::route
    pub fn wrap<M: Middleware>(mut self, middleware: M) -> Self {
        self.wraps.push(Wrap { skin: Arc::new(middleware), name: type_name::<M>() });
        self
    }

    /// Wraps every request by a tower layer, in the same order as [`wrap`](Self::wrap). An error of
    /// the layer's service is a 500, with the error as its cause.
    ///
    /// ```
    /// use roob::App;
    /// use tower_http::set_header::SetResponseHeaderLayer;
    /// use http::{HeaderValue, header::SERVER};
    ///
    /// let server = SetResponseHeaderLayer::overriding(SERVER, HeaderValue::from_static("roob"));
    /// let app = App::new().layer(server);
    /// # assert!(app.build().is_ok());
    /// ```
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<Inner>,
        L::Service: Service<http::Request<Body>, Response = http::Response<B>>,
        L::Service: Clone + Send + 'static,
        <L::Service as Service<http::Request<Body>>>::Error: Into<BoxError>,
        <L::Service as Service<http::Request<Body>>>::Future: Send,
        B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        self.wraps.push(Wrap { skin: Arc::new(Layered::new(&layer)), name: type_name::<L>() });
        self
    }

    /// Gives `value` to functions that ask for a [`State<T>`](crate::State); one value a type.
    pub fn state<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.states.insert(value);
        self
    }

    /// Answers what no route answers, in place of the 404.
    #[track_caller]
    pub fn fallback<Args: 'static>(mut self, handler: impl Handler<Args>) -> Self {
        let endpoint = Function::endpoint(handler);
        self.fallback = Some(Fallback { endpoint, location: Location::caller() });
        self
    }

    /// Writes every error of this app: the 404s and 405s, the refusals of extractors, the `Err`s
    /// and panics of handlers. The error's own headers, such as `Allow`, are added to the response.
    ///
    /// ```
    /// use roob::{App, IntoResponse};
    /// let app = App::new().errors(|error| {
    ///     (error.status(), error.message().to_owned()).into_response().unwrap_or_default()
    /// });
    /// # assert!(app.build().is_ok());
    /// ```
    pub fn errors(mut self, render: impl Fn(&Error) -> Response + Send + Sync + 'static) -> Self {
        self.errors = Some(Arc::new(render));
        self
    }

    /// The largest body that is read, in bytes, where a route does not say otherwise; 2 MiB when
    /// nobody says anything. Beyond it the answer is 413.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// How long a request may take until its answer begins, where a route does not say otherwise; 30
    /// seconds when nobody says anything. Then its handler is dropped where it waits, and the answer
    /// is 503.
    ///
    /// The time counts from when the request first has to wait, and the rest of its body is part of
    /// what it waits for: large bodies of slow clients need more. The stream of an answer that has
    /// begun may take as long as it likes. What a handler has spawned goes on, and a handler that
    /// blocks its thread cannot be stopped.
    ///
    /// ```
    /// use roob::testing::{TestClient, block_on};
    /// use roob::{App, get};
    /// use std::time::Duration;
    ///
    /// let app = App::new()
    ///     .route("/", get(async || std::future::pending::<String>().await))
    ///     .time_limit(Duration::from_millis(10));
    /// let client = TestClient::new(app);
    /// block_on(client.get("/")).assert_status(503);
    /// ```
    pub fn time_limit(mut self, time: Duration) -> Self {
        self.time_limit = Some(time);
        self
    }

    /// Runs `hook` before the first request: what has to be there before anybody is answered, such as
    /// a warm cache or a task in the background.
    ///
    /// Hooks run one after the other, in the order of registration, those of mounted apps behind
    /// those of the app around them. With an error the server does not start: [`run`](crate::run)
    /// gives it back, and what was started before is [stopped](Self::on_stop). A
    /// [`TestClient`](crate::testing::TestClient) runs them with its first request.
    ///
    /// ```
    /// use roob::testing::{TestClient, block_on};
    /// use roob::{App, get};
    /// use std::sync::{Arc, OnceLock};
    ///
    /// let rates = Arc::new(OnceLock::new());
    /// let (filled, read) = (Arc::clone(&rates), Arc::clone(&rates));
    /// let app = App::new()
    ///     .on_start(move || async move {
    ///         filled.get_or_init(|| 1.08);
    ///         Ok(())
    ///     })
    ///     .route("/rate", get(move || read.get().map(f64::to_string).unwrap_or_default()));
    /// block_on(TestClient::new(app).get("/rate")).assert_text("1.08");
    /// ```
    #[track_caller]
    pub fn on_start<F, R>(self, hook: F) -> Self
    where
        F: FnOnce() -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        self.hook(Hook::new(Moment::Start, Location::caller(), hook))
    }

    /// Runs `hook` after the last request was answered: what has to be done before the program ends,
    /// such as closing a pool of connections or sending what is buffered.
    ///
    /// Hooks run one after the other, the last that was registered first. So what stands behind an
    /// [`on_start`](Self::on_start) undoes it, and also when a later `on_start` fails. All of them
    /// run, whether one fails or not. They share the [grace](crate::serve::Server::grace) of the
    /// server with the requests, and have a second where those used it up. In a test
    /// [`TestClient::stop`](crate::testing::TestClient::stop) runs them.
    #[track_caller]
    pub fn on_stop<F, R>(self, hook: F) -> Self
    where
        F: FnOnce() -> R + Clone + Send + Sync + 'static,
        R: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        self.hook(Hook::new(Moment::Stop, Location::caller(), hook))
    }

    fn hook(mut self, hook: Hook) -> Self {
        self.hooks.push(hook);
        self
    }

    /// Whether the cause of a 500 is in its body; it is in debug builds and not in release builds
    /// unless this says otherwise.
    pub fn debug(mut self, debug: bool) -> Self {
        self.debug = Some(debug);
        self
    }

    /// Whether every request has an id and every answer tells it, both as `x-request-id`. The id is
    /// the client's, if it is visible ASCII of at most 128 bytes, else a new one of sixteen digits,
    /// which middleware and handlers read from the request as if it had come with it.
    ///
    /// Without this only the answer to a failure has an id, and the log names requests by theirs or
    /// by new ones.
    ///
    /// ```
    /// # use roob::testing::{TestClient, block_on};
    /// use roob::{App, get};
    /// let client = TestClient::new(App::new().route("/", get(|| "hello")).request_ids(true));
    /// let response = block_on(client.get("/").header("x-request-id", "from-the-proxy"));
    /// response.assert_header("x-request-id", "from-the-proxy");
    /// ```
    pub fn request_ids(mut self, request_ids: bool) -> Self {
        self.request_ids = Some(request_ids);
        self
    }

    /// Whether the log may name requests by their paths as they were sent. Without this it names them
    /// by the pattern of their route, `GET /reset/{token}`: values in a path may be secrets, and what
    /// no route answers may be anything. The query is never told.
    pub fn log_paths(mut self, log_paths: bool) -> Self {
        self.log_paths = Some(log_paths);
        self
    }

    /// Counts all requests in `metrics`, also those of the apps that are mounted here. What a mounted
    /// app says itself is for when it is built alone.
    #[cfg(feature = "metrics")]
    pub fn metrics(mut self, metrics: &Metrics) -> Self {
        self.metrics = Some(metrics.clone());
        self
    }
}
