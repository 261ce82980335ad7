//! One more call on the chain that makes the app: `.controller(…)` or `.wrap(…)`.

use syn::{File, FnArg, Item, ItemFn, Pat, Type};

use super::{
    flow::{self, Chain},
    given_away::is_gone,
    mentions::is_mentioned,
    names::{Names, is_test, segments},
    source::Source,
};
use crate::names::ResourceName;

/// Registers the controller in `fn app`.
pub(crate) fn controller(text: &str, name: &ResourceName) -> Result<String, String> {
    let source = Source::new(text)?;
    let file = source.parse()?;
    let path = [name.path_to("controllers"), vec![name.controller.clone()]].concat();
    // Such a name without a module is hardly something else's, unless there are several of it.
    if is_mentioned(&file, &path, &name.plural, path.len() == 2) {
        return Ok(source.same());
    }
    let App { function, names, nested } = only_app(&file)?;
    let db = database(function, &names).ok_or("its function `app` takes no `db: Db`")?;
    let chain = flow::chain(function, &names)?;
    let gone = |place: usize| !db.borrowed && is_gone(&function.block, &db.name, place);
    let places = [chain.after("controller"), chain.after_root()];
    let place = places.into_iter().flatten().find(|place| !gone(*place)).ok_or_else(|| {
        format!("its function `app` gives `{}` away before its `App::new()`", db.name)
    })?;
    for module in ["controllers", "services"] {
        has_module(&file, module)?;
    }
    let start = if nested { "crate::" } else { "" };
    Ok(add(&source, &chain, place, &call_from(start, name, &db.name)))
}

/// Wraps the app in `middleware::NAME`.
pub(crate) fn wrap(text: &str, name: &str) -> Result<String, String> {
    let source = Source::new(text)?;
    let file = source.parse()?;
    let path = ["middleware", name].map(str::to_owned);
    if is_mentioned(&file, &path, name, false) {
        return Ok(source.same());
    }
    let App { function, names, nested } = only_app(&file)?;
    let chain = flow::chain(function, &names)?;
    let places = [chain.after("wrap"), chain.after("controller"), chain.after_root()];
    let place = places.into_iter().flatten().next();
    let place = place.ok_or("its function `app` has no `App::new()`")?;
    has_module(&file, "middleware")?;
    let start = if nested { "crate::" } else { "" };
    Ok(add(&source, &chain, place, &format!(".wrap({start}middleware::{name})")))
}

/// What a user has to add by hand: `.controller(…)`.
pub(crate) fn call(name: &ResourceName, db: &str) -> String {
    call_from("", name, db)
}

fn call_from(start: &str, name: &ResourceName, db: &str) -> String {
    format!(
        ".controller({start}{}::{}::new({start}{}::{}Service::new({db}.clone())))",
        name.path_to("controllers").join("::"),
        name.controller,
        name.path_to("services").join("::"),
        name.entity
    )
}

fn add(source: &Source, chain: &Chain, place: usize, call: &str) -> String {
    let line = format!("\n{}{call}", chain.indent(source, place));
    source.insert(source.after(place), &line)
}

impl Chain {
    /// Behind the last call of `method`.
    fn after(&self, method: &str) -> Option<usize> {
        self.calls.iter().rfind(|call| call.method == method).map(|call| call.end)
    }

    fn after_root(&self) -> Option<usize> {
        self.root.map(|(_, end)| end)
    }

    /// As far in as the calls of the same expression that have a line of their own, or one step
    /// more than its first line.
    fn indent(&self, source: &Source, place: usize) -> String {
        let call = self.calls.iter().find(|call| call.end == place);
        let start = call.map(|call| call.start).or(self.root.map(|(start, _)| start));
        let start = start.unwrap_or(place);
        let own_line = |dot: &usize| source.line_before(*dot).trim().is_empty();
        let beside = self.calls.iter().filter(|call| call.start == start).map(|call| call.dot);
        match beside.into_iter().find(own_line) {
            Some(dot) => source.indent(dot).to_owned(),
            None => format!("{}{}", source.indent(start), source.step()),
        }
    }
}

/// `fn app`, and what is around it.
struct App<'f> {
    function: &'f ItemFn,
    names: Names,
    /// Whether it is in a module inside the file.
    nested: bool,
}

fn only_app(file: &File) -> Result<App<'_>, String> {
    let mut apps = Vec::new();
    apps_in(&file.items, false, &mut apps);
    if apps.iter().any(|app| !app.nested) {
        apps.retain(|app| !app.nested);
    }
    match (apps.pop(), apps.pop()) {
        (Some(app), None) => Ok(app),
        (None, _) => Err("it has no function `app`".to_owned()),
        (Some(_), Some(_)) => Err("it has more than one function `app`".to_owned()),
    }
}

fn apps_in<'f>(items: &'f [Item], nested: bool, into: &mut Vec<App<'f>>) {
    for item in items {
        match item {
            Item::Fn(function) if function.sig.ident == "app" => {
                into.push(App { function, names: Names::of(items), nested });
            }
            Item::Mod(one) if !is_test(&one.attrs) => {
                let items = one.content.as_ref().map(|(_, items)| &items[..]);
                apps_in(items.unwrap_or_default(), true, into);
            }
            _ => {}
        }
    }
}

fn has_module(file: &File, name: &str) -> Result<(), String> {
    match Names::of(&file.items).may_have(name) {
        true => Ok(()),
        false => Err(format!("it has no module `{name}`")),
    }
}

/// The argument of the type `Db`.
struct Database {
    name: String,
    borrowed: bool,
}

fn database(app: &ItemFn, names: &Names) -> Option<Database> {
    app.sig.inputs.iter().find_map(|argument| match argument {
        FnArg::Typed(argument) if is_db(&argument.ty, names) => match &*argument.pat {
            Pat::Ident(pattern) => Some(Database {
                name: pattern.ident.to_string(),
                borrowed: matches!(*argument.ty, Type::Reference(_)),
            }),
            _ => None,
        },
        _ => None,
    })
}

fn is_db(kind: &Type, names: &Names) -> bool {
    match kind {
        Type::Path(path) => {
            let path = names.resolve(&segments(&path.path));
            path.last().is_some_and(|last| last == "Db")
        }
        Type::Reference(reference) => is_db(&reference.elem, names),
        _ => false,
    }
}
