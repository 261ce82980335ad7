//! `roob completions` and `roob man`: what the command says about itself to other programs.

use std::io;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::{error::Error, report::Report};

/// The script that makes `shell` complete what `command` takes.
pub(crate) fn completions(mut command: Command, shell: Shell, report: Report) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "roob", &mut script);
    report.raw(&script);
}

/// The manual page of `command`, or of the one below it that `path` names.
pub(crate) fn man(command: Command, path: &[String], report: Report) -> Result<(), Error> {
    let mut named = command;
    // So that each knows its whole name: `roob-gen-controller`.
    named.build();
    for name in path {
        named = match named.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                return Err(Error::Argument(format!(
                    "there is no command `{name}`: see `{} --help`",
                    named.get_bin_name().unwrap_or("roob")
                )));
            }
        };
    }
    report.raw(&page(named).map_err(Error::io("write", "the manual page"))?);
    Ok(())
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    Ok(page)
}
