//! What runs a suite: cargo itself, or one of its commands that runs tests.

use std::{
    io,
    path::Path,
    process::{Command, Stdio},
};

use clap::ValueEnum;

use crate::{cargo, error::Error};

/// Names the folder in which test clients record what they see.
const COVERAGE: &str = "ROOB_TEST_COVERAGE";
/// Says how test clients send their requests.
const TRANSPORT: &str = "ROOB_TEST_TRANSPORT";

/// What runs a suite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Runner {
    /// `cargo test`
    #[default]
    Cargo,
    /// `cargo nextest run`, which gives each test a process
    Nextest,
    /// `cargo insta test`, which knows snapshots
    Insta,
}

/// How a suite is run.
#[derive(Debug)]
pub(crate) struct Suite<'s> {
    pub project: &'s Path,
    pub runner: Runner,
    pub transport: Option<&'s str>,
    /// For the runner.
    pub arguments: &'s [String],
    /// Whether the standard output belongs to somebody else.
    pub aside: bool,
}

impl Runner {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Cargo => &["test"],
            Self::Nextest => &["nextest", "run"],
            Self::Insta => &["insta", "test"],
        }
    }

    /// How it is called: `cargo nextest run`.
    pub(crate) fn command(self) -> String {
        format!("cargo {}", self.words().join(" "))
    }

    /// Refuses, with the command that installs it, what is not there.
    fn check(self) -> Result<(), Error> {
        let (name, install) = match self {
            Self::Cargo => return Ok(()),
            Self::Nextest => ("cargo nextest", "cargo install cargo-nextest --locked"),
            Self::Insta => ("cargo insta", "cargo install cargo-insta --locked"),
        };
        let mut asked = cargo::bare();
        asked.args([self.words()[0], "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
        match asked.status() {
            Ok(status) if status.success() => Ok(()),
            _ => Err(Error::NoRunner { name, install }),
        }
    }
}

impl Suite<'_> {
    /// Runs it with its own output on the user's terminal, and says whether all tests passed. What
    /// test clients see goes into `records`.
    pub(crate) fn run(&self, records: &Path) -> Result<bool, Error> {
        self.runner.check()?;
        let mut command = cargo::bare();
        command.args(self.runner.words()).args(self.arguments).current_dir(self.project);
        command.env(COVERAGE, records);
        if let Some(transport) = self.transport {
            command.env(TRANSPORT, transport);
        }
        if self.aside {
            command.stdout(io::stderr());
        }
        let status = Command::status(&mut command).map_err(Error::io("run", "cargo"))?;
        Ok(status.success())
    }
}
