//! A request as a command that repeats it.

use super::exchange::{End, Sent};
use super::{headers, readable};
use http::Method;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

/// Where a server of this framework listens unless it is told otherwise.
const ORIGIN: &str = "http://localhost:8000";

/// The command line for a shell. A body that is no short text has to be put into a file first.
pub(super) fn curl(sent: &Sent) -> String {
    let mut words = vec!["curl".to_owned()];
    words.extend(flags(sent));
    words.push(match sent.uri.path() {
        "*" => format!("--request-target '*' {ORIGIN}"),
        _ => quoted(&format!("{ORIGIN}{}", sent.uri)),
    });
    for (name, value) in headers::sorted(&sent.headers) {
        match &*headers::masked(name, value) {
            _ if *name == CONTENT_LENGTH => {}
            // Otherwise curl would leave the header out.
            "" => words.push(format!("-H '{name};'")),
            value => words.push(format!("-H {}", quoted(&format!("{name}: {value}")))),
        }
    }
    words.extend(data(sent));
    words.join(" ")
}

fn flags(sent: &Sent) -> Vec<String> {
    let uri = sent.uri.to_string();
    let has_data = data(sent).is_some();
    let verb = match sent.method {
        Method::HEAD => "-I".to_owned(),
        Method::GET if !has_data => "-i".to_owned(),
        Method::POST if has_data => "-i".to_owned(),
        ref method => format!("-i -X {}", quoted(method.as_str())),
    };
    let mut flags = vec![verb];
    // Otherwise curl would read these as a range of paths and as a way upwards.
    if uri.contains(['{', '}', '[', ']']) {
        flags.push("--globoff".to_owned());
    }
    if uri.contains("/.") {
        flags.push("--path-as-is".to_owned());
    }
    // Otherwise curl would say that it sends a form.
    if has_data && !sent.headers.contains_key(CONTENT_TYPE) {
        flags.push("-H content-type:".to_owned());
    }
    flags
}

fn data(sent: &Sent) -> Option<String> {
    let content = sent.content.now();
    let bytes = &content.bytes;
    if bytes.is_empty() && matches!(content.end, End::Whole) {
        return None;
    }
    let short = readable::text(bytes)
        .filter(|text| (1..=readable::SHOWN_IN_FAILURES).contains(&text.len()));
    let data = short.map_or("@body".to_owned(), |text| match text.strip_prefix('@') {
        Some(_) => "@body".to_owned(),
        None => quoted(text),
    });
    Some(format!("--data-binary {data}"))
}

/// `text` as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/:.-_=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
