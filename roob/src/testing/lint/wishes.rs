//! What a client wants to be told, and what it is told.

use super::answer::Answer;
use super::before::Before;
use super::finding::{Finding, Wrong};
use super::name::{Lint, Lints};
use super::rules::{self, Rule};
use super::{repeat, vary};
use crate::testing::exchange::{Exchange, Received};
use crate::testing::json::Json;
use http::Method;
use std::sync::Arc;

/// What a client, or one of its requests, wants to be told.
#[derive(Clone, Copy, Default)]
pub(in crate::testing) struct Wishes {
    allowed: Lints,
    repeats: bool,
}

impl Wishes {
    /// `lint` may be broken.
    pub(in crate::testing) fn allowing(self, lint: Lint) -> Self {
        Self { allowed: self.allowed.with(lint), ..self }
    }

    /// Every GET is sent twice.
    pub(in crate::testing) fn repeating(self) -> Self {
        Self { repeats: true, ..self }
    }

    /// Whether this one is sent twice.
    pub(in crate::testing) fn repeats(self, exchange: &Exchange) -> bool {
        self.repeats && !self.allowed.has(Lint::UnsafeGet) && repeat::is_repeatable(exchange)
    }

    /// Whether `exchange` is a reason to compare answers: most conversations have none.
    pub(in crate::testing) fn compares(exchange: &Exchange) -> bool {
        let sent = &exchange.sent;
        let is_negotiated = || sent.headers.keys().any(vary::negotiates);
        sent.method == Method::HEAD || is_negotiated()
    }

    /// The rules that `exchange` breaks, after the conversation `before`.
    pub(in crate::testing) fn check(
        self,
        exchange: &Exchange,
        before: &[Option<Arc<Exchange>>],
    ) -> Vec<Finding> {
        let (answer, before) = (Answer::of(exchange), Before(before));
        let mut found = Vec::new();
        self.hold(answer, rules::ALWAYS, &mut found);
        self.hold(answer, rules::of_status(answer.status().as_u16()), &mut found);
        self.hold(answer, answer.media().map_or(&[], rules::of_media), &mut found);
        for name in answer.headers().keys() {
            self.hold(answer, rules::of_header(name.as_str()), &mut found);
        }
        let comparisons = if before.0.is_empty() { &[] } else { rules::COMPARISONS };
        for (lint, rule) in comparisons {
            self.note(*lint, || rule(answer, before), &mut found);
        }
        found
    }

    /// Whether `again`, the answer to the same request, tells of a change. `steady` takes out of JSON
    /// what moves.
    pub(in crate::testing) fn compare(
        exchange: &Exchange,
        again: &Received,
        steady: &dyn Fn(&mut Json),
    ) -> Option<Finding> {
        let wrong = repeat::changed(exchange, again, steady)?;
        Some(Finding { lint: Lint::UnsafeGet, wrong })
    }

    fn hold(self, answer: Answer<'_>, rules: &[Rule], found: &mut Vec<Finding>) {
        for (lint, rule) in rules {
            self.note(*lint, || rule(answer), found);
        }
    }

    fn note(self, lint: Lint, rule: impl FnOnce() -> Option<Wrong>, found: &mut Vec<Finding>) {
        if !self.allowed.has(lint)
            && let Some(wrong) = rule()
        {
            found.push(Finding { lint, wrong });
        }
    }
}
