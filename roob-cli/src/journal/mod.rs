//! Writes what a plan says into a project, all of it or nothing.
//!
//! 1. `.roob/journal/prepared.json` says what is about to change. The new contents are written into
//!    files beside those that they are for, `.lib.rs.roob-new`, and copies of the old ones into
//!    `.lib.rs.roob-old`, so that no disk can be too full for what comes.
//! 2. The journal gets the name `committed.json`. From here on the new project counts.
//! 3. Each file is moved into place. The journal is called `done.json`, the copies go, and then it goes.
//!
//! Whoever finds a journal goes on where the other stopped: one that is `prepared` is thrown away, one
//! that is `committed` is carried out. If that fails, it becomes `reverting.json`, and everything is put
//! back. What a user has edited in between is never touched.

// In reading order, as in `lib.rs`.
mod page;
mod moves;

use std::path::{Path, PathBuf};

use page::{Page, State};

use crate::{disk, error::Error, interrupt::Held, lock::Lock, plan::Plan};

/// What became of a command that was interrupted.
#[derive(Debug)]
pub(crate) struct Recovered {
    /// `gen controller products`, if it came as far as to write that down.
    pub command: Option<String>,
    pub end: End,
}

/// How it came to an end at last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It had changed nothing yet.
    Removed,
    /// What was left to write is written.
    Finished,
    /// What was written is taken back.
    TakenBack,
}

/// Writes what `plan` says into the project that `lock` keeps for this command.
pub(crate) fn write(plan: &Plan, lock: &Lock) -> Result<(), Error> {
    let root = &lock.root;
    unchanged(plan)?;
    let held = Held::signals();
    let mut page = Page::of(plan);
    let prepared = moves::prepare(&page, plan, root);
    if held.came() || prepared.is_err() {
        let interrupted = Error::Interrupted { written: false };
        let cause = prepared.err().unwrap_or(interrupted);
        return Err(after(cause, moves::discard(&page, root), &page));
    }
    let done = page.settle(State::Committed, root).and_then(|()| moves::forward(&page, root));
    if let Err(cause) = done {
        let back = revert(&mut page, Vec::new(), root);
        return Err(after(cause, back, &page));
    }
    // The project is whole; what cannot be cleared up now, the next command clears up.
    let _ = clear(&mut page, root);
    if held.came() { Err(Error::Interrupted { written: true }) } else { Ok(()) }
}

/// Whether a command was interrupted in the project at `root`: which one.
pub(crate) fn pending(root: &Path) -> Result<Option<String>, Error> {
    Ok(Page::find(root)?.map(|page| page.command))
}

/// Brings to an end what an interrupted command left.
pub(crate) fn recover(lock: &Lock) -> Result<Option<Recovered>, Error> {
    let root = &lock.root;
    let _held = Held::signals();
    let Some(mut page) = Page::find(root)? else {
        let began = Page::remove_scraps(root)?;
        return Ok(began.then_some(Recovered { command: None, end: End::Removed }));
    };
    let end = match page.state {
        State::Prepared => moves::discard(&page, root).map(|()| End::Removed),
        State::Committed => go_on(&mut page, root),
        State::Reverting => revert(&mut page, Vec::new(), root).map(|()| End::TakenBack),
        State::Done => moves::clear(&page, root).map(|()| End::Finished),
    };
    Ok(Some(Recovered { command: Some(page.command), end: end? }))
}

fn go_on(page: &mut Page, root: &Path) -> Result<End, Error> {
    let edited = moves::in_the_way(page, root)?;
    if edited.is_empty() && moves::forward(page, root).is_ok() {
        return clear(page, root).map(|()| End::Finished);
    }
    revert(page, edited, root).map(|()| End::TakenBack)
}

fn clear(page: &mut Page, root: &Path) -> Result<(), Error> {
    page.mark(State::Done, root)?;
    moves::clear(page, root)
}

/// Puts everything back, unless files were `edited` that would have to change for that too.
fn revert(page: &mut Page, mut edited: Vec<PathBuf>, root: &Path) -> Result<(), Error> {
    let moved = moves::edited_since(page, root)?;
    if !moved.is_empty() {
        edited.extend(moved);
        return Err(Error::Stuck { command: page.command.clone(), files: edited });
    }
    page.settle(State::Reverting, root)?;
    moves::backward(page, root)
}

/// Files are as they were when the plan was made.
fn unchanged(plan: &Plan) -> Result<(), Error> {
    let mut changed = Vec::new();
    for step in plan.changes().chain(&plan.books) {
        if disk::read(&plan.root.join(&step.path))? != step.before {
            changed.push(step.path.clone());
        }
    }
    if changed.is_empty() { Ok(()) } else { Err(Error::Changed(changed)) }
}

/// What to say of `cause`, after which everything was put `back`, or not.
fn after(cause: Error, back: Result<(), Error>, page: &Page) -> Error {
    match back {
        Ok(()) => cause,
        Err(_) => Error::Unfinished { cause: Box::new(cause), command: page.command.clone() },
    }
}
