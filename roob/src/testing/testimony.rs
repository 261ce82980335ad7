//! What the witness of a request says, as text.

use super::exchange::Received;
use super::frames::frames;
use crate::witness::{Failure, Panic, Seen, Witness};
use std::fmt;

/// A section for each thing that happened, after a line break each. What the response says already is
/// not said again.
pub(super) struct Testimony<'e> {
    pub(super) witness: &'e Witness,
    /// What came back, if anything did.
    pub(super) received: Option<&'e Received>,
}

impl fmt::Display for Testimony<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(seen) = self.witness.seen() else { return Ok(()) };
        seen.failures.iter().try_for_each(|failure| self.failure(f, seen, failure))?;
        seen.panics.iter().try_for_each(|panic| write_panic(f, panic))?;
        write_log(f, seen)
    }
}

impl Testimony<'_> {
    fn failure(&self, f: &mut fmt::Formatter<'_>, seen: &Seen, failure: &Failure) -> fmt::Result {
        let Failure { argument, status, message, fields, cause } = failure;
        let is_told = self.received.is_some_and(|it| it.status == *status) && self.is_told(message);
        let status = status.as_u16();
        match argument {
            Some(argument) => write!(f, "\nrefused: {argument}, {status} {}", Lines(message))?,
            None if !is_told => write!(f, "\nerror: {status} {}", Lines(message))?,
            None => {}
        }
        for (name, messages) in fields {
            for message in messages.iter().filter(|message| !self.is_told(message)) {
                write!(f, "\n  {name}: {}", Lines(message))?;
            }
        }
        match cause {
            Some(cause) if !self.is_told(cause) && !is_panic(seen, cause) => {
                write!(f, "\ncause: {}", Lines(cause))
            }
            _ => Ok(()),
        }
    }

    /// Whether the response has `text`, as it is or in JSON.
    fn is_told(&self, text: &str) -> bool {
        let Some(received) = self.received else { return false };
        let body = String::from_utf8_lossy(&received.content.bytes);
        let quoted = serde_json::Value::from(text).to_string();
        body.contains(text) || body.contains(quoted.trim_matches('"'))
    }
}

/// A panic is an error with this cause, and has a section of its own.
fn is_panic(seen: &Seen, cause: &str) -> bool {
    let message = cause.strip_prefix("panicked: ");
    seen.panics.iter().any(|panic| message == Some(&panic.message))
}

fn write_panic(f: &mut fmt::Formatter<'_>, panic: &Panic) -> fmt::Result {
    write!(f, "\npanic at {}: {}", panic.place, Lines(&panic.message))?;
    for frame in frames(&panic.backtrace.to_string()) {
        write!(f, "\n  {frame}")?;
    }
    write!(f, "\n  (only frames of your code; RUST_BACKTRACE=1 prints all of them)")
}

fn write_log(f: &mut fmt::Formatter<'_>, seen: &Seen) -> fmt::Result {
    if seen.lines.is_empty() {
        return Ok(());
    }
    write!(f, "\nlog:")?;
    if seen.earlier_lines > 0 {
        write!(f, "\n  ({} more before)", seen.earlier_lines)?;
    }
    seen.lines.iter().try_for_each(|line| write!(f, "\n  {}", Lines(line)))
}

/// Text in a section: its lines stay within.
struct Lines<'t>(&'t str);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.trim_end().replace('\n', "\n    "))
    }
}
