//! Does what a plan says, all of it or nothing.
//!
//! A new project is made in a folder beside its place and then moved there, which is one step
//! of the file system. Files of a project that exists are first written to `.roob/staged`, with
//! copies of those that they replace and a journal; then each is moved. If one cannot be, those
//! before it are taken back. If the command is killed in between, the journal is still there,
//! and the next command takes them back.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process,
};

use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    plan::{Plan, Step},
};

const STAGED: &str = ".roob/staged";
const LOCK: &str = ".roob/lock";
const JOURNAL: &str = "journal.json";
/// Ends the name of the lock of a folder that is about to become a project.
const LOCKED: &str = ".lock";

/// Writes what `plan` says.
pub(crate) fn apply(plan: &Plan) -> Result<(), Error> {
    if plan.changes().next().is_none() {
        return Ok(());
    }
    if plan.root.exists() { in_place(plan) } else { beside(plan) }
}

/// Takes back what a killed command left half done in the project at `root`.
pub(crate) fn recover(root: &Path) -> Result<(), Error> {
    if root.join(STAGED).exists() {
        let _lock = Lock::take(root)?;
        take_back(root)?;
    }
    Ok(())
}

fn beside(plan: &Plan) -> Result<(), Error> {
    let make = || Error::io("make", &plan.root);
    let name = plan.root.file_name().unwrap_or_default().to_string_lossy();
    sweep(&plan.root, &name);
    let folder = plan.root.with_file_name(format!(".{name}.roob-{}", process::id()));
    // Before the folder and gone after it, so that whatever a killed command left has one.
    let lock = locked(&folder);
    let held = hold(&lock).map_err(make())?;
    let written = fs::create_dir(&folder)
        .map_err(make())
        .and_then(|()| {
            plan.steps.iter().try_for_each(|step| write(&folder, &step.path, &step.content))
        })
        .and_then(|()| fs::rename(&folder, &plan.root).map_err(make()));
    // What went wrong is worth more than a second error.
    if written.is_err() {
        let _ = fs::remove_dir_all(&folder);
    }
    drop(held);
    let _ = fs::remove_file(&lock);
    written
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

fn write(root: &Path, path: &Path, content: &str) -> Result<(), Error> {
    let full = root.join(path);
    let folder = full.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(Error::io("make", folder))?;
    fs::write(&full, content).map_err(Error::io("write", &full))
}

/// What was about to change, so that it can be taken back.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Folders that were not there, the outer ones first.
    folders: Vec<PathBuf>,
    moves: Vec<Move>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Move {
    path: PathBuf,
    /// Whether a copy of the file before is in the staging folder.
    replaces: bool,
}

fn in_place(plan: &Plan) -> Result<(), Error> {
    let root = &plan.root;
    let _lock = Lock::take(root)?;
    take_back(root)?;
    let done = stage(plan).and_then(|journal| carry_out(root, &journal));
    if done.is_err() {
        take_back(root)?;
        return done;
    }
    remove_staged(root)
}

fn stage(plan: &Plan) -> Result<Journal, Error> {
    let staged = plan.root.join(STAGED);
    fs::create_dir_all(&staged).map_err(Error::io("make", &staged))?;
    let mut journal = Journal::default();
    for (number, step) in plan.changes().enumerate() {
        let replaces = stage_one(&plan.root, &staged, number, step)?;
        add_folders(&plan.root, &step.path, &mut journal.folders);
        journal.moves.push(Move { path: step.path.clone(), replaces });
    }
    let text = serde_json::to_string(&journal).unwrap_or_default();
    let file = staged.join(JOURNAL);
    // Moved into place whole: half a journal would be none.
    fs::write(staged.join("journal"), text).map_err(Error::io("write", &file))?;
    fs::rename(staged.join("journal"), &file).map_err(Error::io("write", &file))?;
    Ok(journal)
}

fn stage_one(root: &Path, staged: &Path, number: usize, step: &Step) -> Result<bool, Error> {
    let target = root.join(&step.path);
    let failed = |cause| Error::io("write", &target)(cause);
    let new = staged.join(format!("{number}.new"));
    fs::write(&new, &step.content).map_err(failed)?;
    let replaces = target.try_exists().map_err(failed)?;
    if replaces {
        // The copy has the permissions of the file too.
        let old = staged.join(format!("{number}.old"));
        fs::copy(&target, &old).map_err(failed)?;
        let permissions = fs::metadata(&old).map_err(failed)?.permissions();
        fs::set_permissions(&new, permissions).map_err(failed)?;
    }
    Ok(replaces)
}

fn add_folders(root: &Path, path: &Path, folders: &mut Vec<PathBuf>) {
    let mut missing: Vec<PathBuf> = path
        .ancestors()
        .skip(1)
        .filter(|folder| !root.join(folder).exists() && !folders.contains(&folder.to_path_buf()))
        .map(Path::to_path_buf)
        .collect();
    missing.reverse();
    folders.append(&mut missing);
}

fn carry_out(root: &Path, journal: &Journal) -> Result<(), Error> {
    for folder in &journal.folders {
        let folder = root.join(folder);
        fs::create_dir(&folder).map_err(Error::io("make", &folder))?;
    }
    for (number, one) in journal.moves.iter().enumerate() {
        let target = root.join(&one.path);
        let new = root.join(STAGED).join(format!("{number}.new"));
        fs::rename(new, &target).map_err(Error::io("write", &target))?;
    }
    Ok(())
}

/// Undoes what the journal says, as far as it was done.
fn take_back(root: &Path) -> Result<(), Error> {
    let staged = root.join(STAGED);
    if let Some(journal) = read_journal(&staged.join(JOURNAL))? {
        for (number, one) in journal.moves.iter().enumerate() {
            let target = root.join(&one.path);
            let moved = !staged.join(format!("{number}.new")).exists();
            let old = staged.join(format!("{number}.old"));
            if !moved {
                // It is as it was, or the user has edited it since.
                continue;
            }
            if one.replaces && old.exists() {
                fs::rename(old, &target).map_err(Error::io("restore", &target))?;
            } else if !one.replaces && target.exists() {
                fs::remove_file(&target).map_err(Error::io("remove", &target))?;
            }
        }
        for folder in journal.folders.iter().rev() {
            // Not there yet, or the user put something in meanwhile: both are fine.
            let _ = fs::remove_dir(root.join(folder));
        }
    }
    remove_staged(root)
}

fn read_journal(file: &Path) -> Result<Option<Journal>, Error> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(serde_json::from_str(&text).ok()),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::io("read", file)(cause)),
    }
}

/// The journal first: once it is gone, what was done counts.
fn remove_staged(root: &Path) -> Result<(), Error> {
    let staged = root.join(STAGED);
    let gone = |result: io::Result<()>| match result {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", &staged)(cause))
        }
        _ => Ok(()),
    };
    gone(fs::remove_file(staged.join(JOURNAL)))?;
    gone(fs::remove_dir_all(&staged))
}

/// Keeps a second command away from the same project. The system drops it with the process.
struct Lock {
    _file: File,
}

impl Lock {
    fn take(root: &Path) -> Result<Self, Error> {
        let path = root.join(LOCK);
        fs::create_dir_all(root.join(".roob")).map_err(Error::io("make", root.join(".roob")))?;
        let file = File::create(&path).map_err(Error::io("write", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(_) => Err(Error::Busy { project: root.to_owned() }),
        }
    }
}
