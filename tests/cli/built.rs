//! Builds generated projects, all in one target folder, so that their dependencies are built once.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// `target/generated` of this workspace, wherever its target folder is.
pub(crate) fn target() -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_roob"));
    binary.ancestors().nth(2).unwrap().join("generated")
}

/// `cargo ARGS…` in `project`, as a user's shell would run it.
pub(crate) fn cargo<'a>(project: &Path, args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("cargo");
    plain(&mut command).args(args).current_dir(project).env("CARGO_TARGET_DIR", target());
    command
}

/// Whoever holds it is alone in building and running programs that are called `shop`: they have one
/// name in one folder, and the last that was built is the one that runs.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    // A test that failed is over.
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes away what the cargo that runs this test set for its own crate, and what this workspace
/// sets for its own tests.
pub(crate) fn plain(command: &mut Command) -> &mut Command {
    let ours = |name: &str| ["CARGO_", "INSTA_"].iter().any(|start| name.starts_with(start));
    for (name, _) in std::env::vars().filter(|(name, _)| ours(name) && name != "CARGO_HOME") {
        command.env_remove(name);
    }
    command.env_remove("CI")
}

/// Both streams of what ran.
pub(crate) fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// The first line that a server says, on either stream.
pub(crate) fn read_line(child: &mut Child) -> String {
    let mut line = String::new();
    if let Some(stderr) = child.stderr.take() {
        BufReader::new(stderr).read_line(&mut line).unwrap();
    }
    line
}
