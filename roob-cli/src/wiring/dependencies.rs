//! Crates and features that a field needs, in the project's `Cargo.toml`.

use toml_edit::{Array, DocumentMut, InlineTable, Item, TomlError, Value};

/// A crate, or features of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    /// `chrono`
    pub name: &'static str,
    /// For a project that does not have it yet.
    pub version: &'static str,
    /// That must be on.
    pub features: &'static [&'static str],
}

impl Dependency {
    /// What a user has to add by hand.
    pub(crate) fn line(&self) -> String {
        format!("{} = {}", self.name, self.value())
    }

    fn value(&self) -> Value {
        let mut table = InlineTable::new();
        table.insert("version", self.version.into());
        table.insert("default-features", false.into());
        table.insert("features", Value::Array(self.features.iter().copied().collect()));
        Value::InlineTable(table)
    }
}

/// Adds what is not there; keeps everything else as it is written.
pub(crate) fn dependencies(text: &str, needs: &[Dependency]) -> Result<String, String> {
    if needs.is_empty() {
        return Ok(text.to_owned());
    }
    let mut document: DocumentMut = text.parse().map_err(|error| no_toml(text, &error))?;
    let table = document
        .get_mut("dependencies")
        .and_then(Item::as_table_like_mut)
        .ok_or("it has no `[dependencies]`")?;
    for need in needs {
        match table.get_mut(need.name) {
            None => drop(table.insert(need.name, Item::Value(need.value()))),
            Some(item) => turn_on(item, need)?,
        }
    }
    let new = document.to_string();
    // The document knows only one ending of a line.
    Ok(if text.contains("\r\n") { new.replace('\n', "\r\n") } else { new })
}

fn no_toml(text: &str, error: &TomlError) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    format!("it does not parse, from line {} on", before.matches('\n').count() + 1)
}

fn turn_on(item: &mut Item, need: &Dependency) -> Result<(), String> {
    let unclear = || format!("its dependency `{}` is no version and no table", need.name);
    if let Some(version) = item.as_str().map(ToOwned::to_owned) {
        let mut table = InlineTable::new();
        table.insert("version", version.into());
        *item = Item::Value(Value::InlineTable(table));
    }
    let table = item.as_table_like_mut().ok_or_else(unclear)?;
    if table.get("features").is_none() {
        table.insert("features", Item::Value(Value::Array(Array::new())));
    }
    let features = table.get_mut("features").and_then(Item::as_array_mut).ok_or_else(unclear)?;
    for feature in need.features {
        if !features.iter().any(|one| one.as_str() == Some(feature)) {
            features.push(*feature);
        }
    }
    Ok(())
}
