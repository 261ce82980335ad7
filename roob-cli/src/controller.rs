//! Everything for one resource: its own files, and its lines in the files of the project.

use std::fs;

use crate::{
    clock,
    context::Context,
    draft::Draft,
    error::Error,
    field::{self, Field, Type},
    manifest::{self, Manifest},
    names::ResourceName,
    project, rustfmt, snapshots,
    template::{self, Template},
    wire::{self, Edit, Tree},
    wiring::{self, Dependency},
};

/// How far up a resource goes. Each holds what is below it, and the tests of its own topmost layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    /// Its table and its SQL.
    Data,
    /// Its rules.
    Service,
    /// Its endpoints.
    Controller,
}

impl Layer {
    /// As on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Service => "service",
            Self::Controller => "controller",
        }
    }

    fn templates(self) -> Vec<Template> {
        let (layers, tests) = match self {
            Self::Data => (&template::CONTROLLER[..2], template::DATA_TEST),
            Self::Service => (&template::CONTROLLER[..3], template::SERVICE_TEST),
            Self::Controller => (template::CONTROLLER, &[][..]),
        };
        layers.iter().chain(tests).copied().collect()
    }

    /// The namespace of its tests.
    fn tests(self) -> Option<&'static str> {
        match self {
            Self::Data => Some("data_layer"),
            Self::Service => Some("service_layer"),
            Self::Controller => None,
        }
    }
}

/// Drafts the resource `name` with `fields`, up to `layer`.
pub(crate) fn draft(
    draft: &mut Draft,
    layer: Layer,
    name: &ResourceName,
    fields: &[Field],
) -> Result<(), Error> {
    let mut manifest = manifest::of(draft)?;
    check_table(&manifest, name)?;
    let migration =
        format!("{}_create_{}", migration_version(draft, &manifest, name), name.table());
    let krate = match layer {
        // Its tests name no crate, so it needs no manifest that parses.
        Layer::Controller => String::new(),
        _ => project::krate(draft)?,
    };
    let context = Context::new(name, fields, &migration, &krate);
    let mut files = Vec::new();
    for template in layer.templates() {
        files.push(template.render(&context)?);
    }
    if layer == Layer::Controller {
        files.extend(snapshots::of(name, fields));
    }
    let paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    for (path, content) in files {
        draft.create(path, content);
    }
    wire(draft, layer, name, fields, &migration)?;
    rustfmt::tidy(draft);
    let file = |path: String| Some(manifest::File::new(&*path, &draft.read(&path).ok()??));
    manifest.record(manifest::Resource {
        kind: layer.name().to_owned(),
        name: name.id(),
        fields: fields.iter().map(ToString::to_string).collect(),
        files: paths.into_iter().filter_map(file).collect(),
    });
    draft.edit(manifest::PATH, manifest.render())
}

/// Refuses a name whose table another resource has.
fn check_table(manifest: &Manifest, name: &ResourceName) -> Result<(), Error> {
    let table = |other: &str| other.replace('/', "_");
    let mut others = manifest.resources.iter().filter(|other| other.makes_table());
    match others.find(|other| other.name != name.id() && table(&other.name) == name.table()) {
        Some(other) => Err(Error::Argument(format!(
            "the table `{}` is that of `{}`: choose another name",
            name.table(),
            other.name
        ))),
        None => Ok(()),
    }
}

/// The one it had before, or the next one.
fn migration_version(draft: &Draft, manifest: &Manifest, name: &ResourceName) -> i64 {
    let migration = |manifest: &Manifest| manifest.migration(&name.id());
    // A new project starts from nothing, but it may be there from the last time.
    let before = migration(manifest).or_else(|| migration(&on_disk(draft)?));
    before.unwrap_or_else(|| next_version(draft))
}

/// Above all that are there: two migrations of one second would be one to the database.
pub(crate) fn next_version(draft: &Draft) -> i64 {
    let names = draft.names_in("migrations");
    let last = names.iter().filter_map(|name| manifest::version(name)).max();
    last.map_or(i64::MIN, |last| last + 1).max(clock::stamp())
}

fn on_disk(draft: &Draft) -> Option<Manifest> {
    let path = draft.root().join(manifest::PATH);
    Manifest::parse(&fs::read_to_string(&path).ok()?, &path).ok()
}

/// Where the modules of a layer go.
fn tree<'a>(name: &'a ResourceName, layer: Layer) -> Tree<'a> {
    let (folder, root, holds) = match layer {
        Layer::Data => ("src/data", "src/data/mod.rs", "The tables of"),
        Layer::Service => ("src/services", "src/services/mod.rs", "The services of"),
        Layer::Controller => ("src/controllers", "src/controllers/mod.rs", "The controllers of"),
    };
    let namespace = name.namespace.iter().map(String::as_str).collect();
    Tree { folder, root, namespace, visibility: "pub ", holds }
}

fn tests<'a>(name: &'a ResourceName, layer: Layer) -> Tree<'a> {
    let namespace = layer.tests().into_iter().chain(name.namespace.iter().map(String::as_str));
    let (folder, root, holds) = ("tests/it", "tests/it/main.rs", "Tests of");
    Tree { folder, root, namespace: namespace.collect(), visibility: "", holds }
}

fn wire(
    draft: &mut Draft,
    layer: Layer,
    name: &ResourceName,
    fields: &[Field],
    migration: &str,
) -> Result<(), Error> {
    let module = name.plural.as_str();
    let service = format!("{}Service", name.entity);
    let needs = needs(fields);
    let mut edits = Vec::new();
    if layer == Layer::Controller {
        let app = |text: &str| wiring::controller(text, name);
        edits.push(Edit::new("src/lib.rs", app, wiring::call(name, "db")));
    }
    for one in [Layer::Controller, Layer::Service, Layer::Data] {
        let (visibility, item) = match one {
            Layer::Controller => ("", Some(name.controller.as_str())),
            Layer::Service => ("", Some(service.as_str())),
            Layer::Data => ("pub ", None),
        };
        if one <= layer {
            tree(name, one).check(module, draft)?;
            edits.extend(tree(name, one).edits(module, visibility, item));
        }
    }
    tests(name, layer).check(module, draft)?;
    let list = |text: &str| wiring::migration(text, migration);
    edits.push(Edit::new("src/data/migrations.rs", list, wiring::entry(migration)));
    edits.extend(tests(name, layer).edits(module, "", None));
    let lines = needs.iter().map(Dependency::line).collect::<Vec<_>>().join("\n");
    edits.push(Edit::new("Cargo.toml", |text| wiring::dependencies(text, &needs), lines));
    wire::make(&edits, draft)
}

/// What the fields of all resources of a project need of its `Cargo.toml`.
pub(crate) fn needs_of(manifest: &Manifest) -> Vec<Dependency> {
    let tables = manifest.resources.iter().filter(|resource| resource.makes_table());
    let fields = tables.map(|resource| field::parse(&resource.fields));
    needs(&fields.filter_map(Result::ok).flatten().collect::<Vec<_>>())
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
