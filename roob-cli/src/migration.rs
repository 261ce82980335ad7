//! A migration by itself: its SQL, its line in the list, and a test that it runs.

use crate::{
    controller::next_version,
    draft::Draft,
    error::Error,
    field::Field,
    manifest::{self, Manifest},
    rustfmt, sql,
    wire::{self, Edit},
    wiring,
};

const TESTS: &str = "tests/it/migrations.rs";
const START: &str = "//! What the migrations have made of a database.

use crate::database;
";

/// Drafts the migration `name`; with `fields`, the table at its end gets them. Gives the path of
/// its SQL.
pub(crate) fn draft(draft: &mut Draft, name: &str, fields: &[Field]) -> Result<String, Error> {
    let mut manifest = manifest::of(draft)?;
    let sql = match fields {
        [] => format!("-- What `{name}` changes, in SQL.\n"),
        _ => add_columns(name, fields)?,
    };
    let version = before(&manifest, name).unwrap_or_else(|| next_version(draft));
    let migration = format!("{version}_{name}");
    let path = format!("migrations/{migration}.sql");
    draft.create(&*path, sql.clone());
    wire(draft, &migration, &test(name, version, fields), name)?;
    rustfmt::tidy(draft);
    manifest.record(manifest::Resource {
        kind: "migration".to_owned(),
        name: name.to_owned(),
        fields: fields.iter().map(ToString::to_string).collect(),
        files: vec![manifest::File::new(&*path, &sql)],
    });
    draft.edit(manifest::PATH, manifest.render())?;
    Ok(path)
}

fn before(manifest: &Manifest, name: &str) -> Option<i64> {
    let is_it = |one: &&manifest::Resource| one.kind == "migration" && one.name == name;
    manifest.resources.iter().find(is_it)?.migration()
}

/// The table that `add_sku_to_products` is about.
fn table(name: &str) -> Option<&str> {
    let (what, table) = name.strip_prefix("add_")?.rsplit_once("_to_")?;
    (!what.is_empty() && !table.is_empty()).then_some(table)
}

fn add_columns(name: &str, fields: &[Field]) -> Result<String, Error> {
    let Some(table) = table(name) else {
        return Err(Error::Argument(format!(
            "`{name}` does not say which table gets its fields: try `add_{}_to_products`",
            fields[0].name
        )));
    };
    let column = |field: &Field| match field.optional {
        true => Ok(format!(
            "ALTER TABLE {} ADD COLUMN {} {};\n",
            sql::quoted(table),
            sql::quoted(&field.name),
            field.kind.sqlite()
        )),
        false => Err(Error::Argument(format!(
            "rows that are there already have no `{}`: try `{field}?`",
            field.name
        ))),
    };
    fields.iter().map(column).collect()
}

fn test(name: &str, version: i64, fields: &[Field]) -> String {
    let looks = match table(name).filter(|_| !fields.is_empty()) {
        Some(table) => {
            let columns: Vec<String> = fields.iter().map(|one| sql::in_rust(&one.name)).collect();
            let (columns, table) = (columns.join(", "), sql::in_rust(table));
            format!(
                "let columns = sqlx::query(\"SELECT {columns} FROM {table}\").fetch_all(&db).await;
                columns.expect(\"the table has them\");"
            )
        }
        None => format!(
            "let run: i64 =
                sqlx::query_scalar(\"SELECT count(*) FROM _sqlx_migrations WHERE version = {version}\")
                    .fetch_one(&db)
                    .await
                    .expect(\"the database knows what has run\");
            assert_eq!(run, 1);"
        ),
    };
    format!(
        "#[tokio::test]
async fn runs_{name}() {{
    let db = database().await;
    {looks}
}}"
    )
}

fn wire(draft: &mut Draft, migration: &str, test: &str, name: &str) -> Result<(), Error> {
    let test = rustfmt::format(vec![test.to_owned()], draft.root()).concat();
    let (test, function) = (test.trim_end(), format!("runs_{name}"));
    let edits = [
        Edit::new(
            "src/data/migrations.rs",
            |text| wiring::migration(text, migration),
            wiring::entry(migration),
        ),
        Edit::new(
            "tests/it/main.rs",
            |text| wiring::module(text, "", "migrations"),
            "mod migrations;",
        ),
        Edit::new(TESTS, |text| wiring::test(text, &function, test), test)
            .or_start(START.to_owned()),
    ];
    wire::make(&edits, draft)
}
