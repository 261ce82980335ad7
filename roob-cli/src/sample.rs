//! Values for the generated tests: two for each field, and no two fields alike.

use crate::{
    field::{Field, Type},
    words::article,
};

/// Two values of a field, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sample {
    /// For the first of its kind.
    pub first: String,
    /// For the second one; another value than the first.
    pub second: String,
}

impl Sample {
    /// The values of `fields[index]`, which depend on how many of its type come before it.
    pub(crate) fn of(fields: &[Field], index: usize) -> Self {
        let field = &fields[index];
        let place = fields[..index].iter().filter(|other| other.kind == field.kind).count();
        let one = |odd: usize| value(field, place, odd);
        Self { first: one(0), second: one(1) }
    }
}

fn value(field: &Field, place: usize, odd: usize) -> String {
    let words = field.name.replace('_', " ");
    match field.kind {
        Type::String | Type::Text if odd == 0 => format!("\"{} {words}\"", article(&words)),
        Type::String | Type::Text => format!("\"another {words}\""),
        Type::Int => (10 * (place + 1) + 1 + odd).to_string(),
        Type::Float => format!("{}.{}", place + 1, if odd == 0 { 25 } else { 75 }),
        // Neighbours differ, so that two columns that changed places are noticed.
        Type::Bool => (place % 2 == odd).to_string(),
        Type::DateTime => format!(
            "\"2026-{:02}-{:02}T{:02}:30:00Z\"",
            odd + 1,
            place % 28 + 1,
            8 + place / 28 % 12
        ),
        Type::Uuid => format!("\"0000000{odd}-0000-4000-8000-{:012x}\"", place + 1),
    }
}
