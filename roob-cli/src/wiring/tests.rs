//! `#[tokio::test] async fn …`, behind the tests that are there.

use syn::{Attribute, Item, spanned::Spanned};

use super::source::{Source, end};

/// Whether there is a function of this name.
pub(crate) fn has_function(text: &str, name: &str) -> Result<bool, String> {
    Ok(Source::new(text)?.has(&["fn", name, "("]))
}

/// Adds the test `name`, whose whole text is `test`.
pub(crate) fn test(text: &str, name: &str, test: &str) -> Result<String, String> {
    let source = Source::new(text)?;
    if source.has(&["fn", name, "("]) {
        return Ok(source.same());
    }
    let file = source.parse()?;
    let last = file.items.iter().rfind(|item| is_test(item));
    Ok(match last {
        Some(last) => source.insert(source.after(end(last.span())), &format!("\n\n{test}")),
        None => source.insert(source.text().len(), &format!("\n{test}\n")),
    })
}

fn is_test(item: &Item) -> bool {
    let marks = |attribute: &Attribute| {
        attribute.path().segments.last().is_some_and(|last| last.ident == "test")
    };
    matches!(item, Item::Fn(function) if function.attrs.iter().any(marks))
}
