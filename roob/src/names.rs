//! Names of types for people.

use std::any::type_name;
use std::fmt;

/// The name of a type as the compiler gives it; who prints it gets it without the modules that it
/// and its parts are in: `Json<Vec<Product>>`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypeName(&'static str);

impl TypeName {
    pub(crate) fn of<T>() -> Self {
        Self(type_name::<T>())
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shorten(self.0))
    }
}

/// As [`TypeName`] prints it, for a name that the compiler gave.
pub(crate) fn shorten(name: &str) -> String {
    let part = |c: char| !c.is_alphanumeric() && c != '_' && c != ':';
    let mut short = String::with_capacity(name.len());
    short.extend(name.split_inclusive(part).filter_map(|part| part.rsplit("::").next()));
    short
}
