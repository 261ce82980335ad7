//! Every router behind one trait.

use super::routing::{Pattern, Spans, Tree, TreeBuilder, normalize};
use rustc_hash::FxHashMap;
use std::hint::black_box;

/// A router whose values are the places of its routes.
pub trait Router {
    /// `pattern` in the notation of this router.
    fn notation(pattern: &str) -> String {
        pattern.to_owned()
    }

    /// The router with `patterns`, in its own notation.
    fn build(patterns: &[String]) -> Self;

    /// The route of `path`. The parameters must have been found too: what has them goes through
    /// [`black_box`].
    fn find(&self, path: &str) -> Option<usize>;
}

/// Roob's router; the path comes in the form that [`normalize`] makes.
pub struct Roob(Tree<usize>);

/// Roob's router with what a request needs besides: the path is brought into its form.
pub struct RoobRaw(Roob);

/// Roob's router, every parameter a word.
pub struct RoobTyped(Roob);

pub struct Matchit09(matchit::Router<usize>);
pub struct Matchit08(matchit08::Router<usize>);
pub struct PathTree(path_tree::PathTree<usize>);
pub struct Wayfind(wayfind::Router<usize>);
pub struct Xitca(xitca_router::Router<usize>);
pub struct RouteRecognizer(route_recognizer::Router<usize>);
pub struct Actix(actix_router::Router<usize>);
pub struct Ntex(ntex_router::Router<usize>);

/// No router: the paths of the routes themselves in a hash table, a floor for all others.
pub struct Literal(FxHashMap<String, usize>);

impl Router for Roob {
    fn build(patterns: &[String]) -> Self {
        let mut tree = TreeBuilder::new();
        for (at, pattern) in patterns.iter().enumerate() {
            let pattern = Pattern::parse(pattern).expect("a pattern of the table");
            *tree.entry(&pattern) = Some(at);
        }
        Self(tree.into())
    }

    fn find(&self, path: &str) -> Option<usize> {
        let mut spans = Spans::default();
        let found = self.0.find(path, &mut spans, &mut |at| Some(*at));
        black_box(&spans);
        found
    }
}

impl Router for RoobRaw {
    fn build(patterns: &[String]) -> Self {
        Self(Roob::build(patterns))
    }

    fn find(&self, path: &str) -> Option<usize> {
        self.0.find(&normalize(path)?)
    }
}

impl Router for RoobTyped {
    fn notation(pattern: &str) -> String {
        pattern.replace('}', ":w}")
    }

    fn build(patterns: &[String]) -> Self {
        Self(Roob::build(patterns))
    }

    fn find(&self, path: &str) -> Option<usize> {
        self.0.find(path)
    }
}

impl Router for Matchit09 {
    fn build(patterns: &[String]) -> Self {
        let mut router = matchit::Router::new();
        for (at, pattern) in patterns.iter().enumerate() {
            router.insert(pattern, at).expect("a pattern of the table");
        }
        Self(router)
    }

    fn find(&self, path: &str) -> Option<usize> {
        let found = self.0.at(path).ok()?;
        black_box(&found.params);
        Some(*found.value)
    }
}

impl Router for Matchit08 {
    fn build(patterns: &[String]) -> Self {
        let mut router = matchit08::Router::new();
        for (at, pattern) in patterns.iter().enumerate() {
            router.insert(pattern, at).expect("a pattern of the table");
        }
        Self(router)
    }

    fn find(&self, path: &str) -> Option<usize> {
        let found = self.0.at(path).ok()?;
        black_box(&found.params);
        Some(*found.value)
    }
}

impl Router for PathTree {
    fn notation(pattern: &str) -> String {
        colons(pattern)
    }

    fn build(patterns: &[String]) -> Self {
        let mut router = path_tree::PathTree::new();
        for (at, pattern) in patterns.iter().enumerate() {
            let _ = router.insert(pattern, at);
        }
        Self(router)
    }

    fn find(&self, path: &str) -> Option<usize> {
        let (at, found) = self.0.find(path)?;
        black_box(&found);
        Some(*at)
    }
}

impl Router for Wayfind {
    fn notation(pattern: &str) -> String {
        pattern.replace('{', "<").replace('}', ">")
    }

    fn build(patterns: &[String]) -> Self {
        let mut router = wayfind::RouterBuilder::new();
        for (at, pattern) in patterns.iter().enumerate() {
            router.insert(pattern, at).expect("a pattern of the table");
        }
        Self(router.build())
    }

    fn find(&self, path: &str) -> Option<usize> {
        let found = self.0.search(path)?;
        black_box(found.parameters());
        Some(*found.data())
    }
}

impl Router for Xitca {
    fn build(patterns: &[String]) -> Self {
        let mut router = xitca_router::Router::new();
        for (at, pattern) in patterns.iter().enumerate() {
            router.insert(pattern.as_str(), at).expect("a pattern of the table");
        }
        Self(router)
    }

    fn find(&self, path: &str) -> Option<usize> {
        let found = self.0.at(path).ok()?;
        black_box(&found.params);
        Some(*found.value)
    }
}

impl Router for RouteRecognizer {
    fn notation(pattern: &str) -> String {
        colons(pattern)
    }

    fn build(patterns: &[String]) -> Self {
        let mut router = route_recognizer::Router::new();
        for (at, pattern) in patterns.iter().enumerate() {
            router.add(pattern, at);
        }
        Self(router)
    }

    fn find(&self, path: &str) -> Option<usize> {
        let found = self.0.recognize(path).ok()?;
        black_box(found.params());
        Some(**found.handler())
    }
}

impl Router for Actix {
    fn build(patterns: &[String]) -> Self {
        let mut router = actix_router::Router::build();
        for (at, pattern) in by_text(patterns) {
            router.path(pattern, at);
        }
        Self(router.finish())
    }

    fn find(&self, path: &str) -> Option<usize> {
        let mut path = actix_router::Path::new(path);
        let (at, _) = self.0.recognize(&mut path)?;
        black_box(&path);
        Some(*at)
    }
}

impl Router for Ntex {
    fn build(patterns: &[String]) -> Self {
        let mut router = ntex_router::Router::builder();
        for (at, pattern) in by_text(patterns) {
            router.path(pattern, at);
        }
        Self(router.build())
    }

    fn find(&self, path: &str) -> Option<usize> {
        let mut path = ntex_router::Path::new(path);
        let (at, _) = self.0.recognize(&mut path)?;
        black_box(&path);
        Some(*at)
    }
}

impl Router for Literal {
    fn notation(pattern: &str) -> String {
        pattern.replace(['{', '}'], "")
    }

    fn build(patterns: &[String]) -> Self {
        Self(patterns.iter().cloned().zip(0..).collect())
    }

    fn find(&self, path: &str) -> Option<usize> {
        self.0.get(path).copied()
    }
}

/// `/users/:id` for `/users/{id}`.
fn colons(pattern: &str) -> String {
    pattern.replace('{', ":").replace('}', "")
}

/// `patterns` with their places, those without parameters first: routers that take the first match
/// need them there.
fn by_text(patterns: &[String]) -> impl Iterator<Item = (usize, &str)> {
    let mut all: Vec<_> = patterns.iter().map(String::as_str).enumerate().collect();
    all.sort_by_key(|(_, pattern)| {
        pattern.split('/').map(|segment| segment.starts_with('{')).collect::<Vec<_>>()
    });
    all.into_iter()
}
