//! `roob new shop --with products --run`: the whole way in one command.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::{
    built::Workshop,
    harness::{Ran, roob},
};

/// Sends a request and gives the status line.
fn status(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
}

/// What the README tells a new user to type behind `cargo run -p roob-cli --`.
pub(crate) const TOUR: [&str; 5] = ["new", "shop", "--with", "products", "--run"];

#[test]
fn the_tour_makes_a_project_tests_it_and_serves_it() {
    let mut workshop = Workshop::enter();
    let folder = TempDir::new().unwrap();
    let mut command = roob(folder.path(), TOUR).command();
    workshop.lend(&folder.path().join("shop"), &mut command).env("ROOB_ADDR", "127.0.0.1:0");
    // A group of its own, as a shell gives it, so that nothing is left if this test fails.
    command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();

    let mut said = String::new();
    let address = BufReader::new(child.stderr.take().unwrap()).lines().find_map(|line| {
        let line = line.unwrap();
        said.push_str(&line);
        said.push('\n');
        Some(line.split_once("listening on http://")?.1.to_owned())
    });
    let address = address.unwrap_or_else(|| panic!("no server: {said}"));
    let found = status(&address, &get("/api/products"));
    let missed = status(&address, &get("/api/products/99"));

    // To the command alone, as a supervisor does: it has become the server by now.
    Command::new("kill").arg(child.id().to_string()).status().unwrap();
    let end = child.wait().unwrap();
    let left = TcpStream::connect(&address).is_ok();
    Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).output().unwrap();
    let mut steps = String::new();
    child.stdout.take().unwrap().read_to_string(&mut steps).unwrap();

    assert_eq!(found, "HTTP/1.1 200 OK");
    assert_eq!(missed, "HTTP/1.1 404 Not Found");
    assert_eq!((end.code(), left), (Some(0), false), "SIGTERM ends the server, and well");
    assert!(steps.starts_with("1/3 writing `shop`\n   create  .dockerignore\n"), "{steps}");
    let test = "2/3 testing it: `cargo test`, whose first build takes a minute\n";
    assert!(steps.contains(test), "{steps}");
    let serve = "3/3 serving it: `cargo run`, until Ctrl-C
try, in another terminal:
  curl -i 127.0.0.1:0/api/products -H 'content-type: application/json' -d '{\"name\":\"Lamp\"}'
  curl -i 127.0.0.1:0/api/products
";
    assert!(steps.contains(serve), "{steps}");
    assert!(steps.contains("test products::creates_then_shows_a_product ... ok\n"), "{steps}");
    assert!(fs::exists(folder.path().join("shop/shop.db")).unwrap());
}

#[test]
fn a_red_test_ends_the_tour() {
    // A checkout with nothing in it is enough to make the tests fail.
    let folder = TempDir::new().unwrap();
    let checkout = folder.path().join("checkout");
    fs::create_dir_all(checkout.join("roob/src")).unwrap();
    fs::write(checkout.join("roob/Cargo.toml"), "[package]\nname = \"roob\"\n").unwrap();
    fs::write(checkout.join("roob/src/lib.rs"), "compile_error!(\"empty\");").unwrap();
    let mut command =
        roob(folder.path(), ["new", "shop", "--run", "--roob-path", "checkout"]).command();
    let project = folder.path().join("shop");
    let output = Workshop::enter().lend(&project, &mut command).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.ends_with("error: `cargo test` failed\n"), "{errors}");
    assert_eq!(output.status.code(), Some(1));
    assert!(folder.path().join("shop/Cargo.toml").exists(), "the project stays");
}

/// Runs the tour with a `cargo` that says what it was asked for and ends `test` with this code.
fn tour_with_cargo(code: u8, args: &[&str]) -> Ran {
    let folder = TempDir::new().unwrap();
    let cargo = folder.path().join("cargo");
    let script = format!(
        "#!/bin/sh\necho \"out: $*\"\necho \"err: $*\" >&2\ntest $1 != test || exit {code}\n"
    );
    fs::write(&cargo, script).unwrap();
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    let tour = ["new", "shop", "--run"].iter().chain(args).copied();
    roob(folder.path(), tour).with("CARGO", &cargo).run()
}

#[test]
fn a_quiet_tour_leaves_only_what_the_server_says() {
    let server = ("out: run --quiet\n", "err: run --quiet\n");
    tour_with_cargo(0, &["--quiet"]).exits(0).says(server.0).complains(server.1);
}

#[test]
fn a_quiet_tour_shows_a_red_test_all_the_same() {
    tour_with_cargo(1, &["--quiet"])
        .exits(1)
        .says("")
        .complains("out: test\nerr: test\nerror: `cargo test` failed\n");
}

#[test]
fn a_dry_tour_runs_nothing() {
    let ran = tour_with_cargo(0, &["--dry-run"]).exits(0).complains("");
    assert!(ran.stdout.ends_with("22 new files; nothing was written, as this is a dry run\n"));
}
