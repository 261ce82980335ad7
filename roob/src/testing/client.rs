//! The client of a test.

use super::cookies::Cookie;
use super::deadline;
use super::fuzz::Fuzz;
use super::lint::{Lint, Wishes};
use super::request::TestRequest;
use super::session::Session;
use super::transport::Carrier;
use crate::explain::Explanation;
use crate::service::Service;
use http::Method;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A client that asks an app without a socket, keeps its cookies and remembers what was said.
///
/// As text (`Display`) it is the whole conversation without what moves from run to run, for
/// `insta::assert_snapshot!(client)`; see the [module](super).
///
/// ```
/// use roob::testing::{TestClient, block_on};
/// use roob::{App, get};
///
/// let client = TestClient::new(App::new().route("/", get(|| "hello")));
/// block_on(async {
///     client.get("/").await.assert_ok().assert_text("hello");
///     client.post("/").await.assert_method_not_allowed().assert_header("allow", "GET, HEAD, OPTIONS");
/// });
/// ```
pub struct TestClient {
    session: Arc<Session>,
    wishes: Wishes,
}

impl TestClient {
    /// A client whose requests `carrier` brings to `service`, or that calls it.
    #[track_caller]
    pub(crate) fn over(carrier: Option<Arc<dyn Carrier>>, service: Service) -> Self {
        // For its panic: here it has the line of the test.
        deadline::least();
        Self { session: Arc::new(Session::new(service, carrier)), wishes: Wishes::default() }
    }

    /// The same client with another carrier.
    ///
    /// # Panics
    /// When requests or responses of this client are still there, which have the old one.
    #[track_caller]
    pub(crate) fn carried_by(mut self, carrier: Option<Arc<dyn Carrier>>) -> Self {
        match Arc::get_mut(&mut self.session) {
            Some(session) => session.carrier = carrier,
            None => panic!("the transport of a client is chosen before its first request"),
        }
        self
    }

    /// Requests of this client wait for at most `time`, not for 30 seconds.
    /// [`TestRequest::deadline`] says what that means.
    #[must_use]
    pub fn deadline(self, time: Duration) -> Self {
        self.session.set_deadline(time);
        self
    }

    /// The answers may break this rule of HTTP; [`TestRequest::allow`] is for one of them.
    ///
    /// ```
    /// use roob::testing::{Lint, TestClient, block_on};
    /// use roob::{App, StatusCode, post};
    ///
    /// let app = App::new().route("/jobs", post(|| StatusCode::CREATED));
    /// let client = TestClient::new(app).allow(Lint::CreatedWithoutLocation);
    /// block_on(client.post("/jobs").send()).assert_created();
    /// ```
    #[must_use]
    pub fn allow(self, lint: Lint) -> Self {
        Self { wishes: self.wishes.allowing(lint), ..self }
    }

    /// Sends every GET a second time, which the conversation does not tell of, and fails when its
    /// answer is another one: GET must not change anything (RFC 9110, 9.2.1). Status and body are
    /// compared, in JSON without what is numbered in snapshots. Streams are not repeated.
    ///
    /// ```should_panic
    /// use roob::testing::{TestClient, block_on};
    /// use roob::{App, get};
    /// use std::sync::atomic::{AtomicU32, Ordering};
    ///
    /// static VISITS: AtomicU32 = AtomicU32::new(0);
    /// let count = || VISITS.fetch_add(1, Ordering::Relaxed).to_string();
    /// let client = TestClient::new(App::new().route("/visits", get(count))).check_safe_methods();
    /// block_on(client.get("/visits").send());
    /// ```
    #[must_use]
    pub fn check_safe_methods(self) -> Self {
        Self { wishes: self.wishes.repeating(), ..self }
    }

    /// Shows a place as it is in snapshots, where it would be numbered or left out: a header by its
    /// name, or a place in the JSON of requests and answers.
    ///
    /// A place in JSON is written as insta writes it (`.created_at`, `.items[].id`, `.items[0]`,
    /// `.*`, `.**.day`) or as JSONPath does (`$.items[*].id`, `$..day`), and all that is below it is
    /// kept too. The pairs of queries and forms count as members of an object. Secrets stay secret.
    ///
    /// ```
    /// # use roob::testing::{TestClient, block_on};
    /// # use roob::{App, get};
    /// let client = TestClient::new(App::new().route("/", get(|| ()))).keep(".from");
    /// let response = block_on(client.get("/?from=2026-11-24&to=2026-11-24"));
    /// assert!(response.to_string().starts_with("GET /?from=2026-11-24&to=[date#1]\n"));
    /// ```
    ///
    /// # Panics
    /// When `place` is neither a header nor a place in JSON, or a header whose value is a secret.
    #[track_caller]
    #[must_use]
    pub fn keep(self, place: &str) -> Self {
        let kept = self.session.rules().keep(place);
        // A closure would be blamed itself.
        match kept {
            Ok(()) => self,
            Err(reason) => panic!("{reason}"),
        }
    }

    /// Shows `[hidden]` in place of a value, in snapshots and in failures: a header by its name, or
    /// a place in JSON, written as for [`keep`](Self::keep). What is hidden and kept is hidden.
    ///
    /// # Panics
    /// When `place` is neither a header nor a place in JSON.
    #[track_caller]
    #[must_use]
    pub fn hide(self, place: &str) -> Self {
        let hidden = self.session.rules().hide(place);
        match hidden {
            Ok(()) => self,
            Err(reason) => panic!("{reason}"),
        }
    }

    /// A request with any verb, a `Method` or its name. The path may have a query.
    ///
    /// # Panics
    /// When `verb` is no token (RFC 9110, 9.1); when `path` does not begin with `/` (or, for OPTIONS, is `*`) or is not a URI.
    #[track_caller]
    pub fn request(&self, verb: impl AsRef<str>, path: impl Into<String>) -> TestRequest {
        TestRequest::new(&self.session, self.wishes, method(verb.as_ref()), path.into())
    }

    /// Ends the app as a server does after its last request: it is no longer
    /// [ready](crate::Readiness), and the hooks of [`App::on_stop`](crate::App::on_stop) run. Requests
    /// are still answered, so that a test can see what is left.
    ///
    /// ```
    /// use roob::testing::{TestClient, block_on};
    /// use roob::{App, get};
    /// use std::sync::mpsc;
    ///
    /// let (sender, receiver) = mpsc::channel();
    /// let app = App::new()
    ///     .on_stop(move || async move { Ok(sender.send("flushed")?) })
    ///     .route("/", get(|| "hello"));
    /// let client = TestClient::new(app);
    /// block_on(async {
    ///     client.get("/").await.assert_ok();
    ///     client.stop().await;
    /// });
    /// assert_eq!(receiver.recv(), Ok("flushed"));
    /// ```
    ///
    /// # Panics
    /// When a hook fails or takes longer than the [deadline](Self::deadline).
    pub async fn stop(&self) {
        if let Err(finding) = self.session.stop().await {
            panic!("{finding}");
        }
    }

    /// How a request would travel: which patterns are tried, what comes of it. Nothing runs.
    ///
    /// # Panics
    /// When `verb` is no token (RFC 9110, 9.1).
    #[track_caller]
    pub fn explain(&self, verb: impl AsRef<str>, path: &str) -> Explanation {
        self.session.service.explain(&method(verb.as_ref()), path)
    }

    /// Requests that nobody thought of: made from the patterns of the routes, from what their
    /// handlers read, and from what this client said before, with values at the ends of what types
    /// hold, broken JSON and odd headers. They are no part of the conversation. No answer may be a
    /// fault of the server, break off, take too long or break a rule of HTTP; the
    /// [guide](super#fuzzing) shows what is printed of one that does.
    ///
    /// ```
    /// use roob::testing::{TestClient, block_on};
    /// use roob::{App, Error, Path, get};
    ///
    /// async fn half(Path(number): Path<i64>) -> String { (number / 2).to_string() }
    ///
    /// let client = TestClient::new(App::new().route("/half/{number:d}", get(half)));
    /// let report = block_on(client.fuzz().requests(200).seed(1).run());
    /// assert_eq!(report.unreached().count(), 0);
    /// ```
    #[track_caller]
    pub fn fuzz(&self) -> Fuzz {
        Fuzz::new(Arc::new(self.session.fork()), self.wishes, self.session.exchanges())
    }

    /// The cookies that the client keeps, the oldest first.
    pub fn cookies(&self) -> Vec<Cookie> {
        self.session.jar().all().to_vec()
    }

    /// Forgets all cookies.
    pub fn clear_cookies(&self) {
        self.session.jar().clear();
    }
}

macro_rules! verbs {
    ($($name:ident $method:ident;)*) => {
        /// Requests by verb; [`request`](Self::request) says when they panic.
        impl TestClient {$(
            #[doc = concat!("A ", stringify!($method), " request.")]
            #[track_caller]
            pub fn $name(&self, path: impl Into<String>) -> TestRequest {
                TestRequest::new(&self.session, self.wishes, Method::$method, path.into())
            }
        )*}
    };
}

verbs! {
    get GET;
    head HEAD;
    post POST;
    put PUT;
    patch PATCH;
    delete DELETE;
    options OPTIONS;
}

#[track_caller]
fn method(verb: &str) -> Method {
    // A closure would be blamed itself.
    match Method::from_bytes(verb.as_bytes()) {
        Ok(method) => method,
        Err(_) => panic!("`{}` is not a verb", verb.escape_debug()),
    }
}

impl fmt::Display for TestClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.session.write(f)
    }
}

/// As `Display`.
impl fmt::Debug for TestClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
