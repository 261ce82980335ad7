//! Names of types for people.

use std::any::type_name;

/// The name of a type without the modules that it and its parts are in: `Json<Vec<Product>>`.
pub(crate) fn short<T>() -> String {
    let mut short = String::new();
    for part in
        type_name::<T>().split_inclusive(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
    {
        short.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    short
}
