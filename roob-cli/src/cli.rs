//! The command line.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::{Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use crate::{
    carry_out::Manner,
    commands::{Generate, GenerateTest, New, Test, Undo, What, completions, man},
    conflicts::Wish,
    controller::Layer,
    error::Error,
    examples,
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
Examples:
  roob new shop --with products --run
  roob gen controller orders total:float note:text?
  roob test --min 100

Exit codes: 0 done, or nothing to do; 1 an error; 2 arguments that make no sense;
3 files are in the way or were edited, and nothing was written; 4 something is left for you to do.
NO_COLOR=1 turns colours off.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new project in a folder of its name
    #[command(after_help = examples::NEW)]
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
    #[command(after_help = examples::TEST)]
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
    #[command(visible_alias = "generate", after_help = examples::GEN)]
    Gen {
        #[command(subcommand)]
        what: Generated,
    },
    /// Take back what a `roob gen` wrote, unless it was edited since
    #[command(after_help = examples::UNDO)]
    Undo {
        /// Its number or its name in the list; without one, the last
        what: Option<String>,
        /// Say what can be undone
        #[arg(long)]
        list: bool,
        #[command(flatten)]
        say: Say,
    },
    /// Print a script that makes a shell complete what this command takes
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of this command, or of one of its own
    #[command(after_help = examples::MAN)]
    Man {
        /// `gen controller`
        command: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
enum Generated {
    /// A resource: its table, its SQL, its rules, its endpoints and their tests
    #[command(after_help = examples::CONTROLLER)]
    Controller(Resource),
    /// A table, its SQL and its rules, with tests of the rules; no endpoints
    #[command(after_help = examples::SERVICE)]
    Service(Resource),
    /// A table and its SQL, with tests of the SQL; no rules and no endpoints
    #[command(after_help = examples::DATA)]
    Data(Resource),
    /// A change of the tables, with a test that it runs
    #[command(after_help = examples::MIGRATION)]
    Migration {
        /// What it does, in any case: `add_sku_to_products`
        name: String,
        /// What the table at the end of the name gets: `sku:string?`; without any, you write the SQL
        #[arg(value_name = "FIELD")]
        fields: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// A function around every request, with a test, wrapped around the app
    #[command(after_help = examples::MIDDLEWARE)]
    Middleware {
        /// In any case: `timing`
        name: String,
        #[command(flatten)]
        how: How,
    },
    /// The tests that `roob test` misses for a handler
    #[command(after_help = examples::GEN_TEST)]
    Test {
        /// The end of the handler's path: `products::delete`
        handler: String,
        #[command(flatten)]
        how: How,
    },
}

#[derive(Debug, Args)]
struct Resource {
    /// One or many, in any case: `products`; in a namespace: `admin/products`
    name: String,
    /// `name:type`, with `?` if it may be left out; without any: `name:string`
    #[arg(
        value_name = "FIELD",
        long_help = "`name:type`, with `?` if it may be left out; without any: `name:string`.\n\
                     Types: string, text, int, float, bool, datetime, uuid"
    )]
    fields: Vec<String>,
    /// What one is called, where that is not what English makes of the name
    #[arg(long, value_name = "NAME")]
    singular: Option<String>,
    /// What many are called: the table, the path, the modules
    #[arg(long, value_name = "NAME")]
    plural: Option<String>,
    #[command(flatten)]
    how: How,
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
            Self::New { how, .. } => how.say.quiet,
            Self::Gen { what } => what.how().say.quiet,
            Self::Undo { say, .. } => say.quiet,
            Self::Test { .. } | Self::Completions { .. } | Self::Man { .. } => false,
        }
    }

    fn run(self, report: Report) -> Result<(), Error> {
        let folder = std::env::current_dir().map_err(Error::io("find", "."))?;
        match self {
            Self::New { name, with, run, db: _, roob_path, how } => {
                New { name, with, run, roob_path, manner: how.manner() }.run(&folder, report)
            }
            Self::Gen { what } => what.run(&folder, report),
            Self::Undo { what, list, say } => {
                Undo { what, list, manner: say.manner() }.run(&folder, report)
            }
            Self::Test { min, json, runner, transport, args } => {
                Test { min, json, runner, transport, args }.run(&folder, report)
            }
            Self::Completions { shell } => {
                completions(Cli::command(), shell, report);
                Ok(())
            }
            Self::Man { command } => man(Cli::command(), &command, report),
        }
    }
}

impl Generated {
    fn how(&self) -> &How {
        match self {
            Self::Controller(one) | Self::Service(one) | Self::Data(one) => &one.how,
            Self::Migration { how, .. } | Self::Middleware { how, .. } | Self::Test { how, .. } => {
                how
            }
        }
    }

    fn run(self, folder: &Path, report: Report) -> Result<(), Error> {
        let manner = self.how().manner();
        let what = match self {
            Self::Controller(one) => one.what(Layer::Controller),
            Self::Service(one) => one.what(Layer::Service),
            Self::Data(one) => one.what(Layer::Data),
            Self::Migration { name, fields, .. } => What::Migration { name, fields },
            Self::Middleware { name, .. } => What::Middleware { name },
            Self::Test { handler, .. } => {
                return GenerateTest { handler, manner }.run(folder, report);
            }
        };
        Generate { what, manner }.run(folder, report)
    }
}

impl Resource {
    fn what(self, layer: Layer) -> What {
        let Self { name, fields, singular, plural, how: _ } = self;
        What::Resource { layer, name, fields, singular, plural }
    }
}
