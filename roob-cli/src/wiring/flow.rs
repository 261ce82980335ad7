//! Follows what a function returns back to the `App::new()` that it started as.

use syn::{
    Block, Expr, ExprClosure, ExprMethodCall, ExprReturn, Item, ItemFn, Local, Pat, Stmt,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{
    names::{Names, is_conditional, segments},
    source::{end, start},
};

/// The calls that made an app, in the order in which they are made.
#[derive(Clone)]
pub(super) struct Chain {
    /// Where `App::new()` starts and ends; nothing where another function makes the app.
    pub root: Option<(usize, usize)>,
    pub calls: Vec<Call>,
}

/// One call of a method on an app.
#[derive(Clone)]
pub(super) struct Call {
    pub method: String,
    /// Where its `.` stands.
    pub dot: usize,
    /// Where it ends.
    pub end: usize,
    /// Where the expression starts that it is the end of.
    pub start: usize,
}

/// Why a chain was not found.
enum Lost {
    /// It is no app, as far as one can see.
    Nothing,
    /// It may be this app or that.
    Several,
    /// A `cfg` decides.
    Cfg,
}

/// The chain of what `app` returns.
pub(super) fn chain(app: &ItemFn, names: &Names) -> Result<Chain, String> {
    let tracer = Tracer { names };
    let found = tracer.block(&app.block, None).and_then(|chain| {
        let mut returns = Returns { found: Vec::new() };
        returns.visit_block(&app.block);
        let scope = Scope { before: &app.block.stmts, outer: None };
        let other =
            |expr: &&Expr| tracer.value(expr, &scope).is_ok_and(|one| one.place() != chain.place());
        if returns.found.iter().any(other) { Err(Lost::Several) } else { Ok(chain) }
    });
    found.map_err(|lost| match lost {
        Lost::Nothing if has_several(app, names) => several(),
        Lost::Nothing => "its function `app` has no `App::new()`".to_owned(),
        Lost::Several => several(),
        Lost::Cfg => "a `cfg` in its function `app` decides which `App::new()` it is".to_owned(),
    })
}

fn several() -> String {
    "its function `app` has more than one `App::new()`".to_owned()
}

impl Chain {
    /// Tells two apps apart.
    fn place(&self) -> Option<usize> {
        match self.root {
            Some((start, _)) => Some(start),
            None => self.calls.first().map(|call| call.start),
        }
    }
}

/// The statements before a place, and those before the block around them.
struct Scope<'s> {
    before: &'s [Stmt],
    outer: Option<&'s Scope<'s>>,
}

struct Tracer<'n> {
    names: &'n Names,
}

impl Tracer<'_> {
    fn block(&self, block: &Block, outer: Option<&Scope>) -> Result<Chain, Lost> {
        match block.stmts.split_last() {
            Some((Stmt::Expr(last, semicolon), before))
                if semicolon.is_none() || matches!(last, Expr::Return(_)) =>
            {
                self.value(last, &Scope { before, outer })
            }
            _ => Err(Lost::Nothing),
        }
    }

    fn value(&self, expr: &Expr, scope: &Scope) -> Result<Chain, Lost> {
        match expr {
            Expr::MethodCall(call) => self.method(call, scope),
            Expr::Call(call) if self.is_app_new(&call.func) => {
                let span = call.span();
                Ok(Chain { root: Some((start(span), end(span))), calls: Vec::new() })
            }
            // `Ok(app)`, `with_layers(app)`
            Expr::Call(call) => self.only(call.args.iter(), scope),
            Expr::Path(path) => match &segments(&path.path)[..] {
                [name] => self.variable(name, scope),
                _ => Err(Lost::Nothing),
            },
            Expr::If(one) => {
                let (_, other) = one.else_branch.as_ref().ok_or(Lost::Nothing)?;
                let branches =
                    [self.block(&one.then_branch, Some(scope)), self.value(other, scope)];
                same(branches)
            }
            Expr::Match(one) => same(one.arms.iter().map(|arm| self.value(&arm.body, scope))),
            Expr::Block(one) => self.block(&one.block, Some(scope)),
            Expr::Unsafe(one) => self.block(&one.block, Some(scope)),
            Expr::Return(one) => self.value(one.expr.as_ref().ok_or(Lost::Nothing)?, scope),
            Expr::Paren(one) => self.value(&one.expr, scope),
            Expr::Group(one) => self.value(&one.expr, scope),
            Expr::Try(one) => self.value(&one.expr, scope),
            Expr::Await(one) => self.value(&one.base, scope),
            _ => Err(Lost::Nothing),
        }
    }

    fn method(&self, call: &ExprMethodCall, scope: &Scope) -> Result<Chain, Lost> {
        let span = call.span();
        let mut chain = match self.value(&call.receiver, scope) {
            // Whatever it is, it takes controllers.
            Err(Lost::Nothing) if call.method == "controller" => {
                Chain { root: None, calls: Vec::new() }
            }
            other => other?,
        };
        chain.calls.push(Call {
            method: call.method.to_string(),
            dot: start(call.dot_token.span()),
            end: end(span),
            start: start(span),
        });
        Ok(chain)
    }

    fn only<'e>(
        &self,
        arguments: impl Iterator<Item = &'e Expr>,
        scope: &Scope,
    ) -> Result<Chain, Lost> {
        let mut chains = Vec::new();
        for argument in arguments {
            match self.value(argument, scope) {
                Ok(chain) => chains.push(chain),
                Err(Lost::Nothing) => {}
                Err(lost) => return Err(lost),
            }
        }
        match (chains.pop(), chains.pop()) {
            (Some(chain), None) => Ok(chain),
            (None, _) => Err(Lost::Nothing),
            (Some(_), Some(_)) => Err(Lost::Several),
        }
    }

    /// What the last `let` or assignment of it gave `name`.
    fn variable(&self, name: &str, scope: &Scope) -> Result<Chain, Lost> {
        for (place, statement) in scope.before.iter().enumerate().rev() {
            let before = Scope { before: &scope.before[..place], outer: scope.outer };
            match statement {
                Stmt::Local(local) if binds(local, name) => {
                    if is_conditional(&local.attrs) {
                        return Err(Lost::Cfg);
                    }
                    let init = local.init.as_ref().ok_or(Lost::Nothing)?;
                    return self.value(&init.expr, &before);
                }
                Stmt::Expr(Expr::Assign(one), _)
                    if is_name(&one.left, name) && !is_conditional(&one.attrs) =>
                {
                    return self.value(&one.right, &before);
                }
                _ => {}
            }
        }
        self.variable(name, scope.outer.ok_or(Lost::Nothing)?)
    }

    fn is_app_new(&self, function: &Expr) -> bool {
        let Expr::Path(path) = function else { return false };
        let path = self.names.resolve(&segments(&path.path));
        ["new", "default"]
            .iter()
            .any(|made| path.ends_with(&["App".to_owned(), (*made).to_owned()]))
    }
}

/// The one chain that all branches come from, with the calls that all of them make.
fn same(branches: impl IntoIterator<Item = Result<Chain, Lost>>) -> Result<Chain, Lost> {
    let mut found: Option<Chain> = None;
    for branch in branches {
        let branch = branch?;
        found = Some(match found {
            None => branch,
            Some(chain) if chain.place() != branch.place() => return Err(Lost::Several),
            Some(chain) => {
                let shared = chain.calls.iter().zip(&branch.calls);
                let count = shared.take_while(|(one, other)| one.dot == other.dot).count();
                Chain { root: chain.root, calls: chain.calls[..count].to_vec() }
            }
        });
    }
    let found = found.ok_or(Lost::Nothing)?;
    if found.place().is_some() { Ok(found) } else { Err(Lost::Several) }
}

pub(super) fn is_name(expr: &Expr, name: &str) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident(name))
}

/// Whether a `let` gives something the name `name` alone.
pub(super) fn binds(local: &Local, name: &str) -> bool {
    let mut pattern = &local.pat;
    while let Pat::Type(typed) = pattern {
        pattern = &typed.pat;
    }
    matches!(pattern, Pat::Ident(one) if one.ident == name)
}

struct Returns<'e> {
    found: Vec<&'e Expr>,
}

impl<'ast> Visit<'ast> for Returns<'ast> {
    fn visit_expr_return(&mut self, one: &'ast ExprReturn) {
        self.found.extend(one.expr.as_deref());
    }

    // What returns there is another function.
    fn visit_expr_closure(&mut self, _: &'ast ExprClosure) {}

    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}

    fn visit_item(&mut self, _: &'ast Item) {}
}

fn has_several(app: &ItemFn, names: &Names) -> bool {
    struct Counter<'n>(Tracer<'n>, usize);
    impl<'ast> Visit<'ast> for Counter<'_> {
        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            self.1 += usize::from(self.0.is_app_new(&call.func));
            visit::visit_expr_call(self, call);
        }
    }
    let mut counter = Counter(Tracer { names }, 0);
    counter.visit_block(&app.block);
    counter.1 > 1
}
