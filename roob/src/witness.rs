//! What a test can know of a request beyond its response: the errors, panics and log lines on its way.
//!
//! Whoever watches a request enters a [`Witness`] for each poll of it; the way notes what happens into
//! the one that was entered last on its thread, and into none when nobody watches.

use crate::error::Error;
use crate::names::TypeName;
use http::StatusCode;
use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::mem;

/// What was seen of one request. Most requests are remarkable for nothing, and cost nothing.
#[derive(Default)]
pub(crate) struct Witness(Option<Box<Seen>>);

/// All of it, in the order in which it happened.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) failures: Vec<Failure>,
    pub(crate) panics: Vec<Panic>,
    /// The last lines of the log.
    pub(crate) lines: VecDeque<String>,
    /// How many lines came before those.
    pub(crate) earlier_lines: usize,
    /// The extractor whose refusal comes next.
    refusing: Option<String>,
    /// Whether it is enough to tell this witness.
    is_alone: bool,
}

/// An error that was rendered.
pub(crate) struct Failure {
    /// The argument of the handler that refused the request, if one did.
    pub(crate) argument: Option<String>,
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    pub(crate) fields: Vec<(String, Vec<String>)>,
    /// The chain of causes.
    pub(crate) cause: Option<String>,
}

/// A panic, whether somebody caught it or not.
pub(crate) struct Panic {
    pub(crate) message: String,
    pub(crate) place: String,
    pub(crate) backtrace: Backtrace,
}

/// While it lives, its witness is that of this thread.
pub(crate) struct Entered<'w> {
    witness: &'w mut Witness,
    outer: Option<Witness>,
}

thread_local! {
    static CURRENT: RefCell<Option<Witness>> = const { RefCell::new(None) };
}

/// The most errors and the most panics that are kept, the first of each. One request has one, unless
/// its middleware goes on after an error or its handler catches panics.
const KEPT: usize = 8;

/// The most lines of the log that are kept, the last ones.
const LINES: usize = 50;

impl Witness {
    /// Lets `self` see what happens on this thread, in place of another that did.
    pub(crate) fn enter(&mut self) -> Entered<'_> {
        Entered { outer: CURRENT.replace(Some(mem::take(self))), witness: self }
    }

    /// One that is told in place of standard error: many requests are made of which one is shown.
    pub(crate) fn alone() -> Self {
        Self(Some(Box::new(Seen { is_alone: true, ..Seen::default() })))
    }

    /// What was seen, if anything.
    pub(crate) fn seen(&self) -> Option<&Seen> {
        self.0.as_deref()
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        *self.witness = CURRENT.replace(self.outer.take()).unwrap_or_default();
    }
}

/// The argument `T` refuses the request: the error that is rendered next is its own.
pub(crate) fn refused<T>() {
    note(|seen| seen.refusing = Some(TypeName::of::<T>().to_string()));
}

/// `error` is rendered.
pub(crate) fn failed(error: &Error) {
    if CURRENT.with_borrow(Option::is_none) {
        return;
    }
    // Before the witness is lent: a cause may log while it says what it is.
    let cause = error.cause_chain();
    note(|seen| {
        let argument = seen.refusing.take();
        keep(&mut seen.failures, || Failure {
            argument,
            status: error.status(),
            message: error.message().to_owned(),
            fields: error.fields().to_vec(),
            cause,
        });
    });
}

/// This thread panics.
pub(crate) fn panicked(message: &str, place: fmt::Arguments<'_>) {
    note(|seen| {
        keep(&mut seen.panics, || Panic {
            message: message.to_owned(),
            place: place.to_string(),
            backtrace: Backtrace::force_capture(),
        });
    });
}

/// The log gets a line.
pub(crate) fn logged(line: String) {
    note(|seen| {
        if seen.lines.len() == LINES {
            seen.lines.pop_front();
            seen.earlier_lines += 1;
        }
        seen.lines.push_back(line);
    });
}

/// Whether what this thread says is heard by its witness and meant for nobody else.
pub(crate) fn is_alone() -> bool {
    let is_alone = |current: &Witness| current.seen().is_some_and(|seen| seen.is_alone);
    CURRENT.try_with(|current| current.borrow().as_ref().is_some_and(is_alone)).unwrap_or_default()
}

/// A thread that ends, and drops what it had, watches nothing any more.
fn note(what: impl FnOnce(&mut Seen)) {
    let _ = CURRENT.try_with(|current| {
        if let Ok(mut current) = current.try_borrow_mut()
            && let Some(current) = current.as_mut()
        {
            what(current.0.get_or_insert_default());
        }
    });
}

fn keep<T>(list: &mut Vec<T>, one: impl FnOnce() -> T) {
    if list.len() < KEPT {
        list.push(one());
    }
}
