//! The client of a test.

use super::cookies::Cookie;
use super::request::TestRequest;
use super::session::Session;
use crate::app::App;
use crate::explain::Explanation;
use crate::service::Service;
use http::Method;
use std::fmt;
use std::sync::Arc;

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
    pub fn of(service: Service) -> Self {
        Self { session: Arc::new(Session::new(service)) }
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
