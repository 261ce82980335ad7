//! Workspaces of other people around a new project. A project is a workspace of its own, and cargo
//! allows none inside another: a folder that `members = ["crates/*"]` takes would break theirs.

use std::{fs, path::Path};

use glob::{MatchOptions, Pattern};
use toml_edit::{DocumentMut, Item};

use crate::error::Error;

/// Refuses a `project` that a workspace around it would take as a member.
pub(crate) fn check(project: &Path) -> Result<(), Error> {
    let taker = project.ancestors().skip(1).find_map(|root| {
        let manifest = root.join("Cargo.toml");
        let member = inside(root, project)?;
        takes(&manifest, &member).then_some((manifest, member))
    });
    match taker {
        Some((workspace, member)) => Err(Error::Member { workspace, member }),
        None => Ok(()),
    }
}

/// `project` as the manifest in `root` names it, with `/` on every system.
fn inside(root: &Path, project: &Path) -> Option<String> {
    let parts = project.strip_prefix(root).ok()?.iter().map(|part| part.to_str());
    Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Whether the globs of its members match. A member without a star that is not there yet is a
/// mistake to cargo already.
fn takes(manifest: &Path, project: &str) -> bool {
    let Some((members, excluded)) = lists(manifest) else { return false };
    let options = MatchOptions { require_literal_separator: true, ..MatchOptions::default() };
    let is_glob = |member: &&String| member.contains(['*', '?', '[']);
    let matches = |member: &String| {
        Pattern::new(plain(member)).is_ok_and(|glob| glob.matches_with(project, options))
    };
    members.iter().filter(is_glob).any(matches)
        && !excluded.iter().any(|one| Path::new(project).starts_with(plain(one)))
}

/// `members` and `exclude` of the workspace in `manifest`, if there is one that can be read.
fn lists(manifest: &Path) -> Option<(Vec<String>, Vec<String>)> {
    let document: DocumentMut = fs::read_to_string(manifest).ok()?.parse().ok()?;
    let workspace = document.get("workspace")?;
    Some((texts(workspace.get("members")), texts(workspace.get("exclude"))))
}

fn texts(list: Option<&Item>) -> Vec<String> {
    let list = list.and_then(Item::as_array).into_iter().flatten();
    list.filter_map(|one| one.as_str().map(ToOwned::to_owned)).collect()
}

fn plain(path: &str) -> &str {
    path.trim_start_matches("./").trim_end_matches('/')
}
