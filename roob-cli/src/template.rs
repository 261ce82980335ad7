//! The templates, which are part of the binary.

use serde::Serialize;
use tera::{Context, Delimiters, Tera};

use crate::error::Error;

/// One file that comes from a template.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Template {
    /// Where it is written to, itself a template: `src/data/«module».rs`.
    pub path: &'static str,
    source: &'static str,
}

macro_rules! templates {
    ($($folder:literal / $file:literal => $path:literal),* $(,)?) => {
        &[$(Template {
            path: $path,
            source: include_str!(concat!("../../templates/", $folder, "/", $file, ".tera")),
        }),*]
    };
}

/// What `roob new` writes, `.roob/manifest.json` excepted.
pub(crate) const PROJECT: &[Template] = templates![
    "project" / "Cargo.toml" => "Cargo.toml",
    "project" / "gitignore" => ".gitignore",
    "project" / "dockerignore" => ".dockerignore",
    "project" / "env.example" => ".env.example",
    "project" / "README.md" => "README.md",
    "project" / "Dockerfile" => "Dockerfile",
    "project" / "github/workflows/ci.yml" => ".github/workflows/ci.yml",
    "project" / "src/main.rs" => "src/main.rs",
    "project" / "src/lib.rs" => "src/lib.rs",
    "project" / "src/controllers/mod.rs" => "src/controllers/mod.rs",
    "project" / "src/controllers/health.rs" => "src/controllers/health.rs",
    "project" / "src/services/mod.rs" => "src/services/mod.rs",
    "project" / "src/services/error.rs" => "src/services/error.rs",
    "project" / "src/services/pagination.rs" => "src/services/pagination.rs",
    "project" / "src/data/mod.rs" => "src/data/mod.rs",
    "project" / "src/data/connection.rs" => "src/data/connection.rs",
    "project" / "src/data/migrations.rs" => "src/data/migrations.rs",
    "project" / "tests/it/main.rs" => "tests/it/main.rs",
    "project" / "tests/it/errors.rs" => "tests/it/errors.rs",
    "project" / "tests/it/fuzz.rs" => "tests/it/fuzz.rs",
    "project" / "tests/it/health.rs" => "tests/it/health.rs",
];

/// What `roob gen controller` writes, its snapshots excepted, the lowest layer first.
pub(crate) const CONTROLLER: &[Template] = templates![
    "controller" / "migration.sql" => "migrations/«migration».sql",
    "controller" / "data.rs" => "src/data/«folder»«module».rs",
    "controller" / "service.rs" => "src/services/«folder»«module».rs",
    "controller" / "controller.rs" => "src/controllers/«folder»«module».rs",
    "controller" / "test.rs" => "tests/it/«folder»«module».rs",
];

/// The tests of `roob gen data`.
pub(crate) const DATA_TEST: &[Template] = templates![
    "controller" / "data_test.rs" => "tests/it/data_layer/«folder»«module».rs",
];

/// The tests of `roob gen service`.
pub(crate) const SERVICE_TEST: &[Template] = templates![
    "controller" / "service_test.rs" => "tests/it/service_layer/«folder»«module».rs",
];

/// What `roob gen middleware` writes.
pub(crate) const MIDDLEWARE: &[Template] = templates![
    "middleware" / "middleware.rs" => "src/middleware/«name».rs",
    "middleware" / "test.rs" => "tests/it/middleware/«name».rs",
];

/// What the tests of a resource send, which templates include as `bodies`.
const BODIES: &str = include_str!("../../templates/controller/bodies.rs.tera");

impl Template {
    /// Where the file goes and what is in it.
    pub(crate) fn render(&self, context: &impl Serialize) -> Result<(String, String), Error> {
        Ok((render(self.path, context)?, render(self.source, context)?))
    }
}

/// Fills in `source`.
pub(crate) fn render(source: &str, context: &impl Serialize) -> Result<String, Error> {
    let mut tera = Tera::new();
    tera.set_delimiters(delimiters())?;
    // Rust and SQL, not HTML.
    tera.autoescape_on(Vec::<&'static str>::new());
    tera.add_raw_template("bodies", BODIES)?;
    tera.add_raw_template("file", source)?;
    Ok(tera.render("file", &Context::from_serialize(context)?)?)
}

/// Rust, TOML, shell and GitHub's workflows have a use for every ASCII bracket; none for these.
fn delimiters() -> Delimiters {
    Delimiters { variable_start: "«".into(), variable_end: "»".into(), ..Delimiters::default() }
}
