//! A stream of events as something that can be read, and that stays the same from run to run.

use super::decoder::{Decoder, TestEvent};
use super::json::Json;
use std::fmt::Write;

/// The events in `text` in one form, whatever their lines looked like, after `scrub` went over
/// their ids and their data. Comments are left out, as clients do: they come when time passes.
pub(super) fn event_text(text: &str, scrub: &mut dyn FnMut(&mut Json)) -> String {
    let mut decoder = Decoder::default();
    decoder.push(text.as_bytes());
    let mut blocks = Vec::new();
    let mut last_id = String::new();
    while let Some((event, _)) = decoder.next() {
        let id = (event.id != last_id).then(|| event.id.clone());
        last_id.clone_from(&event.id);
        blocks.push(block(event, id, scrub));
    }
    blocks.join("\n\n")
}

fn block(event: TestEvent, id: Option<String>, scrub: &mut dyn FnMut(&mut Json)) -> String {
    let mut text = String::new();
    if event.event != "message" {
        line(&mut text, "event", &event.event);
    }
    if let Some(id) = id {
        line(&mut text, "id", &scrubbed("id", Json::String(id), scrub));
    }
    if let Some(time) = event.retry {
        line(&mut text, "retry", &time.as_millis().to_string());
    }
    let data = match Json::parse(event.data.as_bytes()) {
        Ok(json @ (Json::Object(_) | Json::Array(_))) => json,
        _ => Json::String(event.data),
    };
    scrubbed("data", data, scrub).split('\n').for_each(|part| line(&mut text, "data", part));
    text
}

/// `value`, which is called `name`, as text.
fn scrubbed(name: &str, value: Json, scrub: &mut dyn FnMut(&mut Json)) -> String {
    let mut json = Json::Object(vec![(name.to_owned(), value)]);
    scrub(&mut json);
    match json.member(name) {
        Some(Json::String(text)) => text.clone(),
        Some(json) => json.to_string(),
        None => String::new(),
    }
}

fn line(text: &mut String, field: &str, value: &str) {
    let (end, space) =
        (if text.is_empty() { "" } else { "\n" }, if value.is_empty() { "" } else { " " });
    // Writing into a String cannot fail.
    let _ = write!(text, "{end}{field}:{space}{value}");
}
