//! Exchanges as text: what a snapshot has and what a failure shows.

use super::exchange::{Content, Exchange, Sent};
use super::headers;
use super::readable::readable;
use super::scrub::Scrub;
use http::{HeaderMap, StatusCode};
use std::fmt::{self, Write};

/// What stands between two exchanges.
const SEPARATOR: &str = "\n\n###\n\n";

/// All that was said, one exchange after the other.
pub(super) fn write_all<'e>(
    out: &mut dyn Write,
    exchanges: impl Iterator<Item = &'e Exchange>,
    scrub: &mut Scrub<'_>,
) -> fmt::Result {
    for (at, exchange) in exchanges.enumerate() {
        out.write_str(if at > 0 { SEPARATOR } else { "" })?;
        write_exchange(out, exchange, scrub)?;
    }
    Ok(())
}

/// A request and its response.
pub(super) fn write_exchange(
    out: &mut dyn Write,
    exchange: &Exchange,
    scrub: &mut Scrub<'_>,
) -> fmt::Result {
    let Exchange { sent, received, .. } = exchange;
    if let Some(numbers) = &mut scrub.numbers {
        numbers.enter(exchange);
    }
    write_sent(out, sent, scrub)?;
    write!(out, "\n\n{}", title(received.status))?;
    write_message(out, &received.headers, &received.content, scrub)
}

/// A request.
pub(super) fn write_sent(out: &mut dyn Write, sent: &Sent, scrub: &mut Scrub<'_>) -> fmt::Result {
    write!(out, "{} {}", sent.method, scrub.target(&sent.uri))?;
    write_message(out, &sent.headers, &sent.content, scrub)
}

fn write_message(
    out: &mut dyn Write,
    headers: &HeaderMap,
    content: &Content,
    scrub: &mut Scrub<'_>,
) -> fmt::Result {
    for (name, value) in headers::sorted(headers) {
        if let Some(value) = scrub.header(name, value) {
            // No line ends in a space: an editor may take it away.
            let space = if value.is_empty() { "" } else { " " };
            write!(out, "\n{name}:{space}{value}")?;
        }
    }
    let body = readable(content, headers, scrub);
    body.map_or(Ok(()), |body| write!(out, "\n\n{body}"))
}

/// `404 Not Found`.
pub(super) fn title(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}
