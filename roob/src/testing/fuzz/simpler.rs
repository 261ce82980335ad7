//! Requests and values that are a little simpler than another, the simplest first.

use super::super::json::Json;
use super::recipe::{Payload, Recipe};
use bytes::Bytes;
use http::header::AUTHORIZATION;
use std::collections::BTreeSet;

/// Every request with one part less, or with one part simpler.
pub(super) fn requests(from: &Recipe) -> Vec<Recipe> {
    let mut all = Vec::new();
    let mut add = |change: &dyn Fn(&mut Recipe)| {
        let mut recipe = from.clone();
        change(&mut recipe);
        if recipe != *from {
            all.push(recipe);
        }
    };
    add(&|recipe| recipe.headers.clear());
    add(&|recipe| recipe.query.clear());
    add(&|recipe| recipe.payload = Payload::Nothing);
    for at in 0..from.headers.len() {
        add(&|recipe| drop(recipe.headers.remove(at)));
    }
    for at in 0..from.headers.len() {
        for value in values_of_header(&from.headers[at]) {
            add(&|recipe| recipe.headers[at].1 = value.clone().into());
        }
    }
    for query in pairs(&from.query) {
        add(&|recipe| recipe.query.clone_from(&query));
    }
    for at in 0..from.segments.len() {
        for segment in texts(&from.segments[at]).into_iter().filter(|text| !text.is_empty()) {
            add(&|recipe| recipe.segments[at].clone_from(&segment));
        }
    }
    for payload in payloads(&from.payload) {
        add(&|recipe| recipe.payload = payload.clone());
    }
    all
}

/// A part of a credential is none.
fn values_of_header((name, value): &(String, Bytes)) -> Vec<String> {
    let texts = str::from_utf8(value).map(texts).unwrap_or_default();
    if name == AUTHORIZATION.as_str() {
        return Vec::new();
    }
    // It has no space at its end (RFC 9110, 5.5).
    texts.iter().map(|text| text.trim().to_owned()).collect()
}

/// Without each pair, and with each value simpler.
fn pairs(from: &[(String, String)]) -> Vec<Vec<(String, String)>> {
    let changed = |at: usize, value: Option<String>| {
        let mut pairs = from.to_vec();
        let pair = value.map(|value| (pairs[at].0.clone(), value));
        replace(&mut pairs, at, pair);
        pairs
    };
    let values = |at: usize| texts(&from[at].1).into_iter().map(Some);
    let places = 0..from.len();
    places
        .flat_map(|at| [None].into_iter().chain(values(at)).map(move |v| (at, v)))
        .map(|(at, v)| changed(at, v))
        .collect()
}

fn payloads(from: &Payload) -> Vec<Payload> {
    match from {
        Payload::Nothing => Vec::new(),
        Payload::Json(json) => values(json).into_iter().map(Payload::Json).collect(),
        Payload::Form(form) => pairs(form).into_iter().map(Payload::Form).collect(),
        Payload::Bytes(kind, bytes) => {
            let (half, most) = (bytes.len() / 2, bytes.len().saturating_sub(1));
            let parts = [bytes.slice(..half), bytes.slice(half..), bytes.slice(..most)];
            let untyped = Payload::Bytes(String::new(), bytes.clone());
            let parts = parts.into_iter().map(|bytes| Payload::Bytes(kind.clone(), bytes));
            [untyped].into_iter().chain(parts).collect()
        }
    }
}

fn values(from: &Json) -> Vec<Json> {
    match from {
        Json::Null => Vec::new(),
        Json::Bool(_) => vec![Json::Null],
        Json::Number(digits) => numbers(digits).into_iter().map(Json::Number).collect(),
        Json::String(text) => texts(text).into_iter().map(Json::String).collect(),
        Json::Array(items) => {
            let changed = |at: usize, value| {
                let mut items = items.clone();
                replace(&mut items, at, value);
                Json::Array(items)
            };
            each(items.iter(), changed)
        }
        Json::Object(members) => {
            let changed = |at: usize, value: Option<Json>| {
                let mut members = members.clone();
                let member = value.map(|value| (members[at].0.clone(), value));
                replace(&mut members, at, member);
                Json::Object(members)
            };
            each(members.iter().map(|(_, value)| value), changed)
        }
    }
}

/// Without each of `items`, then with each of them simpler.
fn each<'j>(
    items: impl Iterator<Item = &'j Json> + Clone,
    changed: impl Fn(usize, Option<Json>) -> Json,
) -> Vec<Json> {
    let without = (0..items.clone().count()).map(|at| changed(at, None));
    let simpler = items.enumerate().flat_map(|(at, item)| {
        values(item).into_iter().map(move |value| (at, value)).collect::<Vec<_>>()
    });
    without.chain(simpler.map(|(at, value)| changed(at, Some(value)))).collect()
}

fn replace<T>(items: &mut Vec<T>, at: usize, value: Option<T>) {
    match value {
        Some(value) => items[at] = value,
        None => drop(items.remove(at)),
    }
}

/// Of a number those nearer to 0; of another text its beginnings.
fn texts(from: &str) -> Vec<String> {
    if from.parse::<i128>().is_ok() {
        return numbers(from);
    }
    let length = from.chars().count();
    let lengths = BTreeSet::from([0, 1, length / 2, length * 3 / 4, length.saturating_sub(1)]);
    let beginning = |length: usize| from.chars().take(length).collect::<String>();
    lengths.into_iter().filter(|shorter| *shorter < length).map(beginning).collect()
}

/// 0, then numbers that come nearer and nearer to `digits`.
fn numbers(digits: &str) -> Vec<String> {
    let Ok(number) = digits.parse::<i128>() else {
        return if digits == "0" { Vec::new() } else { vec!["0".to_owned()] };
    };
    let mut step = number;
    let mut all = Vec::new();
    while step != 0 {
        all.push((number - step).to_string());
        step /= 2;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{Json, numbers, texts, values};

    #[track_caller]
    fn check(json: &str, simpler: &[&str]) {
        let json = Json::parse(json.as_bytes()).unwrap();
        let all: Vec<String> = values(&json).iter().map(ToString::to_string).collect();
        assert_eq!(all, simpler);
    }

    #[test]
    fn a_number_comes_nearer_from_zero() {
        assert_eq!(numbers("10"), ["0", "5", "8", "9"]);
        assert_eq!(numbers("-3"), ["0", "-2"]);
        assert_eq!(numbers("0"), [""; 0]);
        assert_eq!(numbers("1e999"), ["0"]);
    }

    #[test]
    fn a_text_has_its_beginnings() {
        assert_eq!(texts("abcdefgh"), ["", "a", "abcd", "abcdef", "abcdefg"]);
        assert_eq!(texts("é"), [""]);
        assert_eq!(texts("7"), ["0", "4", "6"]);
        assert_eq!(texts(""), [""; 0]);
    }

    #[test]
    fn an_object_loses_members_before_they_are_made_simpler() {
        check(
            r#"{"a":1,"b":[true]}"#,
            &[
                r#"{"b":[true]}"#,
                r#"{"a":1}"#,
                r#"{"a":0,"b":[true]}"#,
                r#"{"a":1,"b":[]}"#,
                r#"{"a":1,"b":[null]}"#,
            ],
        );
        check("null", &[]);
    }
}
