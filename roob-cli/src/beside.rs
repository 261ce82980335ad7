//! Makes a project whose folder is not there: in a folder beside its place, which is then moved
//! there. That is one step of the file system, so the project is there whole or not at all.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process,
};

use crate::{disk, error::Error, interrupt::Held, plan::Plan};

/// Ends the name of the lock of a folder that is about to become a project.
const LOCKED: &str = ".lock";

/// Makes the project that `plan` describes.
pub(crate) fn make(plan: &Plan) -> Result<(), Error> {
    let held = Held::signals();
    let make = || Error::io("make", &plan.root);
    let name = plan.root.file_name().unwrap_or_default().to_string_lossy();
    sweep(&plan.root, &name);
    let folder = plan.root.with_file_name(format!(".{name}.roob-{}", process::id()));
    // Before the folder and gone after it, so that whatever a killed command left has one.
    let lock = locked(&folder);
    let alone = hold(&lock).map_err(make())?;
    let written = disk::make_folder(&folder)
        .map_err(|error| error.about(&plan.root))
        .and_then(|()| fill(&folder, plan))
        .and_then(|()| move_there(&folder, &plan.root, &held));
    // What went wrong is worth more than a second error.
    if written.is_err() {
        let _ = fs::remove_dir_all(&folder);
    }
    drop(alone);
    let _ = fs::remove_file(&lock);
    written
}

/// Writes everything into `folder`.
fn fill(folder: &Path, plan: &Plan) -> Result<(), Error> {
    let mut written = vec![folder.to_owned()];
    for step in &plan.steps {
        let file = folder.join(&step.path);
        let inside = step.path.ancestors().skip(1).map(|inner| folder.join(inner));
        let mut missing: Vec<PathBuf> = inside.filter(|inner| !inner.is_dir()).collect();
        missing.reverse();
        missing.iter().try_for_each(|inner| disk::make_folder(inner))?;
        disk::write(&file, step.after.as_deref().unwrap_or_default())?;
        written.append(&mut missing);
        written.push(file);
    }
    disk::sync(&written)
}

fn move_there(folder: &Path, root: &Path, held: &Held) -> Result<(), Error> {
    if held.came() {
        return Err(Error::Interrupted { written: false });
    }
    match disk::rename(folder, root) {
        // Another command was faster.
        Err(_) if root.exists() => {
            let name = root.file_name().unwrap_or_default();
            return Err(Error::Exists { folder: name.into() });
        }
        moved => moved?,
    }
    disk::sync(&root.parent().map(Path::to_owned).into_iter().collect::<Vec<_>>())?;
    if held.came() { Err(Error::Interrupted { written: true }) } else { Ok(()) }
}

/// Removes what earlier commands left that were killed. One that is still at work holds its lock.
fn sweep(root: &Path, name: &str) {
    let Some(Ok(entries)) = root.parent().map(fs::read_dir) else { return };
    let start = format!(".{name}.roob-");
    for entry in entries.flatten() {
        let lock = entry.path();
        let file_name = entry.file_name();
        let Some(name) = file_name.to_str().and_then(|name| name.strip_suffix(LOCKED)) else {
            continue;
        };
        let free = || File::open(&lock).is_ok_and(|lock| lock.try_lock().is_ok());
        if name.starts_with(&start) && free() {
            let _ = fs::remove_dir_all(lock.with_file_name(name));
            let _ = fs::remove_file(&lock);
        }
    }
}

fn locked(folder: &Path) -> PathBuf {
    let mut path = folder.as_os_str().to_owned();
    path.push(LOCKED);
    path.into()
}

fn hold(lock: &Path) -> io::Result<File> {
    let file = File::create(lock)?;
    file.lock()?;
    Ok(file)
}
