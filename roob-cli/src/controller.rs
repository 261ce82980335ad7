//! Everything for one controller: its own files, and its lines in the files of the project.

use std::fs;

use crate::{
    clock,
    context::Context,
    draft::Draft,
    error::{Error, Refusal},
    field::{Field, Type},
    manifest::{self, Manifest},
    names::ResourceName,
    rustfmt, snapshots,
    template::CONTROLLER,
    wiring::{self, Dependency},
};

/// Drafts the controller `name` with `fields`.
pub(crate) fn draft(draft: &mut Draft, name: &ResourceName, fields: &[Field]) -> Result<(), Error> {
    let mut manifest = read_manifest(draft)?;
    let migration = format!("{}_create_{}", migration_version(draft, &manifest, name), name.plural);
    let context = Context::new(name, fields, &migration);
    let mut files = Vec::new();
    for template in CONTROLLER {
        files.push(template.render(&context)?);
    }
    files.extend(snapshots::of(name, fields));
    let paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    for (path, content) in files {
        draft.create(path, content);
    }
    wire(draft, name, fields, &migration)?;
    rustfmt::tidy(draft);
    let file = |path: String| Some(manifest::File::new(&*path, &draft.read(&path).ok()??));
    manifest.record(manifest::Resource {
        kind: "controller".to_owned(),
        name: name.plural.clone(),
        fields: fields.iter().map(ToString::to_string).collect(),
        files: paths.into_iter().filter_map(file).collect(),
    });
    draft.edit(manifest::PATH, manifest.render())
}

fn read_manifest(draft: &Draft) -> Result<Manifest, Error> {
    let path = draft.root().join(manifest::PATH);
    match draft.read(manifest::PATH)? {
        Some(text) => Manifest::parse(&text, &path),
        None => Err(Error::NoProject { folder: draft.root().to_owned() }),
    }
}

/// The one it had before, or a number above all others: two migrations of one second would be
/// one to the database.
fn migration_version(draft: &Draft, manifest: &Manifest, name: &ResourceName) -> i64 {
    let migration = |manifest: &Manifest| manifest.resource(&name.plural)?.migration();
    // A new project starts from nothing, but it may be there from the last time.
    let before = migration(manifest).or_else(|| migration(&on_disk(draft)?));
    before.unwrap_or_else(|| {
        let names = draft.names_in("migrations");
        let last = names.iter().filter_map(|name| manifest::version(name)).max();
        last.map_or(i64::MIN, |last| last + 1).max(clock::stamp())
    })
}

fn on_disk(draft: &Draft) -> Option<Manifest> {
    let path = draft.root().join(manifest::PATH);
    Manifest::parse(&fs::read_to_string(&path).ok()?, &path).ok()
}

/// One edit: the file, the text it becomes, and what the user adds where that is not possible.
struct Edit<'a> {
    file: &'static str,
    change: &'a dyn Fn(&str) -> Result<String, String>,
    lines: String,
}

fn wire(
    draft: &mut Draft,
    name: &ResourceName,
    fields: &[Field],
    migration: &str,
) -> Result<(), Error> {
    let (module, entity) = (name.plural.as_str(), name.entity.as_str());
    let service = format!("{entity}Service");
    let exported = |text: &str, item: &str| {
        let text = wiring::module(text, "", module)?;
        wiring::reexport(&text, module, item)
    };
    let needs = needs(fields);
    let edits = [
        Edit {
            file: "src/lib.rs",
            change: &|text| wiring::controller(text, name),
            lines: wiring::call(name, "db"),
        },
        Edit {
            file: "src/controllers/mod.rs",
            change: &|text| exported(text, &name.controller),
            lines: format!("mod {module};\npub use {module}::{};", name.controller),
        },
        Edit {
            file: "src/services/mod.rs",
            change: &|text| exported(text, &service),
            lines: format!("mod {module};\npub use {module}::{service};"),
        },
        Edit {
            file: "src/data/mod.rs",
            change: &|text| wiring::module(text, "pub ", module),
            lines: format!("pub mod {module};"),
        },
        Edit {
            file: "src/data/migrations.rs",
            change: &|text| wiring::migration(text, migration),
            lines: wiring::entry(migration),
        },
        Edit {
            file: "tests/it/main.rs",
            change: &|text| wiring::module(text, "", module),
            lines: format!("mod {module};"),
        },
        Edit {
            file: "Cargo.toml",
            change: &|text| wiring::dependencies(text, &needs),
            lines: needs.iter().map(Dependency::line).collect::<Vec<_>>().join("\n"),
        },
    ];
    let refused: Vec<Refusal> =
        edits.iter().filter_map(|edit| edit.make(draft).transpose()).collect::<Result<_, _>>()?;
    if refused.is_empty() { Ok(()) } else { Err(Error::Refused(refused)) }
}

impl Edit<'_> {
    /// Makes it in the draft, or says why not.
    fn make(&self, draft: &mut Draft) -> Result<Option<Refusal>, Error> {
        let text = draft.read(self.file)?;
        let changed = match &text {
            None => Err("it is not there".to_owned()),
            Some(text) => (self.change)(text),
        };
        match changed {
            Ok(new) => draft.edit(self.file, new)?,
            Err(problem) => {
                let file = self.file.into();
                return Ok(Some(Refusal { file, problem, lines: self.lines.clone() }));
            }
        }
        Ok(None)
    }
}

fn needs(fields: &[Field]) -> Vec<Dependency> {
    let has = |kind| fields.iter().any(|field| field.kind == kind);
    let mut needs = Vec::new();
    if has(Type::DateTime) {
        needs.push(Dependency { name: "chrono", version: "0.4", features: &["serde"] });
        needs.push(Dependency { name: "sqlx", version: "0.9", features: &["chrono"] });
    }
    if has(Type::Uuid) {
        needs.push(Dependency { name: "sqlx", version: "0.9", features: &["uuid"] });
        needs.push(Dependency { name: "uuid", version: "1", features: &["serde"] });
    }
    needs
}
