//! What a command is about to write, before anything is written.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::error::Error;

/// Files over a folder: those that are written here hide those that lie there.
#[derive(Debug)]
pub(crate) struct Draft {
    root: PathBuf,
    /// Whether files of the folder count; a new project starts from nothing.
    over: bool,
    files: BTreeMap<PathBuf, Entry>,
}

/// One file of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// All of it.
    pub content: String,
    /// Of the file that it is an edit of.
    pub before: Option<String>,
}

impl Draft {
    /// Starts from nothing; `root` may not even exist.
    pub(crate) fn blank(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), over: false, files: BTreeMap::new() }
    }

    /// Starts from what is in `root`.
    pub(crate) fn over(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), over: true, files: BTreeMap::new() }
    }

    /// The project's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The files that are written, in the order of the alphabet.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&Path, &Entry)> {
        self.files.iter().map(|(path, entry)| (path.as_path(), entry))
    }

    /// Writes a whole file.
    pub(crate) fn create(&mut self, path: impl Into<PathBuf>, content: String) {
        self.files.insert(path.into(), Entry { content, before: None });
    }

    /// What `path` will hold, if it will be there.
    pub(crate) fn read(&self, path: &str) -> Result<Option<String>, Error> {
        if let Some(entry) = self.files.get(Path::new(path)) {
            return Ok(Some(entry.content.clone()));
        }
        if !self.over {
            return Ok(None);
        }
        let full = self.root.join(path);
        match fs::read_to_string(&full) {
            Ok(text) => Ok(Some(text)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Error::io("read", full)(cause)),
        }
    }

    /// Gives a file that was [read](Self::read) new content.
    pub(crate) fn edit(&mut self, path: &str, content: String) -> Result<(), Error> {
        let read = self.read(path)?;
        match self.files.get_mut(Path::new(path)) {
            Some(entry) => entry.content = content,
            None if read.as_ref() == Some(&content) => {}
            None => {
                self.files.insert(path.into(), Entry { content, before: read });
            }
        }
        Ok(())
    }

    /// Gives a drafted file other content.
    pub(crate) fn replace(&mut self, path: &Path, content: String) {
        if let Some(entry) = self.files.get_mut(path) {
            entry.content = content;
        }
    }

    /// The names of the files right in `folder`, in the draft or on disk.
    pub(crate) fn names_in(&self, folder: &str) -> Vec<String> {
        let drafted = self.files.keys().filter(|path| path.parent() == Some(Path::new(folder)));
        let mut names: Vec<String> = drafted.filter_map(|path| file_name(path)).collect();
        if self.over
            && let Ok(entries) = fs::read_dir(self.root.join(folder))
        {
            names.extend(entries.flatten().filter_map(|entry| file_name(&entry.path())));
        }
        names
    }
}

fn file_name(path: &Path) -> Option<String> {
    path.file_name()?.to_str().map(ToOwned::to_owned)
}
