//! The client of a test.

use super::cookies::Cookie;
use super::deadline;
use super::fuzz::Fuzz;
use super::request::TestRequest;
use super::session::Session;
use crate::app::App;
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
}

impl TestClient {
    /// A client of `app`.
    ///
    /// # Panics
    /// When the app has mistakes, with each of them and the line that made it.
    #[track_caller]
    pub fn new(app: App) -> Self {
        match app.build() {
            Ok(service) => Self::of(service),
            Err(error) => panic!("{error}"),
        }
    }

    /// A client of an app that is built already. Several clients of one service are several
    /// people: each has cookies and a conversation of its own.
    ///
    /// # Panics
    /// When the environment variable `ROOB_TEST_DEADLINE` is set and is not a number of seconds.
    #[track_caller]
    pub fn of(service: Service) -> Self {
        // For its panic: here it has the line of the test.
        deadline::least();
        Self { session: Arc::new(Session::new(service)) }
    }

    /// Requests of this client wait for at most `time`, not for 30 seconds.
    /// [`TestRequest::deadline`] says what that means.
    #[must_use]
    pub fn deadline(self, time: Duration) -> Self {
        self.session.set_deadline(time);
        self
    }

    /// A request with any verb, a `Method` or its name. The path may have a query.
    ///
    /// # Panics
    /// When `verb` is no token (RFC 9110, 9.1); when `path` does not begin with `/` (or, for OPTIONS, is `*`) or is not a URI.
    #[track_caller]
    pub fn request(&self, verb: impl AsRef<str>, path: impl Into<String>) -> TestRequest {
        TestRequest::new(&self.session, method(verb.as_ref()), path.into())
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
    /// fault of the server or take too long.
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
        Fuzz::new(Arc::new(self.session.fork()), self.session.exchanges())
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
                TestRequest::new(&self.session, Method::$method, path.into())
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
