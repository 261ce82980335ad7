//! `mod products;` and `pub use products::Products;`, each among its like and in its order.

use proc_macro2::Span;
use syn::{File, Item, ItemUse, UseTree, Visibility, spanned::Spanned};

use super::{
    names::{Leaf, Names, is_test},
    source::{Source, end, flat, start},
};

/// Declares `name`, with `visibility` (`pub ` or nothing).
pub(crate) fn module(text: &str, visibility: &str, name: &str) -> Result<String, String> {
    let source = Source::new(text)?;
    let file = source.parse()?;
    if is_declared(&file, name)? {
        return Ok(source.same());
    }
    let line = format!("{visibility}mod {name};");
    let modules = modules(&file);
    if !modules.is_empty() {
        return Ok(among(&source, &modules, name, &line));
    }
    Ok(match file.items.first() {
        Some(item) => {
            let place = source.before(start(item.span()));
            source.insert(place, &format!("{line}\n\n{}", source.indent(place)))
        }
        None if source.text().is_empty() => source.insert(0, &format!("{line}\n")),
        None => source.insert(source.text().len(), &format!("\n{line}\n")),
    })
}

/// Re-exports `item` of the module `module`.
pub(crate) fn reexport(text: &str, module: &str, item: &str) -> Result<String, String> {
    let source = Source::new(text)?;
    let file = source.parse()?;
    let from = [module.to_owned(), item.to_owned()];
    let is_it = |one: &ItemUse| Leaf::all(&one.tree).iter().any(|leaf| leaf.brings(&from));
    if uses(&file).filter(|one| is_public(one)).any(is_it) {
        return Ok(source.same());
    }
    let names = Names::of(&file.items);
    // A function may have the name of its module.
    if if module == item { names.has_function(item) } else { names.has(item) } {
        return Err(format!("it has another `{item}`"));
    }
    let line = format!("pub use {module}::{item};");
    let local: Vec<Named> = uses(&file)
        .filter(|one| is_public(one))
        .filter_map(|one| Some(Named { name: first(&one.tree)?, span: one.span() }))
        .collect();
    if !local.is_empty() {
        return Ok(among(&source, &local, module, &line));
    }
    let Some(last) = modules(&file).pop() else {
        return Err(format!("it has no `mod {module};` of its own"));
    };
    let place = end(last.span);
    Ok(match source.ends_line(place) {
        true => source.insert(source.after(place), &format!("\n\n{line}")),
        false => source.insert(source.after(place), &format!(" {line}")),
    })
}

/// Whether there is such a module. Refuses where the name is something else's: a second one would
/// not compile.
fn is_declared(file: &File, name: &str) -> Result<bool, String> {
    for item in &file.items {
        match item {
            Item::Mod(one) if one.ident == name && one.content.is_none() => return Ok(true),
            Item::Mod(one) if one.ident == name => {
                return Err(format!("its module `{name}` has no file of its own"));
            }
            // What a macro makes of it, only the compiler knows.
            Item::Macro(one) => {
                let tokens = flat(one.mac.tokens.clone());
                if tokens.windows(3).any(|three| three == ["mod", name, ";"]) {
                    return Ok(true);
                }
            }
            _ => {}
        }
    }
    match Names::of(&file.items).has(name) {
        true => Err(format!("it has another `{name}`")),
        false => Ok(false),
    }
}

struct Named {
    name: String,
    span: Span,
}

/// Before the first that comes later in the alphabet, or after the last.
fn among(source: &Source, like: &[Named], name: &str, line: &str) -> String {
    if let Some(next) = like.iter().find(|one| one.name.as_str() > name) {
        let place = source.before(start(next.span));
        let alone = source.line_before(place).trim().is_empty();
        let gap = if alone { format!("\n{}", source.indent(place)) } else { " ".to_owned() };
        return source.insert(place, &format!("{line}{gap}"));
    }
    let last = like.last().map_or(0, |one| end(one.span));
    let gap = match source.ends_line(last) {
        true => format!("\n{}", source.indent(last)),
        false => " ".to_owned(),
    };
    source.insert(source.after(last), &format!("{gap}{line}"))
}

/// The modules that have a file of their own. Those of tests are not among their like, unless
/// there are no others.
fn modules(file: &File) -> Vec<Named> {
    let declared = |tests: bool| {
        let named = file.items.iter().filter_map(move |item| match item {
            Item::Mod(one) if one.content.is_none() && is_test(&one.attrs) == tests => {
                Some(Named { name: one.ident.to_string(), span: one.span() })
            }
            _ => None,
        });
        named.collect::<Vec<_>>()
    };
    let plain = declared(false);
    if plain.is_empty() { declared(true) } else { plain }
}

fn uses(file: &File) -> impl Iterator<Item = &ItemUse> {
    file.items.iter().filter_map(|item| match item {
        Item::Use(one) => Some(one),
        _ => None,
    })
}

fn is_public(one: &ItemUse) -> bool {
    matches!(one.vis, Visibility::Public(_))
}

fn first(tree: &UseTree) -> Option<String> {
    match tree {
        UseTree::Path(path) if path.ident == "self" => first(&path.tree),
        UseTree::Path(path) => Some(path.ident.to_string()),
        _ => None,
    }
}
