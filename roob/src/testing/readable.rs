//! A body as something that can be read.

use super::decode::decoded;
use super::event_text::event_text;
use super::exchange::{Content, End};
use super::headers;
use super::json::Json;
use super::lines;
use super::media::Media;
use super::multipart::Part;
use super::scrub::{BOUNDARY, HIDDEN, Scrub};
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName};

/// The longest text that a snapshot shows, in bytes: 64 KiB.
pub(super) const SHOWN: usize = 64 * 1024;

/// The longest text that a failure shows, in bytes: 4 KiB, about a screen.
pub(super) const SHOWN_IN_FAILURES: usize = 4 * 1024;

/// `content` as text that is not too long; `None` when there is nothing to show.
pub(super) fn readable(
    content: &Content,
    headers: &HeaderMap,
    scrub: &mut Scrub<'_>,
) -> Option<String> {
    let content = &*content.now();
    let bytes = &content.bytes;
    let note = match &content.end {
        End::Whole if bytes.is_empty() => return None,
        End::Whole => return Some(whole(bytes, headers, scrub)).filter(|text| !text.is_empty()),
        End::Passed => "<a stream>".to_owned(),
        End::Open | End::Live(_) => "<the stream is still open>".to_owned(),
        End::Broken(reason) => {
            let reason = scrub.text(None, reason);
            format!("<broken off after {}: {reason}>", count(bytes.len(), "byte"))
        }
    };
    let came = text(bytes).map(|came| match Media::of(headers) {
        Media::Events => event_text(came, scrub),
        _ => scrub.text(None, came),
    });
    Some(match came.filter(|text| !text.is_empty()) {
        Some(came) => format!("{}\n{note}", cut(came, scrub, bytes.len())),
        None => note,
    })
}

/// The bytes as text for people: UTF-8 without control characters.
pub(super) fn text(bytes: &[u8]) -> Option<&str> {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    std::str::from_utf8(bytes).ok().filter(|text| !text.contains(is_odd))
}

/// JSON, lines of it or a form, as it was sent unless something in it is shown otherwise.
pub(super) fn documents(text: &str, media: &Media<'_>, scrub: &mut Scrub<'_>) -> String {
    match media {
        Media::JsonLines => lines::documents(text, scrub),
        _ if json(text.as_bytes(), media).is_some() => lines::document(text, scrub),
        Media::Form => scrub.query(text),
        _ => text.to_owned(),
    }
}

/// JSON by its type, or an object or an array without one or with the one that curl makes up.
fn json(bytes: &[u8], media: &Media<'_>) -> Option<Json> {
    let is_json = match media {
        Media::Json => true,
        Media::Unknown | Media::Form => matches!(bytes.first(), Some(b'{' | b'[')),
        _ => false,
    };
    let text = std::str::from_utf8(bytes).ok().filter(|_| is_json)?;
    Json::parse_as_written(text).ok()
}

fn whole(bytes: &Bytes, headers: &HeaderMap, scrub: &mut Scrub<'_>) -> String {
    let bare = decoded(bytes, headers);
    match bare.ok().and_then(|bare| Some((body(&bare, headers, scrub)?, bare.len()))) {
        // One may be a name with its value, or go over several lines.
        Some((text, length)) => cut(scrub.secrets.masked(&text).into_owned(), scrub, length),
        None => counted(bytes, headers, scrub),
    }
}

/// `None` for bytes that nobody can read.
fn body(bytes: &Bytes, headers: &HeaderMap, scrub: &mut Scrub<'_>) -> Option<String> {
    if let Media::Parts(boundary) = Media::of(headers)
        && let Some(parts) = Part::all(bytes, boundary)
    {
        let boundary = if scrub.is_steady() { BOUNDARY } else { boundary };
        return Some(several(&parts, boundary, scrub));
    }
    single(bytes, headers, scrub)
}

/// A body, or a part of one, that has no parts of its own.
fn single(bytes: &[u8], headers: &HeaderMap, scrub: &mut Scrub<'_>) -> Option<String> {
    let media = Media::of(headers);
    if let Some(mut json) = json(bytes, &media) {
        scrub.json(&mut json);
        return Some(json.pretty());
    }
    let text = text(bytes)?;
    Some(match media {
        Media::JsonLines => lines::documents(text, scrub),
        Media::Events => event_text(text, scrub),
        Media::Form => lines::form(text, scrub),
        _ => scrub.text(None, text),
    })
}

fn several(parts: &[Part], boundary: &str, scrub: &mut Scrub<'_>) -> String {
    let mut shown = String::new();
    for part in parts {
        shown.push_str(&format!("--{boundary}\n"));
        for (name, value) in headers::sorted(&part.headers) {
            if let Some(value) = scrub.header(name, value) {
                shown.push_str(&format!("{name}: {value}\n"));
            }
        }
        if !part.bytes.is_empty() {
            shown.push_str(&format!("\n{}\n", one(part, scrub)));
        }
    }
    format!("{shown}--{boundary}--")
}

/// What is in a part, which is not taken apart once more. A field without a type is a value, as in any form.
fn one(part: &Part, scrub: &mut Scrub<'_>) -> String {
    let name = part.name().unwrap_or_default();
    let shown = match part.headers.contains_key(CONTENT_TYPE) {
        _ if scrub.is_hidden(&name) => Some(HIDDEN.to_owned()),
        true => single(&part.bytes, &part.headers, scrub),
        false => text(&part.bytes).map(|text| scrub.pair(&name, text)),
    };
    shown.unwrap_or_else(|| counted(&part.bytes, &part.headers, scrub))
}

fn counted(bytes: &[u8], headers: &HeaderMap, scrub: &Scrub<'_>) -> String {
    let part = |name: HeaderName, before| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        let shown = value.map(|value| format!("{before}{}", scrub.secrets.masked(value)));
        shown.unwrap_or_default()
    };
    let (media, coding) = (part(CONTENT_TYPE, " of "), part(CONTENT_ENCODING, ", "));
    format!("<{}{media}{coding}>", count(bytes.len(), "byte"))
}

/// Not longer than is shown.
fn cut(mut text: String, scrub: &Scrub<'_>, bytes: usize) -> String {
    let limit = if scrub.is_steady() { SHOWN } else { SHOWN_IN_FAILURES };
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
