//! One more `.controller(…)` on the chain that makes the app.

use syn::{
    Expr, ExprMethodCall, File, FnArg, Item, ItemFn, Pat, Type,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::source::{Source, end, start};
use crate::names::ResourceName;

/// Registers the controller in `fn app`.
pub(crate) fn controller(text: &str, name: &ResourceName) -> Result<String, String> {
    let source = Source::new(text)?;
    if source.has(&[&name.controller, ":", ":", "new"]) {
        return Ok(source.same());
    }
    let file = source.parse()?;
    let app = only_app(&file)?;
    let db = database(app).ok_or("its function `app` takes no `db: Db`")?;
    let chain = chain(app)?;
    let place = source.after(chain.anchor);
    let line = format!("\n{}{}", chain.indent(&source), call(name, &db));
    Ok(source.insert(place, &line))
}

/// What a user has to add by hand: `.controller(…)`.
pub(crate) fn call(name: &ResourceName, db: &str) -> String {
    format!(
        ".controller(controllers::{}::new(services::{}Service::new({db}.clone())))",
        name.controller, name.entity
    )
}

fn only_app(file: &File) -> Result<&ItemFn, String> {
    let mut apps = file.items.iter().filter_map(|item| match item {
        Item::Fn(function) if function.sig.ident == "app" => Some(function),
        _ => None,
    });
    match (apps.next(), apps.next()) {
        (Some(app), None) => Ok(app),
        (None, _) => Err("it has no function `app`".to_owned()),
        (Some(_), Some(_)) => Err("it has more than one function `app`".to_owned()),
    }
}

/// The name of the argument of the type `Db`.
fn database(app: &ItemFn) -> Option<String> {
    app.sig.inputs.iter().find_map(|argument| match argument {
        FnArg::Typed(argument) if is_db(&argument.ty) => match &*argument.pat {
            Pat::Ident(pattern) => Some(pattern.ident.to_string()),
            _ => None,
        },
        _ => None,
    })
}

fn is_db(kind: &Type) -> bool {
    match kind {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Db"),
        Type::Reference(reference) => is_db(&reference.elem),
        _ => false,
    }
}

/// A chain of calls on `App::new()`.
struct Chain {
    /// Where the next controller goes: after the last one, or after `App::new()`.
    anchor: usize,
    /// Where each call's `.` stands.
    dots: Vec<usize>,
    start: usize,
}

impl Chain {
    /// As far in as the calls that have a line of their own, or one step more than the first.
    fn indent(&self, source: &Source) -> String {
        let own_line = |dot: &&usize| source.line_before(**dot).trim().is_empty();
        match self.dots.iter().find(own_line) {
            Some(dot) => source.indent(*dot).to_owned(),
            None => format!("{}    ", source.indent(self.start)),
        }
    }
}

fn chain(app: &ItemFn) -> Result<Chain, String> {
    let mut finder = Finder { found: Vec::new() };
    finder.visit_block(&app.block);
    let mut found = finder.found.into_iter();
    match (found.next(), found.next()) {
        (Some(chain), None) => Ok(chain),
        (None, _) => Err("its function `app` has no `App::new()`".to_owned()),
        (Some(_), Some(_)) => Err("its function `app` has more than one `App::new()`".to_owned()),
    }
}

struct Finder {
    found: Vec<Chain>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match links(expr) {
            Some(chain) => self.found.push(chain),
            None => visit::visit_expr(self, expr),
        }
    }
}

/// The chain that `expr` is, if it starts at `App::new()`.
fn links(expr: &Expr) -> Option<Chain> {
    match expr {
        Expr::MethodCall(call) => {
            let mut chain = links(&call.receiver)?;
            chain.dots.push(start(call.dot_token.span()));
            if is_controller(call) {
                chain.anchor = end(call.span());
            }
            Some(chain)
        }
        Expr::Call(call) if is_app_new(&call.func) => {
            let span = call.span();
            Some(Chain { anchor: end(span), dots: Vec::new(), start: start(span) })
        }
        _ => None,
    }
}

fn is_controller(call: &ExprMethodCall) -> bool {
    call.method == "controller"
}

fn is_app_new(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let mut last = path.path.segments.iter().rev();
    last.next().is_some_and(|one| one.ident == "new")
        && last.next().is_some_and(|one| one.ident == "App")
}
