//! What no test looks at, by handler.

use std::fmt::Write;

use super::{
    answer::Seen,
    route::{Coverage, Route},
};

/// The most answers that one line names.
const NAMED: usize = 5;

impl Coverage {
    /// The routes that no test looks at, and what is missing of each handler, with the command that
    /// writes the tests; `name` is what that command calls a route's handler.
    pub(crate) fn missing(&self, name: impl Fn(&Route) -> String) -> String {
        let mut text = String::new();
        let untested: Vec<&Route> =
            self.routes.iter().filter(|route| route.is_untested()).collect();
        if !untested.is_empty() {
            text.push_str("\nroutes that no test looks at:\n");
        }
        for route in untested {
            let (verb, pattern, handler) = (route.verb(), &route.pattern, &route.handler);
            let _ = writeln!(text, "  {verb} {pattern}, {handler}, bound at {}", route.location());
        }
        if self.share().part < self.share().of {
            text.push_str("\nanswers that no test looks at:\n");
        }
        for of_one in self.by_handler() {
            let first = of_one[0];
            let _ = writeln!(text, "  {}, bound at {}", first.handler, first.location());
            of_one.iter().for_each(|route| answers(&mut text, route));
            let _ = writeln!(text, "    write their tests: roob gen test {}", name(first));
        }
        text
    }

    /// What is missing, in one line.
    pub(crate) fn missing_in_short(&self) -> String {
        let all: Vec<String> = self
            .routes
            .iter()
            .flat_map(|route| {
                let name = format!("{} {}", route.verb(), route.pattern);
                route.missing().map(move |answer| format!("{name} {}", answer.title()))
            })
            .collect();
        match all.len().saturating_sub(NAMED) {
            0 => all.join(", "),
            more => format!("{}, and {more} more", all[..NAMED].join(", ")),
        }
    }

    /// The routes of each handler that miss something, in the order of the table.
    fn by_handler(&self) -> Vec<Vec<&Route>> {
        let mut handlers: Vec<Vec<&Route>> = Vec::new();
        for route in self.routes.iter().filter(|route| route.missing().next().is_some()) {
            match handlers.iter_mut().find(|one| is_one_handler(one[0], route)) {
                Some(one) => one.push(route),
                None => handlers.push(vec![route]),
            }
        }
        handlers
    }
}

/// Closures of one function are called the same.
fn is_one_handler(one: &Route, other: &Route) -> bool {
    let is_closure = one.handler.contains("{{closure}}");
    one.handler == other.handler && (!is_closure || one.pattern == other.pattern)
}

fn answers(text: &mut String, route: &Route) {
    for answer in route.missing() {
        let (verb, pattern) = (route.verb(), &route.pattern);
        let (title, reason) = (answer.title(), answer.reason());
        let note = match answer.seen {
            Seen::Hit => format!(" ({})", answer.seen),
            _ => String::new(),
        };
        let _ = writeln!(text, "    {verb} {pattern} {title}: {reason}{note}");
    }
}
