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
  new          Make a new project in a folder of its name
  test         Run the tests of the project around this folder, and say which answers none looks at
  gen          Generate code in the project around this folder [alias: generate]
  undo         Take back what a `roob gen` wrote, unless it was edited since
  completions  Print a script that makes a shell complete what this command takes
  man          Print the manual page of this command, or of one of its own
  help         Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Examples:
  roob new shop --with products --run
  roob gen controller orders total:float note:text?
  roob test --min 100

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
  roob new shop                           a project that runs, with tests
  roob new shop --with products           with a resource in it
  roob new shop --with products --run     tested and served at once
  roob new shop --dry-run                 what would be written
",
    );
    run(&["gen", "controller", "-h"]).exits(0).says(
        "A resource: its table, its SQL, its rules, its endpoints and their tests

Usage: roob gen controller [OPTIONS] <NAME> [FIELD]...

Arguments:
  <NAME>      One or many, in any case: `products`; in a namespace: `admin/products`
  [FIELD]...  `name:type`, with `?` if it may be left out; without any: `name:string`

Options:
      --singular <NAME>  What one is called, where that is not what English makes of the name
      --plural <NAME>    What many are called: the table, the path, the modules
      --dry-run          Say what would be written, and write nothing
      --plan <FORMAT>    Print what would be written for programs, and write nothing [possible values: json]
  -q, --quiet            Say nothing but errors
      --force            Overwrite files that are in the way, and do not ask
      --skip             Keep files that are in the way, and write the others
  -h, --help             Print help (see more with '--help')

Examples:
  roob gen controller products name:string price:float description:text?
      GET and POST /api/products, GET, PUT and DELETE /api/products/{id}: a migration,
      src/data, src/services and src/controllers, tests/it with snapshots, all of it wired
  roob gen controller admin/products
      the same in a namespace: /api/admin/products, controllers::admin::Products
  roob gen controller cactus --plural cactuses
      where English would say `cacti`
  roob gen controller products --plan json
      what would be written, for programs

`roob undo` takes it back.
",
    );
    run(&["gen", "migration", "-h"]).exits(0).says(
        "A change of the tables, with a test that it runs

Usage: roob gen migration [OPTIONS] <NAME> [FIELD]...

Arguments:
  <NAME>      What it does, in any case: `add_sku_to_products`
  [FIELD]...  What the table at the end of the name gets: `sku:string?`; without any, you write the SQL

Options:
      --dry-run        Say what would be written, and write nothing
      --plan <FORMAT>  Print what would be written for programs, and write nothing [possible values: json]
  -q, --quiet          Say nothing but errors
      --force          Overwrite files that are in the way, and do not ask
      --skip           Keep files that are in the way, and write the others
  -h, --help           Print help

Examples:
  roob gen migration add_sku_to_products sku:string?
      ALTER TABLE products ADD COLUMN sku TEXT, and a test that looks for it
  roob gen migration fill_in_prices
      an empty file for your SQL, and a test that it runs
",
    );
    run(&["gen", "middleware", "-h"]).exits(0).says(
        "A function around every request, with a test, wrapped around the app

Usage: roob gen middleware [OPTIONS] <NAME>

Arguments:
  <NAME>  In any case: `timing`

Options:
      --dry-run        Say what would be written, and write nothing
      --plan <FORMAT>  Print what would be written for programs, and write nothing [possible values: json]
  -q, --quiet          Say nothing but errors
      --force          Overwrite files that are in the way, and do not ask
      --skip           Keep files that are in the way, and write the others
  -h, --help           Print help

Examples:
  roob gen middleware timing
      src/middleware/timing.rs, which tells its time in `server-timing`, `.wrap(middleware::timing)`
      around the app, and tests/it/middleware/timing.rs
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
  roob undo                               the last one
  roob undo --list                        what can be undone
  roob undo products --dry-run            what would go

If a file was edited since, nothing is undone, and the exit code is 3; of a file of the project's own
that `roob gen` added lines to, those lines go. What `roob new` made goes with its folder.
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

/// Every command that there is.
const COMMANDS: &[&[&str]] = &[
    &[],
    &["new"],
    &["test"],
    &["gen"],
    &["gen", "controller"],
    &["gen", "service"],
    &["gen", "data"],
    &["gen", "migration"],
    &["gen", "middleware"],
    &["gen", "test"],
    &["undo"],
    &["completions"],
    &["man"],
];

#[test]
fn every_command_has_examples_that_it_takes() {
    for command in COMMANDS {
        let help = run(&[command, &["--help"][..]].concat()).exits(0).stdout;
        let (_, examples) = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("{help}"));
        let mut count = 0;
        for line in examples.lines().filter_map(|line| line.strip_prefix("  roob ")) {
            // What is behind two blanks explains it, and a shell has its signs.
            let line = line.split("  ").next().unwrap().split(['>', '|']).next().unwrap();
            let words = words(line);
            assert!(words.starts_with(command), "{line} below {command:?}");
            // In no project it is refused for that reason, but never as an argument of no sense.
            if words[0] != "test" && !words.contains(&"--run") {
                assert_ne!(run(&words).code, Some(2), "{line}");
            }
            count += 1;
        }
        assert!(count > 0, "{help}");
    }
}

/// As a shell cuts them.
fn words(line: &str) -> Vec<&str> {
    let parts = line.split('\'').enumerate();
    let cut = |(place, part): (usize, _)| -> Vec<&str> {
        if place % 2 == 0 { str::split_whitespace(part).collect() } else { vec![part] }
    };
    parts.flat_map(cut).collect()
}

#[track_caller]
fn hints(args: &[&str], expected: &str) {
    let ran = run(args).exits(2).says("");
    let (message, usage) = ran.stderr.split_once("\n\nUsage: ").unwrap_or((&ran.stderr, ""));
    assert_eq!(message, expected);
    assert!(
        usage.is_empty() || usage.ends_with("For more information, try '--help'.\n"),
        "{usage}"
    );
}

#[test]
fn a_slip_of_the_hand_is_answered_with_what_was_meant() {
    hints(
        &["tets"],
        "error: unrecognized subcommand 'tets'\n\n  tip: a similar subcommand exists: 'test'",
    );
    hints(
        &["genn", "controller"],
        "error: unrecognized subcommand 'genn'\n\n  tip: some similar subcommands exist: 'generate', 'gen'",
    );
    hints(
        &["gen", "controler", "products"],
        "error: unrecognized subcommand 'controler'\n\n  tip: a similar subcommand exists: 'controller'",
    );
    hints(
        &["gen", "controller", "products", "--forc"],
        "error: unexpected argument '--forc' found\n\n  tip: a similar argument exists: '--force'",
    );
    hints(
        &["completions", "bsh"],
        "error: invalid value 'bsh' for '<SHELL>'
  [possible values: bash, elvish, fish, powershell, zsh]

  tip: a similar value exists: 'bash'

For more information, try '--help'.
",
    );
    run(&["man", "gen", "contoller"])
        .exits(2)
        .says("")
        .complains("error: there is no command `contoller`: see `roob gen --help`\n");
}

#[test]
fn shells_complete_every_command() {
    for (shell, start) in [
        ("bash", "_roob() {"),
        ("zsh", "#compdef roob"),
        ("fish", "# Print an optspec"),
        ("powershell", "\nusing namespace System.Management.Automation"),
    ] {
        let script = run(&["completions", shell]).exits(0).complains("").stdout;
        assert!(script.starts_with(start), "{shell}: {script}");
        for word in COMMANDS.iter().flat_map(|command| *command).chain(&["--dry-run", "--plural"]) {
            let word = if shell == "fish" { word.trim_start_matches("--") } else { word };
            assert!(script.contains(word), "{shell}: no `{word}`");
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    for command in COMMANDS {
        let page = run(&[&["man"][..], command].concat()).exits(0).complains("").stdout;
        let name = [&["roob"][..], command].concat().join("\\-");
        assert!(page.contains(&format!("\n.SH NAME\n{name} \\- ")), "{page}");
        assert!(page.contains("\n.SH SYNOPSIS\n"), "{page}");
        assert!(page.contains("\nExamples:\n"), "{page}");
    }
}
