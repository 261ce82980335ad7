//! The files of snapshots are the same however the tests are run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An empty folder that insta takes for the workspace.
fn workspace(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    // The suite is seen from there: `roob/../tests/http`.
    fs::create_dir_all(root.join("roob")).unwrap();
    root
}

/// This very program, writing the snapshots of the shop below `root`.
fn suite(root: &Path, args: &[&str]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(args).env("INSTA_WORKSPACE_ROOT", root);
    command.env("INSTA_UPDATE", "always").env("INSTA_FORCE_PASS", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The files by name, without what insta notes of where they came from.
fn written(root: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(root.join("tests/http/snapshots")).unwrap();
    let file = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).unwrap();
        (entry.file_name().into_string().unwrap(), text)
    };
    entries.map(|entry| file(entry.unwrap())).collect()
}

#[test]
fn one_thread_many_threads_and_a_process_for_each_test_write_the_same_files() {
    let [one, many, apart] = ["one-thread", "many-threads", "apart"].map(workspace);
    suite(&one, &["shop::", "--test-threads=1"]);
    suite(&many, &["shop::", "--test-threads=16"]);
    // As nextest does.
    let list = suite(&apart, &["shop::", "--list", "--format=terse"]);
    let names = list.lines().filter_map(|line| line.strip_suffix(": test"));
    names.for_each(|name| drop(suite(&apart, &["--exact", name])));
    let files = written(&one);
    assert!(files.len() >= 7, "{:?}", files.keys());
    assert_eq!(written(&many), files);
    assert_eq!(written(&apart), files);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let shown = |text: &String| text.split_once("\n---\n").unwrap().1.trim_end().to_owned();
    for (name, text) in written(kept) {
        assert_eq!(files.get(&name).map(shown), Some(shown(&text)), "{name}");
    }
}
