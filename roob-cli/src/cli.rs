//! The command line.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::{
    commands::{Generate, GenerateTest, New, Test},
    error::Error,
    exit::Exit,
    report::Report,
    runner::Runner,
};

/// The testing-first web framework.
#[derive(Debug, Parser)]
#[command(name = "roob", version, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Exit codes: 0 done, or nothing to do; 1 an error; 2 arguments that make no sense;
3 files are in the way, and nothing was written; 4 something is left for you to do.
NO_COLOR=1 turns colours off.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new project in a folder of its name
    New {
        /// What it is called: `shop`
        name: String,
        /// Generate a controller too: `products`
        #[arg(long, value_name = "CONTROLLER")]
        with: Vec<String>,
        /// Run its tests, then serve it
        #[arg(long)]
        run: bool,
        /// Where to keep data
        #[arg(long, value_name = "DB", value_parser = ["sqlite"], default_value = "sqlite")]
        db: String,
        /// The folder of Roob itself, if it is not where this command was built
        #[arg(long, value_name = "DIR")]
        roob_path: Option<PathBuf>,
        #[command(flatten)]
        how: How,
    },
    /// Run the tests of the project around this folder, and say which answers none looks at
    Test {
        /// Fail if tests look at less than so much of the answers, from 0 to 100
        #[arg(long, value_name = "PERCENT", value_parser = percent)]
        min: Option<f64>,
        /// Print a document for programs; what the tests print goes to standard error
        #[arg(long)]
        json: bool,
        /// What runs the tests
        #[arg(long, value_enum, default_value_t)]
        runner: Runner,
        /// How the test client sends its requests, if not by a call
        #[arg(long, value_parser = ["http1"])]
        transport: Option<String>,
        /// For the runner: `roob test -- --test it`
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Generate code in the project around this folder
    #[command(visible_alias = "generate")]
    Gen {
        #[command(subcommand)]
        what: What,
    },
}

#[derive(Debug, Subcommand)]
enum What {
    /// A resource: its table, its SQL, its rules, its endpoints and their tests
    Controller {
        /// One or many, in any case: `products`
        name: String,
        /// `name:type`, with `?` if it may be left out; without any: `name:string`
        #[arg(
            value_name = "FIELD",
            long_help = "`name:type`, with `?` if it may be left out; without any: `name:string`.\n\
                         Types: string, text, int, float, bool, datetime, uuid"
        )]
        fields: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// The tests that `roob test` misses for a handler
    Test {
        /// The end of the handler's path: `products::delete`
        handler: String,
        #[command(flatten)]
        how: How,
    },
}

/// A share in per cent.
fn percent(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err("it is no number from 0 to 100".to_owned()),
    }
}

#[derive(Debug, Args)]
struct How {
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Overwrite files that are in the way
    #[arg(long)]
    force: bool,
    /// Say nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Does what `arguments` say, the name of the program first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let report = Report::new(cli.command.is_quiet());
    match cli.command.run(report) {
        Ok(()) => Exit::Done,
        Err(error) => {
            report.error(&error);
            error.exit()
        }
    }
}

/// Help and versions are errors to clap too, but not to the shell.
fn usage(error: &clap::Error) -> Exit {
    let _ = error.print();
    if error.use_stderr() { Exit::Usage } else { Exit::Done }
}

impl Command {
    fn is_quiet(&self) -> bool {
        match self {
            Self::New { how, .. }
            | Self::Gen { what: What::Controller { how, .. } | What::Test { how, .. } } => {
                how.quiet
            }
            Self::Test { .. } => false,
        }
    }

    fn run(self, report: Report) -> Result<(), Error> {
        let folder = std::env::current_dir().map_err(Error::io("find", "."))?;
        match self {
            Self::New { name, with, run, db: _, roob_path, how } => {
                let How { dry_run, force, .. } = how;
                New { name, with, run, roob_path, dry_run, force }.run(&folder, report)
            }
            Self::Gen { what: What::Controller { name, fields, how } } => {
                let How { dry_run, force, .. } = how;
                Generate { name, fields, dry_run, force }.run(&folder, report)
            }
            Self::Gen { what: What::Test { handler, how } } => {
                let How { dry_run, force, .. } = how;
                GenerateTest { handler, dry_run, force }.run(&folder, report)
            }
            Self::Test { min, json, runner, transport, args } => {
                Test { min, json, runner, transport, args }.run(&folder, report)
            }
        }
    }
}
