//! The way of one request, as data: what the router tries, in which order, and what comes of it.

use crate::routing::{Mismatch, Route, compare, normalize};
use crate::service::Service;
use http::Method;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::fmt;

/// How a request would travel, for people (`Display`) and for programs (`Serialize`). Nothing runs.
#[derive(Clone, Debug)]
pub struct Explanation {
    method: String,
    path: String,
    tried: Vec<Tried>,
    outcome: Outcome,
}

/// A pattern that was compared with the path.
#[derive(Clone, Debug)]
struct Tried {
    verb: String,
    pattern: String,
    /// Why it is not the one; `None` for the one that is.
    refused: Option<String>,
}

/// What the request ends in.
#[derive(Clone, Debug)]
enum Outcome {
    Handler {
        pattern: String,
        params: Vec<(String, String)>,
        middleware: Vec<&'static str>,
        arguments: Vec<String>,
        handler: &'static str,
        location: String,
    },
    Options {
        allow: String,
    },
    MethodNotAllowed {
        allow: String,
    },
    NotFound {
        nearest: Vec<String>,
    },
    Refused {
        status: u16,
        reason: &'static str,
    },
}

/// How many patterns are offered in place of one that is missing.
const NEAREST: usize = 3;

impl Service {
    /// How a request with this verb and path would travel. A query may follow the path; it does not
    /// route.
    pub fn explain(&self, method: &Method, path: &str) -> Explanation {
        let target = path.split(['?', '#']).next().unwrap_or_default();
        let refused = |status, reason| (Vec::new(), Outcome::Refused { status, reason });
        let (tried, outcome) = match normalize(target) {
            _ if method == Method::CONNECT => refused(501, "CONNECT is for proxies"),
            _ if target == "*" && method != Method::OPTIONS => refused(400, "`*` is for OPTIONS"),
            Some(normal) => self.follow(method, &normal),
            None => refused(400, "the path is not percent-encoded UTF-8"),
        };
        Explanation { method: method.to_string(), path: target.to_owned(), tried, outcome }
    }

    /// The patterns that come nearest to a path that none matches, each after the reason why not, if
    /// it begins like the path.
    #[cfg(feature = "testing")]
    pub(crate) fn nearest(&self, method: &Method, path: &str) -> Vec<(String, String)> {
        let Explanation { tried, outcome, .. } = self.explain(method, path);
        let Outcome::NotFound { nearest } = outcome else {
            return Vec::new();
        };
        let reason = |pattern: &str| {
            let tried = tried.iter().find(|tried| tried.pattern == pattern);
            tried.and_then(|tried| tried.refused.clone()).unwrap_or_default()
        };
        nearest.into_iter().map(|pattern| (reason(&pattern), pattern)).collect()
    }

    fn follow(&self, method: &Method, path: &str) -> (Vec<Tried>, Outcome) {
        let mut tried = Vec::new();
        let mut misses: Vec<(Reverse<usize>, &str)> = Vec::new();
        for route in self.by_rank() {
            match compare(&route.pattern, path) {
                Ok(params) if self.is_answer(route, method, path) => {
                    tried.push(Tried::of(route, None));
                    return (tried, Outcome::handler(route, params));
                }
                Ok(_) => tried.push(Tried::of(route, Some(format!("not for {method}")))),
                Err(Mismatch { matched, reason }) => {
                    if matched > 0 {
                        tried.push(Tried::of(route, Some(reason)));
                    }
                    misses.push((Reverse(matched), route.pattern()));
                }
            }
        }
        (tried, self.without_route(method, path, misses))
    }

    fn without_route(
        &self,
        method: &Method,
        path: &str,
        mut misses: Vec<(Reverse<usize>, &str)>,
    ) -> Outcome {
        if let Some(allow) = self.allow(path, method) {
            return if method == Method::OPTIONS {
                Outcome::Options { allow }
            } else {
                Outcome::MethodNotAllowed { allow }
            };
        }
        misses.sort();
        misses.dedup();
        let nearest = misses.iter().take(NEAREST).map(|(_, pattern)| (*pattern).to_owned());
        Outcome::NotFound { nearest: nearest.collect() }
    }

    /// The routes in the order in which the router prefers them.
    fn by_rank(&self) -> Vec<&Route> {
        let mut routes: Vec<&Route> = self.routes().iter().collect();
        routes.sort_by_cached_key(|route| {
            let segments = route.pattern.segments().iter();
            segments
                .map(|segment| {
                    let (class, text, kinds) = segment.rank();
                    (class, text, kinds.into_iter().cloned().collect::<Vec<_>>(), segment.shape())
                })
                .collect::<Vec<_>>()
        });
        routes
    }
}

impl Tried {
    fn of(route: &Route, refused: Option<String>) -> Self {
        let (verb, pattern) = (route.verb().to_owned(), route.pattern().to_owned());
        Self { verb, pattern, refused }
    }
}

impl Outcome {
    fn json(&self) -> Value {
        match self {
            Self::Handler { pattern, params, middleware, arguments, handler, location } => {
                let param =
                    |(name, value): &(String, String)| json!({"name": name, "value": value});
                json!({
                    "status": null,
                    "pattern": pattern,
                    "params": params.iter().map(param).collect::<Vec<_>>(),
                    "middleware": middleware,
                    "arguments": arguments,
                    "handler": handler,
                    "location": location,
                })
            }
            Self::Options { allow } => json!({"status": 204, "allow": allow}),
            Self::MethodNotAllowed { allow } => json!({"status": 405, "allow": allow}),
            Self::NotFound { nearest } => json!({"status": 404, "nearest": nearest}),
            Self::Refused { status, reason } => json!({"status": status, "reason": reason}),
        }
    }

    fn handler(route: &Route, params: Vec<(String, String)>) -> Self {
        Self::Handler {
            pattern: route.pattern().to_owned(),
            params,
            middleware: route.middleware().to_vec(),
            arguments: route.arguments().to_vec(),
            handler: route.handler(),
            location: route.location().to_string(),
        }
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tried = |tried: &Tried| json!({"verb": tried.verb, "pattern": tried.pattern, "refused": tried.refused});
        json!({
            "method": self.method,
            "path": self.path,
            "tried": self.tried.iter().map(tried).collect::<Vec<_>>(),
            "outcome": self.outcome.json(),
        })
        .serialize(serializer)
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.path)?;
        if !self.tried.is_empty() {
            writeln!(f, "\npatterns, in the order of their rank:")?;
        }
        let width = self.tried.iter().map(|tried| tried.pattern.chars().count()).max();
        for Tried { verb, pattern, refused } in &self.tried {
            let (mark, reason) = match refused {
                Some(reason) => ("-", reason.as_str()),
                None => (">", "matches"),
            };
            writeln!(f, "  {mark} {verb:7} {pattern:0$}  {reason}", width.unwrap_or_default())?;
        }
        write!(f, "\n{}", self.outcome)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler { params, middleware, arguments, handler, location, .. } => {
                for (name, value) in params {
                    writeln!(f, "parameter   {name} = {value:?}")?;
                }
                for name in middleware {
                    writeln!(f, "middleware  {name}")?;
                }
                for argument in arguments {
                    writeln!(f, "argument    {argument}")?;
                }
                write!(f, "handler     {handler}\n            bound at {location}")
            }
            Self::Options { allow } => write!(f, "answer      204, allow: {allow}"),
            Self::MethodNotAllowed { allow } => write!(f, "answer      405, allow: {allow}"),
            Self::Refused { status, reason } => write!(f, "answer      {status}, {reason}"),
            Self::NotFound { nearest } if nearest.is_empty() => {
                write!(f, "answer      404, the app has no routes")
            }
            Self::NotFound { nearest } => {
                write!(f, "answer      404\nnearest     {}", nearest.join("\n            "))
            }
        }
    }
}
