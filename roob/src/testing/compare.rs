//! In what two JSON values differ, place by place.

use super::json::{Json, quoted};

/// How much of a value has to be expected.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// Members of objects may come that nobody expected.
    Part,
}

/// The longest value that a line shows, in bytes.
const SHOWN: usize = 200;

/// One line for each place in which `got` is not `expected`. The order of an object's members does
/// not matter.
pub(super) fn differences(expected: &Json, got: &Json, extent: Extent) -> Vec<String> {
    let mut lines = Lines { extent, lines: Vec::new() };
    lines.compare("$", Some(expected), Some(got));
    lines.lines
}

/// `json` on one line that is not too long.
pub(super) fn brief(json: &Json) -> String {
    let mut text = json.to_string();
    if text.len() > SHOWN {
        let end = (0..=SHOWN).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or_default());
        text.push('…');
    }
    text
}

struct Lines {
    extent: Extent,
    lines: Vec<String>,
}

impl Lines {
    fn compare(&mut self, place: &str, expected: Option<&Json>, got: Option<&Json>) {
        match (expected, got) {
            (Some(Json::Object(expected)), Some(got @ Json::Object(members))) => {
                for (name, value) in expected {
                    self.compare(&below(place, name), Some(value), got.member(name));
                }
                self.unexpected(place, expected, members);
            }
            (Some(Json::Array(expected)), Some(Json::Array(got))) => {
                for at in 0..expected.len().max(got.len()) {
                    self.compare(&format!("{place}[{at}]"), expected.get(at), got.get(at));
                }
            }
            _ if expected != got => self.lines.push(line(place, expected, got)),
            _ => {}
        }
    }

    fn unexpected(&mut self, place: &str, expected: &[(String, Json)], got: &[(String, Json)]) {
        if self.extent == Extent::Part {
            return;
        }
        let is_known = |name: &String| expected.iter().any(|(known, _)| known == name);
        for (name, value) in got.iter().filter(|(name, _)| !is_known(name)) {
            self.lines.push(line(&below(place, name), None, Some(value)));
        }
    }
}

fn line(place: &str, expected: Option<&Json>, got: Option<&Json>) -> String {
    let text = |value: Option<&Json>| value.map_or("nothing".to_owned(), brief);
    format!("{place}: expected {}, got {}", text(expected), text(got))
}

/// The path of a member, as a path is written.
fn below(place: &str, name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || c == '_';
    if !name.is_empty() && name.chars().all(is_plain) {
        format!("{place}.{name}")
    } else {
        format!("{place}[{}]", quoted(name))
    }
}

#[cfg(test)]
mod tests {
    use super::{Extent, Json, differences};

    #[track_caller]
    fn check(extent: Extent, expected: &str, got: &str, lines: &[&str]) {
        let [expected, got] = [expected, got].map(|text| Json::parse(text.as_bytes()).unwrap());
        assert_eq!(differences(&expected, &got, extent), lines);
    }

    #[test]
    fn every_place_that_differs_has_a_line() {
        let expected = r#"{"a": 1, "b": [1, 2], "c": {"d e": null}, "f": 1}"#;
        let got = r#"{"a": "1", "b": [1, 3, 4], "c": {"d e": false}, "g": []}"#;
        let lines = [
            r#"$.a: expected 1, got "1""#,
            "$.b[1]: expected 2, got 3",
            "$.b[2]: expected nothing, got 4",
            r#"$.c["d e"]: expected null, got false"#,
            "$.f: expected 1, got nothing",
        ];
        check(Extent::Part, expected, got, &lines);
        let more = [&lines[..], &["$.g: expected nothing, got []"]].concat();
        check(Extent::Whole, expected, got, &more);
    }

    #[test]
    fn the_order_of_members_does_not_matter_and_that_of_elements_does() {
        check(Extent::Whole, r#"{"a": 1, "b": 2}"#, r#"{"b": 2, "a": 1}"#, &[]);
        let lines = ["$[0]: expected 1, got 2", "$[1]: expected 2, got 1"];
        check(Extent::Part, "[1, 2]", "[2, 1]", &lines);
    }

    #[test]
    fn an_integer_is_not_a_fraction() {
        check(Extent::Whole, "1", "1.0", &["$: expected 1, got 1.0"]);
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        let long = format!("\"{}\"", "é".repeat(150));
        let cut = format!("$: expected 1, got \"{}…", "é".repeat(99));
        check(Extent::Whole, "1", &long, &[&cut]);
    }
}
