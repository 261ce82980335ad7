//! Runs cargo in a project, with its own output on the user's terminal.

use std::{path::Path, process::Command};

use crate::error::Error;

/// Runs `cargo` with `arguments` and waits.
pub(crate) fn cargo(project: &Path, arguments: &[&str]) -> Result<(), Error> {
    let command = format!("cargo {}", arguments.join(" "));
    // The cargo that runs this command passes its own settings on, which mean its own project.
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(program)
        .args(arguments)
        .current_dir(project)
        .status()
        .map_err(Error::io("run", "cargo"))?;
    if status.success() { Ok(()) } else { Err(Error::Cargo { command }) }
}
