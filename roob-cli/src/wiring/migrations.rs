//! One more entry in `const MIGRATIONS`.

use proc_macro2::Span;
use syn::{Expr, ExprArray, File, Item, Lit, Type, spanned::Spanned};

use super::source::{Source, end, start};

/// Lists the migration `name` as the newest.
pub(crate) fn migration(text: &str, name: &str) -> Result<String, String> {
    let source = Source::new(text)?;
    let file = source.parse()?;
    let list = List::of(&file).ok_or("it has no `const MIGRATIONS` that is an array")?;
    if list.array.elems.iter().any(|entry| is_named(entry, name)) {
        return Ok(source.same());
    }
    if !list.has_pairs() {
        return Err("its `MIGRATIONS` are no pairs of a name and SQL".to_owned());
    }
    let length = list.length()?.map(|(number, span)| ((number + 1).to_string(), span));
    let entry = list.entry(&source, name);
    let mut changes = Vec::new();
    if let Some((number, span)) = &length {
        changes.push((span.byte_range(), number.as_str()));
    }
    changes.extend(entry.iter().map(|(place, text)| (*place..*place, text.as_str())));
    Ok(source.change(&changes))
}

/// `const MIGRATIONS: TYPE = [ENTRIES];`
struct List<'f> {
    kind: &'f Type,
    array: &'f ExprArray,
}

impl<'f> List<'f> {
    fn of(file: &'f File) -> Option<Self> {
        file.items.iter().find_map(|item| {
            let (kind, expr) = match item {
                Item::Const(one) if one.ident == "MIGRATIONS" => (&one.ty, &one.expr),
                Item::Static(one) if one.ident == "MIGRATIONS" => (&one.ty, &one.expr),
                _ => return None,
            };
            Some(Self { kind, array: plain(expr)? })
        })
    }

    fn has_pairs(&self) -> bool {
        let element = match bare(self.kind) {
            Type::Array(array) => &array.elem,
            Type::Slice(slice) => &slice.elem,
            // The name of a type: what is there already tells.
            _ => return self.array.elems.first().is_some_and(is_pair),
        };
        matches!(&**element, Type::Tuple(pair) if pair.elems.len() == 2)
    }

    /// How many there are, where the type says that, and where it does.
    fn length(&self) -> Result<Option<(usize, Span)>, String> {
        let Type::Array(array) = bare(self.kind) else { return Ok(None) };
        match &array.len {
            Expr::Lit(one) if let Lit::Int(number) = &one.lit => {
                let plain = number.base10_parse().ok().filter(|_| number.suffix().is_empty());
                plain.map(|plain| Some((plain, number.span()))).ok_or_else(no_number)
            }
            _ => Err(no_number()),
        }
    }

    /// What is inserted, and where.
    fn entry(&self, source: &Source, name: &str) -> Vec<(usize, String)> {
        let close = start(self.array.bracket_token.span.close());
        let Some(last) = self.array.elems.last() else {
            return vec![(close, format!("\n{},\n", indented(name, "    ")))];
        };
        let lines = format!("\n{}", indented(name, source.indent(start(last.span()))));
        let pairs = self.array.elems.pairs().next_back();
        match pairs.and_then(|pair| pair.punct().map(|comma| end(comma.span))) {
            Some(comma) => vec![(source.after(comma), format!("{lines},"))],
            None => {
                let place = end(last.span());
                vec![(place, ",".to_owned()), (source.after(place), lines)]
            }
        }
    }
}

fn no_number() -> String {
    "how many `MIGRATIONS` there are is no plain number".to_owned()
}

fn is_named(entry: &Expr, name: &str) -> bool {
    let Expr::Tuple(pair) = entry else { return false };
    match pair.elems.first() {
        Some(Expr::Lit(one)) => matches!(&one.lit, Lit::Str(text) if text.value() == name),
        _ => false,
    }
}

fn is_pair(entry: &Expr) -> bool {
    matches!(entry, Expr::Tuple(pair) if pair.elems.len() == 2)
}

fn bare(kind: &Type) -> &Type {
    match kind {
        Type::Reference(reference) => bare(&reference.elem),
        other => other,
    }
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

fn plain(expr: &Expr) -> Option<&ExprArray> {
    match expr {
        Expr::Reference(reference) => plain(&reference.expr),
        Expr::Array(array) => Some(array),
        _ => None,
    }
}
