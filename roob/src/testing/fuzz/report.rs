//! What came of many requests.

use super::super::exchange::Exchange;
use crate::service::Service;
use crate::table::Route;
use std::collections::BTreeMap;
use std::fmt;

/// How often each route answered with which status; as text (`Display`) a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FuzzReport {
    /// By verb and pattern, in the order of registration.
    routes: Vec<(String, BTreeMap<u16, usize>)>,
    /// Requests that no route got.
    others: BTreeMap<u16, usize>,
}

impl FuzzReport {
    pub(super) fn new(routes: &[&Route]) -> Self {
        let routes = routes.iter().map(|route| (name(route), BTreeMap::new())).collect();
        Self { routes, others: BTreeMap::new() }
    }

    pub(super) fn count(&mut self, exchange: &Exchange, service: &Service) {
        let route = service.route(&exchange.sent.method, exchange.sent.uri.path()).map(name);
        let statuses = match route {
            Some(name) => self.routes.iter_mut().find(|(known, _)| *known == name).map(|(_, s)| s),
            None => None,
        };
        *statuses
            .unwrap_or(&mut self.others)
            .entry(exchange.received.status.as_u16())
            .or_default() += 1;
    }

    /// How many requests were sent.
    pub fn requests(&self) -> usize {
        let statuses = self.routes.iter().map(|(_, statuses)| statuses).chain([&self.others]);
        statuses.flat_map(BTreeMap::values).sum()
    }

    /// The routes, as verb and pattern, that never answered with a 2xx or a 3xx: what no invented
    /// request fits. An example in the conversation before helps.
    pub fn unreached(&self) -> impl Iterator<Item = &str> {
        let is_good = |status: &u16| (200..400).contains(status);
        let unreached =
            move |(_, statuses): &&(String, BTreeMap<u16, usize>)| !statuses.keys().any(is_good);
        self.routes.iter().filter(unreached).map(|(name, _)| &**name)
    }
}

fn name(route: &Route) -> String {
    format!("{} {}", route.verb(), route.pattern())
}

impl fmt::Display for FuzzReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others = ("no route".to_owned(), self.others.clone());
        let rows = || self.routes.iter().chain([&others]);
        let width = rows().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        for (at, (name, statuses)) in rows().enumerate() {
            let times = |(status, times): (&u16, &usize)| format!("{status} × {times}");
            let statuses: Vec<String> = statuses.iter().map(times).collect();
            let end = if at > 0 { "\n" } else { "" };
            write!(f, "{end}{name:width$}  {}", statuses.join(", "))?;
        }
        Ok(())
    }
}
