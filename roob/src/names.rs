//! Names of types for people.

use std::any::type_name;

/// The name of a type without the modules that it and its parts are in: `Json<Vec<Product>>`.
pub(crate) fn short<T>() -> String {
    shorten(type_name::<T>())
}

/// As [`short`], for a name that the compiler gave.
pub(crate) fn shorten(name: &str) -> String {
    let part = |c: char| !c.is_alphanumeric() && c != '_' && c != ':';
    let mut short = String::with_capacity(name.len());
    short.extend(name.split_inclusive(part).filter_map(|part| part.rsplit("::").next()));
    short
}
