//! One command at a time in a project.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use crate::error::Error;

const LOCK: &str = ".roob/lock";

/// Keeps a second command away from a project. The system drops it with the process.
#[derive(Debug)]
pub(crate) struct Lock {
    /// The project.
    pub root: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of the project at `root`, or says that another command has it.
    pub(crate) fn take(root: &Path) -> Result<Self, Error> {
        let (path, folder) = (root.join(LOCK), root.join(".roob"));
        fs::create_dir_all(&folder).map_err(Error::io("make", &folder))?;
        let file = File::create(&path).map_err(Error::io("write", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { root: root.to_owned(), _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy { project: root.to_owned() }),
            Err(TryLockError::Error(cause)) => Err(Error::io("lock", &path)(cause)),
        }
    }
}
