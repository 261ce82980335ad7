//! The few ways in which the command changes a folder. Each is a step at which it may be killed.

use std::{
    fs::{self, File, Permissions},
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
};

use crate::{
    error::Error,
    fault::{Room, is_a_test, step},
};

/// How many files are synced at once. A disk needs about as long for all of them as for one.
const AT_ONCE: usize = 16;

/// What is at `path`, or nothing.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::io("read", path)(cause)),
    }
}

/// Whether something is at `path`, be it a link that leads nowhere.
pub(crate) fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Writes a file, in two halves: a process may end between them.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    let failed = || Error::io("write", path);
    step(Room::Takes).map_err(failed())?;
    let mut file = File::create(path).map_err(failed())?;
    let (one, other) = content.split_at(content.len() / 2);
    for half in [one, other] {
        step(Room::Takes).map_err(failed())?;
        file.write_all(half).map_err(failed())?;
    }
    Ok(())
}

/// Gives `path` the permissions of another file.
pub(crate) fn permit(path: &Path, permissions: Permissions) -> Result<(), Error> {
    step(Room::Leaves)
        .and_then(|()| fs::set_permissions(path, permissions))
        .map_err(Error::io("write", path))
}

/// Moves a file or folder to `to`, in place of a file that is there.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    step(Room::Leaves).and_then(|()| fs::rename(from, to)).map_err(Error::io("write", to))
}

/// Removes a file, if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    match step(Room::Leaves).and_then(|()| fs::remove_file(path)) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", path)(cause))
        }
        _ => Ok(()),
    }
}

/// Makes a folder, if it is not there.
pub(crate) fn make_folder(path: &Path) -> Result<(), Error> {
    match step(Room::Takes).and_then(|()| fs::create_dir(path)) {
        Err(_) if path.is_dir() => Ok(()),
        made => made.map_err(Error::io("make", path)),
    }
}

/// Removes a folder, unless somebody put something into it.
pub(crate) fn remove_empty_folder(path: &Path) -> Result<(), Error> {
    match step(Room::Leaves).and_then(|()| fs::remove_dir(path)) {
        Err(cause)
            if !matches!(
                cause.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty
            ) =>
        {
            Err(Error::io("remove", path)(cause))
        }
        _ => Ok(()),
    }
}

/// Waits until files and folders would outlive a power cut.
pub(crate) fn sync(paths: &[PathBuf]) -> Result<(), Error> {
    step(Room::Leaves).map_err(Error::io("write", paths.first().cloned().unwrap_or_default()))?;
    if is_a_test() {
        return Ok(());
    }
    let each = paths.len().div_ceil(AT_ONCE).max(1);
    thread::scope(|scope| {
        let some = |paths: &'_ [PathBuf]| paths.iter().try_for_each(|path| sync_one(path));
        let threads: Vec<_> =
            paths.chunks(each).map(|paths| scope.spawn(move || some(paths))).collect();
        let ended = |thread: thread::ScopedJoinHandle<'_, Result<(), Error>>| {
            thread.join().unwrap_or_else(|_| Ok(()))
        };
        threads.into_iter().try_for_each(ended)
    })
}

fn sync_one(path: &Path) -> Result<(), Error> {
    // Windows opens no folder as a file.
    if cfg!(windows) && path.is_dir() {
        return Ok(());
    }
    File::open(path).and_then(|file| file.sync_all()).map_err(Error::io("write", path))
}
