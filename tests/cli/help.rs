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
  help  Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Exit codes: 0 done, or nothing to do; 1 an error; 2 arguments that make no sense;
3 files are in the way, and nothing was written; 4 something is left for you to do.
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
      --force              Overwrite files that are in the way
  -q, --quiet              Say nothing but errors
  -h, --help               Print help
",
    );
    run(&["gen", "controller", "-h"]).exits(0).says(
        "A resource: its table, its SQL, its rules, its endpoints and their tests

Usage: roob gen controller [OPTIONS] <NAME> [FIELD]...

Arguments:
  <NAME>      One or many, in any case: `products`
  [FIELD]...  `name:type`, with `?` if it may be left out; without any: `name:string`

Options:
      --dry-run  Say what would be written, and write nothing
      --force    Overwrite files that are in the way
  -q, --quiet    Say nothing but errors
  -h, --help     Print help (see more with '--help')
",
    );
}

#[test]
fn what_is_no_command_is_a_usage_error() {
    for args in [&["new"][..], &["new", "a", "b"], &["make"], &["gen"], &["gen", "model", "a"]] {
        let ran = run(args).exits(2).says("");
        assert!(ran.stderr.contains("Usage: roob"), "{}", ran.stderr);
    }
}
