//! What was said before, as far as an answer can be compared with it.

use super::answer::Answer;
use crate::testing::exchange::Exchange;
use http::Method;
use std::sync::Arc;

/// The conversation before an exchange.
#[derive(Clone, Copy)]
pub(super) struct Before<'s>(pub(super) &'s [Option<Arc<Exchange>>]);

/// How many exchanges are looked at: a long conversation must not get slower and slower.
const REMEMBERED: usize = 32;

impl<'s> Before<'s> {
    /// The answers since something may have changed, the latest first. One that has not come yet may
    /// change something too.
    pub(super) fn safe(self) -> impl Iterator<Item = Answer<'s>> {
        let answers =
            self.0.iter().rev().take(REMEMBERED).map_while(|exchange| exchange.as_deref());
        answers.map(Answer::of).take_while(|answer| is_safe(answer.method()))
    }
}

impl<'e> Answer<'e> {
    /// Whether both ask for the same, in whatever form.
    pub(super) fn is_same_target(self, other: Answer<'_>) -> bool {
        let (one, other) = (self.sent(), other.sent());
        one.uri == other.uri && one.content.bytes == other.content.bytes
    }
}

/// RFC 9110, 9.2.1.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}
