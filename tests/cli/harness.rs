//! Runs the command in folders that vanish with the test.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// 2026-01-01 00:00:00: the first migration of a test is 20260101000000.
pub(crate) const NEW_YEAR: &str = "1767225600";

/// The command, about to be run.
#[must_use]
pub(crate) struct Roob(Command);

/// What it said and how it ended.
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

/// `roob ARGS…`, in `folder`.
pub(crate) fn roob<'a>(folder: &Path, args: impl IntoIterator<Item = &'a str>) -> Roob {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roob"));
    command.args(args).current_dir(folder).env("SOURCE_DATE_EPOCH", NEW_YEAR);
    command.env_remove("ROOB_ADDR");
    Roob(command)
}

impl Roob {
    /// With this variable in its environment.
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    #[track_caller]
    pub(crate) fn run(mut self) -> Ran {
        let output = self.0.output().unwrap();
        Ran {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }

    /// Runs it and expects that all went well.
    #[track_caller]
    pub(crate) fn ok(self) -> Ran {
        self.run().exits(0)
    }

    pub(crate) fn command(self) -> Command {
        self.0
    }
}

impl Ran {
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self
    }

    /// All of the standard output.
    #[track_caller]
    pub(crate) fn says(self, expected: &str) -> Self {
        assert_eq!(self.stdout, expected);
        self
    }

    /// All of the standard error.
    #[track_caller]
    pub(crate) fn complains(self, expected: &str) -> Self {
        assert_eq!(self.stderr, expected);
        self
    }
}

/// A folder with a project `shop` in it.
pub(crate) struct Shop {
    pub(crate) parent: TempDir,
    pub(crate) root: PathBuf,
}

impl Shop {
    #[track_caller]
    pub(crate) fn new(args: &[&str]) -> Self {
        let parent = TempDir::new().unwrap();
        let all = ["new", "shop"].iter().chain(args).copied();
        roob(parent.path(), all).ok();
        let root = parent.path().join("shop");
        Self { parent, root }
    }

    /// One with the same files.
    pub(crate) fn copy(&self) -> Self {
        let parent = TempDir::new().unwrap();
        let root = parent.path().join("shop");
        fs::create_dir(&root).unwrap();
        for (path, content) in self.files() {
            let (from, to) = (self.root.join(&path), root.join(&path));
            if from.is_dir() {
                fs::create_dir_all(&to).unwrap();
            } else {
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::write(to, content).unwrap();
            }
        }
        Self { parent, root }
    }

    pub(crate) fn roob<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Roob {
        roob(&self.root, args)
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    #[track_caller]
    pub(crate) fn write(&self, path: &str, content: &str) {
        fs::write(self.root.join(path), content).unwrap();
    }

    /// Every file of the project.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.root)
    }
}

/// Every file below `root`, and every empty folder. The lock of the command is no content.
pub(crate) fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries: Vec<_> = fs::read_dir(&folder).unwrap().flatten().collect();
        if entries.is_empty() {
            found.insert(folder.strip_prefix(root).unwrap().to_owned(), Vec::new());
        }
        for entry in entries {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with(".roob/lock") {
                let content = fs::read(&path).unwrap_or_default();
                found.insert(path.strip_prefix(root).unwrap().to_owned(), content);
            }
        }
    }
    found
}
