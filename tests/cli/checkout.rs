//! Where a project finds Roob.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::harness::roob;

fn manifest(parent: &Path) -> String {
    fs::read_to_string(parent.join("shop/Cargo.toml")).unwrap()
}

fn fake_checkout(folder: &Path) {
    fs::create_dir_all(folder.join("roob/src")).unwrap();
    fs::write(folder.join("roob/Cargo.toml"), "[package]\nname = \"roob\"\n").unwrap();
    fs::write(folder.join("roob/src/lib.rs"), "").unwrap();
}

#[test]
fn a_project_depends_on_the_checkout_that_the_command_was_built_from() {
    let folder = TempDir::new().unwrap();
    roob(folder.path(), ["new", "shop"]).ok();
    let built_from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../roob").canonicalize().unwrap();
    let line = format!("roob = {{ path = \"{}\" }}", built_from.display());
    assert!(manifest(folder.path()).contains(&line), "{line}");
}

#[test]
fn another_checkout_or_its_crate_can_be_named() {
    for named in ["elsewhere", "elsewhere/roob"] {
        let folder = TempDir::new().unwrap();
        fake_checkout(&folder.path().join("elsewhere"));
        roob(folder.path(), ["new", "shop", "--roob-path", named]).ok();
        let krate = folder.path().join("elsewhere/roob").canonicalize().unwrap();
        let line = format!("roob = {{ path = \"{}\" }}", krate.display());
        assert!(manifest(folder.path()).contains(&line), "{line}");
    }
}

#[test]
fn a_checkout_that_is_gone_is_named() {
    let folder = TempDir::new().unwrap();
    let gone = folder.path().join("gone");
    roob(folder.path(), ["new", "shop", "--roob-path", "gone"]).run().exits(1).complains(&format!(
        "error: there is no checkout of Roob in `{}`: say where its `roob` folder is with `--roob-path`\n",
        gone.display()
    ));
    assert!(!folder.path().join("shop").exists());
}

#[test]
fn a_folder_of_another_crate_is_no_checkout() {
    let folder = TempDir::new().unwrap();
    fake_checkout(folder.path());
    fs::write(folder.path().join("roob/Cargo.toml"), "[package]\nname = \"boor\"\n").unwrap();
    roob(folder.path(), ["new", "shop", "--roob-path", "."]).run().exits(1);
    assert!(!folder.path().join("shop").exists());
}
