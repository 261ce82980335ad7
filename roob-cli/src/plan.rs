//! What a command will do to a folder. `--dry-run` and `--plan json` show it, the journal carries it
//! out, and the ledger keeps it for `roob undo`: there is no second description of a change.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::{digest::sha256, disk, draft::Draft, error::Error};

/// Everything a command will do to a folder.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What the user asked for: `gen controller products`.
    pub command: String,
    /// The project's folder, which may not exist.
    pub root: PathBuf,
    /// In the order of the alphabet.
    pub steps: Vec<Step>,
    /// On the books of `roob` itself, which nobody is shown.
    pub books: Vec<Step>,
    /// Folders that go if nothing is left in them, the inner ones first.
    pub emptied: Vec<PathBuf>,
}

/// One file of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Relative to the root.
    pub path: PathBuf,
    /// What becomes of it.
    pub action: Action,
    /// What it holds, if it is there.
    pub before: Option<Vec<u8>>,
    /// What it will hold, if it will be there.
    pub after: Option<Vec<u8>>,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    /// It is new.
    Create,
    /// Some of its lines change.
    Edit,
    /// It had other content, and the user wants it gone.
    Overwrite,
    /// It gets back what was overwritten.
    Restore,
    /// It goes.
    Remove,
    /// It is as it should be.
    Keep,
    /// It has other content, and the user wants that.
    Skip,
    /// It has other content, and nobody has said what should become of it.
    Conflict,
}

impl Plan {
    /// Compares `draft` with the disk. A file that has other content is a conflict.
    pub(crate) fn new(command: String, draft: &Draft) -> Result<Self, Error> {
        let root = draft.root().to_owned();
        let mut steps = Vec::new();
        for (path, entry) in draft.files() {
            let after = entry.content.as_bytes().to_owned();
            // What was read is what is edited, even if it was changed in between.
            let read = entry.before.as_ref().map(|text| text.as_bytes().to_owned());
            let edited = read.is_some();
            let before = match read {
                None => disk::read(&root.join(path))?,
                read => read,
            };
            let action = match &before {
                None => Action::Create,
                Some(before) if *before == after => Action::Keep,
                Some(_) if edited => Action::Edit,
                Some(_) => Action::Conflict,
            };
            steps.push(Step { path: path.to_owned(), action, before, after: Some(after) });
        }
        Ok(Self { command, root, steps, books: Vec::new(), emptied: Vec::new() })
    }

    /// The steps that change something.
    pub(crate) fn changes(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.changes())
    }

    /// Whether there is nothing to do.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes().next().is_none()
    }

    /// As a document for programs.
    pub(crate) fn document(&self) -> String {
        let steps = self.steps.iter().filter(|step| step.action != Action::Keep);
        let document = Document {
            format: 1,
            command: &self.command,
            project: &self.root,
            steps: steps.map(Described::from).collect(),
        };
        serde_json::to_string_pretty(&document).unwrap_or_default()
    }
}

impl Step {
    /// Whether it changes something.
    pub(crate) fn changes(&self) -> bool {
        !matches!(self.action, Action::Keep | Action::Skip | Action::Conflict)
    }
}

#[derive(Serialize)]
struct Document<'p> {
    format: u32,
    command: &'p str,
    project: &'p Path,
    steps: Vec<Described<'p>>,
}

#[derive(Serialize)]
struct Described<'p> {
    action: Action,
    path: String,
    /// The digest of what is there.
    before: Option<String>,
    /// The digest of what will be there.
    after: Option<String>,
    /// What will be there, if it is text.
    content: Option<&'p str>,
}

impl<'p> From<&'p Step> for Described<'p> {
    fn from(step: &'p Step) -> Self {
        let digest = |content: &Option<Vec<u8>>| content.as_deref().map(sha256);
        Self {
            action: step.action,
            path: slashed(&step.path),
            before: digest(&step.before),
            after: digest(&step.after),
            content: step.after.as_deref().and_then(|content| str::from_utf8(content).ok()),
        }
    }
}

/// `path` with `/` on every system.
pub(crate) fn slashed(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
