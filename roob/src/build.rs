//! From the builder to the service: nesting is flattened, and everything is checked.

use crate::app::{App, Fallback, Mount, Wrap};
use crate::controller::Bound;
use crate::endpoint::Endpoint;
use crate::hooks::Hook;
use crate::life::Life;
use crate::limit;
use crate::methods::Binding;
#[cfg(feature = "metrics")]
use crate::metrics::{Metrics, Recorder};
use crate::middleware::Chain;
use crate::miss::Miss;
use crate::mistakes::{self, BuildError, Mistake, Title};
use crate::observe::Observers;
use crate::places::{Place, Places};
use crate::renderer::{ErrorFn, Renderer};
use crate::request::DEFAULT_BODY_LIMIT;
use crate::routing::{Pattern, PatternError, Tree, TreeBuilder};
use crate::service::{Misses, Service};
use crate::table::{Call, Route, Scope, States, Table};
use http::Method;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

impl App {
    /// Checks everything and freezes it.
    ///
    /// # Errors
    /// [`BuildError`] has every mistake, each with the line that made it: a path bound twice, two
    /// patterns of the same rank that match one path, a pattern that is none, a handler that reads
    /// a path parameter that the pattern lacks or a state that nobody gave, two arguments that read
    /// the body, a name used twice, two fallbacks for one prefix.
    pub fn build(self) -> Result<Service, BuildError> {
        let mut builder = Builder::default();
        #[cfg(feature = "metrics")]
        builder.metrics.clone_from(&self.metrics);
        builder.add(self, &Surroundings::default(), None);
        builder.finish()
    }
}

/// What an app has from the apps around it.
#[derive(Clone, Default)]
struct Surroundings {
    prefix: Option<Pattern>,
    wraps: Vec<Wrap>,
    states: States,
    errors: Option<ErrorFn>,
    debug: Option<bool>,
    body_limit: Option<usize>,
    request_ids: Option<bool>,
    log_paths: Option<bool>,
    time_limit: Option<Duration>,
    fallback: Option<Fallback>,
    /// The place of the app around.
    scope: Option<usize>,
    /// Whether some prefix is no pattern, so that nobody knows the parameters of a path.
    is_lost: bool,
}

#[derive(Default)]
struct Builder {
    table: Table,
    chains: Vec<Arc<Chain>>,
    misses: Vec<Misses>,
    places: Places,
    mistakes: Vec<Mistake>,
    hooks: Vec<Hook>,
    #[cfg(feature = "metrics")]
    metrics: Option<Metrics>,
}

impl Builder {
    /// Adds `app` and all that is mounted in it; `place` is the mount.
    fn add(&mut self, app: App, outer: &Surroundings, place: Option<Pattern>) {
        let App {
            paths,
            wraps,
            mounts,
            states,
            fallback,
            errors,
            body_limit,
            time_limit,
            debug,
            hooks,
            ..
        } = app;
        self.hooks.extend(hooks);
        let own = fallback.as_ref().map(|fallback| fallback.location);
        let mut inner = Surroundings {
            prefix: place.or_else(|| outer.prefix.clone()),
            wraps: outer.wraps.iter().cloned().chain(wraps).collect(),
            states: with(states, &outer.states),
            errors: errors.or_else(|| outer.errors.clone()),
            debug: debug.or(outer.debug),
            body_limit: body_limit.or(outer.body_limit),
            request_ids: app.request_ids.or(outer.request_ids),
            log_paths: app.log_paths.or(outer.log_paths),
            time_limit: time_limit.or(outer.time_limit),
            fallback: fallback.or_else(|| outer.fallback.clone()),
            ..outer.clone()
        };
        let scope = self.scope(&inner, own);
        inner.scope = Some(scope);
        for bound in paths {
            self.path(bound, &inner, scope);
        }
        for mount in mounts {
            self.mount(mount, &inner);
        }
    }

    fn mount(&mut self, mount: Mount, outer: &Surroundings) {
        let prefix = mount.prefix.trim_end_matches('/');
        let parsed = if prefix.is_empty() { Ok(None) } else { below(prefix, outer).map(Some) };
        match parsed {
            Ok(place) => self.add(mount.app, outer, place),
            Err(error) => {
                self.mistakes.push(Mistake::new(mount.location, error.to_string()));
                self.lose(mount.app, outer);
            }
        }
    }

    /// Checks an app that has no place: what is wrong with it by itself.
    fn lose(&mut self, app: App, outer: &Surroundings) {
        let mut lost = Self::default();
        lost.add(app, &Surroundings { is_lost: true, scope: None, ..outer.clone() }, None);
        lost.check();
        self.mistakes.append(&mut lost.mistakes);
    }

    /// A scope with the chains for what none of its routes answers; `own` is where it was given a
    /// fallback of its own.
    fn scope(&mut self, of: &Surroundings, own: Option<&'static Location<'static>>) -> usize {
        let miss: Arc<dyn Endpoint> = Arc::new(Miss);
        let fallback = of.fallback.as_ref().map_or(&miss, |fallback| &fallback.endpoint);
        let misses = Misses {
            nothing: Arc::new(of.chain(Arc::clone(fallback), None)),
            other: Arc::new(of.chain(miss, None)),
        };
        self.misses.push(misses);
        let prefix = of.prefix.clone().unwrap_or_else(root);
        self.places.add(Place { prefix, outer: of.scope, fallback: own });
        let fallback = of.fallback.as_ref().map(|fallback| self.fallback(fallback, of, own));
        self.table.scopes.push(Scope {
            states: of.states.clone(),
            body_limit: of.body_limit.unwrap_or(DEFAULT_BODY_LIMIT),
            request_ids: of.request_ids.unwrap_or_default(),
            log_paths: of.log_paths.unwrap_or_default(),
            middleware: of.names(),
            fallback,
        });
        self.table.scopes.len() - 1
    }

    /// A fallback as explanations name it; the app that gave it is checked.
    fn fallback(
        &mut self,
        fallback: &Fallback,
        of: &Surroundings,
        own: Option<&'static Location<'static>>,
    ) -> Call {
        let needs = fallback.endpoint.needs();
        if own.is_some() {
            let mut messages = mistakes::of_parameters(&"the fallback", &needs, &root());
            messages.extend(mistakes::of_handler(&"the fallback", &needs, &of.states));
            self.blame(fallback.location, messages);
        }
        let (handler, location) = (fallback.endpoint.name(), fallback.location);
        Call { handler, location, arguments: needs.arguments }
    }

    fn blame(&mut self, location: &'static Location<'static>, messages: Vec<String>) {
        let mistakes = messages.into_iter().map(|message| Mistake::new(location, message));
        self.mistakes.extend(mistakes);
    }

    fn path(&mut self, bound: Bound, of: &Surroundings, scope: usize) {
        let pattern = match below(&bound.pattern, of) {
            Ok(pattern) => Arc::new(pattern),
            Err(error) => return self.misplaced(bound, &error, of),
        };
        let body_limit = bound.methods.body_limit.or(of.body_limit).unwrap_or(DEFAULT_BODY_LIMIT);
        let time_limit = of.time(bound.methods.time_limit);
        if bound.methods.bindings.is_empty() {
            let message = format!("`{pattern}` has no handler; add one, such as `.get(…)`");
            self.mistakes.push(Mistake::new(bound.location, message));
        }
        for binding in bound.methods.bindings {
            let name = bound.methods.name.clone();
            let route = Route { name, body_limit, time_limit, ..route(&pattern, scope) };
            self.route(binding, route, of);
        }
    }

    /// A path that is none, and what else is wrong with its handlers.
    fn misplaced(&mut self, bound: Bound, error: &PatternError, of: &Surroundings) {
        let message = match bound.pattern.as_str() {
            "" => "no `.path(…)` stands before this".to_owned(),
            _ => error.to_string(),
        };
        self.mistakes.push(Mistake::new(bound.location, message));
        for binding in bound.methods.bindings {
            let verb = binding.method.as_ref().map_or("ANY", Method::as_str);
            let subject = format!("`{}`", format!("{verb} {}", bound.pattern).trim_end());
            let needs = binding.endpoint.needs();
            self.blame(binding.location, mistakes::of_handler(&subject, &needs, &of.states));
        }
    }

    fn route(&mut self, binding: Binding, mut route: Route, of: &Surroundings) {
        let needs = binding.endpoint.needs();
        route.method = binding.method;
        route.handler = binding.endpoint.name();
        route.location = binding.location;
        route.middleware = of.names();
        let mut messages = mistakes::of_handler(&Title(&route), &needs, &of.states);
        if !of.is_lost {
            messages.extend(mistakes::of_parameters(&Title(&route), &needs, &route.pattern));
        }
        self.blame(route.location, messages);
        route.arguments = needs.arguments;
        route.claims = needs.claims;
        self.chains.push(Arc::new(of.chain(binding.endpoint, Some(route.time_limit))));
        self.table.routes.push(route);
    }

    /// Looks for mistakes that take more than one route or app.
    fn check(&mut self) {
        self.mistakes.extend(mistakes::of_pairs(&self.table.routes));
        self.mistakes.extend(mistakes::of_names(&self.table.routes));
        self.mistakes.extend(self.places.mistakes());
    }

    fn finish(mut self) -> Result<Service, BuildError> {
        self.check();
        if !self.mistakes.is_empty() {
            return Err(BuildError::new(self.mistakes));
        }
        let tree = tree(&self.table.routes);
        let scopes = self.places.tree();
        let life = Life::new(self.hooks, self.table.readiness.clone());
        let observers = Observers::of(&self.table);
        #[cfg(feature = "metrics")]
        let observers = match self.metrics {
            Some(metrics) => observers.with(Recorder::new(metrics, self.table.routes.len())),
            None => observers,
        };
        Ok(Service::new(self.table, tree, self.chains, scopes, self.misses, life, observers))
    }
}

impl Surroundings {
    /// The middleware, outermost first.
    fn names(&self) -> Vec<&'static str> {
        self.wraps.iter().map(|wrap| wrap.name).collect()
    }

    /// How long a request may take, when its route says `own`.
    fn time(&self, own: Option<Duration>) -> Duration {
        own.or(self.time_limit).unwrap_or(limit::DEFAULT)
    }

    fn chain(&self, endpoint: Arc<dyn Endpoint>, time_limit: Option<Duration>) -> Chain {
        Chain {
            skins: self.wraps.iter().map(|wrap| Arc::clone(&wrap.skin)).collect(),
            endpoint,
            time_limit: self.time(time_limit),
            renderer: Renderer {
                custom: self.errors.clone(),
                debug: self.debug.unwrap_or(cfg!(debug_assertions)),
            },
        }
    }
}

fn with(mut states: States, outer: &States) -> States {
    states.inherit(outer);
    states
}

/// `text` as a pattern, below the prefix of the app it stands in.
fn below(text: &str, of: &Surroundings) -> Result<Pattern, PatternError> {
    let own = Pattern::parse(text)?;
    match &of.prefix {
        Some(prefix) => own.below(prefix),
        None => Ok(own),
    }
}

/// A route of which only the path is known yet.
fn route(pattern: &Arc<Pattern>, scope: usize) -> Route {
    Route {
        method: None,
        pattern: Arc::clone(pattern),
        name: None,
        handler: "",
        location: Location::caller(),
        arguments: Vec::new(),
        claims: Vec::new(),
        middleware: Vec::new(),
        body_limit: DEFAULT_BODY_LIMIT,
        time_limit: limit::DEFAULT,
        scope,
    }
}

/// The routes by pattern; those of one pattern in the order of registration, which differ in verb.
fn tree(routes: &[Route]) -> Tree<Vec<usize>> {
    let mut tree = TreeBuilder::new();
    for (index, route) in routes.iter().enumerate() {
        tree.entry(&route.pattern).get_or_insert_with(Vec::new).push(index);
    }
    tree.into()
}

#[allow(clippy::expect_used)] // a constant
fn root() -> Pattern {
    Pattern::parse("/").expect("a pattern")
}
