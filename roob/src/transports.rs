//! Which transport the requests of a test client take.

use crate::app::App;
use crate::service::Service;
use crate::testing::{Carrier, TestClient};
use std::sync::{Arc, LazyLock};

/// The environment variable that names it.
const VARIABLE: &str = "ROOB_TEST_TRANSPORT";

/// The values that it may have.
const VALUES: &str = "`direct` and `http1`";

/// The ways to the app.
#[derive(Clone, Copy)]
enum Transport {
    Direct,
    Http1,
}

impl TestClient {
    /// A client of `app`. Its requests go the way that the environment variable
    /// `ROOB_TEST_TRANSPORT` names: `direct`, by a call, as without it; or `http1`, over sockets. See
    /// [both transports](crate::testing#both-transports).
    ///
    /// # Panics
    /// When the app has mistakes, with each of them and the line that made it; when the variable
    /// names no transport, or one that this build does not have.
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
    /// As [`new`](Self::new), but for mistakes.
    #[track_caller]
    pub fn of(service: Service) -> Self {
        static BY_ENVIRONMENT: LazyLock<Result<Transport, String>> = LazyLock::new(|| {
            let value = std::env::var_os(VARIABLE).unwrap_or_default();
            by_name(&value.to_string_lossy(), cfg!(feature = "serve"))
        });
        match &*BY_ENVIRONMENT {
            Ok(transport) => Self::over(carrier(*transport), service),
            Err(message) => panic!("{message}"),
        }
    }

    /// The same client, whose requests are calls whatever the environment says. It is for tests of
    /// what no wire can carry, such as a `content-length` that is wrong on purpose.
    ///
    /// # Panics
    /// After the first request.
    #[track_caller]
    #[must_use = "the client before it is gone"]
    pub fn direct(self) -> Self {
        self.carried_by(None)
    }

    /// The same client, whose requests go over HTTP/1.1 whatever the environment says. It needs the
    /// feature `serve`.
    ///
    /// ```
    /// use roob::testing::{TestClient, block_on};
    /// use roob::{App, get};
    ///
    /// let client = TestClient::new(App::new().route("/", get(|| "hello"))).http1();
    /// block_on(client.get("/")).assert_ok().assert_text("hello");
    /// ```
    ///
    /// # Panics
    /// After the first request.
    #[cfg(feature = "serve")]
    #[track_caller]
    #[must_use = "the client before it is gone"]
    pub fn http1(self) -> Self {
        self.carried_by(carrier(Transport::Http1))
    }
}

/// An empty name is none.
fn by_name(name: &str, has_server: bool) -> Result<Transport, String> {
    match name {
        "" | "direct" => Ok(Transport::Direct),
        "http1" if has_server => Ok(Transport::Http1),
        "http1" => Err(format!(
            "{VARIABLE} is `http1`, which needs the server: turn on the feature `serve` of roob"
        )),
        _ => Err(format!("{VARIABLE} is `{name}`, which is no transport: there are {VALUES}")),
    }
}

fn carrier(transport: Transport) -> Option<Arc<dyn Carrier>> {
    match transport {
        Transport::Direct => None,
        #[cfg(feature = "serve")]
        Transport::Http1 => Some(Arc::new(crate::wire::Http1::default())),
        #[cfg(not(feature = "serve"))]
        Transport::Http1 => None,
    }
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn http1_needs_the_server() {
        assert!(by_name("http1", true).is_ok());
        assert_eq!(
            by_name("http1", false).err().as_deref(),
            Some(
                "ROOB_TEST_TRANSPORT is `http1`, which needs the server: turn on the feature \
                 `serve` of roob"
            )
        );
    }
}
