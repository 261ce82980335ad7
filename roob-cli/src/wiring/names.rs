//! What the names at the top of a file stand for.

use std::collections::BTreeMap;

use syn::{Attribute, Item, Type, UseTree};

/// One name that a `use` brings, or all that a glob does.
pub(super) struct Leaf {
    /// `["controllers", "Products"]`, without `crate` and `self`.
    path: Vec<String>,
    /// What it is called here; nothing for a glob.
    name: Option<String>,
}

impl Leaf {
    pub(super) fn all(tree: &UseTree) -> Vec<Self> {
        let mut all = Vec::new();
        Self::add(tree, &mut Vec::new(), &mut all);
        all
    }

    fn add(tree: &UseTree, path: &mut Vec<String>, all: &mut Vec<Self>) {
        let mut leaf = |last: Option<String>, name: Option<String>| {
            let whole = path.iter().cloned().chain(last.filter(|last| last != "self")).collect();
            all.push(Self { path: plain(whole), name });
        };
        match tree {
            UseTree::Name(one) if one.ident == "self" => leaf(None, path.last().cloned()),
            UseTree::Name(one) => leaf(Some(one.ident.to_string()), Some(one.ident.to_string())),
            UseTree::Rename(one) => leaf(Some(one.ident.to_string()), Some(one.rename.to_string())),
            UseTree::Glob(_) => leaf(None, None),
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| Self::add(tree, path, all));
            }
            UseTree::Path(one) => {
                path.push(one.ident.to_string());
                Self::add(&one.tree, path, all);
                path.pop();
            }
        }
    }

    /// Whether it brings what is at `path`, under its own name.
    pub(super) fn brings(&self, path: &[String]) -> bool {
        match &self.name {
            Some(name) => self.path == path && path.last() == Some(name),
            None => path.split_last().is_some_and(|(_, module)| self.path == module),
        }
    }
}

/// The names of one module.
#[derive(Default)]
pub(super) struct Names {
    imports: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    items: Vec<String>,
    functions: Vec<String>,
}

impl Names {
    pub(super) fn of(items: &[Item]) -> Self {
        let mut names = Self::default();
        items.iter().for_each(|item| names.add(item));
        names
    }

    fn add(&mut self, item: &Item) {
        let ident = match item {
            Item::Use(one) => {
                for Leaf { path, name } in Leaf::all(&one.tree) {
                    match name {
                        Some(name) => drop(self.imports.insert(name, path)),
                        None => self.globs.push(path),
                    }
                }
                return;
            }
            Item::Type(one) => {
                if let Type::Path(path) = &*one.ty {
                    self.imports.insert(one.ident.to_string(), segments(&path.path));
                }
                return;
            }
            Item::Fn(one) => {
                self.functions.push(one.sig.ident.to_string());
                return;
            }
            Item::Mod(one) => &one.ident,
            Item::Struct(one) => &one.ident,
            Item::Enum(one) => &one.ident,
            Item::Union(one) => &one.ident,
            Item::Trait(one) => &one.ident,
            Item::ExternCrate(one) => &one.ident,
            _ => return,
        };
        self.items.push(ident.to_string());
    }

    /// Whether `name` is a module or a type here. What globs bring yields to what is written out.
    pub(super) fn has(&self, name: &str) -> bool {
        self.imports.contains_key(name) || self.items.iter().any(|item| item == name)
    }

    /// Whether `name` is a function here, as far as one can tell.
    pub(super) fn has_function(&self, name: &str) -> bool {
        self.imports.contains_key(name) || self.functions.iter().any(|one| one == name)
    }

    /// Whether `name` may be used as a module here.
    pub(super) fn may_have(&self, name: &str) -> bool {
        self.has(name) || !self.globs.is_empty()
    }

    /// `path` from the root of the crate, as far as this file tells.
    pub(super) fn resolve(&self, path: &[String]) -> Vec<String> {
        let mut path = plain(path.to_vec());
        // A name may stand for another one; no more than there are names.
        for _ in 0..self.imports.len() {
            match path.split_first() {
                Some((first, rest))
                    if self.imports.get(first).is_some_and(|to| to[..] != [first.clone()]) =>
                {
                    path = [&self.imports[first], rest].concat();
                }
                _ => break,
            }
        }
        path
    }

    /// The modules from which everything is here.
    pub(super) fn globs(&self) -> &[Vec<String>] {
        &self.globs
    }
}

/// The names of a path, without what they are generic over.
pub(super) fn segments(path: &syn::Path) -> Vec<String> {
    plain(path.segments.iter().map(|segment| segment.ident.to_string()).collect())
}

/// Without what only says where it starts.
fn plain(path: Vec<String>) -> Vec<String> {
    let start = |one: &String| ["crate", "self", "super"].contains(&one.as_str());
    path.into_iter().skip_while(start).collect()
}

/// Whether a `cfg` decides about it.
pub(super) fn is_conditional(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg"))
}

/// Whether it is there for tests only.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    let test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test")
    };
    attributes.iter().any(test)
}
