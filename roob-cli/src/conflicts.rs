//! Files that are in the way: what the user wants to become of them.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::{
    diff,
    error::Error,
    plan::{Action, Plan, Step, slashed},
    report::Report,
};

/// How many lines of a difference are shown to somebody who has not asked for all of it.
const SHOWN: usize = 30;

/// What the user has said beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Nothing: ask, if there is somebody.
    Ask,
    /// Nothing, and nobody is to be asked.
    Tell,
    /// Overwrite them.
    Overwrite,
    /// Keep them.
    Keep,
}

enum Answer {
    Yes,
    No,
    All,
    Quit,
}

/// Decides about every conflict of `plan`, or refuses, naming all of them.
pub(crate) fn settle(plan: &mut Plan, wish: Wish, report: Report) -> Result<(), Error> {
    let there = io::stdin().is_terminal() && io::stderr().is_terminal();
    match wish {
        Wish::Overwrite => conflicts(plan).for_each(Step::overwrite),
        Wish::Keep => conflicts(plan).for_each(Step::keep),
        Wish::Ask if there && !report.is_quiet() => return ask(plan, report),
        Wish::Ask | Wish::Tell => return tell(plan, report),
    }
    Ok(())
}

fn conflicts(plan: &mut Plan) -> impl Iterator<Item = &mut Step> {
    plan.steps.iter_mut().filter(|step| step.action == Action::Conflict)
}

fn tell(plan: &mut Plan, report: Report) -> Result<(), Error> {
    conflicts(plan).for_each(|step| report.diff(&step.diff(SHOWN)));
    let paths: Vec<_> = conflicts(plan).map(|step| step.path.clone()).collect();
    if paths.is_empty() { Ok(()) } else { Err(Error::Conflicts(paths)) }
}

fn ask(plan: &mut Plan, report: Report) -> Result<(), Error> {
    let mut all = false;
    for step in conflicts(plan) {
        match if all { Answer::All } else { ask_about(step, report) } {
            Answer::Yes => step.overwrite(),
            Answer::No => step.keep(),
            Answer::All => {
                all = true;
                step.overwrite();
            }
            Answer::Quit => return Err(Error::Quit),
        }
    }
    Ok(())
}

fn ask_about(step: &Step, report: Report) -> Answer {
    report.diff(&step.diff(SHOWN));
    loop {
        let _ = write!(io::stderr(), "overwrite `{}`? y/n/a/q/d: ", slashed(&step.path));
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        match line.trim() {
            // The end of the input is no answer, and there will be no other.
            "" if !matches!(read, Ok(1..)) => return Answer::Quit,
            "y" => return Answer::Yes,
            "n" => return Answer::No,
            "a" => return Answer::All,
            "q" => return Answer::Quit,
            "d" => report.diff(&step.diff(usize::MAX)),
            _ => {
                let _ = writeln!(io::stderr(), "{HELP}");
            }
        }
    }
}

const HELP: &str = "\
y  yes, overwrite it
n  no, keep it
a  overwrite it and all others
q  quit, nothing is written
d  show all of the difference";

impl Step {
    fn diff(&self, most: usize) -> String {
        let there = self.before.as_deref().unwrap_or_default();
        diff::unified(&slashed(&self.path), there, self.after.as_deref().unwrap_or_default(), most)
    }

    fn overwrite(&mut self) {
        self.action = Action::Overwrite;
    }

    fn keep(&mut self) {
        self.action = Action::Skip;
        self.after.clone_from(&self.before);
    }
}
