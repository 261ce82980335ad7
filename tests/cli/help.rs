//! What the command says about itself.

use tempfile::TempDir;

use crate::harness::{Ran, roob};

#[track_caller]
fn run(args: &[&str]) -> Ran {
    let folder = TempDir::new().unwrap();
    roob(folder.path(), args.iter().copied()).run()
}

const HELP: &str = "\
The testing-first web framework

Usage: roob <COMMAND>

Commands:
  new   Make a new project in a folder of its name
  test  Run the tests of the project around this folder, and say which answers none looks at
  gen   Generate code in the project around this folder [alias: generate]
  undo  Take back what a `roob gen` wrote, unless it was edited since
  help  Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Exit codes: 0 done, or nothing to do; 1 an error; 2 arguments that make no sense;
3 files are in the way or were edited, and nothing was written; 4 something is left for you to do.
NO_COLOR=1 turns colours off.
";

#[test]
fn help_tells_the_commands_and_the_exit_codes() {
    run(&["--help"]).exits(0).says(HELP).complains("");
}

#[test]
fn a_command_alone_is_half_a_sentence() {
    run(&[]).exits(2).says("").complains(HELP);
}

#[test]
fn each_command_has_its_help() {
    run(&["new", "--help"]).exits(0).says(
        "Make a new project in a folder of its name

Usage: roob new [OPTIONS] <NAME>

Arguments:
  <NAME>  What it is called: `shop`

Options:
      --with <CONTROLLER>  Generate a controller too: `products`
      --run                Run its tests, then serve it
      --db <DB>            Where to keep data [default: sqlite] [possible values: sqlite]
      --roob-path <DIR>    The folder of Roob itself, if it is not where this command was built
      --dry-run            Say what would be written, and write nothing
      --plan <FORMAT>      Print what would be written for programs, and write nothing [possible values: json]
  -q, --quiet              Say nothing but errors
      --force              Overwrite files that are in the way, and do not ask
      --skip               Keep files that are in the way, and write the others
  -h, --help               Print help

Examples:
  roob new shop
  roob new shop --with products --run
  roob new shop --dry-run
",
    );
    run(&["gen", "controller", "-h"]).exits(0).says(
        "A resource: its table, its SQL, its rules, its endpoints and their tests

Usage: roob gen controller [OPTIONS] <NAME> [FIELD]...

Arguments:
  <NAME>      One or many, in any case: `products`
  [FIELD]...  `name:type`, with `?` if it may be left out; without any: `name:string`

Options:
      --dry-run        Say what would be written, and write nothing
      --plan <FORMAT>  Print what would be written for programs, and write nothing [possible values: json]
  -q, --quiet          Say nothing but errors
      --force          Overwrite files that are in the way, and do not ask
      --skip           Keep files that are in the way, and write the others
  -h, --help           Print help (see more with '--help')

Examples:
  roob gen controller products name:string price:float description:text?
  roob gen controller products --dry-run
  roob gen controller products --plan json

`roob undo` takes it back.
",
    );
    run(&["undo", "--help"]).exits(0).says(
        "Take back what a `roob gen` wrote, unless it was edited since

Usage: roob undo [OPTIONS] [WHAT]

Arguments:
  [WHAT]  Its number or its name in the list; without one, the last

Options:
      --list           Say what can be undone
      --dry-run        Say what would be written, and write nothing
      --plan <FORMAT>  Print what would be written for programs, and write nothing [possible values: json]
  -q, --quiet          Say nothing but errors
  -h, --help           Print help

Examples:
  roob undo
  roob undo --list
  roob undo products --dry-run

If a file was edited since, nothing is undone, and the exit code is 3; of a file of the project's own
that `roob gen` added lines to, those lines go. What `roob new` made goes with its folder.
",
    );
    for (command, example) in [
        (
            &["test"][..],
            "\nExamples:\n  roob test\n  roob test --min 90\n  roob test --runner nextest -- products\n",
        ),
        (
            &["gen", "test"],
            "\nExamples:\n  roob gen test products::delete\n  roob gen test 'GET /healthz' --dry-run\n\n`roob undo` takes it back.\n",
        ),
    ] {
        let said = run(&[command, &["-h"]].concat()).exits(0).stdout;
        assert!(said.ends_with(example), "{said}");
    }
}

#[test]
fn what_is_no_command_is_a_usage_error() {
    for args in [&["new"][..], &["new", "a", "b"], &["make"], &["gen"], &["gen", "model", "a"]] {
        let ran = run(args).exits(2).says("");
        assert!(ran.stderr.contains("Usage: roob"), "{}", ran.stderr);
    }
}
