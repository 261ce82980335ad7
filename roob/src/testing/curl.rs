//! A request as a command that repeats it.

use super::exchange::{End, Sent};
use super::headers;
use super::media::Media;
use super::readable::{self, SHOWN_IN_FAILURES};
use super::scrub::Scrub;
use http::Method;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

/// Where a server of this framework listens unless it is told otherwise.
const ORIGIN: &str = "http://localhost:8000";

/// The command line for a shell, secrets masked. A body that is no short text has to be put into a
/// file first.
pub(super) fn curl(sent: &Sent, scrub: &mut Scrub<'_>) -> String {
    let (target, data) = (scrub.target(&sent.uri), data(sent, scrub));
    let mut words = vec!["curl".to_owned()];
    words.extend(flags(sent, &target, data.is_some()));
    words.push(match &*target {
        "*" => format!("--request-target '*' {ORIGIN}"),
        _ => quoted(&format!("{ORIGIN}{target}")),
    });
    for (name, value) in headers::sorted(&sent.headers) {
        match &*scrub.header(name, value).unwrap_or_default() {
            _ if *name == CONTENT_LENGTH => {}
            // Otherwise curl would leave the header out.
            "" => words.push(format!("-H '{name};'")),
            value => words.push(format!("-H {}", quoted(&format!("{name}: {value}")))),
        }
    }
    words.extend(data.map(|data| format!("--data-binary {data}")));
    words.join(" ")
}

fn flags(sent: &Sent, target: &str, has_data: bool) -> Vec<String> {
    let verb = match sent.method {
        Method::HEAD => "-I".to_owned(),
        Method::GET if !has_data => "-i".to_owned(),
        Method::POST if has_data => "-i".to_owned(),
        ref method => format!("-i -X {}", quoted(method.as_str())),
    };
    let mut flags = vec![verb];
    // Otherwise curl would read these as a range of paths and as a way upwards.
    if target.contains(['{', '}', '[', ']']) {
        flags.push("--globoff".to_owned());
    }
    if target.contains("/.") {
        flags.push("--path-as-is".to_owned());
    }
    // Otherwise curl would say that it sends a form.
    if has_data && !sent.headers.contains_key(CONTENT_TYPE) {
        flags.push("-H content-type:".to_owned());
    }
    flags
}

/// The body as a word, or the file that has it.
fn data(sent: &Sent, scrub: &mut Scrub<'_>) -> Option<String> {
    let content = sent.content.now();
    let bytes = &content.bytes;
    if bytes.is_empty() && matches!(content.end, End::Whole) {
        return None;
    }
    let short = readable::text(bytes)
        .filter(|text| (1..=SHOWN_IN_FAILURES).contains(&text.len()) && !text.starts_with('@'));
    let word = short.and_then(|text| masked(text, &Media::of(&sent.headers), scrub));
    Some(word.map_or("@body".to_owned(), |text| quoted(&text)))
}

/// The body without what nobody should read, in the spaces and escapes in which it was sent unless
/// there is some of that in it. One of several parts is no word.
fn masked(text: &str, media: &Media<'_>, scrub: &mut Scrub<'_>) -> Option<String> {
    let shown = match media {
        Media::Parts(_) => return None,
        Media::Events | Media::Other => text.to_owned(),
        _ => readable::documents(text, media, scrub),
    };
    Some(scrub.secrets.masked(&shown).into_owned())
}

/// `text` as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/:.-_=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
