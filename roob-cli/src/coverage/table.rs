//! The table of `roob test`.

use std::fmt::Write;

use super::{
    answer::Seen,
    route::{Coverage, Route},
};

/// How a mark with its status is shown: as it is, or in colour.
pub(crate) type Paint<'p> = &'p dyn Fn(Seen, String) -> String;

impl Coverage {
    /// A line a route: verb, pattern, and each status with its mark.
    pub(crate) fn table(&self, paint: Paint) -> String {
        let width = self.routes.iter().map(|route| route.pattern.chars().count()).max();
        let width = width.unwrap_or_default();
        let mut text = String::new();
        for route in &self.routes {
            let (verb, pattern) = (route.verb(), &route.pattern);
            let _ = writeln!(text, "{verb:7} {pattern:width$}  {}", marks(route, paint));
        }
        let legend = [Seen::LookedAt, Seen::Hit, Seen::Never].map(|seen| {
            let mark = paint(seen, seen.mark().to_string());
            format!("{mark} {seen}")
        });
        let _ = writeln!(text, "\n{}", legend.join("   "));
        text
    }
}

fn marks(route: &Route, paint: Paint) -> String {
    let mark = |answer: &super::Answer| {
        paint(answer.seen, format!("{}{}", answer.seen.mark(), answer.title()))
    };
    route.answers.iter().map(mark).collect::<Vec<_>>().join(" ")
}
