//! What is known of each route, for everything that a request or a person asks.

use crate::claim::Claim;
use crate::names::TypeName;
use crate::readiness::Readiness;
use crate::routing::{Pattern, UrlError, Value, no_route, url};
use crate::running::Running;
use http::Method;
use std::any::{Any, TypeId};
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

/// A verb and a pattern with its handler.
#[derive(Debug)]
pub struct Route {
    pub(crate) method: Option<Method>,
    pub(crate) pattern: Arc<Pattern>,
    pub(crate) name: Option<String>,
    pub(crate) handler: &'static str,
    pub(crate) location: &'static Location<'static>,
    pub(crate) arguments: Vec<TypeName>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) middleware: Vec<&'static str>,
    pub(crate) body_limit: usize,
    pub(crate) time_limit: Duration,
    pub(crate) scope: usize,
}

/// What an app and each app mounted in it have of their own.
#[derive(Default)]
pub(crate) struct Scope {
    pub(crate) states: States,
    pub(crate) body_limit: usize,
    /// Whether each request has an id, and its answer tells it.
    pub(crate) request_ids: bool,
    /// Whether the log may tell paths.
    pub(crate) log_paths: bool,
    /// The middleware around what no route answers, outermost first.
    pub(crate) middleware: Vec<&'static str>,
    /// What answers that, when it is not a 404.
    pub(crate) fallback: Option<Call>,
}

/// A handler as a person reads of it.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) handler: &'static str,
    pub(crate) location: &'static Location<'static>,
    /// The types of its arguments.
    pub(crate) arguments: Vec<TypeName>,
}

impl Call {
    pub(crate) fn arguments(&self) -> Vec<String> {
        self.arguments.iter().map(ToString::to_string).collect()
    }
}

/// Values by type, for `State<T>`.
#[derive(Clone, Default)]
pub(crate) struct States(Vec<(TypeId, Arc<dyn Any + Send + Sync>)>);

/// All routes and scopes of a built app.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) routes: Vec<Route>,
    pub(crate) scopes: Vec<Scope>,
    /// The detached handlers that nobody waits for any more.
    pub(crate) running: Running,
    pub(crate) readiness: Readiness,
}

impl Route {
    /// The verb, or `None` for a route that takes any.
    pub fn method(&self) -> Option<&Method> {
        self.method.as_ref()
    }

    /// The pattern, with the prefixes of the apps in which its own was mounted.
    pub fn pattern(&self) -> &str {
        self.pattern.as_str()
    }

    /// The name that was given to the route.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The path of the handler in the program, such as `shop::controllers::Products::show`.
    pub fn handler(&self) -> &'static str {
        self.handler
    }

    /// Where the route was registered.
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }

    /// The middleware around the handler, outermost first.
    pub fn middleware(&self) -> &[&'static str] {
        &self.middleware
    }

    /// The types of the handler's arguments, in their order.
    pub fn arguments(&self) -> impl ExactSizeIterator<Item = String> {
        self.arguments.iter().map(ToString::to_string)
    }

    /// The largest body that the route reads, in bytes.
    pub fn body_limit(&self) -> usize {
        self.body_limit
    }

    /// How long a request may take until its answer begins.
    pub fn time_limit(&self) -> Duration {
        self.time_limit
    }

    /// The verb as text, `ANY` for a route that takes all.
    pub(crate) fn verb(&self) -> &str {
        self.method.as_ref().map_or("ANY", Method::as_str)
    }

    pub(crate) fn call(&self) -> Call {
        let (handler, location) = (self.handler, self.location);
        Call { handler, location, arguments: self.arguments.clone() }
    }

    /// How well this route serves `method`: as itself, as GET for HEAD, as one of all; `None` for
    /// not at all. Less is better.
    pub(crate) fn serves(&self, method: &Method) -> Option<u8> {
        match &self.method {
            Some(own) if own == method => Some(0),
            Some(own) if own == Method::GET && method == Method::HEAD => Some(1),
            Some(_) => None,
            None => Some(2),
        }
    }
}

impl Table {
    /// The path of the route that has this name, with these values.
    pub(crate) fn url(&self, name: &str, values: &[Value]) -> Result<String, UrlError> {
        let route = self.routes.iter().find(|route| route.name() == Some(name));
        let route = route.ok_or_else(|| no_route(name))?;
        url(name, &route.pattern, values)
    }
}

impl States {
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, value: T) {
        self.0.retain(|(id, _)| *id != TypeId::of::<T>());
        self.0.push((TypeId::of::<T>(), Arc::new(value)));
    }

    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        let (_, value) = self.0.iter().find(|(id, _)| *id == TypeId::of::<T>())?;
        value.downcast_ref()
    }

    pub(crate) fn has(&self, id: TypeId) -> bool {
        self.0.iter().any(|(known, _)| *known == id)
    }

    /// Takes over what `outer` has and this lacks.
    pub(crate) fn inherit(&mut self, outer: &Self) {
        for (id, value) in &outer.0 {
            if !self.has(*id) {
                self.0.push((*id, Arc::clone(value)));
            }
        }
    }
}
