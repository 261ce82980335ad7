//! One more entry in `const MIGRATIONS`.

use syn::{Expr, ExprArray, File, Item, spanned::Spanned};

use super::source::{Source, end, start};

/// Lists the migration `name` as the newest.
pub(crate) fn migration(text: &str, name: &str) -> Result<String, String> {
    let source = Source::new(text)?;
    if source.has(&[&format!("\"{name}\"")]) {
        return Ok(source.same());
    }
    let file = source.parse()?;
    let array = array(&file).ok_or("it has no `const MIGRATIONS` that is an array")?;
    let close = start(array.bracket_token.span.close());
    let Some(last) = array.elems.last() else {
        return Ok(source.insert(close, &format!("\n{},\n", indented(name, "    "))));
    };
    let indent = source.indent(start(last.span()));
    let lines = indented(name, indent);
    if !array.elems.trailing_punct() {
        return Ok(source.insert(end(last.span()), &format!(",\n{lines}")));
    }
    let comma =
        array.elems.pairs().next_back().and_then(|pair| pair.punct().map(|comma| end(comma.span)));
    let place = source.after(comma.unwrap_or(close));
    Ok(source.insert(place, &format!("\n{lines},")))
}

/// What a user has to add by hand.
pub(crate) fn entry(name: &str) -> String {
    format!("(\"{name}\", include_str!(\"../../migrations/{name}.sql\")),")
}

fn indented(name: &str, indent: &str) -> String {
    [
        format!("{indent}("),
        format!("{indent}    \"{name}\","),
        format!("{indent}    include_str!(\"../../migrations/{name}.sql\"),"),
        format!("{indent})"),
    ]
    .join("\n")
}

fn array(file: &File) -> Option<&ExprArray> {
    file.items.iter().find_map(|item| match item {
        Item::Const(one) if one.ident == "MIGRATIONS" => plain(&one.expr),
        Item::Static(one) if one.ident == "MIGRATIONS" => plain(&one.expr),
        _ => None,
    })
}

fn plain(expr: &Expr) -> Option<&ExprArray> {
    match expr {
        Expr::Reference(reference) => plain(&reference.expr),
        Expr::Array(array) => Some(array),
        _ => None,
    }
}
