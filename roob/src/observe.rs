//! What an operator learns of each request: a span around all that it does, a line in the access log,
//! and its place in the metrics.

use crate::label::Label;
use crate::log::tell;
#[cfg(all(feature = "metrics", feature = "serve"))]
use crate::metrics::Metrics;
#[cfg(feature = "metrics")]
use crate::metrics::{Count, Recorder};
use crate::report::{self, REQUEST_ID};
use crate::request::Request;
use crate::response::Response;
use crate::span::Span;
#[cfg(feature = "serve")]
use crate::table::Scope;
use crate::table::Table;
use http::HeaderValue;
use http_body::Body;
use std::fmt;
use std::future::Future;
#[cfg(feature = "metrics")]
use std::sync::Arc;
use std::time::Instant;
use tracing::level_filters::LevelFilter;

/// The target of the access log, to filter by.
const ACCESS: &str = "roob::access";

/// A request that somebody wants to know of. Whoever drops it before its end tells that the request
/// was given up, because its client went away or somebody had no more time for it.
pub(crate) struct Observed {
    label: Label,
    id: Option<HeaderValue>,
    /// The answer tells the id.
    tells_id: bool,
    span: Span,
    start: Instant,
    #[cfg(feature = "metrics")]
    count: Option<Count>,
    /// Why it is no request, if it is none.
    reason: Option<Box<str>>,
    is_told: bool,
}

/// Who wants to know of the requests of a built app, besides the log.
pub(crate) struct Observers {
    /// Whether each request is looked at, listened to or not.
    is_always: bool,
    #[cfg(feature = "metrics")]
    recorder: Option<Arc<Recorder>>,
}

impl Observers {
    /// Those of an app with these routes.
    pub(crate) fn of(table: &Table) -> Self {
        Self {
            is_always: table.scopes.iter().any(|scope| scope.request_ids),
            #[cfg(feature = "metrics")]
            recorder: None,
        }
    }

    /// Looks at what is no request, for this reason.
    #[cfg(feature = "serve")]
    pub(crate) fn refuse(&self, label: Label, scope: &Scope, reason: &str) -> Observed {
        let observed = Observed::refused(label, scope.request_ids, reason);
        #[cfg(feature = "metrics")]
        let observed = observed.counted(self.recorder.as_ref().map(Recorder::begin));
        observed
    }

    #[cfg(feature = "metrics")]
    pub(crate) fn with(self, recorder: Recorder) -> Self {
        Self { is_always: true, recorder: Some(Arc::new(recorder)) }
    }

    #[cfg(all(feature = "metrics", feature = "serve"))]
    pub(crate) fn metrics(&self) -> Option<&Metrics> {
        self.recorder.as_ref().map(|recorder| recorder.metrics())
    }

    /// Whether a request is to be looked at: what is asked for each, in two loads where there is no
    /// subscriber.
    pub(crate) fn might_listen(&self) -> bool {
        self.is_always || (LevelFilter::current() >= LevelFilter::INFO && report::is_heard())
    }

    /// Looks at a request that the router has seen.
    pub(crate) fn observe(&self, request: &mut Request) -> Observed {
        let observed = Observed::of(request);
        #[cfg(feature = "metrics")]
        let observed = observed.counted(self.recorder.as_ref().map(Recorder::begin));
        observed
    }
}

impl Observed {
    fn of(request: &mut Request) -> Self {
        let label = Label::of(request);
        let tells_id = request.scope().is_some_and(|scope| scope.request_ids);
        let mut id = None;
        let span = Span::of(&label, || id.insert(name(request, tells_id)).to_str().ok());
        let id = match id {
            None if tells_id => Some(name(request, tells_id)),
            None => report::known_id(request).cloned(),
            named => named,
        };
        Self::new(label, id, tells_id, span)
    }

    /// What is no request has no id either, unless every answer has one.
    #[cfg(feature = "serve")]
    fn refused(label: Label, tells_id: bool, reason: &str) -> Self {
        let id = tells_id.then(report::new_id);
        let span = Span::of(&label, || id.as_ref()?.to_str().ok());
        let mut observed = Self::new(label, id, tells_id, span);
        observed.reason = Some(reason.into());
        observed
    }

    fn new(label: Label, id: Option<HeaderValue>, tells_id: bool, span: Span) -> Self {
        Self {
            label,
            id,
            tells_id,
            span,
            start: Instant::now(),
            #[cfg(feature = "metrics")]
            count: None,
            reason: None,
            is_told: false,
        }
    }

    #[cfg(feature = "metrics")]
    fn counted(mut self, count: Option<Count>) -> Self {
        self.count = count;
        self
    }

    /// Awaits the answer, and tells of it.
    pub(crate) async fn around(mut self, answer: impl Future<Output = Response>) -> Response {
        let mut response = self.span.around(answer).await;
        if let Some(id) = self.id.clone().filter(|_| self.tells_id) {
            response.headers_mut().entry(REQUEST_ID).or_insert(id);
        }
        self.tell(Some(&response));
        response
    }

    fn tell(&mut self, response: Option<&Response>) {
        self.is_told = true;
        let time = self.start.elapsed();
        let status = response.map(Response::status);
        #[cfg(feature = "metrics")]
        if let Some(count) = self.count.take() {
            count.end(&self.label, status, time);
        }
        let status = status.map(|status| status.as_u16());
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.span.record(status, micros);
        self.span.inside(|| tell(|| self.log(status, micros, response)));
    }

    /// Nothing asks before whether somebody listens: to ask without an event, as `tracing::enabled!`
    /// does, makes filters of single layers swallow the event that comes next.
    fn log(&self, status: Option<u16>, micros: u64, response: Option<&Response>) {
        // The client knows the request by the id in its answer.
        let told = response.and_then(|response| response.headers().get(REQUEST_ID));
        tracing::info!(
            target: ACCESS,
            method = self.label.verb(),
            route = self.label.route(),
            status,
            micros,
            bytes = response.and_then(|response| self.bytes(response)),
            request_id = told.or(self.id.as_ref()).and_then(|id| id.to_str().ok()),
            "{}{}{}",
            self.label,
            if response.is_some() { "" } else { " was given up" },
            Refused(self.reason.as_deref()),
        );
    }

    /// The length of the body, where it is known; that of an answer to HEAD stays here.
    fn bytes(&self, response: &Response) -> Option<u64> {
        if self.label.is_head() { Some(0) } else { response.body().size_hint().exact() }
    }
}

/// Why something is refused that is no request.
struct Refused<'a>(Option<&'a str>);

impl fmt::Display for Refused<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |reason| write!(f, " was refused: {reason}"))
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        if !self.is_told {
            self.tell(None);
        }
    }
}

/// The id of a request. What is made for it is written where its way looks: into its headers if the
/// app has ids, as if it had come with it.
fn name(request: &mut Request, as_header: bool) -> HeaderValue {
    if let Some(id) = report::known_id(request) {
        return id.clone();
    }
    let id = report::new_id();
    if as_header {
        request.headers_mut().insert(REQUEST_ID, id.clone());
    } else {
        request.set_id(id.clone());
    }
    id
}
