//! A stream of events as something that can be read, and that stays the same from run to run.

use super::decoder::{Decoder, TestEvent};
use super::lines::document;
use super::scrub::Scrub;
use std::fmt::Write;

/// The events in `text`. In a snapshot they have one form, whatever their lines looked like, and
/// comments are left out, as clients do: they come when time passes.
pub(super) fn event_text(text: &str, scrub: &mut Scrub<'_>) -> String {
    if !scrub.is_steady() {
        return scrub.secrets.masked(text.trim_end()).into_owned();
    }
    let mut decoder = Decoder::default();
    decoder.push(text.as_bytes());
    let mut blocks = Vec::new();
    let mut last_id = String::new();
    while let Some((event, _)) = decoder.next() {
        let id = (event.id != last_id).then(|| event.id.clone());
        last_id.clone_from(&event.id);
        blocks.push(block(&event, id, scrub));
    }
    blocks.extend(unfinished(&decoder.take_left(), scrub));
    blocks.join("\n\n")
}

/// What stands behind the last event, and is none itself.
fn unfinished(left: &[u8], scrub: &mut Scrub<'_>) -> Option<String> {
    let left = String::from_utf8_lossy(left);
    let lines = left.lines().filter(|line| !line.starts_with(':'));
    let lines: Vec<String> = lines.map(|line| scrub.text(None, line)).collect();
    let text = lines.join("\n");
    (!text.trim().is_empty()).then(|| text.trim_end().to_owned())
}

fn block(event: &TestEvent, id: Option<String>, scrub: &mut Scrub<'_>) -> String {
    let mut text = String::new();
    if event.event != "message" {
        line(&mut text, "event", &event.event);
    }
    if let Some(id) = id {
        line(&mut text, "id", &scrub.text(Some("id"), &id));
    }
    if let Some(time) = event.retry {
        line(&mut text, "retry", &time.as_millis().to_string());
    }
    document(&event.data, scrub).split('\n').for_each(|part| line(&mut text, "data", part));
    text
}

fn line(text: &mut String, field: &str, value: &str) {
    let (end, space) =
        (if text.is_empty() { "" } else { "\n" }, if value.is_empty() { "" } else { " " });
    // Writing into a String cannot fail.
    let _ = write!(text, "{end}{field}:{space}{value}");
}
