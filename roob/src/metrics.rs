//! Counts of requests for Prometheus.

use crate::error::Error;
use crate::label::{Label, NO_ROUTE, VERBS};
use crate::methods::{Methods, get};
use crate::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use prometheus_client::encoding::prometheus_text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// What is counted of the requests of an app, in the text format of Prometheus (version 0.0.4).
///
/// | metric | kind | labels |
/// |---|---|---|
/// | `http_requests_total` | counter | `method`, `route`, `status` |
/// | `http_request_duration_seconds` | histogram, 0.1 ms to 10 s | `method`, `route`, `status` |
/// | `http_requests_in_flight` | gauge | |
/// | `http_connections_open` | gauge, of [`serve`](crate::serve) | |
///
/// A request ends with the head of its answer. Its `route` is the pattern of its route, and
/// `(no route)` for all that have none; its `method` is one of the nine verbs of HTTP, and `_OTHER` for
/// all others; its `status` is a class, such as `2xx`, or `given up` for a request that was dropped
/// before it was answered. So the number of series has a bound that the routes give, whatever clients
/// send; a series exists from its first request on.
///
/// ```
/// # use roob::testing::{TestClient, block_on};
/// use roob::{App, Metrics, get};
///
/// let metrics = Metrics::new();
/// let app = App::new()
///     .route("/hello", get(|| "hello"))
///     .route("/metrics", metrics.endpoint())
///     .metrics(&metrics);
/// # let client = TestClient::new(app);
/// # block_on(async {
/// # client.get("/hello").await.assert_ok();
/// # client.get("/metrics").await.assert_text_contains("http_requests_total{method=\"GET\",route=\"/hello\",status=\"2xx\"} 1\n");
/// # });
/// ```
///
/// Whoever can ask the endpoint can read all of it. To keep it from the world, put it behind a
/// middleware, or into a second app that is served at an address of its own.
#[derive(Clone)]
pub struct Metrics(Arc<Kept>);

struct Kept {
    registry: Registry,
    requests: Family<Labels, Counter>,
    durations: Family<Labels, Histogram>,
    in_flight: Gauge,
    #[cfg_attr(not(feature = "serve"), expect(dead_code))]
    connections: Gauge,
}

type Labels = [(&'static str, String); 3];

/// The upper bounds of the buckets, in seconds.
const BUCKETS: [f64; 16] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    5.0, 10.0,
];

/// The classes of statuses; the first is that of requests without an answer.
const CLASSES: [&str; 7] = ["given up", "1xx", "2xx", "3xx", "4xx", "5xx", "other"];

impl Metrics {
    /// Metrics of which nothing is counted yet.
    pub fn new() -> Self {
        Self::with(Registry::default())
    }

    /// As [`new`](Self::new), together with metrics of your own.
    ///
    /// ```
    /// # use roob::testing::{TestClient, block_on};
    /// use roob::prometheus_client::metrics::counter::Counter;
    /// use roob::prometheus_client::registry::Registry;
    /// use roob::{App, Metrics, get};
    ///
    /// let (mut registry, sold) = (Registry::default(), Counter::<u64>::default());
    /// registry.register("lamps_sold", "Lamps that were sold", sold.clone());
    /// let metrics = Metrics::with(registry);
    /// sold.inc();
    /// # let client = TestClient::new(App::new().route("/metrics", metrics.endpoint()));
    /// # block_on(client.get("/metrics")).assert_text_contains("lamps_sold_total 1\n");
    /// ```
    pub fn with(mut registry: Registry) -> Self {
        let (requests, in_flight, connections) = Default::default();
        let durations = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> _);
        let (counter, histogram) = (Family::clone(&requests), Family::clone(&durations));
        registry.register("http_requests", "Requests that are done", counter);
        let help = "Time from the head of a request to the head of its answer";
        let unit = Unit::Seconds;
        registry.register_with_unit("http_request_duration", help, unit, histogram);
        let gauge = Gauge::clone(&in_flight);
        registry.register("http_requests_in_flight", "Requests that are under way", gauge);
        let gauge = Gauge::clone(&connections);
        registry.register("http_connections_open", "Connections that are open", gauge);
        Self(Arc::new(Kept { registry, requests, durations, in_flight, connections }))
    }

    /// Answers GET with all of it: `app.route("/metrics", metrics.endpoint())`.
    #[track_caller]
    pub fn endpoint(&self) -> Methods {
        let kept = Arc::clone(&self.0);
        get(move || kept.answer())
    }

    /// Counts a connection that is open until this is dropped.
    #[cfg(feature = "serve")]
    pub(crate) fn connection(&self) -> Open {
        self.0.connections.inc();
        Open(Arc::clone(&self.0))
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

/// The text format of Prometheus.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

impl Kept {
    fn answer(&self) -> Result<Response, Error> {
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry).map_err(Error::internal)?;
        let mut response = text.into_response()?;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(TEXT));
        Ok(response)
    }

    fn series(&self, label: &Label, class: usize) -> Series {
        let route = label.route().unwrap_or(NO_ROUTE);
        let texts = [("method", label.verb()), ("route", route), ("status", CLASSES[class])];
        let labels = texts.map(|(name, value)| (name, value.to_owned()));
        Series {
            requests: self.requests.get_or_create_owned(&labels),
            durations: self.durations.get_or_create_owned(&labels),
        }
    }
}

/// An open connection.
#[cfg(feature = "serve")]
pub(crate) struct Open(Arc<Kept>);

#[cfg(feature = "serve")]
impl Drop for Open {
    fn drop(&mut self) {
        self.0.connections.dec();
    }
}

/// The metrics of one built app. Series are looked up by numbers: to look them up by their labels
/// would cost each request a hash of three texts and a lock.
pub(crate) struct Recorder {
    metrics: Metrics,
    /// For each route, and at the end for what has none.
    routes: Vec<OnceLock<Box<OfRoute>>>,
}

/// The series of a route by verb and class.
type OfRoute = [[OnceLock<Series>; CLASSES.len()]; VERBS];

struct Series {
    requests: Counter,
    durations: Histogram,
}

/// A request that is counted. It is in flight until its end is told.
pub(crate) struct Count(Arc<Recorder>);

impl Recorder {
    pub(crate) fn new(metrics: Metrics, routes: usize) -> Self {
        Self { metrics, routes: (0..=routes).map(|_| OnceLock::new()).collect() }
    }

    #[cfg(feature = "serve")]
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    pub(crate) fn begin(self: &Arc<Self>) -> Count {
        self.metrics.0.in_flight.inc();
        Count(Arc::clone(self))
    }

    fn series(&self, label: &Label, class: usize) -> &Series {
        let route = label.route_index().unwrap_or(self.routes.len() - 1);
        let of_route = self.routes[route].get_or_init(Box::default);
        let series = &of_route[label.verb_index()][class];
        series.get_or_init(|| self.metrics.0.series(label, class))
    }
}

impl Count {
    /// The request ended in a status, or in none.
    pub(crate) fn end(self, label: &Label, status: Option<StatusCode>, time: Duration) {
        let class = status.map_or(0, |status| usize::from(status.as_u16() / 100));
        let series = self.0.series(label, class.min(CLASSES.len() - 1));
        series.requests.inc();
        series.durations.observe(time.as_secs_f64());
        self.0.metrics.0.in_flight.dec();
    }
}
