//! The frames of a backtrace that somebody who looks for a mistake in an app wants to see.

use std::env;
use std::fmt;

/// A function, and the line where it is, if that is known.
pub(super) struct Frame<'b> {
    name: &'b str,
    place: Option<&'b str>,
}

/// Where the standard library tells its own frames from those of the program.
const BEGIN: &str = "__rust_end_short_backtrace";

/// Where a panic of a handler or a middleware is caught: what called it is not its doing.
const CAUGHT: [&str; 2] = ["roob::unwind::", concat!(env!("CARGO_MANIFEST_DIR"), "/src/unwind.rs")];

/// The sources of this crate, as the compiler saw them.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/");

/// What is in the path of every source of the standard library and of every crate that was
/// downloaded.
const FOREIGN: [&str; 4] = ["/rustc/", "/rustlib/src/", "/registry/src/", "/git/checkouts/"];

/// The frames of the user's own code in `backtrace`, which is text of the standard library, up to the
/// place where the panic was caught. There are none in a program without debug information.
pub(super) fn frames(backtrace: &str) -> Vec<Frame<'_>> {
    let mut frames = all(backtrace);
    let begin = frames.iter().position(|frame| frame.name.contains(BEGIN));
    frames.drain(..begin.unwrap_or_default());
    let caught = frames.iter().position(Frame::is_catch);
    frames.truncate(caught.unwrap_or(frames.len()));
    frames.retain(Frame::is_users);
    frames
}

/// A frame has a line with its number and its name, and one with its place; a function that the
/// compiler put into its caller has no number.
fn all(backtrace: &str) -> Vec<Frame<'_>> {
    let mut frames: Vec<Frame<'_>> = Vec::new();
    for line in backtrace.lines().map(str::trim_start) {
        match (line.strip_prefix("at "), frames.last_mut()) {
            (Some(place), Some(frame)) => frame.place = Some(place),
            _ => frames.push(Frame { name: name(line), place: None }),
        }
    }
    frames
}

fn name(line: &str) -> &str {
    let numbered = line.split_once(": ").filter(|(number, _)| number.parse::<u32>().is_ok());
    numbered.map_or(line, |(_, name)| name)
}

impl Frame<'_> {
    fn is_catch(&self) -> bool {
        CAUGHT.iter().any(|catch| self.name.starts_with(catch) || self.path().contains(catch))
    }

    fn is_users(&self) -> bool {
        let path = self.path();
        let is_foreign = FOREIGN.iter().any(|foreign| path.contains(foreign));
        self.place.is_some() && !is_foreign && !path.contains(OWN)
    }

    /// The whole path, which the standard library shortens where it is below the current folder.
    fn path(&self) -> String {
        let place = self.place.unwrap_or_default();
        match (place.strip_prefix('.'), env::current_dir()) {
            (Some(rest), Ok(folder)) => format!("{}{rest}", folder.display()),
            _ => place.to_owned(),
        }
    }
}

/// `shop::services::take at src/services.rs:7`. Without all debug information an async function has
/// no name.
impl fmt::Display for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.name.starts_with('{') {
            write!(f, "{} ", self.name.trim_end_matches("::{{closure}}"))?;
        }
        let place = self.place.unwrap_or_default();
        let place = place.strip_prefix("./").unwrap_or(place);
        write!(f, "at {}", place.rsplit_once(':').map_or(place, |(line, _)| line))
    }
}
