//! Where a function gives one of its arguments away: behind that it cannot be used any more.

use syn::{
    Block, Expr, ExprClosure, ExprReturn, Item, Local, Macro,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{
    flow::{binds, is_name},
    source::{flat, start},
};

/// Macros that only look at what they are given.
const LOOKING: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug",
    "debug_assert",
    "eprintln",
    "error",
    "format",
    "info",
    "print",
    "println",
    "trace",
    "warn",
    "write",
    "writeln",
];

/// Whether `name`, an argument of `block`, is itself no more at `place`.
pub(super) fn is_gone(block: &Block, name: &str, place: usize) -> bool {
    let mut finder = Finder { name, place, gone: false };
    finder.visit_block(block);
    finder.gone
}

struct Finder<'n> {
    name: &'n str,
    place: usize,
    gone: bool,
}

impl Finder<'_> {
    fn is_it(&self, expr: &Expr) -> bool {
        is_name(expr, self.name)
    }

    fn mentions(&self, tokens: impl quote::ToTokens) -> bool {
        flat(tokens.to_token_stream()).iter().any(|token| token == self.name)
    }

    fn note(&mut self, span: proc_macro2::Span) {
        self.gone |= start(span) < self.place;
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match expr {
            // Borrowed for a moment.
            Expr::MethodCall(call) if self.is_it(&call.receiver) => {
                call.args.iter().for_each(|argument| self.visit_expr(argument));
            }
            Expr::Reference(one) if self.is_it(&one.expr) => {}
            Expr::Field(one) if self.is_it(&one.base) => {}
            Expr::Path(path) if self.is_it(expr) => self.note(path.span()),
            Expr::Async(one) if one.capture.is_some() && self.mentions(&one.block) => {
                self.note(one.span());
            }
            _ => visit::visit_expr(self, expr),
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        if closure.capture.is_some() && self.mentions(&closure.body) {
            self.note(closure.span());
        } else {
            visit::visit_expr_closure(self, closure);
        }
    }

    // Who returns there does not come to the place.
    fn visit_expr_return(&mut self, one: &'ast ExprReturn) {
        if one.span().byte_range().contains(&self.place) {
            visit::visit_expr_return(self, one);
        }
    }

    fn visit_local(&mut self, local: &'ast Local) {
        let init = local.init.as_ref().map(|init| &*init.expr);
        let still_one = |expr: &Expr| match expr {
            Expr::MethodCall(call) => call.method == "clone" && self.is_it(&call.receiver),
            Expr::Reference(one) => self.is_it(&one.expr),
            other => self.is_it(other),
        };
        match (binds(local, self.name), init) {
            (true, Some(init)) if still_one(init) => {}
            (true, _) => self.note(local.span()),
            _ => visit::visit_local(self, local),
        }
    }

    fn visit_macro(&mut self, one: &'ast Macro) {
        let looks = one
            .path
            .segments
            .last()
            .is_some_and(|last| LOOKING.iter().any(|name| last.ident == name));
        if !looks && self.mentions(&one.tokens) {
            self.note(one.span());
        }
    }

    // It has names of its own.
    fn visit_item(&mut self, _: &'ast Item) {}
}
