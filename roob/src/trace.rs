//! How a request would travel: what the router tries, in which order, and what comes of it.

use crate::explain::{End, Explanation, Tried};
use crate::routing::{Mismatch, compare, normalize};
use crate::service::Service;
use crate::table::{Route, Scope};
use http::Method;
use std::cmp::Reverse;

/// How many patterns are offered in place of one that is missing.
const NEAREST: usize = 3;

/// Patterns that do not match, by how many of their segments do.
type Misses<'s> = Vec<(Reverse<usize>, &'s str)>;

impl Service {
    /// How a request with this verb and target would travel: a path, `http://…` or `*`. A query may
    /// follow the path; it does not route. Nothing runs.
    pub fn explain(&self, method: &Method, target: &str) -> Explanation {
        let path = path_of(target);
        let refuse = |status, reason| self.refused(status, reason);
        let (tried, middleware, end) = match normalize(path) {
            _ if *method == Method::CONNECT => refuse(501, "CONNECT is for proxies"),
            _ if path == "*" && *method == Method::OPTIONS => {
                self.without_route(method, path, Vec::new(), Vec::new())
            }
            _ if path == "*" => refuse(400, "`*` is for OPTIONS"),
            _ if !path.starts_with('/') => refuse(400, "a path begins with `/`"),
            Some(normal) => self.follow(method, &normal),
            None => refuse(400, "the path is not percent-encoded UTF-8"),
        };
        let (method, path) = (method.to_string(), path.to_owned());
        Explanation { method, path, tried, middleware, end }
    }

    /// The patterns that come nearest to a path that none matches, each after the reason why not, if
    /// it begins like the path.
    #[cfg(feature = "testing")]
    pub(crate) fn nearest(&self, method: &Method, path: &str) -> Vec<(String, String)> {
        let Explanation { tried, end, .. } = self.explain(method, path);
        let (End::NotFound { nearest } | End::Fallback { nearest, .. }) = end else {
            return Vec::new();
        };
        let reason = |pattern: &str| {
            let tried = tried.iter().find(|tried| tried.pattern == pattern);
            tried.and_then(|tried| tried.refused.clone()).unwrap_or_default()
        };
        nearest.into_iter().map(|pattern| (reason(&pattern), pattern)).collect()
    }

    fn follow(&self, method: &Method, path: &str) -> Way {
        let mut tried = Vec::new();
        let mut misses = Misses::new();
        for route in self.by_rank() {
            match compare(&route.pattern, path) {
                Ok(params) if self.is_answer(route, method, path) => {
                    tried.push(Tried::of(route, None));
                    let pattern = route.pattern().to_owned();
                    let end = End::Handler { pattern, params, call: route.call() };
                    return (tried, route.middleware().to_vec(), end);
                }
                Ok(_) => tried.push(Tried::of(route, Some(format!("not for {method}")))),
                Err(Mismatch { matched, reason }) => {
                    // Other text at the start is not compared but looked up.
                    if matched > 0 || starts_with_a_parameter(route) {
                        tried.push(Tried::of(route, Some(reason)));
                    }
                    misses.push((Reverse(matched), route.pattern()));
                }
            }
        }
        self.without_route(method, path, tried, misses)
    }

    fn without_route(
        &self,
        method: &Method,
        path: &str,
        tried: Vec<Tried>,
        mut misses: Misses<'_>,
    ) -> Way {
        misses.sort();
        misses.dedup();
        let nearest = misses.iter().take(NEAREST).map(|(_, pattern)| (*pattern).to_owned());
        let nearest = nearest.collect();
        let Scope { middleware, fallback, .. } = self.scope(path);
        let end = match (self.allow(path, method), fallback) {
            (Some(allow), _) if method == Method::OPTIONS => End::Options { allow },
            (Some(allow), _) => End::MethodNotAllowed { allow },
            (None, Some(call)) => End::Fallback { call: call.clone(), nearest },
            (None, None) => End::NotFound { nearest },
        };
        (tried, middleware.clone(), end)
    }

    fn refused(&self, status: u16, reason: &'static str) -> Way {
        (Vec::new(), self.outermost().middleware.clone(), End::Refused { status, reason })
    }

    /// The routes in the order in which the router prefers them.
    fn by_rank(&self) -> Vec<&Route> {
        let mut routes: Vec<&Route> = self.routes().iter().collect();
        routes.sort_by(|one, two| one.pattern.order(&two.pattern));
        routes
    }
}

/// What was tried, the middleware, and where it ends.
type Way = (Vec<Tried>, Vec<&'static str>, End);

/// The path of a target in origin form or absolute form (RFC 9112, 3.2), without its query.
fn path_of(target: &str) -> &str {
    let target = target.split(['?', '#']).next().unwrap_or_default();
    match target.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('/') => {
            rest.find('/').map_or("/", |start| &rest[start..])
        }
        _ => target,
    }
}

fn starts_with_a_parameter(route: &Route) -> bool {
    route.pattern.segments().first().is_some_and(|segment| segment.literal().is_none())
}
