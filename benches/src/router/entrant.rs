//! The routers that are compared, with their types forgotten.

use super::peers::{
    Actix, Literal, Matchit08, Matchit09, Ntex, PathTree, Roob, RoobRaw, RoobTyped,
    RouteRecognizer, Router, Wayfind, Xitca,
};
use super::table::Table;
use std::hint::black_box;

/// A router that can be built.
pub struct Entrant {
    pub name: &'static str,
    /// Whether it is fast enough for tables that grow; the others go through route by route, or
    /// are a variant that only the small table needs.
    pub grows: bool,
    notation: fn(&str) -> String,
    build: fn(&[String]) -> Box<dyn Built>,
}

/// A router with its routes.
pub trait Built {
    fn find(&self, path: &str) -> Option<usize>;

    /// Asks for every path once. The loop is inside, so that calls of the router itself are direct.
    fn pass(&self, paths: &[String]);
}

/// Every router, Roob's first.
pub static ALL: [Entrant; 12] = [
    entrant::<Roob>("roob", true),
    entrant::<RoobTyped>("roob typed", false),
    entrant::<RoobRaw>("roob normalize", false),
    entrant::<Matchit09>("matchit 0.9", true),
    entrant::<Matchit08>("matchit 0.8.4", true),
    entrant::<Xitca>("xitca-router", true),
    entrant::<Wayfind>("wayfind", true),
    entrant::<PathTree>("path-tree", true),
    entrant::<Ntex>("ntex-router", false),
    entrant::<RouteRecognizer>("route-recognizer", false),
    entrant::<Actix>("actix-router", false),
    entrant::<Literal>("hash of the literal", false),
];

const fn entrant<R: Router + 'static>(name: &'static str, grows: bool) -> Entrant {
    Entrant { name, grows, notation: R::notation, build: |patterns| Box::new(R::build(patterns)) }
}

impl Entrant {
    /// `table`'s patterns in the notation of this router.
    pub fn notation(&self, table: &Table) -> Vec<String> {
        table.patterns.iter().map(|pattern| (self.notation)(pattern)).collect()
    }

    /// The router with `patterns`, which are in its own notation.
    pub fn build(&self, patterns: &[String]) -> Box<dyn Built> {
        (self.build)(patterns)
    }

    /// The router with `table`'s patterns, once it has given the right answer to every path.
    pub fn verified(&self, table: &Table) -> Box<dyn Built> {
        let built = self.build(&self.notation(table));
        for (path, route) in &table.hits {
            assert_eq!(built.find(path), Some(*route), "{}: {path}", self.name);
        }
        for path in &table.misses {
            assert_eq!(built.find(path), None, "{}: {path}", self.name);
        }
        built
    }
}

impl<R: Router> Built for R {
    fn find(&self, path: &str) -> Option<usize> {
        Router::find(self, path)
    }

    fn pass(&self, paths: &[String]) {
        for path in paths {
            black_box(Router::find(self, black_box(path)));
        }
    }
}
