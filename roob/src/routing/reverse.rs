//! From a pattern and values back to a path.

use super::compare::compare;
use super::kind::Kind;
use super::path::SEGMENT;
use super::pattern::Pattern;
use super::segment::{Param, Part};
use percent_encoding::{AsciiSet, utf8_percent_encode};
use std::fmt;

/// Why a route has no URL for some values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlError {
    route: String,
    reason: Reason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    NoRoute,
    Missing { param: String, pattern: String },
    Unknown { param: String, pattern: String },
    Unfit { param: String, value: String, pattern: String },
}

/// The name of a parameter and its value, not encoded.
pub(crate) type Value = (String, String);

/// What stands in a parameter that takes the rest as it is.
const REST: &AsciiSet = &SEGMENT.remove(b'/');

/// The path of the route `name` that `pattern` reads back as `values`.
pub(crate) fn url(name: &str, pattern: &Pattern, values: &[Value]) -> Result<String, UrlError> {
    let wrong = |reason| UrlError { route: name.to_owned(), reason };
    let text = || pattern.as_str().to_owned();
    if let Some((param, _)) = values.iter().find(|(param, _)| !has(pattern, param)) {
        return Err(wrong(Reason::Unknown { param: param.clone(), pattern: text() }));
    }
    let mut path = String::new();
    for segment in pattern.segments() {
        path.push('/');
        for part in &segment.parts {
            match part {
                Part::Literal(literal) => path.push_str(literal),
                Part::Param(param) => match value_of(values, param) {
                    Some(value) => path.extend(encode(param, value)),
                    None => {
                        let param = param.name.clone();
                        return Err(wrong(Reason::Missing { param, pattern: text() }));
                    }
                },
            }
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    match unfit(pattern, &path, values) {
        None => Ok(path),
        Some((param, value)) => Err(wrong(Reason::Unfit { param, value, pattern: text() })),
    }
}

/// The error for a name that no route has.
pub(crate) fn no_route(name: &str) -> UrlError {
    UrlError { route: name.to_owned(), reason: Reason::NoRoute }
}

fn has(pattern: &Pattern, name: &str) -> bool {
    pattern.params().any(|param| param.name == name)
}

fn value_of<'v>(values: &'v [Value], param: &Param) -> Option<&'v str> {
    let found = values.iter().find(|(name, _)| *name == param.name);
    found.map(|(_, value)| value.as_str())
}

fn encode<'v>(param: &Param, value: &'v str) -> impl Iterator<Item = &'v str> {
    utf8_percent_encode(value, if param.kind == Kind::Path { REST } else { SEGMENT })
}

/// The first value that does not come back from the path as it went in: one that its type does not
/// take, one that its neighbours take a part of, or a dot segment, which a client would resolve.
fn unfit(pattern: &Pattern, path: &str, values: &[Value]) -> Option<Value> {
    let found = compare(pattern, path).unwrap_or_default();
    let dots = |value: &str| value.split('/').any(|part| matches!(part, "." | ".."));
    let comes_back =
        |(name, value): &Value| found.iter().any(|pair| (&pair.0, &pair.1) == (name, value));
    let is_fit = |value: &&Value| comes_back(value) && !dots(&value.1);
    values.iter().find(|value| !is_fit(value)).cloned()
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { route, reason } = self;
        match reason {
            Reason::NoRoute => write!(f, "no route has the name `{route}`"),
            Reason::Missing { param, pattern } => {
                write!(f, "a URL of `{route}` needs a value for `{param}` of `{pattern}`")
            }
            Reason::Unknown { param, pattern } => {
                write!(
                    f,
                    "a URL of `{route}` has no place for `{param}`: the pattern is `{pattern}`"
                )
            }
            Reason::Unfit { param, value, pattern } => {
                let value = value.escape_debug();
                write!(
                    f,
                    "`{value}` is no value for `{param}` of `{route}`: the pattern is `{pattern}`"
                )
            }
        }
    }
}

impl std::error::Error for UrlError {}
