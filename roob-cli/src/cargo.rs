//! Runs cargo in a project.

use std::{
    io::{self, Write},
    path::Path,
    process::Command,
};

use crate::error::Error;

/// Runs `cargo` with `arguments` and waits, with its own output on the user's terminal; `quiet`
/// shows it only when cargo fails.
pub(crate) fn cargo(project: &Path, arguments: &[&str], quiet: bool) -> Result<(), Error> {
    let mut command = command(project, arguments);
    let status =
        if quiet { held_back(&mut command) } else { command.status().map(|one| one.success()) };
    match status.map_err(Error::io("run", "cargo"))? {
        true => Ok(()),
        false => Err(Error::Cargo { command: format!("cargo {}", arguments.join(" ")) }),
    }
}

/// Becomes `cargo` with `arguments`, which becomes the program that it runs: a signal to this
/// process then reaches that program, and nothing is left behind. Comes back only if it fails.
#[cfg(unix)]
pub(crate) fn become_cargo(project: &Path, arguments: &[&str]) -> Result<(), Error> {
    use std::os::unix::process::CommandExt;
    Err(Error::io("run", "cargo")(command(project, arguments).exec()))
}

/// Where no process can become another: runs `cargo` with `arguments` and waits.
#[cfg(not(unix))]
pub(crate) fn become_cargo(project: &Path, arguments: &[&str]) -> Result<(), Error> {
    cargo(project, arguments, false)
}

fn command(project: &Path, arguments: &[&str]) -> Command {
    let mut command = bare();
    command.args(arguments).current_dir(project);
    command
}

/// Whether it succeeded; if not, all that it said is on standard error.
fn held_back(command: &mut Command) -> io::Result<bool> {
    let output = command.output()?;
    if !output.status.success() {
        // A reader that went away is no reason to stop half-way.
        let _ = io::stderr().write_all(&[output.stdout, output.stderr].concat());
    }
    Ok(output.status.success())
}

/// The cargo that runs this command, if one does: it is of the toolchain that the user chose.
pub(crate) fn bare() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
