//! All or nothing, whatever happens on the way.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

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

/// Starts the command, waits until it `began` to write, and kills it `later`; says whether it
/// was still at work.
fn kill(mut command: Command, began: impl Fn() -> bool, later: Duration) -> bool {
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    while !began() && child.try_wait().unwrap().is_none() {}
    sleep(later);
    let at_work = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    at_work
}

/// Moments after the first write, until enough commands were killed before they were done.
struct Moments {
    tried: u64,
    killed: usize,
}

impl Moments {
    fn new() -> Self {
        Self { tried: 0, killed: 0 }
    }

    fn next(&mut self) -> Option<Duration> {
        // On a busy machine many come too late.
        let enough = self.killed >= 3 || self.tried >= 25;
        self.tried += 1;
        (!enough).then(|| Duration::from_micros(self.tried % 8 * 250))
    }
}

#[test]
fn a_killed_new_leaves_a_whole_project_or_none() {
    let whole = Shop::new(&["--with", "products"]);
    let folder = TempDir::new().unwrap();
    let project = folder.path().join("shop");
    let count = || fs::read_dir(folder.path()).unwrap().count();
    let mut moments = Moments::new();
    while let Some(later) = moments.next() {
        let before = count();
        let command = roob(folder.path(), ["new", "shop", "--with", "products"]).command();
        moments.killed += usize::from(kill(command, || count() != before, later));
        if project.exists() {
            assert_eq!(files(&project), whole.files());
            fs::remove_dir_all(&project).unwrap();
        }
    }
    assert!(moments.killed > 0, "none was killed in time");
    // What the killed ones left beside it goes with the next that is not killed.
    roob(folder.path(), ["new", "shop", "--with", "products"]).ok();
    assert_eq!(count(), 1);
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
fn a_killed_gen_is_taken_back_by_the_next_command() {
    let mut shop = Shop::new(&[]);
    let before = shop.files();
    let mut moments = Moments::new();
    while let Some(later) = moments.next() {
        let staged = shop.root.join(".roob/staged");
        let command = shop.roob(["gen", "controller", "products"]).command();
        moments.killed += usize::from(kill(command, || staged.exists(), later));
        // It is about another controller, and it is refused; but it cleans up first.
        shop.write("src/data/orders.rs", "mine");
        shop.roob(["gen", "controller", "orders"]).run().exits(3);
        fs::remove_file(shop.root.join("src/data/orders.rs")).unwrap();
        if shop.root.join("src/data/products.rs").exists() {
            shop.roob(["gen", "controller", "products"])
                .ok()
                .says("nothing to do: everything is there already\n");
            shop = Shop::new(&[]);
        }
        assert_eq!(shop.files(), before);
    }
    assert!(moments.killed > 0, "none was killed in time");
}

#[test]
fn a_journal_that_a_killed_command_left_is_worked_off_backwards() {
    let shop = Shop::new(&[]);
    let before = shop.files();
    // As a `gen` leaves it that was killed after two of its three moves.
    let staged = shop.root.join(".roob/staged");
    fs::create_dir_all(&staged).unwrap();
    fs::create_dir(shop.root.join("migrations")).unwrap();
    fs::write(staged.join("0.old"), shop.read("src/lib.rs")).unwrap();
    shop.write("src/lib.rs", "new");
    shop.write("migrations/1_a.sql", "new");
    fs::write(staged.join("2.new"), "new").unwrap();
    fs::write(staged.join("2.old"), shop.read("src/main.rs")).unwrap();
    fs::write(
        staged.join("journal.json"),
        r#"{"folders":["migrations"],"moves":[{"path":"src/lib.rs","replaces":true},{"path":"migrations/1_a.sql","replaces":false},{"path":"src/main.rs","replaces":true}]}"#,
    )
    .unwrap();
    shop.write("README.md", "mine");
    let ran = shop.roob(["gen", "controller", "products", "name:nothing"]).run();
    ran.exits(2);
    shop.roob(["gen", "controller", "type"]).run().exits(2);
    // A name that is accepted, and a conflict: nothing is written, but what was begun is undone.
    shop.write("src/services/products.rs", "mine");
    shop.roob(["gen", "controller", "products"]).run().exits(3);
    fs::remove_file(shop.root.join("src/services/products.rs")).unwrap();
    shop.write("README.md", std::str::from_utf8(&before[Path::new("README.md")]).unwrap());
    assert_eq!(shop.files(), before);
}

#[test]
fn what_a_killed_command_had_not_moved_is_not_taken_back() {
    let shop = Shop::new(&[]);
    let staged = shop.root.join(".roob/staged");
    fs::create_dir_all(&staged).unwrap();
    fs::write(staged.join("0.new"), "new").unwrap();
    fs::write(staged.join("0.old"), shop.read("src/main.rs")).unwrap();
    fs::write(
        staged.join("journal.json"),
        r#"{"folders":[],"moves":[{"path":"src/main.rs","replaces":true}]}"#,
    )
    .unwrap();
    shop.write("src/main.rs", "mine");
    shop.roob(["gen", "controller", "products"]).ok();
    assert_eq!(shop.read("src/main.rs"), "mine");
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
