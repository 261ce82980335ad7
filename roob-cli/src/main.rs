//! The `roob` command; see the library for what it does.

use std::process::ExitCode;

fn main() -> ExitCode {
    roob_cli::run(std::env::args_os()).into()
}
