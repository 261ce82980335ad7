//! What is about to change, as it is written down, and how far that has come.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    digest::sha256,
    disk,
    error::Error,
    plan::{Plan, Step},
    project::JOURNAL,
};

/// Everything that one command changes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Page {
    #[serde(skip)]
    pub state: State,
    pub command: String,
    /// Folders that were not there, the outer ones first.
    pub made: Vec<PathBuf>,
    /// Folders that go if nothing is left in them, the inner ones first.
    pub emptied: Vec<PathBuf>,
    pub entries: Vec<Entry>,
}

/// One file: the digests of what it holds before and after, or that it is not there.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    pub path: PathBuf,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// No file of the project has changed.
    #[default]
    Prepared,
    /// The new project counts.
    Committed,
    /// The old project counts again.
    Reverting,
    /// Everything is in place, and there is no way back.
    Done,
}

impl Page {
    /// For `plan`.
    pub(super) fn of(plan: &Plan) -> Self {
        let steps = || plan.changes().chain(&plan.books);
        let mut made = Vec::new();
        steps().for_each(|step| add_folders(&plan.root, &step.path, &mut made));
        Self {
            state: State::Prepared,
            command: plan.command.clone(),
            made,
            emptied: plan.emptied.clone(),
            entries: steps().map(Entry::from).collect(),
        }
    }

    /// The one that an interrupted command left in the project at `root`.
    pub(super) fn find(root: &Path) -> Result<Option<Self>, Error> {
        for state in [State::Done, State::Reverting, State::Committed, State::Prepared] {
            let file = state.file(root);
            let Some(text) = disk::read(&file)? else { continue };
            return match serde_json::from_slice::<Self>(&text) {
                Ok(page) => Ok(Some(Self { state, ..page })),
                // A power cut can leave half of one only before anything depends on it.
                Err(_) if state == State::Prepared => Ok(None),
                Err(cause) => Err(Error::Journal { file, problem: cause.to_string() }),
            };
        }
        Ok(None)
    }

    /// Writes it down for the first time, whole: half a page would be none.
    pub(super) fn put(&self, root: &Path) -> Result<(), Error> {
        let (folder, file) = (root.join(JOURNAL), self.state.file(root));
        disk::make_folder(&folder)?;
        let new = file.with_extension("new");
        disk::write(&new, &serde_json::to_vec(self).unwrap_or_default())?;
        disk::rename(&new, &file)
    }

    /// Says that it has come as far as `state`.
    pub(super) fn mark(&mut self, state: State, root: &Path) -> Result<(), Error> {
        if state != self.state {
            disk::rename(&self.state.file(root), &state.file(root))?;
            self.state = state;
        }
        Ok(())
    }

    /// Says it for good: not even a power cut takes it back.
    pub(super) fn settle(&mut self, state: State, root: &Path) -> Result<(), Error> {
        self.mark(state, root)?;
        disk::sync(&[root.join(JOURNAL)])
    }

    /// Removes what a command left that could not even write its page, or had removed all but the
    /// folder; says whether it was the former.
    pub(super) fn remove_scraps(root: &Path) -> Result<bool, Error> {
        let folder = root.join(JOURNAL);
        let began = fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some());
        match fs::remove_dir_all(&folder) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
            removed => removed.map(|()| began).map_err(Error::io("remove", &folder)),
        }
    }

    /// Takes it away: what it says is done.
    pub(super) fn remove(&self, root: &Path) -> Result<(), Error> {
        disk::remove(&self.state.file(root).with_extension("new"))?;
        disk::remove(&self.state.file(root))?;
        disk::remove_empty_folder(&root.join(JOURNAL))
    }
}

impl State {
    fn file(self, root: &Path) -> PathBuf {
        let name = match self {
            Self::Prepared => "prepared.json",
            Self::Committed => "committed.json",
            Self::Reverting => "reverting.json",
            Self::Done => "done.json",
        };
        root.join(JOURNAL).join(name)
    }
}

impl Entry {
    /// The file itself; of a link what it leads to, as an editor has it.
    pub(super) fn target(&self, root: &Path) -> PathBuf {
        let path = root.join(&self.path);
        let is_link = self.after.is_some() && path.is_symlink();
        if is_link { fs::canonicalize(&path).unwrap_or(path) } else { path }
    }

    /// Where its new content waits.
    pub(super) fn new_copy(&self, root: &Path) -> PathBuf {
        beside(&self.target(root), "new")
    }

    /// Where its old content waits.
    pub(super) fn old_copy(&self, root: &Path) -> PathBuf {
        beside(&self.target(root), "old")
    }
}

impl From<&Step> for Entry {
    fn from(step: &Step) -> Self {
        let digest = |content: &Option<Vec<u8>>| content.as_deref().map(sha256);
        Self { path: step.path.clone(), before: digest(&step.before), after: digest(&step.after) }
    }
}

fn beside(target: &Path, what: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.roob-{what}"))
}

fn add_folders(root: &Path, path: &Path, folders: &mut Vec<PathBuf>) {
    let missing = |folder: &&Path| !root.join(folder).exists();
    let mut missing: Vec<PathBuf> = path
        .ancestors()
        .skip(1)
        .filter(missing)
        .filter(|folder| !folders.contains(&folder.to_path_buf()))
        .map(Path::to_path_buf)
        .collect();
    missing.reverse();
    folders.append(&mut missing);
}
