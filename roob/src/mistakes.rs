//! What can be wrong with an app, all of it at once.

use crate::extract::{Needs, Offer};
use crate::names::TypeName;
use crate::routing::{Overlaps, Pattern, TextHasher};
use crate::table::{Route, States};
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
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

/// What is wrong with the parameters that a handler reads of `pattern`.
pub(crate) fn of_parameters(
    subject: &dyn fmt::Display,
    needs: &Needs,
    pattern: &Pattern,
) -> Vec<String> {
    let offers = if needs.paths.is_empty() { Vec::new() } else { offers(pattern) };
    let wrong = needs.paths.iter().filter_map(|probe| probe(&offers).err());
    wrong.map(|reason| format!("{subject}: {reason}")).collect()
}

/// What is wrong with all else that a handler reads.
pub(crate) fn of_handler(
    subject: &dyn fmt::Display,
    needs: &Needs,
    states: &States,
) -> Vec<String> {
    let mut messages = Vec::new();
    if needs.body.len() > 1 {
        let readers = list(&needs.body);
        messages.push(format!("{subject}: the body can be read once, but {readers} read it"));
    }
    for (_, name) in needs.states.iter().filter(|(id, _)| !states.has(*id)) {
        messages.push(format!(
            "{subject}: nobody gave the `State<{name}>` that it asks for; add `.state(…)` to the app"
        ));
    }
    messages
}

/// Pairs of routes of which only the order could say which one answers a path.
pub(crate) fn of_pairs(routes: &[Route]) -> Vec<Mistake> {
    // Only patterns of the same texts and ranks can clash. Those have one key, and come together;
    // others that have it too are looked at, and cost no more than that.
    let keys = routes.iter().enumerate().map(|(at, route)| (key(&route.pattern), at));
    let mut keys: Vec<(u64, usize)> = keys.collect();
    keys.sort_unstable();
    let mut overlaps = Overlaps::default();
    let mut mistakes = Vec::new();
    for group in keys.chunk_by(|(one, _), (two, _)| one == two) {
        for (count, (_, at)) in group.iter().enumerate() {
            let mut before = group[..count].iter().map(|(_, at)| &routes[*at]);
            mistakes.extend(before.find_map(|other| clash(other, &routes[*at], &mut overlaps)));
        }
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

fn clash(first: &Route, second: &Route, overlaps: &mut Overlaps) -> Option<Mistake> {
    let (one, two, place) = (Title(first), Title(second), first.location);
    let message = if first.pattern.shape().eq(second.pattern.shape()) {
        // Of one pattern, a verb of its own comes before any verb.
        (first.method == second.method)
            .then(|| format!("{two} is bound twice; first as {one} at {place}"))
    } else if share_a_verb(first, second) {
        let path = overlaps.path(&first.pattern, &second.pattern);
        path.map(|path| {
            format!("{two} and {one} at {place} both match `{path}`, and neither is narrower")
        })
    } else {
        None
    };
    message.map(|message| Mistake::new(second.location, message))
}

fn share_a_verb(first: &Route, second: &Route) -> bool {
    first.method == second.method || first.method.is_none() || second.method.is_none()
}

/// A route as a message names it; most routes are in none.
pub(crate) struct Title<'r>(pub(crate) &'r Route);

impl fmt::Display for Title<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{} {}`", self.0.verb(), self.0.pattern)
    }
}

/// A number that two patterns share when their segments are alike in what the same path may have:
/// the text, or the rank.
fn key(pattern: &Pattern) -> u64 {
    let mut hasher = TextHasher::default();
    for segment in pattern.segments() {
        match segment.literal() {
            Some(text) => text.hash(&mut hasher),
            None => segment.rank().hash(&mut hasher),
        }
    }
    hasher.finish()
}

fn offers(pattern: &Pattern) -> Vec<Offer<'_>> {
    pattern.params().map(|param| (&*param.name, param.kind.sample().unwrap_or("1"))).collect()
}

fn list(names: &[TypeName]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" and ")
}
