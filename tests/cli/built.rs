//! Builds generated projects, all in one target folder, so that their dependencies are built once.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output},
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

/// The place where projects are built and run, for one test at a time. Cargo tells projects of one
/// name apart by the time of their files only: what it builds of one takes the place of the other.
pub(crate) struct Workshop {
    /// The project that was built last.
    last: MutexGuard<'static, PathBuf>,
}

impl Workshop {
    /// Waits until nobody else is in.
    pub(crate) fn enter() -> Self {
        static LAST: Mutex<PathBuf> = Mutex::new(PathBuf::new());
        // A test that failed is over.
        Self { last: LAST.lock().unwrap_or_else(PoisonError::into_inner) }
    }

    /// `cargo ARGS…` in `project`, as a user's shell would run it.
    pub(crate) fn cargo<'a>(
        &mut self,
        project: &Path,
        args: impl IntoIterator<Item = &'a str>,
    ) -> Command {
        let mut command = cargo(project, args);
        self.lend(project, &mut command);
        command
    }

    /// Lets `command` build `project` here.
    pub(crate) fn lend<'c>(&mut self, project: &Path, command: &'c mut Command) -> &'c mut Command {
        if *self.last != project {
            ["src", "tests"].iter().for_each(|folder| touch(&project.join(folder)));
            project.clone_into(&mut self.last);
        }
        plain(command).env("CARGO_TARGET_DIR", target())
    }

    /// The program `shop` of `project`, as it is now. Another project's takes its place.
    pub(crate) fn program(&mut self, project: &Path) -> Command {
        let build = self.cargo(project, ["build"]).output().unwrap();
        assert!(build.status.success(), "{}", said(&build));
        Command::new(target().join("debug/shop"))
    }
}

/// Makes all files below `folder` newer than all that was built.
fn touch(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            touch(&path);
        } else {
            fs::File::options()
                .append(true)
                .open(&path)
                .unwrap()
                .set_modified(SystemTime::now())
                .unwrap();
        }
    }
}

/// `target/generated` of this workspace, wherever its target folder is.
fn target() -> PathBuf {
    beside("generated")
}

/// A folder in the target folder of this workspace.
pub(crate) fn beside(name: &str) -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_roob"));
    binary.ancestors().nth(2).unwrap().join(name)
}

/// `cargo ARGS…` in `project`, for what builds nothing.
pub(crate) fn cargo<'a>(project: &Path, args: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new("cargo");
    plain(&mut command).args(args).current_dir(project);
    command
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
