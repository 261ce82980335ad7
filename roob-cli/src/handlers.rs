//! What a handler is called on the command line: the end of its path, in snake case.

use heck::ToSnakeCase;

use crate::{
    coverage::{Coverage, Route},
    error::Error,
    words::distance,
};

/// The parts of a handler's path, without what it is generic over.
fn segments(handler: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let plain: String = handler
        .chars()
        .filter(|c| {
            depth += usize::from(*c == '<');
            let shown = depth == 0;
            depth -= usize::from(*c == '>' && depth > 0);
            shown
        })
        .collect();
    plain.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Two names that differ in nothing but their case are one.
fn plain(segment: &str) -> String {
    segment.replace('_', "").to_lowercase()
}

fn ends_with(handler: &str, end: &[String]) -> bool {
    let own: Vec<String> = segments(handler).iter().map(|one| plain(one)).collect();
    own.ends_with(end)
}

fn is_closure(handler: &str) -> bool {
    handler.contains("{{closure}}")
}

/// The name of the function: `delete`.
pub(crate) fn function(handler: &str) -> String {
    let all = segments(handler);
    all.iter().rev().find(|one| !one.starts_with('{')).map_or("handler".to_owned(), Clone::clone)
}

/// The module that the handler is in, or the function's own name where it is in none.
pub(crate) fn module(handler: &str) -> String {
    let all = segments(handler);
    let is_module =
        |one: &&String| one.chars().all(|c| c.is_ascii_lowercase() || "_0123456789".contains(c));
    let before = &all[..all.len().saturating_sub(1)];
    before.iter().skip(1).rev().find(is_module).cloned().unwrap_or_else(|| function(handler))
}

/// The shortest end of the path of `route`'s handler that no other handler has, from two parts on;
/// its verb and pattern where the handler has no name.
pub(crate) fn name(route: &Route, all: &Coverage) -> String {
    if is_closure(&route.handler) {
        return format!("'{} {}'", route.verb(), route.pattern);
    }
    let own = segments(&route.handler);
    let shortest = (2..=own.len()).find(|length| {
        let end: Vec<String> = own[own.len() - length..].iter().map(|one| plain(one)).collect();
        let mut others = all.routes.iter().filter(|other| other.handler != route.handler);
        !others.any(|other| ends_with(&other.handler, &end))
    });
    let end = &own[own.len() - shortest.unwrap_or(own.len())..];
    end.iter().map(|one| one.to_snake_case()).collect::<Vec<_>>().join("::")
}

/// The routes of the one handler that `wanted` names.
pub(crate) fn find<'c>(wanted: &str, all: &'c Coverage) -> Result<Vec<&'c Route>, Error> {
    if let Some((verb, pattern)) = wanted.split_once(' ') {
        let is_it = |route: &&Route| route.verb() == verb && route.pattern == pattern;
        let found = all.routes.iter().find(is_it).ok_or_else(|| unknown(wanted, all))?;
        let is_like_it =
            |route: &&Route| route.handler == found.handler && route.pattern == pattern;
        return Ok(all.routes.iter().filter(is_like_it).collect());
    }
    let end: Vec<String> = wanted.split("::").map(plain).collect();
    let mut handlers: Vec<&str> = all.routes.iter().map(|route| &*route.handler).collect();
    handlers.sort_unstable();
    handlers.dedup();
    handlers.retain(|handler| !is_closure(handler) && ends_with(handler, &end));
    match handlers[..] {
        [] => Err(unknown(wanted, all)),
        [one] => Ok(all.routes.iter().filter(|route| route.handler == one).collect()),
        _ => Err(ambiguous(wanted, &handlers, all)),
    }
}

fn names(all: &Coverage, is: impl Fn(&Route) -> bool) -> Vec<String> {
    let routes = all.routes.iter().filter(|route| route.verb.is_some() && is(route));
    let mut names: Vec<String> = routes.map(|route| name(route, all)).collect();
    names.sort();
    names.dedup();
    names
}

fn ambiguous(wanted: &str, handlers: &[&str], all: &Coverage) -> Error {
    let names = names(all, |route| handlers.contains(&&*route.handler));
    Error::Argument(format!("`{wanted}` is the end of several handlers: {}", list(&names)))
}

fn unknown(wanted: &str, all: &Coverage) -> Error {
    let names = names(all, |_| true);
    let far = |name: &String| distance(name, &wanted.to_lowercase());
    let close = names.iter().min_by_key(|name| far(name)).filter(|name| far(name) <= 3);
    let hint = close.map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
    Error::Argument(format!(
        "no handler that a test knows is `{wanted}`: {hint}there are {}",
        list(&names)
    ))
}

fn list(names: &[String]) -> String {
    let quoted = |name: &String| format!("`{}`", name.trim_matches('\''));
    names.iter().map(quoted).collect::<Vec<_>>().join(", ")
}
