//! What the command looks like on a terminal, which util-linux's `script` plays.

use std::process::Command;

use tempfile::TempDir;

/// What a terminal gets of `roob ARGS`, when `NO_COLOR` is this.
fn on_a_terminal(args: &str, no_color: &str) -> String {
    let folder = TempDir::new().unwrap();
    let command = format!("'{}' {args}", env!("CARGO_BIN_EXE_roob"));
    let mut script = Command::new("script");
    script.args(["--quiet", "--command", &command, "/dev/null"]);
    let output = script.current_dir(folder.path()).env("NO_COLOR", no_color).output().unwrap();
    String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")
}

#[track_caller]
fn begins(said: &str, with: &str) {
    assert!(said.starts_with(with), "{said:?}");
}

#[test]
fn a_terminal_gets_colours_unless_no_color_says_anything() {
    let plan = "new shop --dry-run";
    begins(&on_a_terminal(plan, ""), "\u{1b}[32m   create\u{1b}[0m  .dockerignore\n");
    begins(&on_a_terminal(plan, "1"), "   create  .dockerignore\n");
    begins(&on_a_terminal("new 2shop", ""), "\u{1b}[31merror:\u{1b}[0m `2shop` cannot name");
    begins(&on_a_terminal("new 2shop", "0"), "error: `2shop` cannot name");
}
