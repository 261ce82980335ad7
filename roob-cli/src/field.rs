//! The fields of a controller, as they are written on the command line: `price:float?`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{error::Error, names, words::distance};

/// The types that a field can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// A line of text.
    String,
    /// Any text.
    Text,
    /// A whole number of 64 bits.
    Int,
    /// A decimal of 64 bits.
    Float,
    /// Yes or no.
    Bool,
    /// A moment, in UTC.
    DateTime,
    /// A universally unique identifier.
    Uuid,
}

impl Type {
    /// Every type, in the order in which messages name them.
    pub const ALL: [Self; 7] =
        [Self::String, Self::Text, Self::Int, Self::Float, Self::Bool, Self::DateTime, Self::Uuid];

    /// As it is written on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Text => "text",
            Self::Int => "int",
            Self::Float => "float",
            Self::Bool => "bool",
            Self::DateTime => "datetime",
            Self::Uuid => "uuid",
        }
    }

    /// In the generated structs.
    pub fn rust(self) -> &'static str {
        match self {
            Self::String | Self::Text => "String",
            Self::Int => "i64",
            Self::Float => "f64",
            Self::Bool => "bool",
            Self::DateTime => "DateTime<Utc>",
            Self::Uuid => "Uuid",
        }
    }

    /// In a strict table of SQLite.
    pub fn sqlite(self) -> &'static str {
        match self {
            Self::String | Self::Text | Self::DateTime => "TEXT",
            Self::Int | Self::Bool => "INTEGER",
            Self::Float => "REAL",
            Self::Uuid => "BLOB",
        }
    }

    /// Whether a value of it can be blank.
    pub fn is_words(self) -> bool {
        matches!(self, Self::String | Self::Text)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// `price`
    pub name: String,
    /// `float`
    pub kind: Type,
    /// Whether it may be left out.
    pub optional: bool,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}{}", self.name, self.kind, if self.optional { "?" } else { "" })
    }
}

impl FromStr for Field {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (name, kind) = text.split_once(':').unwrap_or((text, ""));
        let name = names::field(name)?;
        let (kind, optional) = match kind.strip_suffix('?') {
            Some(kind) => (kind, true),
            None => (kind, false),
        };
        let mark = if optional { "?" } else { "" };
        if kind.is_empty() {
            let message = format!("`{text}` has no type: try `{name}:string{mark}`");
            return Err(Error::Argument(message));
        }
        match Type::ALL.into_iter().find(|one| one.name() == kind) {
            Some(kind) => Ok(Self { name, kind, optional }),
            None => Err(Error::Argument(unknown(&name, kind, mark))),
        }
    }
}

/// Every field of a controller; a controller without any gets a name.
pub(crate) fn parse(texts: &[String]) -> Result<Vec<Field>, Error> {
    let mut fields: Vec<Field> = Vec::new();
    for text in texts {
        let field: Field = text.parse()?;
        if fields.iter().any(|other| other.name == field.name) {
            let message = format!("the field `{}` is there twice: leave one out", field.name);
            return Err(Error::Argument(message));
        }
        fields.push(field);
    }
    if fields.is_empty() {
        fields.push(Field { name: "name".to_owned(), kind: Type::String, optional: false });
    }
    Ok(fields)
}

fn unknown(name: &str, kind: &str, mark: &str) -> String {
    let all = Type::ALL.map(|one| format!("`{one}`")).join(", ");
    let hint = match closest(kind) {
        Some(close) => format!("did you mean `{name}:{close}{mark}`? "),
        None => String::new(),
    };
    format!("`{kind}` is no type: {hint}there are {all}")
}

/// The type that somebody may have meant, by its name in other places or by a slip of the hand.
fn closest(kind: &str) -> Option<Type> {
    let kind = kind.to_lowercase();
    let elsewhere = match kind.as_str() {
        "str" | "varchar" | "char" => Some(Type::String),
        "i64" | "i32" | "u64" | "u32" | "integer" | "bigint" | "number" => Some(Type::Int),
        "f64" | "f32" | "double" | "decimal" | "real" => Some(Type::Float),
        "boolean" => Some(Type::Bool),
        "date" | "time" | "timestamp" => Some(Type::DateTime),
        "guid" => Some(Type::Uuid),
        _ => None,
    };
    let slip = || {
        let far = |one: &Type| distance(one.name(), &kind);
        Type::ALL.into_iter().min_by_key(far).filter(|one| far(one) <= 2)
    };
    elsewhere.or_else(slip)
}
