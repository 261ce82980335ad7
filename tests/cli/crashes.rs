//! A project is whole, old or new, wherever a command that writes was stopped: at each step that
//! changes the disk one command is, and the next brings that to an end.

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};

use tempfile::TempDir;

use crate::harness::{Ran, Shop, files, roob};

type Files = BTreeMap<PathBuf, Vec<u8>>;

const GEN: [&str; 3] = ["gen", "controller", "products"];
const NOTE: &str = "`roob gen controller products` was interrupted here";
const REMOVED: &str = "before it changed anything; what it had prepared is removed\n";
const FINISHED: &str = "while it wrote; what was left to write is written now\n";
const TAKEN_BACK: &str = "while it wrote; what it had written is taken back\n";

/// The project as a command finds it, and as the command leaves it when nothing happens.
struct Change {
    before: Shop,
    args: Vec<&'static str>,
    old: Files,
    new: Files,
}

impl Change {
    fn new(before: Shop, args: &[&'static str]) -> Self {
        let after = before.copy();
        run(&after, args, "").exits(0);
        Self { old: before.files(), new: after.files(), before, args: args.to_vec() }
    }

    /// A whole controller: many files, and some that are edited.
    fn large() -> Self {
        Self::new(Shop::new(&[]), &GEN)
    }

    /// One file that is new and one that is edited.
    fn small() -> Self {
        let shop = unformatted(&["--with", "products"]);
        fs::remove_file(shop.root.join("src/services/products.rs")).unwrap();
        shop.write(
            "tests/it/main.rs",
            &shop.read("tests/it/main.rs").replace("mod products;\n", ""),
        );
        Self::new(shop, &GEN)
    }

    /// One file that goes and one that is edited.
    fn back() -> Self {
        let Self { before, .. } = Self::small();
        run(&before, &GEN, "").exits(0);
        Self::new(before, &["undo"])
    }

    /// Runs it until the fault does not come any more, each time in a new copy of the project.
    fn at_each_step(&self, fault: &str, mut check: impl FnMut(usize, &Shop, Ran)) {
        for step in 0.. {
            let shop = self.before.copy();
            let ran = run(&shop, &self.args, &format!("{fault}:{step}"));
            if ran.code == Some(0) && shop.files() == self.new && fault != "full" {
                assert!(step > 10, "{fault} comes at no step");
                return;
            }
            if fault == "full" && ran.code == Some(0) {
                return assert!(step > 10, "{fault} comes at no step");
            }
            check(step, &shop, ran);
        }
    }

    #[track_caller]
    fn is_old(&self, shop: &Shop) {
        same(&shop.files(), &self.old);
    }

    #[track_caller]
    fn is_new(&self, shop: &Shop) {
        same(&shop.files(), &self.new);
    }
}

/// Names the files that are not the same.
#[track_caller]
fn same(files: &Files, expected: &Files) {
    let paths = files.keys().chain(expected.keys());
    let differ: Vec<_> = paths.filter(|path| files.get(*path) != expected.get(*path)).collect();
    assert!(differ.is_empty(), "{differ:?}");
}

/// A new project, as it is where there is no `rustfmt`.
#[track_caller]
fn unformatted(args: &[&str]) -> Shop {
    let parent = TempDir::new().unwrap();
    let all = ["new", "shop"].iter().chain(args).copied();
    roob(parent.path(), all).with("PATH", "").ok();
    let root = parent.path().join("shop");
    Shop { parent, root }
}

/// Without `rustfmt`, which only takes time here.
#[track_caller]
fn run(shop: &Shop, args: &[&'static str], fault: &str) -> Ran {
    shop.roob(args.iter().copied()).with("PATH", "").with("ROOB_FAULT", fault).run()
}

/// The next command in the project says what became of the one before.
#[track_caller]
fn next(shop: &Shop) -> String {
    run(shop, &["undo", "--list"], "").exits(0).stderr
}

#[track_caller]
fn a_kill_leaves_it_whole(change: &Change) {
    let (mut ends, mut last) = ([0; 3], 0);
    change.at_each_step("kill", |step, shop, ran| {
        assert_eq!(ran.code, None, "a killed command has no code: {}", ran.stderr);
        let said = next(shop);
        let end = match &*said {
            // It had not begun, or was done but for the folder of its journal.
            "" => last,
            said if said.ends_with(REMOVED) => 1,
            said if said.ends_with(FINISHED) => 2,
            other => panic!("{step}: {other}"),
        };
        // Once it is new, it is not old any more.
        assert!(end >= last, "{step}: {said}");
        (ends[end], last) = (ends[end] + 1, end);
        if end < 2 {
            change.is_old(shop);
        } else {
            change.is_new(shop);
        }
        assert_eq!(next(shop), "", "it is said once");
    });
    assert!(ends[0] < 3 && ends[1] > 5 && ends[2] > 5, "{ends:?}");
}

#[test]
fn a_killed_gen_leaves_the_old_project_or_the_new_one() {
    a_kill_leaves_it_whole(&Change::large());
}

#[test]
fn a_killed_undo_leaves_the_old_project_or_the_new_one() {
    a_kill_leaves_it_whole(&Change::new(
        {
            let shop = Shop::new(&[]);
            run(&shop, &GEN, "").exits(0);
            shop
        },
        &["undo"],
    ));
}

#[test]
fn a_command_that_is_killed_while_it_brings_another_to_an_end_leaves_that_to_the_next() {
    for change in [Change::small(), Change::back()] {
        change.at_each_step("kill", |step, shop, _| {
            // Three others are much like this one, and there is a run for each step of each.
            if step % 4 != 3 {
                return;
            }
            // Which of the two it becomes is decided already.
            let end = shop.copy();
            next(&end);
            for again in 0.. {
                let copy = shop.copy();
                let ran = run(&copy, &["undo", "--list"], &format!("kill:{again}"));
                let done = ran.code == Some(0);
                next(&copy);
                same(&copy.files(), &end.files());
                if done {
                    break;
                }
            }
        });
    }
}

#[test]
fn what_cannot_be_written_is_taken_back_at_once() {
    for change in [Change::small(), Change::back()] {
        let mut failed = 0;
        change.at_each_step("fail", |step, shop, ran| {
            if ran.code == Some(1) {
                failed += 1;
                assert!(ran.stderr.contains(": a test lets this fail"), "{}", ran.stderr);
                change.is_old(shop);
                assert_eq!(next(shop), "");
            } else {
                // Everything was written; only to clear up has failed.
                assert_eq!(ran.code, Some(0), "{step}: {}", ran.stderr);
                let said = next(shop);
                assert!(said.is_empty() || said.ends_with(FINISHED), "{step}: {said}");
                change.is_new(shop);
            }
        });
        assert!(failed > 10);
    }
}

#[test]
fn a_kill_while_everything_is_put_back_leaves_the_old_project() {
    let change = Change::small();
    let mut taken_back = 0;
    for fail in (0..).step_by(2) {
        let shop = change.before.copy();
        if run(&shop, &change.args, &format!("fail:{fail}")).code == Some(0) {
            break;
        }
        for kill in fail + 1.. {
            let shop = change.before.copy();
            let faults = format!("fail:{fail},kill:{kill}");
            let ran = run(&shop, &change.args, &faults);
            let said = next(&shop);
            change.is_old_or_says_new(&shop, &said);
            taken_back += usize::from(said.ends_with(TAKEN_BACK));
            if ran.code.is_some() {
                break;
            }
        }
    }
    assert!(taken_back > 5, "{taken_back}");
}

impl Change {
    /// A kill before the command could say that it puts everything back leaves the new project.
    #[track_caller]
    fn is_old_or_says_new(&self, shop: &Shop, said: &str) {
        let finished = said.ends_with(FINISHED);
        if finished { self.is_new(shop) } else { self.is_old(shop) }
    }
}

#[test]
fn a_full_disk_leaves_the_old_project() {
    let change = Change::large();
    change.at_each_step("full", |_, shop, ran| {
        let ran = ran.exits(1).says("");
        assert!(ran.stderr.ends_with(": no storage space\n"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("could not be taken back"), "{}", ran.stderr);
        change.is_old(shop);
        assert_eq!(next(shop), "");
    });
}

#[test]
fn ctrl_c_leaves_the_old_project_or_the_new_one_without_another_command() {
    for change in [Change::small(), Change::back()] {
        let mut ends = [0, 0];
        change.at_each_step("interrupt", |step, shop, ran| {
            let ran = ran.exits(1);
            match &*ran.stderr {
                "error: interrupted: nothing was written\n" => {
                    change.is_old(shop);
                    ends[0] += 1;
                }
                "error: interrupted: everything was written, and nothing else was done\n" => {
                    change.is_new(shop);
                    ends[1] += 1;
                }
                other => panic!("{step}: {other}"),
            }
            assert_eq!(next(shop), "");
        });
        assert!(ends[0] > 5 && ends[1] > 5, "{ends:?}");
    }
}

#[test]
fn a_new_project_is_there_whole_or_not_at_all() {
    let whole = unformatted(&["--with", "products"]).files();
    for fault in ["kill", "full", "fail", "interrupt"] {
        let mut absent = 0;
        // Some steps are as good as all of those between them: they fill a folder that nobody sees.
        for step in (0..).step_by(if fault == "kill" { 1 } else { 7 }) {
            let folder = TempDir::new().unwrap();
            let new = ["new", "shop", "--with", "products"];
            let fault = format!("{fault}:{step}");
            let ran = roob(folder.path(), new).with("PATH", "").with("ROOB_FAULT", fault).run();
            let project = folder.path().join("shop");
            if project.exists() {
                same(&files(&project), &whole);
            }
            if ran.code == Some(0) {
                break;
            }
            absent += usize::from(!project.exists());
            if !project.exists() {
                // Nothing is left once it has worked.
                roob(folder.path(), new).with("PATH", "").ok();
                assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{step}");
            }
        }
        assert!(absent > 5, "{fault}: {absent}");
    }
}

#[test]
fn a_folder_that_was_empty_becomes_a_project_or_is_empty_again() {
    let whole = unformatted(&[]).files();
    for step in 0.. {
        let folder = TempDir::new().unwrap();
        let project = folder.path().join("shop");
        fs::create_dir(&project).unwrap();
        let ran = roob(folder.path(), ["new", "shop"])
            .with("PATH", "")
            .with("ROOB_FAULT", format!("kill:{step}"))
            .run();
        roob(folder.path(), ["new", "shop"]).with("PATH", "").ok();
        same(&files(&project), &whole);
        if ran.code == Some(0) {
            break;
        }
    }
}

#[test]
fn a_dry_run_says_that_a_command_was_interrupted_and_changes_nothing() {
    let change = Change::small();
    change.at_each_step("kill", |_, shop, _| {
        if !shop.root.join(".roob/journal").exists() {
            return;
        }
        let before = shop.files();
        let ran = run(shop, &["gen", "controller", "orders", "--dry-run"], "");
        assert_eq!(shop.files(), before);
        if ran.code != Some(0) {
            ran.exits(1).says("").complains(&format!(
                "error: {NOTE}, and a dry run changes nothing: the next `roob` that is no dry run brings it to an end, `roob undo --list` for one\n"
            ));
        }
    });
}

/// The project right after the journal said that the new one counts.
fn committed(change: &Change) -> Shop {
    let mut found = None;
    change.at_each_step("kill", |_, shop, _| {
        if found.is_none() && shop.root.join(".roob/journal/committed.json").exists() {
            found = Some(shop.copy());
        }
    });
    found.unwrap()
}

#[test]
fn what_was_edited_since_the_kill_is_not_overwritten() {
    let change = Change::small();
    let shop = committed(&change);
    let mine = format!("{}// mine\n", shop.read("tests/it/main.rs"));
    shop.write("tests/it/main.rs", &mine);
    let said = next(&shop);
    assert_eq!(said, format!("note: {NOTE} {TAKEN_BACK}"));
    assert_eq!(shop.read("tests/it/main.rs"), mine);
    assert!(!shop.root.join("src/services/products.rs").exists());
}

#[test]
fn once_everything_is_in_place_there_is_no_way_back() {
    let change = Change::back();
    let mut cleared = 0;
    change.at_each_step("kill", |_, shop, _| {
        if !shop.root.join(".roob/journal/done.json").exists() {
            return;
        }
        cleared += 1;
        // The undo removed it, and the user writes one anew.
        shop.write("src/services/products.rs", "mine");
        assert!(next(shop).ends_with(FINISHED));
        let mut expected = change.new.clone();
        expected.insert("src/services/products.rs".into(), b"mine".to_vec());
        same(&shop.files(), &expected);
    });
    assert!(cleared > 2, "{cleared}");
}

#[test]
fn what_can_be_neither_finished_nor_taken_back_is_left_to_the_user() {
    let change = Change::small();
    let shop = committed(&change);
    // As if the first of the two had been moved, and both edited since.
    let new = shop.root.join("src/services/.products.rs.roob-new");
    fs::rename(new, shop.root.join("src/services/products.rs")).unwrap();
    shop.write("src/services/products.rs", "mine");
    shop.write("tests/it/main.rs", "mine");
    let before = shop.files();
    let stuck = format!(
        "error: {NOTE} while it wrote, and these files were edited since:
  tests/it/main.rs
  src/services/products.rs
put them back as they were; or keep everything as it is, by removing `.roob/journal` and each `.*.roob-new` and `.*.roob-old`
"
    );
    for args in [&["undo", "--list"][..], &GEN, &["test"]] {
        shop.roob(args.iter().copied()).run().exits(1).says("").complains(&stuck);
        assert_eq!(shop.files(), before);
    }
    // Put back, it goes on.
    let old = String::from_utf8(change.old[&PathBuf::from("tests/it/main.rs")].clone()).unwrap();
    shop.write("tests/it/main.rs", &old);
    assert!(next(&shop).ends_with(FINISHED));
    assert_eq!(shop.read("src/services/products.rs"), "mine");
}

#[test]
fn a_journal_that_nobody_can_read_is_named() {
    let change = Change::small();
    let shop = committed(&change);
    let root = shop.root.canonicalize().unwrap();
    shop.write(".roob/journal/committed.json", "{}");
    roob(&root, ["undo"]).run().exits(1).complains(&format!(
        "error: the journal `{}/.roob/journal/committed.json` of an interrupted command cannot be read: missing field `command` at line 1 column 2\n",
        root.display()
    ));
}

#[test]
fn a_project_that_takes_no_files_gets_none() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};
    let shop = Shop::new(&[]);
    let nobody = 65534;
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    // Permissions stop everybody but root, who has to become somebody else, and take the command along.
    let roob_of_nobody = shop.parent.path().join("roob");
    fs::copy(env!("CARGO_BIN_EXE_roob"), &roob_of_nobody).unwrap();
    let permit = |path: &str, mode| {
        fs::set_permissions(shop.root.join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    permit("..", 0o755);
    if is_root {
        Command::new("chown").args(["-R", "65534"]).arg(&shop.root).status().unwrap();
    }
    let before = shop.files();
    for (folder, action) in [("src/data", "write"), (".roob", "make")] {
        permit(folder, 0o555);
        let mut command = Command::new(&roob_of_nobody);
        command.args(GEN).current_dir(&shop.root).env("PATH", "");
        if is_root {
            command.uid(nobody);
        }
        let output = command.output().unwrap();
        permit(folder, 0o755);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with(&format!("error: cannot {action} `")), "{said}");
        assert!(said.contains(folder), "{said}");
        assert!(said.ends_with("`: Permission denied (os error 13)\n"), "{said}");
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(shop.files(), before);
    }
}
