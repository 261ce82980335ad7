//! Programs that run as they do outside of tests.

use super::support::{Client, within};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::LazyLock;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStderr, Command};

/// Builds the examples: `cargo test` did it already, `cargo test --test http` did not.
static EXAMPLES: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut build = std::process::Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--package", "roob", "--examples"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    assert!(build.current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap().success());
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().join("examples")
});

pub(super) fn example(name: &str) -> Command {
    let path = EXAMPLES.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    let mut command = Command::new(path);
    command.env_remove("ROOB_ADDR").kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(super) fn hello() -> Command {
    example("hello")
}

/// The exit code of the program and what it printed.
pub(super) async fn finish(command: &mut Command) -> (Option<i32>, String, String) {
    let output = within(command.output()).await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The program while it serves, and where.
pub(super) struct Serving {
    pub(super) child: Child,
    pub(super) errors: Lines<BufReader<ChildStderr>>,
    /// Without `http://`.
    pub(super) address: String,
    /// What it said before.
    pub(super) before: Vec<String>,
}

impl Serving {
    pub(super) async fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut before = Vec::new();
        loop {
            let line = within(errors.next_line()).await.unwrap();
            let line = line.unwrap_or_else(|| panic!("it ended after {before:?}"));
            if let Some(address) = line.strip_prefix("listening on ") {
                let address = address.trim_start_matches("http://").to_owned();
                return Self { child, errors, address, before };
            }
            before.push(line);
        }
    }

    pub(super) async fn connect(&self) -> Client {
        Client(within(TcpStream::connect(&self.address)).await.unwrap())
    }

    pub(super) async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(within(sent).await.unwrap().success());
    }

    /// Waits until nobody can connect any more.
    pub(super) async fn refuses(&self) {
        while within(TcpStream::connect(&self.address)).await.is_ok() {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    }

    /// The exit code, and what else came on standard error.
    pub(super) async fn end(mut self) -> (Option<i32>, Vec<String>) {
        let mut lines = Vec::new();
        while let Some(line) = within(self.errors.next_line()).await.unwrap() {
            lines.push(line);
        }
        (within(self.child.wait()).await.unwrap().code(), lines)
    }
}
