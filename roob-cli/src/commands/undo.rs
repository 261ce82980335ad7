//! `roob undo`

use std::path::Path;

use crate::{
    carry_out::{Manner, carry_out, open},
    error::Error,
    ledger,
    plan::{Action, Step},
    project,
    report::Report,
    undo,
};

/// `roob undo [WHAT]`
#[derive(Debug)]
pub(crate) struct Undo {
    /// A number or a name; without one, the last.
    pub what: Option<String>,
    /// Say what could be undone, and do nothing.
    pub list: bool,
    pub manner: Manner,
}

impl Undo {
    /// Takes back what a command wrote into the project that `folder` lies in.
    pub(crate) fn run(&self, folder: &Path, report: Report) -> Result<(), Error> {
        let root = project::root_of(folder)?;
        let lock = open(&root, self.manner, report)?;
        let records = ledger::records(&root)?;
        if self.list {
            report.records(&records);
            return Ok(());
        }
        let mut plan = undo::plan(&root, self.what.as_deref(), &records)?;
        let written = carry_out(&mut plan, None, self.manner, lock, report)?;
        if written && plan.changes().any(removes_migration) {
            report.line("\na migration is gone: a database that ran it must be made anew");
        }
        Ok(())
    }
}

fn removes_migration(step: &Step) -> bool {
    step.action == Action::Remove && step.path.starts_with("migrations")
}
