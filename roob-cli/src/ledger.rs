//! `.roob/history`: what each `roob gen` did, with what was there before, for `roob undo`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    clock, diff,
    digest::sha256,
    disk,
    error::Error,
    plan::{Action, Plan, Step, slashed},
};

const FOLDER: &str = ".roob/history";
const FORMAT: u32 = 1;

/// What one command did.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    format: u32,
    /// From 1 on, in the order in which they came.
    pub number: u32,
    /// `gen controller products`
    pub command: String,
    /// What it is undone by: `products`.
    pub name: String,
    /// `2026-12-31 23:59:59`, in UTC.
    pub time: String,
    pub files: Vec<Written>,
}

/// What was done to one file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Written {
    /// Relative to the project, with `/` on every system.
    pub path: String,
    pub how: How,
    /// The digest of what was written.
    pub after: String,
}

/// What a file was before.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum How {
    /// It was not there.
    Created,
    /// It had this content, and none of it was kept.
    Overwritten(Content),
    /// It had this content, and only these places of it were changed.
    Edited(String, Vec<Hunk>),
}

/// Lines that were there, and those that came in their place.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Hunk {
    pub before: String,
    pub after: String,
}

/// Text where it is some.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

/// Enters what `plan` does, so that `roob undo` finds it by `name`.
pub(crate) fn enter(plan: &mut Plan, name: &str) -> Result<(), Error> {
    let number = records(&plan.root)?.iter().map(|record| record.number).max().unwrap_or(0) + 1;
    let record = Record {
        format: FORMAT,
        number,
        command: plan.command.clone(),
        name: name.to_owned(),
        time: clock::time(),
        files: plan.changes().map(Written::from).collect(),
    };
    let after = serde_json::to_vec_pretty(&record).ok();
    plan.books.push(Step { path: record.path(), action: Action::Create, before: None, after });
    Ok(())
}

/// Every record of the project at `root`, the oldest first.
pub(crate) fn records(root: &Path) -> Result<Vec<Record>, Error> {
    let Ok(entries) = fs::read_dir(root.join(FOLDER)) else { return Ok(Vec::new()) };
    let files = entries.flatten().map(|entry| entry.path());
    let records = files.filter(|path| path.extension().is_some_and(|one| one == "json"));
    let mut records: Vec<Record> = records.map(|path| read(&path)).collect::<Result<_, _>>()?;
    records.sort_by_key(|record| record.number);
    Ok(records)
}

fn read(path: &Path) -> Result<Record, Error> {
    let unreadable = |problem: String| Error::Ledger { file: path.to_owned(), problem };
    let text = disk::read(path)?.unwrap_or_default();
    let record: Record =
        serde_json::from_slice(&text).map_err(|cause| unreadable(cause.to_string()))?;
    if record.format != FORMAT {
        return Err(unreadable(format!("it has the format {}, not {FORMAT}", record.format)));
    }
    Ok(record)
}

impl Record {
    /// Where it lies in the project.
    pub(crate) fn path(&self) -> PathBuf {
        Path::new(FOLDER).join(format!("{:04}.json", self.number))
    }

    /// The step that takes it off the books of the project at `root`.
    pub(crate) fn removal(&self, root: &Path) -> Result<Step, Error> {
        let path = self.path();
        let before = disk::read(&root.join(&path))?;
        Ok(Step { path, action: Action::Remove, before, after: None })
    }

    /// `2 new, 1 edited files`, by what was done.
    pub(crate) fn counts(&self) -> Vec<(&'static str, usize)> {
        let count = |is: fn(&How) -> bool| self.files.iter().filter(|one| is(&one.how)).count();
        vec![
            ("new", count(|how| matches!(how, How::Created))),
            ("edited", count(|how| matches!(how, How::Edited(..)))),
            ("overwritten", count(|how| matches!(how, How::Overwritten(_)))),
        ]
    }
}

impl From<&Step> for Written {
    fn from(step: &Step) -> Self {
        let after = step.after.as_deref().unwrap_or_default();
        let how = match &step.before {
            None => How::Created,
            Some(before) => How::of(step.action, before, after),
        };
        Self { path: slashed(&step.path), how, after: sha256(after) }
    }
}

impl How {
    fn of(action: Action, before: &[u8], after: &[u8]) -> Self {
        match (action, str::from_utf8(before), str::from_utf8(after)) {
            (Action::Edit, Ok(before), Ok(after)) => {
                let hunks = diff::hunks(before, after).into_iter();
                let hunk = |(before, after)| Hunk { before, after };
                Self::Edited(before.to_owned(), hunks.map(hunk).collect())
            }
            (_, Ok(before), _) => Self::Overwritten(Content::Text(before.to_owned())),
            _ => Self::Overwritten(Content::Bytes(before.to_owned())),
        }
    }
}

impl Content {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }
}
