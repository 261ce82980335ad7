//! What a draft means for the files that are there.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{draft::Draft, error::Error};

/// Everything a command will do to a folder.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The project's folder, which may not exist.
    pub root: PathBuf,
    /// In the order of the alphabet.
    pub steps: Vec<Step>,
}

/// One file of a plan.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Relative to the root.
    pub path: PathBuf,
    /// What becomes of it.
    pub action: Action,
    /// All that it will hold.
    pub content: String,
}

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// It is new.
    Create,
    /// It gets some lines more.
    Edit,
    /// It had other content, and the user said `--force`.
    Overwrite,
    /// It is as it should be.
    Keep,
}

impl Plan {
    /// Compares `draft` with the disk. Refuses, naming every file, if something else is there
    /// already, unless `force` says to overwrite it.
    pub(crate) fn new(draft: &Draft, force: bool) -> Result<Self, Error> {
        let root = draft.root().to_owned();
        let (mut steps, mut conflicts) = (Vec::new(), Vec::new());
        for (path, entry) in draft.files() {
            let action = match there(&root.join(path))? {
                None => Action::Create,
                Some(content) if content == entry.content.as_bytes() => Action::Keep,
                Some(_) if entry.before.is_some() => Action::Edit,
                Some(_) if force => Action::Overwrite,
                Some(_) => {
                    conflicts.push(path.to_owned());
                    continue;
                }
            };
            steps.push(Step { path: path.to_owned(), action, content: entry.content.clone() });
        }
        if conflicts.is_empty() {
            Ok(Self { root, steps })
        } else {
            Err(Error::Conflicts(conflicts))
        }
    }

    /// The steps that change something.
    pub(crate) fn changes(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.action != Action::Keep)
    }
}

fn there(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::io("write", path)(cause)),
    }
}
