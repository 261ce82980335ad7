//! What the templates of a controller fill in.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    field::{Field, Type},
    names::ResourceName,
    sample::Sample,
    sql::{self, Statements},
};

/// How many fields are written as one `json!`, which takes three steps for each; the compiler makes
/// 128 unless it is told otherwise.
const MOST_IN_JSON: usize = 32;

/// What the templates fill in.
#[derive(Debug, Serialize)]
pub(crate) struct Context<'a> {
    migration: &'a str,
    #[serde(rename = "crate")]
    krate: &'a str,
    /// `admin/`, in a path of files.
    folder: String,
    /// `admin::`, in a path of modules.
    space: String,
    /// Where the module `data` is, from inside it, and `services` likewise.
    data: &'static str,
    services: &'static str,
    module: &'a str,
    snake: &'a str,
    entity: &'a str,
    controller: &'a str,
    service: String,
    path: String,
    /// In a file of SQL.
    table: String,
    /// In a text of Rust.
    table_in_rust: String,
    singular: String,
    plural: String,
    a_singular: String,
    #[serde(rename = "A_singular")]
    capital_a_singular: String,
    a_snake: String,
    fields: Vec<FieldContext<'a>>,
    /// In the order of the alphabet: that is how `serde_json` sends an object, unless some crate
    /// turns on its `preserve_order`. So written, the snapshots hold either way.
    sorted: Vec<FieldContext<'a>>,
    required: Vec<&'a str>,
    optional: Vec<&'a str>,
    /// Whether one `json!` cannot hold them: the compiler follows a macro only so far.
    wide: bool,
    checked: bool,
    chrono: bool,
    uuid: bool,
    select: String,
    insert: String,
    update: String,
}

#[derive(Debug, Serialize)]
struct FieldContext<'a> {
    name: &'a str,
    column: Cow<'a, str>,
    sql_type: &'static str,
    optional: bool,
    rust_type: String,
    bind: String,
    checked: bool,
    first: String,
    second: String,
}

impl<'a> Context<'a> {
    /// For the resource `name` with `fields`, whose table `migration` makes, in the crate `krate`.
    pub(crate) fn new(
        name: &'a ResourceName,
        fields: &'a [Field],
        migration: &'a str,
        krate: &'a str,
    ) -> Self {
        let a_singular = name.a_one();
        let table = name.table();
        let statements = Statements::new(&table, fields);
        let inside = |between| -> String {
            name.namespace.iter().map(|one| format!("{one}{between}")).collect()
        };
        let is_plain = name.namespace.is_empty();
        let which = |optional| {
            fields.iter().filter(move |field| field.optional == optional).map(|field| &*field.name)
        };
        Self {
            migration,
            krate,
            folder: inside("/"),
            space: inside("::"),
            data: if is_plain { "super" } else { "crate::data" },
            services: if is_plain { "super" } else { "crate::services" },
            module: &name.plural,
            snake: &name.singular,
            entity: &name.entity,
            controller: &name.controller,
            service: format!("{}Service", name.entity),
            path: name.path(),
            table: sql::quoted(&table).into_owned(),
            table_in_rust: sql::in_rust(&table),
            singular: name.one(),
            plural: name.many(),
            capital_a_singular: format!("A{}", &a_singular[1..]),
            a_snake: a_singular.replace(' ', "_"),
            a_singular,
            sorted: sorted(fields),
            fields: (0..fields.len()).map(|index| context(fields, index)).collect(),
            required: which(false).collect(),
            optional: which(true).collect(),
            wide: fields.len() > MOST_IN_JSON,
            checked: fields.iter().any(is_checked),
            chrono: fields.iter().any(|field| field.kind == Type::DateTime),
            uuid: fields.iter().any(|field| field.kind == Type::Uuid),
            select: statements.select(),
            insert: statements.insert(),
            update: statements.update(),
        }
    }
}

fn sorted(fields: &[Field]) -> Vec<FieldContext<'_>> {
    let mut order: Vec<usize> = (0..fields.len()).collect();
    order.sort_by_key(|index| &fields[*index].name);
    order.into_iter().map(|index| context(fields, index)).collect()
}

fn context(fields: &[Field], index: usize) -> FieldContext<'_> {
    let field = &fields[index];
    let sample = Sample::of(fields, index);
    let plain = field.kind.rust();
    let by = if field.kind.is_words() { "&" } else { "" };
    FieldContext {
        name: &field.name,
        column: sql::quoted(&field.name),
        sql_type: field.kind.sqlite(),
        optional: field.optional,
        rust_type: if field.optional { format!("Option<{plain}>") } else { plain.to_owned() },
        bind: format!("{by}new.{}", field.name),
        checked: is_checked(field),
        first: sample.first,
        second: sample.second,
    }
}

/// A text that has to be there must say something.
fn is_checked(field: &Field) -> bool {
    field.kind.is_words() && !field.optional
}
