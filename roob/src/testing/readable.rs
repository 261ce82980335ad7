//! A body as something that can be read.

use super::decoder::is_event_stream;
use super::event_text::event_text;
use super::exchange::{Content, End};
use super::json::Json;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName};

/// The longest text that a snapshot shows, in bytes: 64 KiB.
pub(super) const SHOWN: usize = 64 * 1024;

/// The longest text that a failure shows, in bytes: 4 KiB, about a screen.
pub(super) const SHOWN_IN_FAILURES: usize = 4 * 1024;

/// `content` as text of at most `limit` bytes, JSON on several lines and events in one form after
/// `scrub` went over them; `None` when there is nothing to show. Without `scrub`, events are as they
/// came.
pub(super) fn readable(
    content: &Content,
    headers: &HeaderMap,
    limit: usize,
    mut scrub: Option<&mut dyn FnMut(&mut Json)>,
) -> Option<String> {
    let content = &*content.now();
    let events = text(&content.bytes).filter(|_| is_event_stream(headers));
    let events = events.map(|came| match &mut scrub {
        Some(scrub) => event_text(came, scrub),
        None => came.trim_end().to_owned(),
    });
    let note = match &content.end {
        End::Whole if content.bytes.is_empty() || events.as_deref() == Some("") => return None,
        End::Whole => {
            let text = events.unwrap_or_else(|| whole(&content.bytes, headers, scrub));
            return Some(cut(text, limit, content.bytes.len()));
        }
        End::Passed => "<a stream>".to_owned(),
        End::Open | End::Live(_) => "<the stream is still open>".to_owned(),
        End::Broken(reason) => {
            format!("<broken off after {}: {reason}>", count(content.bytes.len(), "byte"))
        }
    };
    let came = events.or_else(|| text(&content.bytes).map(str::to_owned));
    Some(match came.filter(|text| !text.is_empty()) {
        Some(came) => format!("{}\n{note}", cut(came, limit, content.bytes.len())),
        None => note,
    })
}

/// The bytes as text for people: UTF-8 without control characters.
pub(super) fn text(bytes: &[u8]) -> Option<&str> {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    std::str::from_utf8(bytes).ok().filter(|text| !text.contains(is_odd))
}

fn whole(bytes: &[u8], headers: &HeaderMap, scrub: Option<&mut dyn FnMut(&mut Json)>) -> String {
    if let Some(mut json) = json(bytes, headers) {
        if let Some(scrub) = scrub {
            scrub(&mut json);
        }
        return json.pretty();
    }
    match text(bytes) {
        Some(text) => text.to_owned(),
        None => format!("<{}{}>", count(bytes.len(), "byte"), kind(headers)),
    }
}

/// JSON by its type, or, without one, an object or an array.
fn json(bytes: &[u8], headers: &HeaderMap) -> Option<Json> {
    let is_json = match header(headers, &CONTENT_TYPE) {
        Some(media) => is_json(media),
        None => matches!(bytes.first(), Some(b'{' | b'[')),
    };
    if is_json { Json::parse(bytes).ok() } else { None }
}

/// RFC 8259, 11, and the suffix of RFC 6839, 3.1.
fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

fn kind(headers: &HeaderMap) -> String {
    let part = |name, before| header(headers, &name).map(|value| format!("{before}{value}"));
    let media = part(CONTENT_TYPE, " of ").unwrap_or_default();
    media + &part(CONTENT_ENCODING, ", ").unwrap_or_default()
}

fn header<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn cut(mut text: String, limit: usize, bytes: usize) -> String {
    if text.len() > limit {
        let end = (0..=limit).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        text.replace_range(end.., &format!("\n<cut: the whole body has {}>", count(bytes, "byte")));
    }
    text
}

/// Such as `3 bytes`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
