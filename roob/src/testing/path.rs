//! Places in JSON: the part of JSONPath (RFC 9535) that names one value.

use super::json::Json;
use std::fmt;

/// A path such as `$.items[0].name`.
pub(super) struct JsonPath<'t> {
    text: &'t str,
    /// Each step, with where it ends in the text.
    steps: Vec<(Step, usize)>,
}

enum Step {
    Member(String),
    /// From the end when negative.
    Element(i64),
}

/// Why a text is no path.
pub(super) struct PathError<'t> {
    text: &'t str,
    reason: String,
}

impl<'t> JsonPath<'t> {
    pub(super) fn parse(text: &'t str) -> Result<Self, PathError<'t>> {
        let refuse = |reason: String| PathError { text, reason };
        let Some(mut rest) = text.strip_prefix('$') else {
            return Err(refuse("it does not begin with `$`".to_owned()));
        };
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = step(rest).map_err(refuse)?;
            steps.push((step, text.len() - after.len()));
            rest = after;
        }
        Ok(Self { text, steps })
    }

    /// The value at this place, or in words where the way to it ends.
    pub(super) fn find<'j>(&self, json: &'j Json) -> Result<&'j Json, String> {
        let mut value = json;
        let mut end = 1;
        for (step, next) in &self.steps {
            let place = &self.text[..end];
            value = step.find(value).ok_or_else(|| format!("`{place}` {}", lacks(value)))?;
            end = *next;
        }
        Ok(value)
    }
}

impl Step {
    fn find<'j>(&self, json: &'j Json) -> Option<&'j Json> {
        match (self, json) {
            (Self::Member(name), _) => json.member(name),
            (Self::Element(index), Json::Array(items)) => {
                let from_end = usize::try_from(index.unsigned_abs()).ok()?;
                let at = if *index < 0 { items.len().checked_sub(from_end)? } else { from_end };
                items.get(at)
            }
            _ => None,
        }
    }
}

/// What a value is in which a step found nothing.
fn lacks(json: &Json) -> String {
    match json {
        Json::Array(items) if items.len() == 1 => "has 1 element".to_owned(),
        Json::Array(items) => format!("has {} elements", items.len()),
        Json::Object(members) if members.is_empty() => "has no members".to_owned(),
        Json::Object(members) => {
            let names: Vec<String> = members.iter().map(|(key, _)| format!("`{key}`")).collect();
            format!("has {}", names.join(", "))
        }
        _ => format!("is {}", super::compare::brief(json)),
    }
}

fn step(rest: &str) -> Result<(Step, &str), String> {
    if let Some(rest) = rest.strip_prefix('.') {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        return match &rest[..end] {
            "" => Err("a `.` has no name after it".to_owned()),
            "*" => Err("`*` names more than one value".to_owned()),
            name => Ok((Step::Member(name.to_owned()), &rest[end..])),
        };
    }
    let Some(inside) = rest.strip_prefix('[') else {
        return Err(format!("`{rest}` begins with neither `.` nor `[`"));
    };
    match inside.chars().next() {
        Some(quote @ ('"' | '\'')) => member(&inside[1..], quote),
        _ => element(inside),
    }
}

fn member(inside: &str, quote: char) -> Result<(Step, &str), String> {
    let mut name = String::new();
    let mut chars = inside.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => name.extend(chars.next()),
            end if end == quote => {
                let rest = chars.as_str().strip_prefix(']');
                return Ok((Step::Member(name), rest.ok_or("a `[` is not closed")?));
            }
            char => name.push(char),
        }
    }
    Err(format!("a {quote} is not closed"))
}

fn element(inside: &str) -> Result<(Step, &str), String> {
    let (index, rest) = inside.split_once(']').ok_or("a `[` is not closed")?;
    match index.parse() {
        Ok(index) => Ok((Step::Element(index), rest)),
        Err(_) => Err(format!("`{index}` is neither a whole number nor a name in quotes")),
    }
}

impl fmt::Display for PathError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, reason } = self;
        write!(f, "`{text}` is not a path into JSON: {reason}; write it like `$.items[0].name`")
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, JsonPath};

    const SHOP: &str =
        r#"{"items": [{"id": 1}, {"id": 2}], "a.b": {"it's": "x"}, "n": 3, "e": {}}"#;

    #[track_caller]
    fn check(path: &str, expected: Result<&str, &str>) {
        let json = Json::parse(SHOP.as_bytes()).unwrap();
        let path = JsonPath::parse(path).map_err(|error| error.to_string()).unwrap();
        let found = path.find(&json).map(ToString::to_string);
        assert_eq!(found.as_deref().map_err(String::as_str), expected);
    }

    #[track_caller]
    fn check_refused(path: &str, reason: &str) {
        let error = JsonPath::parse(path).err().unwrap().to_string();
        let whole =
            format!("`{path}` is not a path into JSON: {reason}; write it like `$.items[0].name`");
        assert_eq!(error, whole);
    }

    #[test]
    fn members_and_elements_are_found() {
        check("$.n", Ok("3"));
        check("$.items[0].id", Ok("1"));
        check("$.items[-1].id", Ok("2"));
        check("$.items[-2]['id']", Ok("1"));
        check(r#"$["a.b"]['it\'s']"#, Ok(r#""x""#));
        check("$.e", Ok("{}"));
    }

    #[test]
    fn a_way_that_ends_says_where() {
        check("$.items[2].id", Err("`$.items` has 2 elements"));
        check("$.items[-3]", Err("`$.items` has 2 elements"));
        check("$.items.id", Err("`$.items` has 2 elements"));
        check("$.x.y", Err("`$` has `items`, `a.b`, `n`, `e`"));
        check("$.n.x", Err("`$.n` is 3"));
        check("$.e.x", Err("`$.e` has no members"));
        check(r#"$["a.b"].x"#, Err(r#"`$["a.b"]` has `it's`"#));
    }

    #[test]
    fn what_is_no_path_is_refused_with_the_reason() {
        check_refused("items", "it does not begin with `$`");
        check_refused("", "it does not begin with `$`");
        check_refused("$items", "`items` begins with neither `.` nor `[`");
        check_refused("$.", "a `.` has no name after it");
        check_refused("$..id", "a `.` has no name after it");
        check_refused("$.items.*", "`*` names more than one value");
        check_refused("$.items[*]", "`*` is neither a whole number nor a name in quotes");
        check_refused("$.items[0", "a `[` is not closed");
        check_refused("$['x'", "a `[` is not closed");
        check_refused("$['x", "a ' is not closed");
    }
}
