//! The command line.

use std::{ffi::OsString, path::PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::{
    carry_out::Manner,
    commands::{Generate, GenerateTest, New, Test, Undo},
    conflicts::Wish,
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
3 files are in the way or were edited, and nothing was written; 4 something is left for you to do.
NO_COLOR=1 turns colours off.";

const NEW: &str = "\
Examples:
  roob new shop
  roob new shop --with products --run
  roob new shop --dry-run";

const TEST: &str = "\
Examples:
  roob test
  roob test --min 90
  roob test --runner nextest -- products";

const CONTROLLER: &str = "\
Examples:
  roob gen controller products name:string price:float description:text?
  roob gen controller products --dry-run
  roob gen controller products --plan json

`roob undo` takes it back.";

const GEN_TEST: &str = "\
Examples:
  roob gen test products::delete
  roob gen test 'GET /healthz' --dry-run

`roob undo` takes it back.";

const UNDO: &str = "\
Examples:
  roob undo
  roob undo --list
  roob undo products --dry-run

If a file was edited since, nothing is undone, and the exit code is 3; of a file of the project's own
that `roob gen` added lines to, those lines go. What `roob new` made goes with its folder.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new project in a folder of its name
    #[command(after_help = NEW)]
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
    #[command(after_help = TEST)]
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
    /// Take back what a `roob gen` wrote, unless it was edited since
    #[command(after_help = UNDO)]
    Undo {
        /// Its number or its name in the list; without one, the last
        what: Option<String>,
        /// Say what can be undone
        #[arg(long)]
        list: bool,
        #[command(flatten)]
        say: Say,
    },
}

#[derive(Debug, Subcommand)]
enum What {
    /// A resource: its table, its SQL, its rules, its endpoints and their tests
    #[command(after_help = CONTROLLER)]
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
    #[command(after_help = GEN_TEST)]
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
    #[command(flatten)]
    say: Say,
    /// Overwrite files that are in the way, and do not ask
    #[arg(long)]
    force: bool,
    /// Keep files that are in the way, and write the others
    #[arg(long, conflicts_with = "force")]
    skip: bool,
}

#[derive(Debug, Args)]
struct Say {
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Print what would be written for programs, and write nothing
    #[arg(long, value_name = "FORMAT", value_parser = ["json"])]
    plan: Option<String>,
    /// Say nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

impl How {
    fn manner(&self) -> Manner {
        let wish = match (self.force, self.skip) {
            (true, _) => Wish::Overwrite,
            (_, true) => Wish::Keep,
            _ if self.say.manner().only_says() => Wish::Tell,
            _ => Wish::Ask,
        };
        Manner { wish, ..self.say.manner() }
    }
}

impl Say {
    fn manner(&self) -> Manner {
        Manner { dry_run: self.dry_run, json: self.plan.is_some(), wish: Wish::Tell }
    }
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
                how.say.quiet
            }
            Self::Undo { say, .. } => say.quiet,
            Self::Test { .. } => false,
        }
    }

    fn run(self, report: Report) -> Result<(), Error> {
        let folder = std::env::current_dir().map_err(Error::io("find", "."))?;
        match self {
            Self::New { name, with, run, db: _, roob_path, how } => {
                New { name, with, run, roob_path, manner: how.manner() }.run(&folder, report)
            }
            Self::Gen { what: What::Controller { name, fields, how } } => {
                Generate { name, fields, manner: how.manner() }.run(&folder, report)
            }
            Self::Gen { what: What::Test { handler, how } } => {
                GenerateTest { handler, manner: how.manner() }.run(&folder, report)
            }
            Self::Undo { what, list, say } => {
                Undo { what, list, manner: say.manner() }.run(&folder, report)
            }
            Self::Test { min, json, runner, transport, args } => {
                Test { min, json, runner, transport, args }.run(&folder, report)
            }
        }
    }
}
