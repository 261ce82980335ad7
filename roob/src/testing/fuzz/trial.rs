//! A request that was tried, and whether what came of it is right.

use super::super::draft::Unheard;
use super::super::exchange::{End, Exchange};
use super::super::lint::Wishes;
use super::super::sending::Answered;
use super::finding::Finding;
use super::recipe::Recipe;
use http::StatusCode;
use std::sync::Arc;
use std::time::Duration;

pub(super) struct Trial {
    pub(super) recipe: Recipe,
    pub(super) came: Result<Answered, Box<Unheard>>,
    /// How long the app had it.
    pub(super) took: Duration,
}

impl Trial {
    /// The exchange when nothing is wrong with it.
    pub(super) fn verdict(
        &self,
        wishes: Wishes,
        slowest: Duration,
    ) -> Result<&Arc<Exchange>, Finding> {
        let answered = match &self.came {
            Ok(answered) => answered,
            Err(unheard) => return Err(Finding::Unheard(unheard.finding.clone())),
        };
        let exchange = &answered.exchange;
        let finding = fault(exchange)
            .or_else(|| answered.finding.clone().map(Finding::Unheard))
            .or_else(|| (self.took > slowest).then_some(Finding::Slow(slowest)))
            .or_else(|| rule(exchange, wishes));
        finding.map_or(Ok(exchange), Err)
    }
}

/// What no answer may be, whatever was asked.
fn fault(exchange: &Exchange) -> Option<Finding> {
    let status = exchange.received.status;
    // 501 and 503 are how a server says that it is well and will not.
    let is_said = [StatusCode::NOT_IMPLEMENTED, StatusCode::SERVICE_UNAVAILABLE].contains(&status);
    match &exchange.received.content.end {
        _ if status.is_server_error() && !is_said => Some(Finding::Fault(status)),
        End::Broken(reason) => Some(Finding::Broken(reason.clone())),
        _ => None,
    }
}

fn rule(exchange: &Exchange, wishes: Wishes) -> Option<Finding> {
    let broken = wishes.check(exchange, &[]).into_iter().next()?;
    Some(Finding::Rule(broken.lint(), broken.to_string()))
}
