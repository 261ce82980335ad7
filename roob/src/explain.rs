//! The way of one request, as data.

use crate::table::{Call, Route};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::fmt;

/// How a request would travel, for people (`Display`) and for programs (`Serialize`).
#[derive(Clone, Debug)]
pub struct Explanation {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) tried: Vec<Tried>,
    /// What it goes through, outermost first.
    pub(crate) middleware: Vec<&'static str>,
    pub(crate) end: End,
}

/// A pattern that was compared with the path.
#[derive(Clone, Debug)]
pub(crate) struct Tried {
    verb: String,
    pub(crate) pattern: String,
    /// Why it is not the one; `None` for the one that is.
    pub(crate) refused: Option<String>,
}

/// What the request ends in.
#[derive(Clone, Debug)]
pub(crate) enum End {
    Handler { pattern: String, params: Vec<(String, String)>, call: Call },
    Fallback { call: Call, nearest: Vec<String> },
    Options { allow: String },
    MethodNotAllowed { allow: String },
    NotFound { nearest: Vec<String> },
    Refused { status: u16, reason: &'static str },
}

impl Tried {
    pub(crate) fn of(route: &Route, refused: Option<String>) -> Self {
        let (verb, pattern) = (route.verb().to_owned(), route.pattern().to_owned());
        Self { verb, pattern, refused }
    }
}

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tried = |tried: &Tried| json!({"verb": tried.verb, "pattern": tried.pattern, "refused": tried.refused});
        let mut outcome = self.end.json();
        outcome["middleware"] = json!(self.middleware);
        json!({
            "method": self.method,
            "path": self.path,
            "tried": self.tried.iter().map(tried).collect::<Vec<_>>(),
            "outcome": outcome,
        })
        .serialize(serializer)
    }
}

impl End {
    fn json(&self) -> Value {
        match self {
            Self::Handler { pattern, params, call } => {
                let param =
                    |(name, value): &(String, String)| json!({"name": name, "value": value});
                json!({
                    "status": null,
                    "pattern": pattern,
                    "params": params.iter().map(param).collect::<Vec<_>>(),
                    "arguments": call.arguments(),
                    "handler": call.handler,
                    "location": call.location.to_string(),
                })
            }
            Self::Fallback { call, nearest } => json!({
                "status": null,
                "nearest": nearest,
                "arguments": call.arguments(),
                "fallback": call.handler,
                "location": call.location.to_string(),
            }),
            Self::Options { allow } => json!({"status": 204, "allow": allow}),
            Self::MethodNotAllowed { allow } => json!({"status": 405, "allow": allow}),
            Self::NotFound { nearest } => json!({"status": 404, "nearest": nearest}),
            Self::Refused { status, reason } => json!({"status": status, "reason": reason}),
        }
    }

    /// The values that a handler gets from the path.
    fn params(&self) -> &[(String, String)] {
        match self {
            Self::Handler { params, .. } => params,
            _ => &[],
        }
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
        writeln!(f)?;
        for (name, value) in self.end.params() {
            writeln!(f, "parameter   {name} = {value:?}")?;
        }
        for name in &self.middleware {
            writeln!(f, "middleware  {name}")?;
        }
        write!(f, "{}", self.end)
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler { call, .. } => {
                write!(f, "{}handler     {}", Arguments(call), Bound(call))
            }
            Self::Fallback { call, nearest } => {
                write!(f, "{}fallback    {}", Arguments(call), Bound(call))?;
                if nearest.is_empty() { Ok(()) } else { write!(f, "\n{}", Nearest(nearest)) }
            }
            Self::Options { allow } => write!(f, "answer      204, allow: {allow}"),
            Self::MethodNotAllowed { allow } => write!(f, "answer      405, allow: {allow}"),
            Self::Refused { status, reason } => write!(f, "answer      {status}, {reason}"),
            Self::NotFound { nearest } if nearest.is_empty() => {
                write!(f, "answer      404, the app has no routes")
            }
            Self::NotFound { nearest } => write!(f, "answer      404\n{}", Nearest(nearest)),
        }
    }
}

struct Arguments<'e>(&'e Call);

impl fmt::Display for Arguments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arguments = &self.0.arguments;
        arguments.iter().try_for_each(|argument| writeln!(f, "argument    {argument}"))
    }
}

struct Bound<'e>(&'e Call);

impl fmt::Display for Bound<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n            bound at {}", self.0.handler, self.0.location)
    }
}

struct Nearest<'e>(&'e [String]);

impl fmt::Display for Nearest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nearest     {}", self.0.join("\n            "))
    }
}
