//! The statements of a generated data layer, as they stand in Rust.

use std::borrow::Cow;

use crate::{field::Field, reserved};

/// How long a line of SQL gets.
const WIDTH: usize = 76;

/// A name as SQL takes it: in quotes only if it is a word of SQL's own.
pub(crate) fn quoted(name: &str) -> Cow<'_, str> {
    if reserved::SQL.contains(&name) { format!("\"{name}\"").into() } else { name.into() }
}

/// The same inside a text of Rust.
pub(crate) fn in_rust(name: &str) -> String {
    quoted(name).replace('"', "\\\"")
}

/// What is asked of one table.
pub(crate) struct Statements {
    table: String,
    columns: Vec<String>,
}

impl Statements {
    /// Of a table with an id and `fields`.
    pub(crate) fn new(table: &str, fields: &[Field]) -> Self {
        let columns = fields.iter().map(|field| in_rust(&field.name)).collect();
        Self { table: in_rust(table), columns }
    }

    /// `SELECT id, name FROM products`, to be continued.
    pub(crate) fn select(&self) -> String {
        let mut lines = wrapped("SELECT ", &self.row(), "");
        lines.push(format!("FROM {}", self.table));
        joined(&lines)
    }

    /// `INSERT INTO products (name) VALUES (?) RETURNING id, name`
    pub(crate) fn insert(&self) -> String {
        let mut lines = wrapped(&format!("INSERT INTO {} (", self.table), &self.columns, ")");
        let marks = vec!["?".to_owned(); self.columns.len()];
        lines.extend(wrapped("VALUES (", &marks, ")"));
        lines.extend(self.returning());
        joined(&lines)
    }

    /// `UPDATE products SET name = ? WHERE id = ? RETURNING id, name`
    pub(crate) fn update(&self) -> String {
        let sets: Vec<String> = self.columns.iter().map(|one| format!("{one} = ?")).collect();
        let mut lines = vec![format!("UPDATE {}", self.table)];
        lines.extend(wrapped("SET ", &sets, ""));
        lines.push("WHERE id = ?".to_owned());
        lines.extend(self.returning());
        joined(&lines)
    }

    fn returning(&self) -> Vec<String> {
        wrapped("RETURNING ", &self.row(), "")
    }

    fn row(&self) -> Vec<String> {
        ["id".to_owned()].into_iter().chain(self.columns.iter().cloned()).collect()
    }
}

/// `start one, two, three end`, on as many lines as it takes.
fn wrapped(start: &str, items: &[String], end: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = start.to_owned();
    for (place, item) in items.iter().enumerate() {
        let piece = format!("{item}{}", if place + 1 < items.len() { "," } else { end });
        let gap = if line.ends_with([' ', '(']) { "" } else { " " };
        if place > 0 && line.len() + gap.len() + piece.len() > WIDTH {
            lines.push(std::mem::replace(&mut line, piece));
        } else {
            line.push_str(gap);
            line.push_str(&piece);
        }
    }
    lines.push(line);
    lines
}

/// A `\` at the end of a line of Rust takes the line break out of the text.
fn joined(lines: &[String]) -> String {
    lines.join(" \\\n         ")
}
