//! Places in JSON, as JSONPath (RFC 9535) and insta's selectors write them.

use super::json::Json;
use std::fmt;

/// A path such as `$.items[0].name` or `.items[].name`.
#[derive(Clone)]
pub(super) struct JsonPath {
    text: String,
    /// Each step, with where it ends in the text.
    steps: Vec<(Step, usize)>,
}

#[derive(Clone, PartialEq)]
enum Step {
    Member(String),
    /// From the end when negative.
    Element(i64),
    /// The elements from the first up to the second, which is not one of them.
    Slice(Option<i64>, Option<i64>),
    /// Each member or element.
    Each,
    /// Any number of members and elements, also none.
    Deep,
}

/// Why a text is no path.
pub(super) struct PathError<'t> {
    text: &'t str,
    reason: String,
    /// Well-formed ones.
    like: &'static str,
}

/// A step from a value to one in it.
#[derive(Clone, Copy)]
pub(super) enum Child<'n> {
    Member(&'n str),
    /// The place in an array, and how many elements that has.
    Element(usize, usize),
}

impl JsonPath {
    /// Any path, which may begin with its first step.
    pub(super) fn parse(text: &str) -> Result<Self, PathError<'_>> {
        let like = "`.items[].id` or `$.items[*].id`";
        let refuse = |reason: String| PathError { text, reason, like };
        let mut rest = match text.strip_prefix('$') {
            Some(rest) => rest,
            // As insta has it.
            None if text == "." => "",
            None if text.starts_with(['.', '[']) => text,
            None => return Err(refuse("it does not begin with `$`, `.` or `[`".to_owned())),
        };
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = step(rest).map_err(refuse)?;
            steps.push((step, text.len() - after.len()));
            rest = after;
        }
        Ok(Self { text: text.to_owned(), steps })
    }

    /// A path to one value.
    pub(super) fn one(text: &str) -> Result<Self, PathError<'_>> {
        let like = "`$.items[0].name`";
        let refuse = |reason| PathError { text, reason, like };
        if !text.starts_with('$') {
            return Err(refuse("it does not begin with `$`".to_owned()));
        }
        let path = Self::parse(text).map_err(|error| PathError { like, ..error })?;
        let mut start = 1;
        for (step, end) in &path.steps {
            if !matches!(step, Step::Member(_) | Step::Element(_)) {
                // Of `..id` the second dot belongs to the name.
                let end = if text[start..].starts_with("..") { start + 2 } else { *end };
                let step = &text[start..end];
                return Err(refuse(format!("`{step}` names more than one value")));
            }
            start = *end;
        }
        Ok(path)
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
            (Self::Element(index), Json::Array(items)) => items.get(at(*index, items.len())?),
            _ => None,
        }
    }

    fn leads_to(&self, child: Child<'_>) -> bool {
        match (self, child) {
            (Self::Each, _) => true,
            (Self::Member(name), Child::Member(own)) => name == own,
            (Self::Element(index), Child::Element(own, len)) => at(*index, len) == Some(own),
            (Self::Slice(from, to), Child::Element(own, len)) => {
                let bound = |index: i64| at(index, len).unwrap_or(0);
                from.is_none_or(|from| own >= bound(from)) && to.is_none_or(|to| own < bound(to))
            }
            _ => false,
        }
    }
}

/// Where in JSON a walk has come to, as paths see it: those that may still end here or below, each
/// with the number of steps behind.
#[derive(Clone)]
pub(super) struct Trail<'p>(Vec<(&'p JsonPath, usize)>);

impl<'p> Trail<'p> {
    /// At the whole.
    pub(super) fn at_root(paths: &'p [JsonPath]) -> Self {
        let mut trail = Self(Vec::new());
        paths.iter().for_each(|path| trail.reach(path, 0));
        trail
    }

    /// One step further.
    pub(super) fn below(&self, child: Child<'_>) -> Self {
        let mut trail = Self(Vec::new());
        for (path, done) in &self.0 {
            match path.steps.get(*done) {
                Some((Step::Deep, _)) => trail.reach(path, *done),
                Some((step, _)) if step.leads_to(child) => trail.reach(path, done + 1),
                _ => {}
            }
        }
        trail
    }

    /// Whether a path ends here.
    pub(super) fn is_there(&self) -> bool {
        self.0.iter().any(|(path, done)| *done == path.steps.len())
    }

    fn reach(&mut self, path: &'p JsonPath, done: usize) {
        let is_known = |(known, at): &(&JsonPath, usize)| std::ptr::eq(*known, path) && *at == done;
        if self.0.iter().any(is_known) {
            return;
        }
        self.0.push((path, done));
        if let Some((Step::Deep, _)) = path.steps.get(done) {
            self.reach(path, done + 1);
        }
    }
}

/// An index from the beginning, for one that may be from the end.
fn at(index: i64, len: usize) -> Option<usize> {
    let distance = usize::try_from(index.unsigned_abs()).ok()?;
    if index < 0 { len.checked_sub(distance) } else { Some(distance) }
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
    if let Some(below) = rest.strip_prefix("..") {
        // The step itself is read next.
        return match below.starts_with('[') {
            true => Ok((Step::Deep, below)),
            false if below.is_empty() || below.starts_with('.') => {
                Err("a `..` has no name after it".to_owned())
            }
            false => Ok((Step::Deep, &rest[1..])),
        };
    }
    if let Some(rest) = rest.strip_prefix('.') {
        return name(rest);
    }
    let Some(inside) = rest.strip_prefix('[') else {
        return Err(format!("`{rest}` begins with neither `.` nor `[`"));
    };
    match inside.chars().next() {
        Some(quote @ ('"' | '\'')) => member(&inside[1..], quote),
        _ => element(inside),
    }
}

fn name(rest: &str) -> Result<(Step, &str), String> {
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    match name {
        "" => Err("a `.` has no name after it".to_owned()),
        "*" => Ok((Step::Each, rest)),
        "**" => Ok((Step::Deep, rest)),
        odd if odd.contains(|c: char| c.is_whitespace() || "*,;\"'`]{}()".contains(c)) => {
            let quoted = super::json::quoted(odd);
            Err(format!("`{odd}` is no plain name: write it as `[{quoted}]`"))
        }
        name => Ok((Step::Member(name.to_owned()), rest)),
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
    let step = match (index, index.split_once(':')) {
        ("*", _) => Some(Step::Each),
        ("", _) => Some(Step::Slice(None, None)),
        (_, Some((from, to))) => bound(from).zip(bound(to)).map(|(from, to)| Step::Slice(from, to)),
        (index, None) => index.parse().ok().map(Step::Element),
    };
    match step {
        Some(step) => Ok((step, rest)),
        None => Err(format!("`{index}` is neither a whole number nor a name in quotes")),
    }
}

fn bound(text: &str) -> Option<Option<i64>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

impl fmt::Display for PathError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, reason, like } = self;
        write!(f, "`{text}` is not a path into JSON: {reason}; write it like {like}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Child, Json, JsonPath, Trail};

    const SHOP: &str =
        r#"{"items": [{"id": 1}, {"id": 2}], "a.b": {"it's": "x"}, "n": 3, "e": {}}"#;

    #[track_caller]
    fn check(path: &str, expected: Result<&str, &str>) {
        let json = Json::parse(SHOP.as_bytes()).unwrap();
        let path = JsonPath::one(path).map_err(|error| error.to_string()).unwrap();
        let found = path.find(&json).map(ToString::to_string);
        assert_eq!(found.as_deref().map_err(String::as_str), expected);
    }

    /// Refused as a path to one value.
    #[track_caller]
    fn check_refused(path: &str, reason: &str) {
        let error = JsonPath::one(path).err().unwrap().to_string();
        let whole =
            format!("`{path}` is not a path into JSON: {reason}; write it like `$.items[0].name`");
        assert_eq!(error, whole);
    }

    /// All places that a path names.
    #[track_caller]
    fn check_all(path: &str, expected: &[&str]) {
        let json = Json::parse(SHOP.as_bytes()).unwrap();
        let paths = [JsonPath::parse(path).map_err(|error| error.to_string()).unwrap()];
        let mut found = Vec::new();
        walk(&json, "", &Trail::at_root(&paths), &mut found);
        assert_eq!(found, expected, "{path}");
    }

    fn walk(json: &Json, place: &str, trail: &Trail<'_>, found: &mut Vec<String>) {
        if trail.is_there() {
            found.push(place.to_owned());
        }
        match json {
            Json::Object(members) => members.iter().for_each(|(name, value)| {
                walk(value, &format!("{place}/{name}"), &trail.below(Child::Member(name)), found);
            }),
            Json::Array(items) => items.iter().enumerate().for_each(|(at, value)| {
                let below = trail.below(Child::Element(at, items.len()));
                walk(value, &format!("{place}/{at}"), &below, found);
            }),
            _ => {}
        }
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
        check_refused(".items", "it does not begin with `$`");
        check_refused("$items", "`items` begins with neither `.` nor `[`");
        check_refused("$.", "a `.` has no name after it");
        check_refused("$..", "a `..` has no name after it");
        check_refused("$...id", "a `..` has no name after it");
        check_refused("$.a,.b", "`a,` is no plain name: write it as `[\"a,\"]`");
        check_refused("$.items[0", "a `[` is not closed");
        check_refused("$.items[one]", "`one` is neither a whole number nor a name in quotes");
        check_refused("$.items[1:x]", "`1:x` is neither a whole number nor a name in quotes");
        check_refused("$['x'", "a `[` is not closed");
        check_refused("$['x", "a ' is not closed");
    }

    #[test]
    fn a_path_to_several_values_is_no_path_to_one() {
        check_refused("$..id", "`..` names more than one value");
        check_refused("$.items.*", "`.*` names more than one value");
        check_refused("$.items[*]", "`[*]` names more than one value");
        check_refused("$.items[].id", "`[]` names more than one value");
        check_refused("$.items[0:1]", "`[0:1]` names more than one value");
    }

    #[test]
    fn all_places_of_a_path_are_found_in_both_ways_of_writing() {
        for whole in ["$", "."] {
            check_all(whole, &[""]);
        }
        for each in [".items[].id", "$.items[*].id", "$.items.*.id", ".items[:2].id"] {
            check_all(each, &["/items/0/id", "/items/1/id"]);
        }
        for deep in [".**.id", "$..id", "$..['id']", ".items.**.id", "$..**..id"] {
            check_all(deep, &["/items/0/id", "/items/1/id"]);
        }
        for first in [".items[0]", "$.items[-2]", "$['items'][:1]", ".items[:-1]", ".items[-9:1]"] {
            check_all(first, &["/items/0"]);
        }
        for last in [".items[1]", ".items[1:]", "$.items[-1:]"] {
            check_all(last, &["/items/1"]);
        }
        check_all("[0]", &[]);
        check_all(".n[]", &[]);
        check_all(".e.*", &[]);
        check_all(".*", &["/items", "/a.b", "/n", "/e"]);
        check_all(".a.b", &[]);
        check_all(r#"["a.b"].**"#, &["/a.b", "/a.b/it's"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_path_or_refused(text in "[$.]?([.*\\[\\]:0-9-]|a|\"|'|\\.\\.|é){0,12}") {
            let json = Json::parse(SHOP.as_bytes()).unwrap();
            if let Ok(path) = JsonPath::parse(&text) {
                walk(&json, "", &Trail::at_root(&[path]), &mut Vec::new());
            }
            if let Ok(path) = JsonPath::one(&text) {
                let _ = path.find(&json);
            }
        }
    }
}
