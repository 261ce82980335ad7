//! From a plan to what became of it, the same for every command that writes.

use std::path::Path;

use crate::{
    beside,
    conflicts::{self, Wish},
    error::Error,
    journal, ledger,
    lock::Lock,
    plan::Plan,
    report::Report,
};

/// How the user wants it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// Say what would be written.
    pub dry_run: bool,
    /// Say it as a document.
    pub json: bool,
    /// About files that are in the way.
    pub wish: Wish,
}

impl Manner {
    /// Whether nothing is to be written.
    pub(crate) fn only_says(self) -> bool {
        self.dry_run || self.json
    }
}

/// Keeps other commands away from the project at `root` and brings to an end what one has left that was
/// interrupted. Who only says what would be written needs neither, but cannot say it of half a project.
pub(crate) fn open(root: &Path, manner: Manner, report: Report) -> Result<Option<Lock>, Error> {
    if manner.only_says() {
        return match journal::pending(root)? {
            Some(command) => Err(Error::Pending { command }),
            None => Ok(None),
        };
    }
    let lock = Lock::take(root)?;
    if let Some(recovered) = journal::recover(&lock)? {
        report.recovered(&recovered);
    }
    Ok(Some(lock))
}

/// Brings to an end what a command has left in the project at `root` that was interrupted.
pub(crate) fn recover(root: &Path, report: Report) -> Result<(), Error> {
    let manner = Manner { dry_run: false, json: false, wish: Wish::Tell };
    match journal::pending(root)? {
        Some(_) => open(root, manner, report).map(drop),
        None => Ok(()),
    }
}

/// Carries out `plan`, or says what it is; says whether something was written. What is entered into
/// the ledger has a `name`.
pub(crate) fn carry_out(
    plan: &mut Plan,
    name: Option<&str>,
    manner: Manner,
    lock: Option<Lock>,
    report: Report,
) -> Result<bool, Error> {
    // Programs read the document.
    let told = if manner.json { Report::new(true) } else { report };
    let settled = conflicts::settle(plan, manner.wish, told);
    if manner.json {
        report.document(&plan.document());
    }
    settled?;
    if !manner.only_says() && !plan.is_empty() {
        name.map_or(Ok(()), |name| ledger::enter(plan, name))?;
        write(plan, lock)?;
    }
    if !manner.json {
        report.plan(plan, manner.dry_run);
    }
    Ok(!manner.only_says() && !plan.is_empty())
}

fn write(plan: &Plan, lock: Option<Lock>) -> Result<(), Error> {
    match lock {
        Some(lock) => journal::write(plan, &lock),
        None if plan.root.exists() => journal::write(plan, &Lock::take(&plan.root)?),
        None => beside::make(plan),
    }
}
