//! What is done to the files of a page, forwards and backwards. Every way can be gone again from its
//! start, however far somebody came before.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::page::{Entry, Page};
use crate::{digest::sha256, disk, error::Error, plan::Plan, project::JOURNAL};

/// Writes `page` down, and the contents of `plan` beside where they will be.
pub(super) fn prepare(page: &Page, plan: &Plan, root: &Path) -> Result<(), Error> {
    page.put(root)?;
    page.made.iter().try_for_each(|folder| disk::make_folder(&root.join(folder)))?;
    let mut written = vec![root.join(JOURNAL)];
    for (entry, step) in page.entries.iter().zip(plan.changes().chain(&plan.books)) {
        let Some(after) = &step.after else { continue };
        copy(&entry.new_copy(root), after, entry, root, &mut written)?;
        if let Some(before) = &step.before {
            copy(&entry.old_copy(root), before, entry, root, &mut written)?;
        }
    }
    written.extend(page.folders(root));
    disk::sync(&written)
}

/// Throws away what was prepared.
pub(super) fn discard(page: &Page, root: &Path) -> Result<(), Error> {
    for entry in page.entries.iter().filter(|entry| entry.after.is_some()) {
        disk::remove(&entry.new_copy(root))?;
        disk::remove(&entry.old_copy(root))?;
    }
    remove_folders(page.made.iter().rev(), root)?;
    page.remove(root)
}

/// Files that are no more as they were before, and not moved yet.
pub(super) fn in_the_way(page: &Page, root: &Path) -> Result<Vec<PathBuf>, Error> {
    edited(page, root, |entry, there| {
        let waits = entry.after.is_none() || disk::is_there(&entry.new_copy(root));
        let done = entry.after.is_none() && there.is_none();
        waits && !done && *there != entry.before
    })
}

/// Moves every file into place that is not there yet.
pub(super) fn forward(page: &Page, root: &Path) -> Result<(), Error> {
    for entry in &page.entries {
        let (target, new) = (entry.target(root), entry.new_copy(root));
        match entry.after {
            Some(_) if disk::is_there(&new) => disk::rename(&new, &target)?,
            None if disk::is_there(&target) => disk::rename(&target, &entry.old_copy(root))?,
            _ => {}
        }
    }
    disk::sync(&page.folders(root))
}

/// Removes what only a way back would need.
pub(super) fn clear(page: &Page, root: &Path) -> Result<(), Error> {
    for entry in page.entries.iter().filter(|entry| entry.before.is_some()) {
        disk::remove(&entry.old_copy(root))?;
    }
    remove_folders(page.emptied.iter(), root)?;
    page.remove(root)
}

/// Files that were moved into place, and are no more as they were then.
pub(super) fn edited_since(page: &Page, root: &Path) -> Result<Vec<PathBuf>, Error> {
    edited(page, root, |entry, there| {
        let moved = match entry.after {
            Some(_) => !disk::is_there(&entry.new_copy(root)),
            None => disk::is_there(&entry.old_copy(root)),
        };
        moved && *there != entry.after && *there != entry.before
    })
}

/// Puts every file back that was moved.
pub(super) fn backward(page: &Page, root: &Path) -> Result<(), Error> {
    for entry in &page.entries {
        let (target, new, old) = (entry.target(root), entry.new_copy(root), entry.old_copy(root));
        let moved = entry.after.is_none() || !disk::is_there(&new);
        if moved && disk::is_there(&old) {
            disk::rename(&old, &target)?;
        } else if moved && entry.before.is_none() {
            disk::remove(&target)?;
        }
        // The copy first: an entry without one is never put back again, over what a user wrote since.
        disk::remove(&old)?;
        disk::remove(&new)?;
    }
    remove_folders(page.made.iter().rev(), root)?;
    disk::sync(&page.folders(root))?;
    page.remove(root)
}

/// Writes `content`, with the permissions of the file that it is for.
fn copy(
    to: &Path,
    content: &[u8],
    entry: &Entry,
    root: &Path,
    written: &mut Vec<PathBuf>,
) -> Result<(), Error> {
    let target = entry.target(root);
    disk::write(to, content).map_err(|error| error.about(&target))?;
    if entry.before.is_some() {
        let there = fs::metadata(&target).map_err(Error::io("read", &target))?;
        disk::permit(to, there.permissions())?;
    }
    written.push(to.to_owned());
    Ok(())
}

fn remove_folders<'p>(
    mut folders: impl Iterator<Item = &'p PathBuf>,
    root: &Path,
) -> Result<(), Error> {
    folders.try_for_each(|folder| disk::remove_empty_folder(&root.join(folder)))
}

/// Those of `page` of which, with the digest of what is there, `is` holds.
fn edited(
    page: &Page,
    root: &Path,
    is: impl Fn(&Entry, &Option<String>) -> bool,
) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for entry in &page.entries {
        let there = disk::read(&entry.target(root))?.as_deref().map(sha256);
        if is(entry, &there) {
            found.push(entry.path.clone());
        }
    }
    Ok(found)
}

impl Page {
    /// The folders in which files change, as far as they are there.
    fn folders(&self, root: &Path) -> Vec<PathBuf> {
        let parent = |entry: &Entry| Some(entry.target(root).parent()?.to_owned());
        let folders: BTreeSet<PathBuf> = self.entries.iter().filter_map(parent).collect();
        folders.into_iter().filter(|folder| folder.is_dir()).collect()
    }
}
