//! From the builder to the service: nesting is flattened, and everything is checked.

use crate::app::{App, Mount, Wrap};
use crate::controller::Bound;
use crate::endpoint::Endpoint;
use crate::methods::Binding;
use crate::middleware::Chain;
use crate::miss::Miss;
use crate::mistakes::{self, BuildError, Mistake};
use crate::renderer::{ErrorFn, Renderer};
use crate::request::DEFAULT_BODY_LIMIT;
use crate::routing::{Pattern, PatternError, Route, Scope, States, Table, Tree, TreeBuilder};
use crate::service::{Misses, Service};
use std::panic::Location;
use std::sync::Arc;

impl App {
    /// Checks everything and freezes it.
    ///
    /// # Errors
    /// [`BuildError`] has every mistake, each with the line that made it: a path bound twice, two
    /// patterns of the same rank that match one path, a pattern that is none, a handler that reads
    /// a path parameter that the pattern lacks or a state that nobody gave, two arguments that read
    /// the body, a name used twice.
    pub fn build(self) -> Result<Service, BuildError> {
        let mut builder = Builder::default();
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
    fallback: Option<Arc<dyn Endpoint>>,
}

#[derive(Default)]
struct Builder {
    table: Table,
    chains: Vec<Arc<Chain>>,
    misses: Vec<Misses>,
    prefixes: Vec<Pattern>,
    mistakes: Vec<Mistake>,
}

impl Builder {
    /// Adds `app` and all that is mounted in it; `place` is the mount.
    fn add(&mut self, app: App, outer: &Surroundings, place: Option<Pattern>) {
        let App { paths, wraps, mounts, states, fallback, errors, body_limit, debug } = app;
        let inner = Surroundings {
            prefix: place.or_else(|| outer.prefix.clone()),
            wraps: outer.wraps.iter().cloned().chain(wraps).collect(),
            states: with(states, &outer.states),
            errors: errors.or_else(|| outer.errors.clone()),
            debug: debug.or(outer.debug),
            body_limit: body_limit.or(outer.body_limit),
            fallback: fallback.or_else(|| outer.fallback.clone()),
        };
        let scope = self.scope(&inner);
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
            Err(error) => self.mistakes.push(Mistake::new(mount.location, error.to_string())),
        }
    }

    /// A scope with the chains for what none of its routes answers.
    fn scope(&mut self, of: &Surroundings) -> usize {
        let miss: Arc<dyn Endpoint> = Arc::new(Miss);
        let fallback = of.fallback.as_ref().unwrap_or(&miss);
        let misses = Misses {
            nothing: Arc::new(of.chain(Arc::clone(fallback))),
            other: Arc::new(of.chain(Arc::clone(&miss))),
        };
        self.misses.push(misses);
        self.prefixes.extend(of.prefix.clone());
        if of.prefix.is_none() {
            self.prefixes.push(root());
        }
        let body_limit = of.body_limit.unwrap_or(DEFAULT_BODY_LIMIT);
        self.table.scopes.push(Scope { states: of.states.clone(), body_limit });
        self.table.scopes.len() - 1
    }

    fn path(&mut self, bound: Bound, of: &Surroundings, scope: usize) {
        let pattern = match below(&bound.pattern, of) {
            Ok(pattern) => pattern,
            Err(error) => {
                let message = if bound.pattern.is_empty() {
                    "no `.path(…)` stands before this".to_owned()
                } else {
                    error.to_string()
                };
                return self.mistakes.push(Mistake::new(bound.location, message));
            }
        };
        let limit = bound.methods.body_limit.or(of.body_limit).unwrap_or(DEFAULT_BODY_LIMIT);
        if bound.methods.bindings.is_empty() {
            let message = format!("`{pattern}` has no handler; add one, such as `.get(…)`");
            self.mistakes.push(Mistake::new(bound.location, message));
        }
        for binding in bound.methods.bindings {
            let name = bound.methods.name.clone();
            self.route(binding, Route { name, ..route(&pattern, limit, scope) }, of);
        }
    }

    fn route(&mut self, binding: Binding, mut route: Route, of: &Surroundings) {
        let needs = binding.endpoint.needs();
        route.method = binding.method;
        route.handler = binding.endpoint.name();
        route.location = binding.location;
        route.middleware = of.wraps.iter().map(|wrap| wrap.name).collect();
        self.mistakes.extend(mistakes::of_handler(&route, &needs, &of.states));
        route.arguments = needs.arguments;
        route.claims = needs.claims;
        self.table.routes.push(route);
        self.chains.push(Arc::new(of.chain(binding.endpoint)));
    }

    fn finish(mut self) -> Result<Service, BuildError> {
        self.mistakes.extend(mistakes::of_pairs(&self.table.routes));
        self.mistakes.extend(mistakes::of_names(&self.table.routes));
        if !self.mistakes.is_empty() {
            return Err(BuildError::new(self.mistakes));
        }
        let tree = tree(&self.table.routes);
        let scopes = scopes(&self.prefixes);
        Ok(Service::new(self.table, tree, self.chains, scopes, self.misses))
    }
}

impl Surroundings {
    fn chain(&self, endpoint: Arc<dyn Endpoint>) -> Chain {
        Chain {
            skins: self.wraps.iter().map(|wrap| Arc::clone(&wrap.skin)).collect(),
            endpoint,
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
fn route(pattern: &Pattern, body_limit: usize, scope: usize) -> Route {
    Route {
        method: None,
        pattern: pattern.clone(),
        name: None,
        handler: "",
        location: Location::caller(),
        arguments: Vec::new(),
        claims: Vec::new(),
        middleware: Vec::new(),
        body_limit,
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

/// The scopes by prefix, each for its own path and for all below it; the first of one prefix wins.
fn scopes(prefixes: &[Pattern]) -> Tree<usize> {
    let mut tree = TreeBuilder::new();
    for (scope, prefix) in prefixes.iter().enumerate() {
        tree.entry(prefix).get_or_insert(scope);
        // A prefix cannot be too long for this: routes stand below it.
        if let Ok(all) = rest().below(prefix) {
            tree.entry(&all).get_or_insert(scope);
        }
    }
    tree.into()
}

#[allow(clippy::expect_used)] // a constant
fn root() -> Pattern {
    Pattern::parse("/").expect("a pattern")
}

#[allow(clippy::expect_used)] // a constant
fn rest() -> Pattern {
    Pattern::parse("/{roob_rest:path}").expect("a pattern")
}
