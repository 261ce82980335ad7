//! A project in the folders of another workspace.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::{
    built::{cargo, said},
    harness::{Ran, files, roob},
};

/// A folder whose `Cargo.toml` has this `[workspace]`.
struct Outer(TempDir);

impl Outer {
    fn new(workspace: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir_all(folder.path().join("crates/one/src")).unwrap();
        fs::write(folder.path().join("crates/one/src/lib.rs"), "").unwrap();
        let member = "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
        fs::write(folder.path().join("crates/one/Cargo.toml"), member).unwrap();
        let outer = Self(folder);
        outer.write(workspace);
        outer
    }

    fn write(&self, workspace: &str) {
        let text = format!("[workspace]\nresolver = \"3\"\n{workspace}\n");
        fs::write(self.0.path().join("Cargo.toml"), text).unwrap();
    }

    fn root(&self) -> PathBuf {
        self.0.path().canonicalize().unwrap()
    }

    /// `roob new shop` in this folder of it.
    fn new_in(&self, folder: &str) -> Ran {
        roob(&self.root().join(folder), ["new", "shop"]).run()
    }
}

#[track_caller]
fn is_understood_by_cargo(folder: &Path) {
    let output =
        cargo(folder, ["metadata", "--no-deps", "--format-version", "1"]).output().unwrap();
    assert!(output.status.success(), "{}: {}", folder.display(), said(&output));
}

#[track_caller]
fn is_made(workspace: &str, folder: &str) {
    let outer = Outer::new(workspace);
    outer.new_in(folder).exits(0);
    is_understood_by_cargo(&outer.root().join(folder).join("shop"));
    is_understood_by_cargo(&outer.root());
}

#[test]
fn a_project_is_a_workspace_of_its_own_inside_another() {
    is_made("members = [\"crates/one\"]", "");
    is_made("members = [\"crates/one\"]", "crates");
    is_made("members = [\"crates/*\"]", "");
    is_made("members = [\"crates/*\"]", "crates/one");
    is_made("members = [\"crates/*\"]\nexclude = [\"crates/shop\"]", "crates");
    is_made("members = [\"./crates/o*/\"]", "crates");
}

#[test]
fn a_workspace_that_would_take_it_as_a_member_is_not_broken() {
    for members in ["crates/*", "./crates/*/", "*/sh?p", "**"] {
        let outer = Outer::new(&format!("members = [\"{members}\"]"));
        let before = files(&outer.root());
        outer.new_in("crates").exits(4).says("").complains(&format!(
            "error: nothing was written, as the workspace of `{}` would take the project as a member, \
             and it is a workspace of its own; add
    exclude = [\"crates/shop\"]
to its `[workspace]`, then run the command again
",
            outer.root().join("Cargo.toml").display()
        ));
        assert_eq!(files(&outer.root()), before);
        outer.write("members = [\"crates/*\"]\nexclude = [\"crates/shop\"]");
        outer.new_in("crates").exits(0);
        is_understood_by_cargo(&outer.root());
    }
}

#[test]
fn a_manifest_around_it_that_nobody_can_read_is_left_to_cargo() {
    let outer = Outer::new("members = [\"crates/*\"]\n[workspace]");
    outer.new_in("crates").exits(0);
}
