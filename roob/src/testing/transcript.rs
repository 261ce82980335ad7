//! Exchanges as text: what a snapshot has and what a failure shows.

use super::exchange::{Content, Exchange};
use super::headers;
use super::readable::{SHOWN, SHOWN_IN_FAILURES, readable};
use super::scrub::Numbers;
use http::{HeaderMap, StatusCode};
use std::fmt::{self, Write};

/// What stands between two exchanges.
const SEPARATOR: &str = "\n\n###\n\n";

/// Everything as it was sent, secrets masked.
pub(super) fn write_as_sent(out: &mut dyn Write, exchange: &Exchange) -> fmt::Result {
    Writer { out, numbers: None }.exchange(exchange)
}

/// What stays the same from run to run.
pub(super) fn write_steady<'e>(
    out: &mut dyn Write,
    exchanges: impl Iterator<Item = &'e Exchange>,
    numbers: &mut Numbers,
) -> fmt::Result {
    for (at, exchange) in exchanges.enumerate() {
        out.write_str(if at > 0 { SEPARATOR } else { "" })?;
        numbers.enter(exchange);
        Writer { out, numbers: Some(numbers) }.exchange(exchange)?;
    }
    Ok(())
}

struct Writer<'w> {
    out: &'w mut dyn Write,
    numbers: Option<&'w mut Numbers>,
}

impl Writer<'_> {
    fn exchange(&mut self, Exchange { sent, received, .. }: &Exchange) -> fmt::Result {
        let target = match &mut self.numbers {
            Some(numbers) => numbers.target(&sent.uri),
            None => sent.uri.to_string(),
        };
        write!(self.out, "{} {target}", sent.method)?;
        self.message(&sent.headers, &sent.content)?;
        write!(self.out, "\n\n{}", title(received.status))?;
        self.message(&received.headers, &received.content)
    }

    fn message(&mut self, headers: &HeaderMap, content: &Content) -> fmt::Result {
        for (name, value) in headers::sorted(headers) {
            let value = headers::masked(name, value);
            let value = match &mut self.numbers {
                Some(_) if headers::is_volatile(name) => continue,
                Some(numbers) => numbers.header(name, &value).into(),
                None => value,
            };
            // No line ends in a space: an editor may take it away.
            let space = if value.is_empty() { "" } else { " " };
            write!(self.out, "\n{name}:{space}{value}")?;
        }
        let limit = if self.numbers.is_some() { SHOWN } else { SHOWN_IN_FAILURES };
        let body = readable(content, headers, limit, |json| {
            if let Some(numbers) = &mut self.numbers {
                numbers.json(None, json);
            }
        });
        body.map_or(Ok(()), |body| write!(self.out, "\n\n{body}"))
    }
}

/// `404 Not Found`.
pub(super) fn title(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}
