//! The way back from what the ledger records.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::{
    controller,
    digest::sha256,
    disk,
    draft::Draft,
    error::{Error, Refusal},
    ledger::{How, Hunk, Record, Written},
    manifest::{self, Manifest},
    plan::{Action, Plan, Step},
    rustfmt,
    take_out::take_out,
    wiring,
};

const DEPENDENCIES: &str = "Cargo.toml";

/// Plans to take back what the last of `records`, or the one that is called `wanted`, did to the
/// project at `root`. Refuses all of it, naming every file, if some of it was edited since.
pub(crate) fn plan(root: &Path, wanted: Option<&str>, records: &[Record]) -> Result<Plan, Error> {
    let record = find(root, wanted, records)?;
    let mut back = Back::new(root, record, records);
    record.files.iter().try_for_each(|written| back.file(written))?;
    back.keep_what_others_need()?;
    if !back.refused.is_empty() {
        return Err(Error::Edited { command: record.command.clone(), files: back.refused });
    }
    let what = wanted.map(|name| format!(" {name}")).unwrap_or_default();
    let steps = back.steps()?;
    let books = vec![record.removal(root)?];
    let emptied = folders(steps.iter().chain(&books));
    Ok(Plan { command: format!("undo{what}"), root: root.to_owned(), steps, books, emptied })
}

/// Those in which files go, the inner ones first. One that is empty then means nothing: git keeps none.
fn folders<'s>(steps: impl Iterator<Item = &'s Step>) -> Vec<PathBuf> {
    let removed = steps.filter(|step| step.action == Action::Remove);
    let inside = |step: &'s Step| step.path.ancestors().skip(1);
    let named = removed.flat_map(inside).filter(|folder| !folder.as_os_str().is_empty());
    let folders: BTreeSet<PathBuf> = named.map(Path::to_owned).collect();
    folders.into_iter().rev().collect()
}

fn find<'r>(root: &Path, wanted: Option<&str>, records: &'r [Record]) -> Result<&'r Record, Error> {
    let Some(last) = records.last() else {
        return Err(Error::NothingToUndo { project: root.to_owned() });
    };
    let Some(wanted) = wanted else { return Ok(last) };
    let is_it = |record: &&Record| record.number.to_string() == wanted || record.name == wanted;
    records.iter().rev().find(is_it).ok_or_else(|| {
        Error::Argument(format!(
            "nothing that can be undone is called `{wanted}`: `roob undo --list` shows what there is"
        ))
    })
}

/// What goes back, as far as it is known.
struct Back<'r> {
    root: &'r Path,
    record: &'r Record,
    records: &'r [Record],
    whole: Vec<Step>,
    /// Files that the user has edited since, without what was put into them.
    edited: BTreeMap<String, String>,
    refused: Vec<Refusal>,
}

impl<'r> Back<'r> {
    fn new(root: &'r Path, record: &'r Record, records: &'r [Record]) -> Self {
        let (whole, edited, refused) = (Vec::new(), BTreeMap::new(), Vec::new());
        Self { root, record, records, whole, edited, refused }
    }

    fn file(&mut self, written: &Written) -> Result<(), Error> {
        let there = disk::read(&self.root.join(&written.path))?;
        let unchanged = there.as_deref().map(sha256).as_ref() == Some(&written.after);
        match (&written.how, there) {
            // It is gone already, and with it what was written into it.
            (How::Created | How::Edited(..), None) => {}
            (How::Edited(before, _), Some(there)) if written.path == manifest::PATH => {
                self.manifest(before, &there)?;
            }
            (How::Created, there) if unchanged => self.step(written, Action::Remove, there, None),
            (How::Edited(before, _), there) if unchanged => {
                self.step(written, Action::Edit, there, Some(before.clone().into_bytes()));
            }
            (How::Overwritten(before), there) if unchanged => {
                self.step(written, Action::Restore, there, Some(before.bytes()));
            }
            (How::Edited(_, hunks), Some(there)) => self.lines(written, hunks, &there),
            (How::Overwritten(_), None) => self.refuse(written, "it is not there any more", ""),
            (How::Created | How::Overwritten(_), Some(there)) => {
                let problem = self.whose(written, &sha256(&there));
                self.refuse(written, &problem, "");
            }
        }
        Ok(())
    }

    fn step(
        &mut self,
        written: &Written,
        action: Action,
        before: Option<Vec<u8>>,
        after: Option<Vec<u8>>,
    ) {
        let path = PathBuf::from(&written.path);
        self.whole.push(Step { path, action, before, after });
    }

    fn refuse(&mut self, written: &Written, problem: &str, lines: &str) {
        let (file, problem) = (PathBuf::from(&written.path), problem.to_owned());
        self.refused.push(Refusal { file, problem, lines: lines.to_owned() });
    }

    /// Who gave a file the content with this digest.
    fn whose(&self, written: &Written, digest: &str) -> String {
        let later = self.records.iter().rev().filter(|one| one.number > self.record.number);
        let wrote = |record: &&Record| {
            record.files.iter().any(|one| one.path == written.path && one.after == digest)
        };
        match later.clone().find(wrote) {
            Some(later) => format!("`roob {}` wrote it since; undo that first", later.command),
            None => "it has other content".to_owned(),
        }
    }

    /// Takes out of a file that was edited since what was put into it, one place after the other.
    fn lines(&mut self, written: &Written, hunks: &[Hunk], there: &[u8]) {
        let mut text = String::from_utf8_lossy(there).into_owned();
        for hunk in hunks {
            match take_out(&text, hunk) {
                Some(without) => text = without,
                None => {
                    let problem = "this is not there once, as it was put in:";
                    return self.refuse(written, problem, &hunk.after);
                }
            }
        }
        self.edited.insert(written.path.clone(), text);
    }

    /// The manifest without what the command entered, or with what that replaced.
    fn manifest(&mut self, before: &str, there: &[u8]) -> Result<(), Error> {
        let path = self.root.join(manifest::PATH);
        let before = Manifest::parse(before, &path)?;
        let mut now = Manifest::parse(&String::from_utf8_lossy(there), &path)?;
        let name = &self.record.name;
        now.resources.retain(|resource| resource.name != *name);
        let replaced = before.resources.iter().filter(|resource| resource.name == *name);
        replaced.for_each(|resource| now.record(resource.clone()));
        self.edited.insert(manifest::PATH.to_owned(), now.render());
        Ok(())
    }

    /// A dependency that another resource needs too stays, whoever brought it.
    fn keep_what_others_need(&mut self) -> Result<(), Error> {
        let Some(manifest) = self.edited.get(manifest::PATH) else { return Ok(()) };
        let needs = controller::needs_of(&Manifest::parse(manifest, Path::new(manifest::PATH))?);
        let is_it = |step: &Step| step.path == Path::new(DEPENDENCIES);
        let whole = self.whole.iter().find(|step| is_it(step)).and_then(|step| step.after.clone());
        let whole = whole.and_then(|text| String::from_utf8(text).ok());
        let Some(without) = whole.or_else(|| self.edited.get(DEPENDENCIES).cloned()) else {
            return Ok(());
        };
        if wiring::dependencies(&without, &needs).is_ok_and(|with| with != without) {
            self.whole.retain(|step| !is_it(step));
            self.edited.remove(DEPENDENCIES);
        }
        Ok(())
    }

    fn steps(self) -> Result<Vec<Step>, Error> {
        let mut draft = Draft::over(self.root);
        for (path, text) in self.edited {
            draft.edit(&path, text)?;
        }
        rustfmt::tidy(&mut draft);
        let mut steps = Plan::new(String::new(), &draft)?.steps;
        steps.extend(self.whole);
        steps.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(steps)
    }
}
