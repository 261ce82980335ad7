//! What a client wants to be told, and what it is told.

use super::answer::Answer;
use super::before::Before;
use super::finding::{Finding, Wrong};
use super::name::{Lint, Lints};
use super::{repeat, rules};
use crate::testing::exchange::{Exchange, Received};
use crate::testing::json::Json;
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

    /// The rules that `exchange` breaks, after the conversation `before`.
    pub(in crate::testing) fn check(
        self,
        exchange: &Exchange,
        before: &[Option<Arc<Exchange>>],
    ) -> Vec<Finding> {
        let (answer, before) = (Answer(exchange), Before(before));
        let mut found = Vec::new();
        let mut note = |lint: Lint, rule: &dyn Fn() -> Option<Wrong>| {
            if let Some(wrong) = (!self.allowed.has(lint)).then(rule).flatten() {
                found.push(Finding { lint, wrong });
            }
        };
        let by_header = answer.headers().keys().flat_map(|name| rules::of_header(name.as_str()));
        let by_status = rules::of_status(answer.status().as_u16());
        for (lint, rule) in rules::ALWAYS.iter().chain(by_status).chain(by_header) {
            note(*lint, &|| rule(answer));
        }
        for (lint, rule) in rules::COMPARISONS {
            note(*lint, &|| rule(answer, before));
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
}
