//! Every command of the README runs, and every answer in it is the one that comes.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use crate::{
    built::{Workshop, beside, plain, read_line, said},
    harness::Shop,
    tour::TOUR,
};

/// The folder of the repository.
fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The fenced blocks of the README, each with its language.
fn blocks() -> Vec<(String, String)> {
    let text = fs::read_to_string(checkout().join("README.md")).unwrap();
    let fences = text.split("```").skip(1).step_by(2);
    let block = |fence: &str| {
        let (language, content) = fence.split_once('\n').unwrap();
        (language.to_owned(), content.trim_end().to_owned())
    };
    fences.map(block).collect()
}

/// The block that starts with `start`.
#[track_caller]
fn block(start: &str) -> String {
    let found = blocks().into_iter().find(|(_, content)| content.starts_with(start));
    found.unwrap_or_else(|| panic!("no block starts with `{start}`")).1
}

/// A server of a project that the tour made.
struct Server {
    child: Child,
    address: String,
    /// Its database is there.
    _shop: Shop,
}

impl Server {
    fn start(shop: Shop) -> Self {
        let mut workshop = Workshop::enter();
        let mut command = workshop.program(&shop.root);
        command.current_dir(&shop.root).env("ROOB_ADDR", "127.0.0.1:0").env("RUST_LOG", "off");
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let line = read_line(&mut child);
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Self { child, address, _shop: shop }
    }

    /// What a command of the README prints, typed into a shell.
    fn answer(&self, command: &str) -> String {
        let command = command.replace("localhost:8000", &self.address);
        let output = Command::new("sh").args(["-c", &command]).output().unwrap();
        assert!(output.status.success(), "{command}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status line, body and each header that the README shows are those that came.
#[track_caller]
fn compare(command: &str, shown: &str, came: &str) {
    let parts = |answer: &str| -> (Vec<String>, String) {
        let (head, body) = answer.split_once("\n\n").unwrap_or((answer, ""));
        (head.lines().map(str::to_owned).collect(), body.trim_end().to_owned())
    };
    let ((shown_head, shown_body), (head, body)) = (parts(shown), parts(came));
    assert_eq!(shown_head[0], head[0], "{command}");
    for line in &shown_head[1..] {
        assert!(head.contains(line), "{command}: `{line}` is not in\n{came}");
    }
    assert_eq!(shown_body, body, "{command}");
}

#[test]
fn its_curls_are_answered_as_it_says() {
    let server = Server::start(Shop::new(&TOUR[2..4]));
    let all = blocks();
    let curls = all.windows(2).filter(|pair| pair[0].1.starts_with("curl "));
    let mut count = 0;
    for pair in curls {
        let [(_, command), (language, shown)] = pair else { unreachable!("windows of two") };
        assert_eq!(language, "http", "`{command}` has its answer behind it");
        compare(command, shown, &server.answer(command));
        count += 1;
    }
    assert!(count >= 6, "{count} curls");
}

#[test]
fn its_explanation_is_what_the_project_prints() {
    let mut workshop = Workshop::enter();
    let shop = Shop::new(&TOUR[2..4]);
    let commands = block("cargo run -- routes");
    let explain = commands.lines().last().unwrap().strip_prefix("cargo ").unwrap();
    let mut explain = workshop.cargo(&shop.root, explain.split(' '));
    let output = explain.stderr(Stdio::null()).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim_end(), block("GET /api/products/7"));
    let routes = workshop.cargo(&shop.root, ["run", "--", "routes"]).output().unwrap();
    assert!(routes.status.success(), "{}", said(&routes));
}

#[test]
fn its_test_and_its_snapshot_are_those_of_the_project() {
    let shop = Shop::new(&TOUR[2..4]);
    let test = block("#[tokio::test]");
    assert!(shop.read("tests/it/products.rs").contains(&test), "{test}");
    let snapshot = shop
        .read("tests/it/snapshots/it__products__creates_then_shows_a_product.snap")
        .splitn(3, "---\n")
        .nth(2)
        .unwrap()
        .trim_end()
        .to_owned();
    assert_eq!(block("POST /api/products\n"), snapshot);
}

#[test]
fn its_commands_are_commands() {
    assert_eq!(block("cargo run -p"), format!("cargo run -p roob-cli -- {}", TOUR.join(" ")));
    assert_eq!(block("cargo test"), "cargo test");
    let text = fs::read_to_string(checkout().join("README.md")).unwrap();
    let (_, generate) = text.split_once("`roob gen controller products ").unwrap();
    let fields = generate.split('`').next().unwrap();
    let shop = Shop::new(&[]);
    let command = ["gen", "controller", "products"].into_iter().chain(fields.split(' '));
    shop.roob(command.chain(["--dry-run"])).ok();
    shop.roob(["gen", "controller", "products"].into_iter().chain(fields.split(' '))).ok();
}

#[test]
fn the_command_installs() {
    let root = TempDir::new().unwrap();
    let command = block("cargo install");
    let mut install = Command::new("sh");
    plain(&mut install).args(["-c", &format!("{command} --debug --root \"$ROOT\"")]);
    install.current_dir(checkout()).env("ROOT", root.path());
    install.env("CARGO_TARGET_DIR", beside("installed"));
    let output = install.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let version = Command::new(root.path().join("bin/roob")).arg("--version").output().unwrap();
    let expected = concat!("roob ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(String::from_utf8(version.stdout).unwrap(), expected);
}
