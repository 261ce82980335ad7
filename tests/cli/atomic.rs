//! All or nothing, whatever happens on the way.

use std::{fs, path::Path};

use tempfile::TempDir;

use crate::harness::{Shop, files, roob};

#[test]
fn a_folder_that_takes_no_files_is_an_error() {
    // Not even root can write here, whom permissions do not stop.
    roob(Path::new("/proc"), ["new", "shop"])
        .run()
        .exits(1)
        .says("")
        .complains("error: cannot make `/proc/shop`: No such file or directory (os error 2)\n");
}

#[test]
fn a_folder_in_place_of_a_file_stops_everything() {
    let shop = Shop::new(&[]);
    fs::create_dir(shop.root.join("tests/it/products.rs")).unwrap();
    let before = shop.files();
    let ran = shop.roob(["gen", "controller", "products"]).run().exits(1).says("");
    assert!(
        ran.stderr.ends_with("tests/it/products.rs`: Is a directory (os error 21)\n"),
        "{}",
        ran.stderr
    );
    assert_eq!(shop.files(), before);
}

#[test]
fn a_file_in_place_of_a_folder_stops_everything() {
    let shop = Shop::new(&[]);
    shop.write("migrations", "mine");
    let before = shop.files();
    let ran = shop.roob(["gen", "controller", "products"]).run().exits(1).says("");
    assert!(ran.stderr.contains("Not a directory (os error 20)"), "{}", ran.stderr);
    assert_eq!(shop.files(), before);
}

#[test]
fn what_was_written_before_a_failure_is_taken_back() {
    let shop = Shop::new(&[]);
    // Nothing shows that no file can be made here until one is.
    std::os::unix::fs::symlink("/proc/self", shop.root.join("migrations")).unwrap();
    let content = |shop: &Shop| {
        let root = &shop.root;
        ["src", "tests", ".roob"].map(|folder| files(&root.join(folder)))
    };
    let before = content(&shop);
    let ran = shop.roob(["gen", "controller", "products"]).run().exits(1).says("");
    assert!(
        ran.stderr.contains("migrations/20260101000000_create_products.sql`"),
        "{}",
        ran.stderr
    );
    assert_eq!(content(&shop), before);
}

#[test]
fn what_a_killed_new_left_goes_and_what_another_is_writing_stays() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    // Killed before it made its folder, while it wrote, and after it moved.
    fs::write(at(".shop.roob-1.lock"), "").unwrap();
    fs::write(at(".shop.roob-2.lock"), "").unwrap();
    fs::create_dir_all(at(".shop.roob-2/src")).unwrap();
    let lock = fs::File::create(at(".shop.roob-3.lock")).unwrap();
    lock.lock().unwrap();
    fs::create_dir(at(".shop.roob-3")).unwrap();
    roob(folder.path(), ["new", "shop"]).ok();
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, [".shop.roob-3", ".shop.roob-3.lock", "shop"]);
}

#[test]
fn a_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let shop = Shop::new(&[]);
    let file = shop.root.join("src/lib.rs");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    shop.roob(["gen", "controller", "products"]).ok();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_link_stays_one_and_what_it_leads_to_is_edited() {
    let shop = Shop::new(&[]);
    let (link, file) = (shop.root.join("src/lib.rs"), shop.parent.path().join("elsewhere.rs"));
    fs::rename(&link, &file).unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let before = shop.read("src/lib.rs");
    shop.roob(["gen", "controller", "products"]).ok();
    assert!(link.is_symlink());
    assert!(fs::read_to_string(&file).unwrap().contains("controllers::Products::new"));
    shop.roob(["undo"]).ok();
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn two_commands_at_once_do_not_mix() {
    let shop = Shop::new(&[]);
    let lock = fs::File::create(shop.root.join(".roob/lock")).unwrap();
    lock.lock().unwrap();
    let before = shop.files();
    let root = shop.root.canonicalize().unwrap();
    roob(&root, ["gen", "controller", "products"]).run().exits(1).complains(&format!(
        "error: another `roob` is at work in `{}`: wait until it is done\n",
        root.display()
    ));
    assert_eq!(shop.files(), before);
    drop(lock);
    shop.roob(["gen", "controller", "products"]).ok();
}
