//! What is counted of requests, in the words of Prometheus.

use roob::testing::{Lint, TestClient, block_on};
use roob::{App, Body, Error, Metrics, StatusCode, any, get, http};
use std::collections::{BTreeMap, HashMap};
use std::future::{pending, poll_fn};
use std::task::Poll;

fn app(metrics: &Metrics) -> App {
    App::new()
        .route("/lamps/{id:d}", get(|| "lamp").post(|| "made"))
        .route("/any/{rest:path}", any(|| "any"))
        .route("/fails", get(|| -> Result<(), Error> { Err(Error::internal("the disk is gone")) }))
        .route("/odd", get(|| StatusCode::from_u16(799).unwrap()))
        .route("/waits", get(async || pending::<()>().await))
        .route("/metrics", metrics.endpoint())
        .metrics(metrics)
}

/// What a scrape gives, read as strictly as the format is written (Prometheus, text format 0.0.4).
#[derive(Debug)]
struct Scrape {
    kinds: HashMap<String, String>,
    samples: BTreeMap<String, f64>,
}

impl Scrape {
    fn of(text: &str) -> Self {
        assert!(text.ends_with('\n'), "the last line ends too");
        let mut scrape = Self { kinds: HashMap::new(), samples: BTreeMap::new() };
        text.lines().for_each(|line| scrape.line(line));
        scrape.check_histograms();
        scrape
    }

    fn line(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            assert!(is_name(rest.split_once(' ').unwrap().0), "{line}");
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').unwrap();
            assert!(is_name(name) && ["counter", "gauge", "histogram"].contains(&kind), "{line}");
            assert_eq!(self.kinds.insert(name.to_owned(), kind.to_owned()), None, "{line}");
        } else {
            let (series, value) = line.rsplit_once(' ').unwrap();
            self.check_series(series);
            let value = if value == "+Inf" { f64::INFINITY } else { value.parse().unwrap() };
            assert_eq!(self.samples.insert(series.to_owned(), value), None, "{line}");
        }
    }

    fn check_series(&self, series: &str) {
        let name = series.split('{').next().unwrap();
        let parts = ["_bucket", "_sum", "_count"];
        let family = parts.iter().find_map(|part| name.strip_suffix(part));
        let family = family.filter(|name| self.kinds.contains_key(*name)).unwrap_or(name);
        assert!(is_name(name) && self.kinds.contains_key(family), "{series} has no type before it");
        let Some(labels) = series.strip_prefix(name).and_then(|rest| rest.strip_prefix('{')) else {
            return assert_eq!(series, name);
        };
        let labels = labels.strip_suffix("\"}").unwrap();
        for label in labels.split("\",") {
            let (name, value) = label.split_once("=\"").unwrap();
            assert!(is_name(name) && !value.contains(['"', '\\', '\n']), "{series}");
        }
    }

    /// Buckets grow, and the last is the count.
    fn check_histograms(&self) {
        let counts = self.samples.iter().filter(|(series, _)| series.contains("_count{"));
        for (series, count) in counts {
            let labels = series.split_once('{').unwrap().1.trim_end_matches('}');
            let is_bucket = |series: &str| series.contains("_bucket{") && series.contains(labels);
            let mut buckets: Vec<(f64, f64)> = self
                .samples
                .iter()
                .filter(|(series, _)| is_bucket(series))
                .map(|(series, value)| (bound(series), *value))
                .collect();
            buckets.sort_by(|one, other| one.0.total_cmp(&other.0));
            assert!(buckets.is_sorted_by(|one, other| one.1 <= other.1), "{buckets:?}");
            assert_eq!(buckets.last(), Some(&(f64::INFINITY, *count)));
            assert!(buckets.len() > 10, "{buckets:?}");
        }
    }

    fn requests(&self, method: &str, route: &str, status: &str) -> Option<f64> {
        let labels = format!("{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}");
        let total = self.samples.get(&format!("http_requests_total{labels}")).copied();
        let timed = self.samples.get(&format!("http_request_duration_seconds_count{labels}"));
        assert_eq!(total, timed.copied(), "each request is timed");
        total
    }
}

/// The upper bound of a bucket.
fn bound(series: &str) -> f64 {
    let (_, bound) = series.split_once("le=\"").unwrap();
    match bound.split_once('"').unwrap().0 {
        "+Inf" => f64::INFINITY,
        bound => bound.parse().unwrap(),
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn scrape(client: &TestClient) -> Scrape {
    let response = block_on(client.get("/metrics"));
    response.assert_ok().assert_header("content-type", "text/plain; version=0.0.4; charset=utf-8");
    Scrape::of(response.text())
}

fn ask(client: &TestClient, method: &str, path: &str) {
    let method = http::Method::from_bytes(method.as_bytes()).unwrap();
    block_on(client.request(method, path).allow(Lint::InvalidStatus));
}

#[test]
fn requests_are_counted_by_verb_route_and_class() {
    let metrics = Metrics::new();
    let client = TestClient::new(app(&metrics));
    for id in 0..3 {
        ask(&client, "GET", &format!("/lamps/{id}?x={id}"));
    }
    for (method, path) in [
        ("HEAD", "/lamps/1"),
        ("POST", "/lamps/1"),
        ("GET", "/fails"),
        ("GET", "/odd"),
        ("PUT", "/lamps/1"),
        ("GET", "/nowhere"),
        ("GET", "/%zz"),
        ("BREW", "/any/pot"),
    ] {
        ask(&client, method, path);
    }
    let scrape = scrape(&client);
    let check = |method: &str, route: &str, status: &str, count: f64| {
        assert_eq!(
            scrape.requests(method, route, status),
            Some(count),
            "{method} {route} {scrape:?}"
        );
    };
    check("GET", "/lamps/{id:d}", "2xx", 3.0);
    check("HEAD", "/lamps/{id:d}", "2xx", 1.0);
    check("POST", "/lamps/{id:d}", "2xx", 1.0);
    check("GET", "/fails", "5xx", 1.0);
    check("GET", "/odd", "other", 1.0);
    check("PUT", "(no route)", "4xx", 1.0);
    check("GET", "(no route)", "4xx", 2.0);
    check("_OTHER", "/any/{rest:path}", "2xx", 1.0);
    assert_eq!(scrape.samples["http_requests_in_flight"], 1.0);
    assert_eq!(scrape.kinds["http_requests_total"], "counter");
    assert_eq!(scrape.kinds["http_request_duration_seconds"], "histogram");
}

/// A pattern may have whatever a label must escape.
#[test]
fn a_route_with_quotes_and_backslashes_is_escaped() {
    let metrics = Metrics::new();
    let app = app(&metrics).route(r#"/{x:a"b\d}"#, get(|| "odd"));
    let client = TestClient::new(app);
    ask(&client, "GET", "/a%22b1");
    let text = block_on(client.get("/metrics")).text().to_owned();
    assert!(text.contains(r#"route="/{x:a\"b\\d}""#), "{text}");
}

#[test]
fn whatever_clients_think_up_makes_no_new_series() {
    let metrics = Metrics::new();
    let client = TestClient::new(app(&metrics).fallback(|| StatusCode::NOT_FOUND));
    let flood = |round: usize| {
        for at in 0..500 {
            ask(&client, "GET", &format!("/{round}/{at}"));
            ask(&client, &format!("VERB{round}X{at}"), "/lamps/1");
            ask(&client, &format!("VERB{round}X{at}"), &format!("/any/{round}/{at}"));
        }
        scrape(&client)
    };
    let once = flood(1);
    let twice = flood(2);
    assert_eq!(once.requests("GET", "(no route)", "4xx"), Some(500.0));
    assert_eq!(twice.requests("_OTHER", "/any/{rest:path}", "2xx"), Some(1000.0));
    let series = |scrape: &Scrape| scrape.samples.keys().cloned().collect::<Vec<_>>();
    // The first scrape counts itself only afterwards.
    let itself = |series: &String| !series.contains("/metrics");
    let (once, twice) = (series(&once), series(&twice));
    assert_eq!(once, twice.into_iter().filter(itself).collect::<Vec<_>>());
}

#[test]
fn a_request_that_is_given_up_is_counted_and_not_in_flight_any_more() {
    let metrics = Metrics::new();
    let service = app(&metrics).build().unwrap();
    let request = http::Request::get("/waits").body(Body::empty()).unwrap();
    let mut call = Some(Box::pin(service.call(request)));
    block_on(poll_fn(|context| {
        assert!(call.as_mut().unwrap().as_mut().poll(context).is_pending());
        call = None;
        Poll::Ready(())
    }));
    let scrape = scrape(&TestClient::new(app(&metrics)));
    assert_eq!(scrape.requests("GET", "/waits", "given up"), Some(1.0));
    assert_eq!(scrape.samples["http_requests_in_flight"], 1.0);
}

#[test]
fn an_app_that_is_mounted_is_counted_with_the_app_around_it() {
    let (metrics, own) = (Metrics::new(), Metrics::new());
    let inner = App::new().route("/", get(|| "in")).metrics(&own);
    let client = TestClient::new(app(&metrics).mount("/in", inner));
    ask(&client, "GET", "/in");
    assert_eq!(scrape(&client).requests("GET", "/in", "2xx"), Some(1.0));
    let client = TestClient::new(App::new().route("/metrics", own.endpoint()));
    assert_eq!(scrape(&client).requests("GET", "/in", "2xx"), None);
}

/// What the names, the words and the buckets are.
#[test]
fn a_scrape_reads_so() {
    let metrics = Metrics::new();
    let app = App::new().route("/", get(|| "hello")).route("/metrics", metrics.endpoint());
    let client = TestClient::new(app.metrics(&metrics));
    ask(&client, "GET", "/");
    let text = block_on(client.get("/metrics")).text().to_owned();
    let value = |line: &str| match line.rsplit_once(' ') {
        Some((series, _)) if series.contains("_bucket") || series.contains("_sum") => {
            format!("{series} _")
        }
        _ => line.to_owned(),
    };
    let text = text.lines().map(value).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(text, @r#"
    # HELP http_requests_total Requests that are done.
    # TYPE http_requests_total counter
    http_requests_total{method="GET",route="/",status="2xx"} 1
    # HELP http_request_duration_seconds Time from the head of a request to the head of its answer.
    # TYPE http_request_duration_seconds histogram
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.0001"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.00025"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.0005"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.001"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.0025"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.005"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.01"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.025"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.05"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.1"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.25"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="0.5"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="1"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="2.5"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="5"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="10"} _
    http_request_duration_seconds_bucket{method="GET",route="/",status="2xx",le="+Inf"} _
    http_request_duration_seconds_sum{method="GET",route="/",status="2xx"} _
    http_request_duration_seconds_count{method="GET",route="/",status="2xx"} 1
    # HELP http_requests_in_flight Requests that are under way.
    # TYPE http_requests_in_flight gauge
    http_requests_in_flight 1
    # HELP http_connections_open Connections that are open.
    # TYPE http_connections_open gauge
    http_connections_open 0
    "#);
}
