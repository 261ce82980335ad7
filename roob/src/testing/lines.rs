//! Bodies that are read line by line.

use super::json::Json;
use super::reference::decoded_pair;
use super::scrub::Scrub;
use std::borrow::Cow;

/// A JSON document a line.
pub(super) fn documents(text: &str, scrub: &mut Scrub<'_>) -> String {
    lines(text, |line| document(line, scrub))
}

/// The pairs of a form, one a line.
pub(super) fn form(text: &str, scrub: &mut Scrub<'_>) -> String {
    let pairs = text.split('&').map(|pair| {
        let Some((name, value)) = pair.split_once('=') else {
            return one_line(&scrub.text(None, &decoded_pair(pair))).into_owned();
        };
        let [name, value] = [name, value].map(decoded_pair);
        let value = scrub.pair(&name, &value);
        format!("{}={}", one_line(&scrub.text(None, &name)), one_line(&value))
    });
    pairs.collect::<Vec<_>>().join("\n")
}

/// A document in the spaces in which it was sent, unless something in it is shown otherwise.
pub(super) fn document(line: &str, scrub: &mut Scrub<'_>) -> String {
    match Json::parse_as_written(line) {
        Ok(json @ (Json::Object(_) | Json::Array(_))) => {
            let mut shown = json.clone();
            scrub.json(&mut shown);
            if shown == json { line.to_owned() } else { shown.to_string() }
        }
        _ => scrub.text(None, line),
    }
}

/// Each line of `text` as `show` has it.
fn lines(text: &str, show: impl FnMut(&str) -> String) -> String {
    text.split('\n').map(show).collect::<Vec<_>>().join("\n")
}

/// With an escape for each character that is none for people, also for the end of a line.
fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let escaped = |c: char| match c {
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    };
    Cow::Owned(text.chars().map(escaped).collect())
}
