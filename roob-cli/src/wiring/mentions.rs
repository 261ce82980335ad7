//! Whether a file uses something already, by whatever name.

use syn::{
    ExprPath, ExprStruct, File, Item, Macro,
    visit::{self, Visit},
};

use super::{
    names::{Names, is_test, segments},
    source::flat,
};

/// Whether the file uses what is at `path`, or the same in its `module`. `alone` says whether its
/// name is enough where no `use` tells whose it is.
pub(super) fn is_mentioned(file: &File, path: &[String], module: &str, alone: bool) -> bool {
    let (modules, name) = path.split_at(path.len() - 1);
    let longer = [modules, &[module.to_owned()], name].concat();
    let scopes = vec![Names::of(&file.items)];
    let mut finder = Finder { wanted: [path.to_vec(), longer], alone, scopes, found: false };
    file.items.iter().for_each(|item| finder.visit_item(item));
    finder.found
}

struct Finder {
    wanted: [Vec<String>; 2],
    alone: bool,
    /// The names of the modules around.
    scopes: Vec<Names>,
    found: bool,
}

impl Finder {
    /// At a path, and at what a function at its end belongs to: `Products::new`.
    fn look_at(&mut self, path: &[String]) {
        self.found |= self.is_it(path);
        self.found |= path.split_last().is_some_and(|(_, kind)| self.is_it(kind));
    }

    fn is_it(&self, path: &[String]) -> bool {
        let Some(names) = self.scopes.last().filter(|_| !path.is_empty()) else { return false };
        let path = names.resolve(path);
        let by_glob = |glob: &Vec<String>| [&glob[..], &path].concat() == self.wanted[0];
        let clear = path.len() > 1 || self.alone || names.globs().iter().any(by_glob);
        clear && self.wanted.iter().any(|wanted| wanted.ends_with(&path))
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(one) if is_test(&one.attrs) => {}
            Item::Mod(one) => {
                if let Some((_, items)) = &one.content {
                    self.scopes.push(Names::of(items));
                    items.iter().for_each(|item| self.visit_item(item));
                    self.scopes.pop();
                }
            }
            Item::Use(_) => {}
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        self.look_at(&segments(&path.path));
    }

    fn visit_expr_struct(&mut self, one: &'ast ExprStruct) {
        self.look_at(&segments(&one.path));
        visit::visit_expr_struct(self, one);
    }

    fn visit_macro(&mut self, one: &'ast Macro) {
        let mut path: Vec<String> = Vec::new();
        let is_name = |token: &str| token.starts_with(|c: char| c.is_alphabetic() || c == '_');
        for token in flat(one.tokens.clone()).iter().chain([&";".to_owned()]) {
            match token.as_str() {
                ":" => {}
                name if is_name(name) => path.push(name.to_owned()),
                _ => {
                    self.look_at(&path);
                    path.clear();
                }
            }
        }
    }
}
