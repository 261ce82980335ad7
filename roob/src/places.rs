//! Which of the apps inside one another a path belongs to that no route answers.

use crate::mistakes::Mistake;
use crate::routing::{Pattern, Shape, Tree, TreeBuilder};
use std::collections::HashMap;
use std::panic::Location;

/// Where each app stands, by the index of its scope.
#[derive(Default)]
pub(crate) struct Places(Vec<Place>);

/// Where an app stands.
pub(crate) struct Place {
    pub(crate) prefix: Pattern,
    /// The app around it.
    pub(crate) outer: Option<usize>,
    /// Where it was given a fallback of its own.
    pub(crate) fallback: Option<&'static Location<'static>>,
}

/// A prefix and the scope that has it, by what a path sees of the prefix.
type Owners<'p> = HashMap<Vec<Shape<'p>>, (&'p Pattern, usize)>;

impl Places {
    pub(crate) fn add(&mut self, place: Place) {
        self.0.push(place);
    }

    /// Prefixes for which two apps have a fallback, neither of them inside the other.
    pub(crate) fn mistakes(&self) -> Vec<Mistake> {
        self.settle().1
    }

    /// The scopes by prefix, each for its own path and for all below it.
    pub(crate) fn tree(&self) -> Tree<usize> {
        let mut tree = TreeBuilder::new();
        for (prefix, scope) in self.settle().0.into_values() {
            *tree.entry(prefix) = Some(scope);
            // A prefix cannot be too long for this: routes stand below it.
            if let Ok(all) = rest().below(prefix) {
                *tree.entry(&all) = Some(scope);
            }
        }
        tree.into()
    }

    /// Which scope has a prefix, whatever the order in which apps were mounted.
    fn settle(&self) -> (Owners<'_>, Vec<Mistake>) {
        let mut owners = Owners::new();
        let mut mistakes = Vec::new();
        for (next, place) in self.0.iter().enumerate() {
            let owner =
                owners.entry(place.prefix.shape().collect()).or_insert((&place.prefix, next));
            owner.1 = match (self.0[owner.1].fallback, place.fallback) {
                // Nearer is what is inside.
                (_, Some(_)) if self.is_inside(next, owner.1) => next,
                (Some(first), Some(second)) => {
                    mistakes.push(Mistake::new(second, taken(&place.prefix, first)));
                    owner.1
                }
                (None, Some(_)) => next,
                (Some(_), None) => owner.1,
                (None, None) => self.around(owner.1, next),
            };
        }
        (owners, mistakes)
    }

    fn is_inside(&self, scope: usize, other: usize) -> bool {
        self.outwards(scope).any(|outer| outer == other)
    }

    /// The innermost app that has both in it, or is one of them.
    fn around(&self, one: usize, two: usize) -> usize {
        self.outwards(two).find(|outer| self.is_inside(one, *outer)).unwrap_or_default()
    }

    /// An app, the one around it, and so on.
    fn outwards(&self, scope: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(scope), |scope| self.0[*scope].outer)
    }
}

fn taken(prefix: &Pattern, first: &Location<'_>) -> String {
    format!(
        "`{prefix}` has a fallback already, at {first}; of the apps at one prefix one can have it"
    )
}

#[allow(clippy::expect_used)] // a constant
fn rest() -> Pattern {
    Pattern::parse("/{roob_rest:path}").expect("a pattern")
}
