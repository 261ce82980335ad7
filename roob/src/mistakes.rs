//! What can be wrong with an app, all of it at once.

use crate::extract::{Needs, Offer};
use crate::routing::{Pattern, Route, States, shared_path};
use std::collections::HashMap;
use std::fmt;
use std::panic::Location;

/// Why an app cannot be built: every mistake, with the line that made it.
#[derive(Debug)]
pub struct BuildError {
    mistakes: Vec<Mistake>,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    location: &'static Location<'static>,
    message: String,
}

impl BuildError {
    pub(crate) fn new(mut mistakes: Vec<Mistake>) -> Self {
        mistakes.sort_by_key(|m| (m.location.file(), m.location.line(), m.location.column()));
        Self { mistakes }
    }

    /// All mistakes, in the order of their lines.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }
}

impl Mistake {
    pub(crate) fn new(location: &'static Location<'static>, message: impl Into<String>) -> Self {
        Self { location, message: message.into() }
    }

    /// The call that made it.
    pub fn location(&self) -> &'static Location<'static> {
        self.location
    }

    /// What is wrong, and what would be right.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mistakes.len() {
            1 => write!(f, "the app has a mistake:")?,
            n => write!(f, "the app has {n} mistakes:")?,
        }
        self.mistakes.iter().try_for_each(|mistake| write!(f, "\n\n{mistake}"))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.location, self.message)
    }
}

impl std::error::Error for BuildError {}

/// What is wrong between a handler and its route.
pub(crate) fn of_handler(route: &Route, needs: &Needs, states: &States) -> Vec<Mistake> {
    let subject = Title(route);
    let mut messages = Vec::new();
    let offers = if needs.paths.is_empty() { Vec::new() } else { offers(&route.pattern) };
    for probe in &needs.paths {
        if let Err(reason) = probe(&offers) {
            messages.push(format!("{subject}: {reason}"));
        }
    }
    if needs.body.len() > 1 {
        let readers = list(&needs.body);
        messages.push(format!("{subject}: the body can be read once, but {readers} read it"));
    }
    for (_, name) in needs.states.iter().filter(|(id, _)| !states.has(*id)) {
        messages.push(format!(
            "{subject}: nobody gave the `State<{name}>` that it asks for; add `.state(…)` to the app"
        ));
    }
    messages.into_iter().map(|message| Mistake::new(route.location, message)).collect()
}

/// Pairs of routes of which only the order could say which one answers a path.
pub(crate) fn of_pairs(routes: &[Route]) -> Vec<Mistake> {
    // Only patterns of as many segments and the same texts can clash; the key keeps this near
    // linear in the number of routes.
    let mut groups: HashMap<Vec<Option<&str>>, Vec<&Route>> = HashMap::new();
    let mut mistakes = Vec::new();
    for route in routes {
        let group = groups.entry(outline(&route.pattern)).or_default();
        let clash = group.iter().find_map(|other| clash(other, route));
        mistakes.extend(clash);
        group.push(route);
    }
    mistakes
}

/// Names that are given to more than one path.
pub(crate) fn of_names(routes: &[Route]) -> Vec<Mistake> {
    let mut named: HashMap<&str, &Route> = HashMap::new();
    let mut mistakes = Vec::new();
    for route in routes {
        let Some(name) = route.name() else { continue };
        let first = named.entry(name).or_insert(route);
        if first.pattern.as_str() != route.pattern.as_str() {
            mistakes.push(Mistake::new(
                route.location,
                format!(
                    "the name `{name}` of `{}` is taken by `{}` at {}",
                    route.pattern, first.pattern, first.location
                ),
            ));
        }
    }
    mistakes
}

fn clash(first: &Route, second: &Route) -> Option<Mistake> {
    if first.method != second.method {
        return None;
    }
    let path = shared_path(&first.pattern, &second.pattern)?;
    let (one, two, place) = (Title(first), Title(second), first.location);
    let message = if first.pattern.shape() == second.pattern.shape() {
        format!("{two} is bound twice; first as {one} at {place}")
    } else {
        format!("{two} and {one} at {place} both match `{path}`, and neither is narrower")
    };
    Some(Mistake::new(second.location, message))
}

/// A route as a message names it; most routes are in none.
struct Title<'r>(&'r Route);

impl fmt::Display for Title<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{} {}`", self.0.verb(), self.0.pattern)
    }
}

/// The texts of the segments without parameters, and a gap for each of the others.
fn outline(pattern: &Pattern) -> Vec<Option<&str>> {
    pattern.segments().iter().map(|segment| segment.literal()).collect()
}

fn offers(pattern: &Pattern) -> Vec<Offer> {
    let sample = |kind: &crate::routing::Kind| kind.sample().unwrap_or("1").to_owned();
    pattern.params().map(|param| (param.name.clone(), sample(&param.kind))).collect()
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" and ")
}
