//! Everything for one middleware: its file, its test, and its place around the app.

use heck::ToKebabCase;
use serde::Serialize;

use crate::{
    draft::Draft,
    error::Error,
    manifest, rustfmt,
    template::MIDDLEWARE,
    wire::{self, Edit, Tree},
    wiring,
};

#[derive(Serialize)]
struct Context<'a> {
    name: &'a str,
    /// Its name in `server-timing`.
    metric: String,
}

/// Drafts the middleware `name`.
pub(crate) fn draft(draft: &mut Draft, name: &str) -> Result<(), Error> {
    let mut manifest = manifest::of(draft)?;
    let context = Context { name, metric: name.to_kebab_case() };
    let mut paths = Vec::new();
    for template in MIDDLEWARE {
        let (path, content) = template.render(&context)?;
        draft.create(&*path, content);
        paths.push(path);
    }
    wire(draft, name)?;
    rustfmt::tidy(draft);
    let file = |path: String| Some(manifest::File::new(&*path, &draft.read(&path).ok()??));
    manifest.record(manifest::Resource {
        kind: "middleware".to_owned(),
        name: name.to_owned(),
        fields: Vec::new(),
        files: paths.into_iter().filter_map(file).collect(),
    });
    draft.edit(manifest::PATH, manifest.render())
}

fn wire(draft: &mut Draft, name: &str) -> Result<(), Error> {
    let app = |text: &str| wiring::wrap(&wiring::module(text, "pub ", "middleware")?, name);
    let lines = format!("pub mod middleware;\n.wrap(middleware::{name})");
    let own = Edit::new(
        "src/middleware/mod.rs",
        |text| wiring::reexport(&wiring::module(text, "", name)?, name, name),
        format!("mod {name};\npub use {name}::{name};"),
    );
    let start = "//! What is around every request.\n".to_owned();
    let tests = Tree {
        folder: "tests/it",
        root: "tests/it/main.rs",
        namespace: vec!["middleware"],
        visibility: "",
        holds: "Tests of",
    };
    let mut edits = vec![Edit::new("src/lib.rs", app, lines), own.or_start(start)];
    edits.extend(tests.edits(name, "", None));
    wire::make(&edits, draft)
}
