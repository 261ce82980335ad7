//! The handlers of one path, by verb.

use crate::endpoint::Endpoint;
use crate::handler::{Function, Handler};
use http::Method;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

/// A verb and its handler, not yet bound to a path.
pub(crate) struct Binding {
    pub(crate) method: Option<Method>,
    pub(crate) endpoint: Arc<dyn Endpoint>,
    pub(crate) location: &'static Location<'static>,
}

/// The handlers of one path: `get(list).post(create)`.
///
/// ```
/// use roob::{App, get};
/// let app = App::new().route("/", get(|| "read").post(|| "written").name("front"));
/// # assert!(app.build().is_ok());
/// ```
#[must_use = "handlers do nothing until `App::route` binds them to a path"]
#[derive(Default)]
pub struct Methods {
    pub(crate) bindings: Vec<Binding>,
    pub(crate) name: Option<String>,
    pub(crate) body_limit: Option<usize>,
    pub(crate) time_limit: Option<Duration>,
}

impl Methods {
    /// Names the path, for people and for links.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The largest body that these handlers read, in bytes; beyond it the answer is 413.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// How long these handlers may take; see [`App::time_limit`](crate::App::time_limit).
    pub fn time_limit(mut self, time: Duration) -> Self {
        self.time_limit = Some(time);
        self
    }

    #[track_caller]
    fn on<Args: 'static>(mut self, method: Option<Method>, handler: impl Handler<Args>) -> Self {
        self.bindings.push(Binding {
            method,
            endpoint: Function::endpoint(handler),
            location: Location::caller(),
        });
        self
    }
}

macro_rules! verbs {
    ($($name:ident $method:expr, $verb:literal;)*) => {
        impl Methods {$(
            #[doc = concat!("Answers ", $verb, " with `handler`.")]
            #[track_caller]
            pub fn $name<Args: 'static>(self, handler: impl Handler<Args>) -> Self {
                self.on($method, handler)
            }
        )*}

        $(
            #[doc = concat!("Answers ", $verb, " with `handler`.")]
            #[track_caller]
            pub fn $name<Args: 'static>(handler: impl Handler<Args>) -> Methods {
                Methods::default().on($method, handler)
            }
        )*
    };
}

verbs! {
    get Some(Method::GET), "GET, and HEAD without the body,";
    post Some(Method::POST), "POST";
    put Some(Method::PUT), "PUT";
    patch Some(Method::PATCH), "PATCH";
    delete Some(Method::DELETE), "DELETE";
    options Some(Method::OPTIONS), "OPTIONS";
    any None, "every verb that has no handler of its own";
}
