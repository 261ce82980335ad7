//! JSON as it was written: objects keep the order of their keys, numbers their digits.
//!
//! `serde_json::Value` sorts keys unless its feature `preserve_order` is on, and a library that
//! turns that on changes the JSON of the whole program that it is linked into.

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// Its digits.
    Number(String),
    String(String),
    Array(Vec<Json>),
    /// Keys in the order in which they were sent.
    Object(Vec<(String, Json)>),
}

/// How `serde_json` gives numbers to others while its feature `arbitrary_precision` is on, which
/// any crate of a program may do: as an object with this key.
const NUMBER_KEY: &str = "$serde_json::private::Number";

impl Json {
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// With every number in the digits in which it is written: `1.10`, or one beyond 64 bits.
    pub(super) fn parse_as_written(text: &str) -> Result<Self, serde_json::Error> {
        let mut json = Self::parse(text.as_bytes())?;
        let mut numbers = Vec::new();
        json.numbers(&mut numbers);
        let written: Vec<&str> = written_numbers(text).collect();
        // They could differ in a program in which an object can be a number.
        if numbers.len() == written.len() {
            numbers.into_iter().zip(written).for_each(|(number, text)| text.clone_into(number));
        }
        Ok(json)
    }

    /// The digits of all numbers, in their order.
    fn numbers<'j>(&'j mut self, found: &mut Vec<&'j mut String>) {
        match self {
            Self::Number(digits) => found.push(digits),
            Self::Array(items) => items.iter_mut().for_each(|item| item.numbers(found)),
            Self::Object(members) => members.iter_mut().for_each(|(_, value)| value.numbers(found)),
            Self::Null | Self::Bool(_) | Self::String(_) => {}
        }
    }

    /// What `value` is when it is sent.
    pub(super) fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        Self::parse(&serde_json::to_vec(value)?)
    }

    /// The member of an object.
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, v)| v),
            _ => None,
        }
    }

    /// On several lines, two spaces a level.
    pub(super) fn pretty(&self) -> String {
        let mut text = String::new();
        self.print(&mut text, Some(0));
        text
    }

    fn print(&self, text: &mut String, indent: Option<usize>) {
        match self {
            Self::Null => text.push_str("null"),
            Self::Bool(bool) => text.push_str(if *bool { "true" } else { "false" }),
            Self::Number(digits) => text.push_str(digits),
            Self::String(string) => text.push_str(&quoted(string)),
            Self::Array(items) => print_all(text, indent, "[]", items, |text, indent, item| {
                item.print(text, indent);
            }),
            Self::Object(members) => print_all(text, indent, "{}", members, print_member),
        }
    }
}

/// On one line.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.print(&mut text, None);
        f.write_str(&text)
    }
}

/// `text` as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    // A text always serializes.
    serde_json::to_string(text).unwrap_or_default()
}

fn print_member(text: &mut String, indent: Option<usize>, (key, value): &(String, Json)) {
    text.push_str(&quoted(key));
    text.push_str(if indent.is_some() { ": " } else { ":" });
    value.print(text, indent);
}

fn print_all<T>(
    text: &mut String,
    indent: Option<usize>,
    brackets: &str,
    items: &[T],
    print: impl Fn(&mut String, Option<usize>, &T),
) {
    let (open, close) = brackets.split_at(1);
    let inner = indent.map(|level| level + 1);
    text.push_str(open);
    for (at, item) in items.iter().enumerate() {
        text.push_str(if at > 0 { "," } else { "" });
        new_line(text, inner);
        print(text, inner, item);
    }
    if !items.is_empty() {
        new_line(text, indent);
    }
    text.push_str(close);
}

fn new_line(text: &mut String, indent: Option<usize>) {
    if let Some(level) = indent {
        // Writing into a String cannot fail.
        let _ = write!(text, "\n{:1$}", "", level * 2);
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, bool: bool) -> Result<Json, E> {
        Ok(Json::Bool(bool))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        let number = serde_json::Number::from_f64(number);
        Ok(number.map_or(Json::Null, |number| Json::Number(number.to_string())))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some((key, value)) = members.next_entry()? {
            object.push((key, value));
        }
        Ok(number_in(&object).unwrap_or(Json::Object(object)))
    }
}

/// The numbers in a document that is JSON.
fn written_numbers(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        loop {
            rest =
                &rest[rest.find(['"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])?..];
            if let Some(string) = rest.strip_prefix('"') {
                rest = behind_string(string);
                continue;
            }
            let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
            let (number, behind) = rest.split_at(rest.find(|c| !is_part(c)).unwrap_or(rest.len()));
            rest = behind;
            return Some(number);
        }
    })
}

fn behind_string(inside: &str) -> &str {
    let mut is_escaped = false;
    let end = inside.find(|c| {
        let is_end = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    });
    end.map_or("", |end| &inside[end + 1..])
}

fn number_in(object: &[(String, Json)]) -> Option<Json> {
    match object {
        [(key, Json::String(digits))] if key == NUMBER_KEY => Some(Json::Number(digits.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[track_caller]
    fn check(text: &str, pretty: &str) {
        let json = Json::parse(text.as_bytes()).unwrap();
        assert_eq!(json.pretty(), pretty);
        assert_eq!(json.to_string(), text.replace(' ', ""));
    }

    #[test]
    fn keys_stay_in_their_order() {
        check(
            r#"{"b": 1, "a": {"z": 2, "y": []}}"#,
            "{\n  \"b\": 1,\n  \"a\": {\n    \"z\": 2,\n    \"y\": []\n  }\n}",
        );
    }

    #[test]
    fn numbers_stay_what_they_are() {
        check(
            "[1, 1.0, -1, 18446744073709551615, 0.1]",
            "[\n  1,\n  1.0,\n  -1,\n  18446744073709551615,\n  0.1\n]",
        );
    }

    #[test]
    fn values_without_parts_are_one_line() {
        check("{}", "{}");
        check("[]", "[]");
        check("null", "null");
        check("true", "true");
        check(r#""a\nb\"é\u0000""#, r#""a\nb\"é\u0000""#);
    }

    #[test]
    fn numbers_of_a_program_with_arbitrary_precision_are_numbers() {
        let json = Json::parse(br#"{"$serde_json::private::Number":"1.10"}"#).unwrap();
        assert_eq!(json, Json::Number("1.10".into()));
    }

    #[test]
    fn numbers_can_keep_the_digits_in_which_they_are_written() {
        let text = r#"{"1\\":1.10,"a\"2":[-0,1E5,18446744073709551616,12345678901234567890.5],"b":"3","c":0}"#;
        assert_eq!(Json::parse_as_written(text).unwrap().to_string(), text);
        let odd = r#"[{"$serde_json::private::Number":"1.10"},2.50]"#;
        assert_eq!(Json::parse_as_written(odd).unwrap().to_string(), "[1.10,2.5]");
        assert!(Json::parse_as_written("[1").is_err());
    }

    #[test]
    fn what_is_not_json_is_refused() {
        assert!(Json::parse(b"{} {}").is_err());
        assert!(Json::parse(b"").is_err());
        assert!(Json::parse("[".repeat(100_000).as_bytes()).is_err());
    }
}
