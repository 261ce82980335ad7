//! `mod products;` and `pub use products::Products;`, each among its like and in its order.

use proc_macro2::Span;
use syn::{Ident, Item, ItemUse, UseTree, Visibility, spanned::Spanned};

use super::source::{Source, end, start};

/// Declares `name`, with `visibility` (`pub ` or nothing).
pub(crate) fn module(text: &str, visibility: &str, name: &str) -> Result<String, String> {
    let source = Source::new(text)?;
    if source.has(&["mod", name, ";"]) || source.has(&["mod", name, "{"]) {
        return Ok(source.same());
    }
    let file = source.parse()?;
    let modules: Vec<Named> = file.items.iter().filter_map(declared).collect();
    let line = format!("{visibility}mod {name};");
    if !modules.is_empty() {
        return Ok(among(&source, &modules, name, &line));
    }
    Ok(match file.items.first() {
        Some(item) => source.insert(start(item.span()), &format!("{line}\n\n")),
        None => source.insert(source.text().len(), &format!("\n{line}\n")),
    })
}

/// Re-exports `item` of the module `module`.
pub(crate) fn reexport(text: &str, module: &str, item: &str) -> Result<String, String> {
    let source = Source::new(text)?;
    let file = source.parse()?;
    let uses = || file.items.iter().filter_map(public_use);
    let module_is = |one: &ItemUse| first(&one.tree).is_some_and(|ident| ident == module);
    if uses().any(|one| module_is(one) && names(&one.tree, item)) {
        return Ok(source.same());
    }
    let local: Vec<Named> = uses()
        .filter_map(|one| Some(Named { name: first(&one.tree)?.to_string(), span: one.span() }))
        .collect();
    let line = format!("pub use {module}::{item};");
    if !local.is_empty() {
        return Ok(among(&source, &local, module, &line));
    }
    let Some(last) = file.items.iter().filter_map(declared).next_back() else {
        return Err(format!("it has no `mod {module};`"));
    };
    let place = source.line_end(end(last.span));
    Ok(source.insert(place, &format!("\n\n{line}")))
}

struct Named {
    name: String,
    span: Span,
}

/// Before the first that comes later in the alphabet, or after the last.
fn among(source: &Source, like: &[Named], name: &str, line: &str) -> String {
    match like.iter().find(|one| one.name.as_str() > name) {
        Some(next) => source.insert(start(next.span), &format!("{line}\n")),
        None => {
            let last = like.last().map_or(0, |one| end(one.span));
            source.insert(source.line_end(last), &format!("\n{line}"))
        }
    }
}

fn declared(item: &Item) -> Option<Named> {
    match item {
        Item::Mod(one) if one.content.is_none() => {
            Some(Named { name: one.ident.to_string(), span: one.span() })
        }
        _ => None,
    }
}

fn public_use(item: &Item) -> Option<&ItemUse> {
    match item {
        Item::Use(one) if matches!(one.vis, Visibility::Public(_)) => Some(one),
        _ => None,
    }
}

fn first(tree: &UseTree) -> Option<&Ident> {
    match tree {
        UseTree::Path(path) if path.ident == "self" => first(&path.tree),
        UseTree::Path(path) => Some(&path.ident),
        _ => None,
    }
}

fn names(tree: &UseTree, item: &str) -> bool {
    match tree {
        UseTree::Path(path) => names(&path.tree, item),
        UseTree::Name(name) => name.ident == item,
        UseTree::Group(group) => group.items.iter().any(|tree| names(tree, item)),
        UseTree::Glob(_) => true,
        UseTree::Rename(_) => false,
    }
}
