//! The routes of an app as a table.

use crate::names::shorten;
use crate::service::Service;
use crate::table::Route;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use std::fmt;

/// All routes, for people (`Display`) and for programs (`Serialize`).
#[derive(Clone, Debug)]
pub struct RouteTable {
    rows: Vec<Row>,
}

/// One route.
#[derive(Clone, Debug)]
struct Row {
    verb: String,
    pattern: String,
    name: Option<String>,
    handler: &'static str,
    location: String,
    middleware: Vec<&'static str>,
}

impl Service {
    /// The routes as a table.
    pub fn route_table(&self) -> RouteTable {
        RouteTable { rows: self.routes().iter().map(Row::of).collect() }
    }
}

impl Row {
    fn of(route: &Route) -> Self {
        Self {
            verb: route.verb().to_owned(),
            pattern: route.pattern().to_owned(),
            name: route.name().map(str::to_owned),
            handler: route.handler(),
            location: route.location().to_string(),
            middleware: route.middleware().to_vec(),
        }
    }

    fn json(&self) -> Value {
        json!({
            "verb": self.verb,
            "pattern": self.pattern,
            "name": self.name,
            "handler": self.handler,
            "location": self.location,
            "middleware": self.middleware,
        })
    }

    fn cells(&self) -> [String; 6] {
        let middleware: Vec<String> = self.middleware.iter().map(|name| shorten(name)).collect();
        [
            self.verb.clone(),
            self.pattern.clone(),
            self.name.clone().unwrap_or_else(|| "-".to_owned()),
            self.handler.to_owned(),
            self.location.clone(),
            if middleware.is_empty() { "-".to_owned() } else { middleware.join(" ") },
        ]
    }
}

const TITLES: [&str; 6] = ["VERB", "PATTERN", "NAME", "HANDLER", "REGISTERED AT", "MIDDLEWARE"];

impl Serialize for RouteTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(Row::json))
    }
}

impl fmt::Display for RouteTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let titles = TITLES.map(str::to_owned);
        let rows: Vec<[String; 6]> =
            std::iter::once(titles).chain(self.rows.iter().map(Row::cells)).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
        let widths: Vec<usize> = (0..TITLES.len()).filter_map(width).collect();
        for (at, row) in rows.iter().enumerate() {
            let padded = |(cell, width): (&String, &usize)| format!("{cell:width$}");
            let line: Vec<String> = row.iter().zip(&widths).map(padded).collect();
            let end = if at + 1 < rows.len() { "\n" } else { "" };
            write!(f, "{}{end}", line.join("  ").trim_end())?;
        }
        Ok(())
    }
}
