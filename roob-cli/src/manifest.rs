//! `.roob/manifest.json`: what the command made in a project, so that it can tell later what
//! the user made of it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{digest::sha256, draft::Draft, error::Error};

/// Where it lies in a project.
pub(crate) const PATH: &str = ".roob/manifest.json";

/// What the command made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Of the `roob` that made the project.
    pub version: String,
    /// `sqlite`
    pub db: String,
    /// What `roob new` wrote.
    pub files: Vec<File>,
    /// What `roob gen` wrote, in the order of the alphabet.
    pub resources: Vec<Resource>,
}

/// One file, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct File {
    /// Relative to the project, with `/` on every system.
    pub path: String,
    /// Of its content, in hexadecimal.
    pub sha256: String,
}

/// What one `roob gen` wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Resource {
    /// `controller`
    pub kind: String,
    /// `products`
    pub name: String,
    /// `price:float?`
    pub fields: Vec<String>,
    /// Its own files; those it shares with others are not listed.
    pub files: Vec<File>,
}

impl File {
    /// Describes `content`, written to `path`.
    pub(crate) fn new(path: impl Into<String>, content: &str) -> Self {
        Self { path: path.into(), sha256: sha256(content.as_bytes()) }
    }
}

impl Manifest {
    /// A project's first one.
    pub(crate) fn new(files: Vec<File>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            db: "sqlite".to_owned(),
            files,
            resources: Vec::new(),
        }
    }

    /// Reads the text of the manifest at `path`.
    pub(crate) fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        serde_json::from_str(text)
            .map_err(|cause| Error::Manifest { file: path.to_owned(), problem: cause.to_string() })
    }

    /// As it is written.
    pub(crate) fn render(&self) -> String {
        let json = serde_json::to_string_pretty(self).unwrap_or_default();
        json + "\n"
    }

    /// The number of the migration that was written for the resource `name`.
    pub(crate) fn migration(&self, name: &str) -> Option<i64> {
        let is_it = |one: &&Resource| one.name == name && one.makes_table();
        self.resources.iter().filter(is_it).find_map(Resource::migration)
    }

    /// Takes `resource` in, in place of one of the same kind and name.
    pub(crate) fn record(&mut self, resource: Resource) {
        let key = |one: &Resource| (one.name.clone(), one.kind.clone());
        self.resources.retain(|other| key(other) != key(&resource));
        self.resources.push(resource);
        self.resources.sort_by_key(key);
    }
}

/// Reads the manifest of a drafted project.
pub(crate) fn of(draft: &Draft) -> Result<Manifest, Error> {
    match draft.read(PATH)? {
        Some(text) => Manifest::parse(&text, &draft.root().join(PATH)),
        None => Err(Error::NoProject { folder: draft.root().to_owned() }),
    }
}

impl Resource {
    /// Whether a table of its name comes with it.
    pub(crate) fn makes_table(&self) -> bool {
        ["controller", "data", "service"].contains(&self.kind.as_str())
    }

    /// The number of its migration.
    pub(crate) fn migration(&self) -> Option<i64> {
        let migration = |file: &File| file.path.strip_prefix("migrations/").and_then(version);
        self.files.iter().find_map(migration)
    }
}

/// 20260101000000 of `20260101000000_create_products.sql`.
pub(crate) fn version(file_name: &str) -> Option<i64> {
    file_name.split('_').next()?.parse().ok()
}
