//! Runs cargo in a project, with its own output on the user's terminal.

use std::{path::Path, process::Command};

use crate::error::Error;

/// Runs `cargo` with `arguments` and waits.
pub(crate) fn cargo(project: &Path, arguments: &[&str]) -> Result<(), Error> {
    let status = command()
        .args(arguments)
        .current_dir(project)
        .status()
        .map_err(Error::io("run", "cargo"))?;
    let command = format!("cargo {}", arguments.join(" "));
    if status.success() { Ok(()) } else { Err(Error::Cargo { command }) }
}

/// The cargo that runs this command, if one does, or else the user's.
pub(crate) fn command() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
