//! Files that are in the way. On a terminal, which util-linux's `script` plays, the user is asked.

use std::{
    fs,
    io::{Read, Write},
    process::{Child, Command, Stdio},
};

use crate::harness::{Shop, roob};

const DATA: &str = "src/data/products.rs";
const SERVICE: &str = "src/services/products.rs";
const TEST: &str = "tests/it/products.rs";

/// A project with products, in which these files end in a line of the user's.
fn shop(edited: &[&str]) -> Shop {
    let shop = Shop::new(&["--with", "products"]);
    for file in edited {
        shop.write(file, &format!("{}// mine\n", shop.read(file)));
    }
    shop
}

fn is_mine(shop: &Shop, file: &str) -> bool {
    shop.read(file).ends_with("// mine\n")
}

/// `roob gen controller products ARGS` on a terminal.
fn on_a_terminal(shop: &Shop, args: &str) -> Child {
    let command = format!("'{}' gen controller products {args}", env!("CARGO_BIN_EXE_roob"));
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--echo", "never", "--command", &command, "/dev/null"]);
    script.current_dir(&shop.root).env("NO_COLOR", "1").env("SOURCE_DATE_EPOCH", "1767225600");
    script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

/// What the terminal showed, and how the command ended.
fn end(child: Child) -> (String, Option<i32>) {
    let output = child.wait_with_output().unwrap();
    (String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"), output.status.code())
}

/// Gives these answers at once: the terminal keeps them until they are asked for.
#[track_caller]
fn answer(shop: &Shop, answers: &str, code: i32) -> String {
    let mut child = on_a_terminal(shop, "");
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let (said, ended) = end(child);
    assert_eq!(ended, Some(code), "{said}");
    said
}

const DIFF: &str = "--- src/services/products.rs (there)
+++ src/services/products.rs (roob)
@@ -67,4 +67,3 @@
         id,
     }
 }
-// mine
";

const ASKED: &str = "overwrite `src/services/products.rs`? y/n/a/q/d: ";

#[test]
fn a_terminal_sees_the_difference_and_is_asked() {
    let shop = shop(&[SERVICE]);
    let said = answer(&shop, "y\n", 0);
    let done = "overwrite  src/services/products.rs\n1 overwritten file\n\nnext:\n  cargo test\n  cargo run\n  curl -i localhost:8000/api/products\n";
    assert_eq!(said, format!("{DIFF}{ASKED}{done}"));
    assert!(!is_mine(&shop, SERVICE));
}

#[test]
fn yes_and_no_are_about_one_file() {
    let shop = shop(&[DATA, SERVICE, TEST]);
    let said = answer(&shop, "y\nn\ny\n", 0);
    let done = "overwrite  src/data/products.rs
     skip  src/services/products.rs
overwrite  tests/it/products.rs
2 overwritten, 1 skipped files
";
    assert!(said.contains(done), "{said}");
    assert!(!is_mine(&shop, DATA) && is_mine(&shop, SERVICE) && !is_mine(&shop, TEST));
    // What was kept is not undone either.
    shop.roob(["undo", "-q"]).ok();
    assert!([DATA, SERVICE, TEST].iter().all(|file| is_mine(&shop, file)));
}

#[test]
fn all_is_about_the_files_to_come() {
    let shop = shop(&[DATA, SERVICE, TEST]);
    let said = answer(&shop, "n\na\n", 0);
    assert!(said.contains("\n2 overwritten, 1 skipped files\n"), "{said}");
    assert!(is_mine(&shop, DATA) && !is_mine(&shop, SERVICE) && !is_mine(&shop, TEST));
}

#[test]
fn to_quit_or_to_go_away_writes_nothing() {
    // The end of the input is a Ctrl-D on a terminal.
    for answers in ["y\nq\n", "y\n\u{4}"] {
        let shop = shop(&[DATA, SERVICE]);
        fs::remove_file(shop.root.join(TEST)).unwrap();
        let before = shop.files();
        let said = answer(&shop, answers, 3);
        assert!(said.ends_with("error: nothing was written, as you wished\n"), "{said}");
        assert_eq!(shop.files(), before);
    }
}

#[test]
fn d_shows_all_of_a_difference_and_what_is_no_answer_is_explained() {
    let shop = shop(&[]);
    let long: String = (1..=100).map(|line| format!("mine {line}\n")).collect();
    shop.write(SERVICE, &long);
    let said = answer(&shop, "what\nd\ny\n", 0);
    let [first, second, third, rest] = said.split(ASKED).collect::<Vec<_>>()[..] else {
        panic!("{said}");
    };
    assert!(first.contains("\n-mine 27\n… ") && first.ends_with(" more lines\n"), "{first}");
    assert_eq!(first.lines().count(), 31, "{first}");
    assert_eq!(
        second,
        "y  yes, overwrite it
n  no, keep it
a  overwrite it and all others
q  quit, nothing is written
d  show all of the difference
"
    );
    assert!(third.contains("\n-mine 100\n") && third.ends_with("+}\n"), "{third}");
    assert!(rest.starts_with("overwrite  src/services/products.rs\n"), "{rest}");
}

#[test]
fn what_is_no_text_has_no_difference_to_show() {
    let shop = shop(&[]);
    fs::write(shop.root.join(SERVICE), [0xff, 0]).unwrap();
    let said = answer(&shop, "q\n", 3);
    assert!(said.starts_with(&format!("src/services/products.rs is no text\n{ASKED}")), "{said}");
}

#[test]
fn while_somebody_is_asked_nobody_else_writes_and_what_changes_is_not_overwritten() {
    let shop = shop(&[SERVICE]);
    let mut child = on_a_terminal(&shop, "");
    let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (mut said, mut byte) = (Vec::new(), [0]);
    while !said.ends_with(ASKED.as_bytes()) {
        output.read_exact(&mut byte).unwrap();
        said.push(byte[0]);
    }
    let busy = shop.roob(["gen", "controller", "orders"]).run().exits(1).stderr;
    assert!(busy.starts_with("error: another `roob` is at work in `"), "{busy}");

    shop.write(SERVICE, "changed meanwhile");
    input.write_all(b"y\n").unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(
        rest.replace("\r\n", "\n"),
        "error: nothing was written, as these files were changed meanwhile:
  src/services/products.rs
run the command again
"
    );
    assert_eq!(child.wait().unwrap().code(), Some(3));
    assert_eq!(shop.read(SERVICE), "changed meanwhile");
}

#[test]
fn who_wants_it_quiet_is_not_asked() {
    let shop = shop(&[SERVICE]);
    let (said, code) = end(on_a_terminal(&shop, "--quiet"));
    assert_eq!(
        said,
        "error: nothing was written, as these files are there with other content:
  src/services/products.rs
move them away, overwrite them with `--force`, or keep them with `--skip`
"
    );
    assert_eq!(code, Some(3));
    assert!(is_mine(&shop, SERVICE));
}

#[test]
fn without_a_terminal_all_are_named_with_what_differs_and_nothing_is_written() {
    let shop = shop(&[SERVICE, DATA]);
    fs::remove_file(shop.root.join(TEST)).unwrap();
    let before = shop.files();
    let wanted = shop.roob(["gen", "controller", "products", "--dry-run"]).run().exits(3);
    let ran = shop.roob(["gen", "controller", "products"]).run().exits(3).says("");
    let shown = |file: &str| format!("--- {file} (there)\n+++ {file} (roob)\n@@");
    assert!(ran.stderr.starts_with(&shown(DATA)), "{}", ran.stderr);
    assert!(ran.stderr.contains(&format!("-// mine\n{}", shown(SERVICE))), "{}", ran.stderr);
    let end = "-// mine
error: nothing was written, as these files are there with other content:
  src/data/products.rs
  src/services/products.rs
move them away, overwrite them with `--force`, or keep them with `--skip`
";
    assert!(ran.stderr.ends_with(end), "{}", ran.stderr);
    assert_eq!(wanted.stderr, ran.stderr, "a dry run says the same");
    assert_eq!(shop.files(), before);
}

#[test]
fn skip_keeps_what_is_there_and_writes_the_rest() {
    let shop = shop(&[SERVICE]);
    fs::remove_file(shop.root.join(TEST)).unwrap();
    shop.roob(["gen", "controller", "products", "--skip"]).ok().complains("").says(
        "     skip  src/services/products.rs
   create  tests/it/products.rs
1 new, 1 skipped files

next:
  cargo test
  cargo run
  curl -i localhost:8000/api/products
",
    );
    assert!(is_mine(&shop, SERVICE));
    let again = "     skip  src/services/products.rs\n1 skipped file; nothing else to do\n";
    shop.roob(["gen", "controller", "products", "--skip"]).ok().says(again);
    let new = ["new", "shop", "--with", "products", "--skip"];
    roob(shop.parent.path(), new).ok().says(again);
}

#[test]
fn to_overwrite_and_to_skip_are_two_wishes() {
    let shop = shop(&[]);
    let ran = shop.roob(["gen", "controller", "products", "--skip", "--force"]).run().exits(2);
    assert!(ran.stderr.contains("cannot be used with '--force'"), "{}", ran.stderr);
}
