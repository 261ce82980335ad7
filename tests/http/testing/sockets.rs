//! What clients have open, and that those that are gone have nothing.

use roob::bytes::Bytes;
use roob::testing::{TestClient, block_on};
use roob::{App, get, post};
use std::collections::BTreeSet;
use std::fs::{read_dir, read_link};
use std::future::{IntoFuture, pending};
use std::path::PathBuf;
use std::process::Command;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

/// Set in the process that counts.
const ALONE: &str = "ROOB_TEST_ALONE";

/// Nothing takes this long unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// How many descriptors and threads this process has.
fn open() -> (usize, usize) {
    let count = |folder| read_dir(folder).unwrap().count();
    (count("/proc/self/fd"), count("/proc/self/task"))
}

/// The sockets of this process, by their numbers.
fn sockets() -> BTreeSet<PathBuf> {
    let files = read_dir("/proc/self/fd").unwrap();
    let links = files.filter_map(|file| read_link(file.unwrap().path()).ok());
    links.filter(|link| link.to_string_lossy().starts_with("socket:")).collect()
}

fn talk() {
    let app = App::new()
        .route("/", get(|| "hello"))
        .route("/close", get(|| async { ([("connection", "close")], "bye") }))
        .route("/hang", get(pending::<()>));
    let client = TestClient::new(app).http1();
    for path in ["/", "/close", "/"] {
        block_on(client.get(path)).assert_ok();
    }
    // Given up at once, and while it is under way.
    drop(client.get("/").into_future());
    let mut hanging = client.get("/hang").into_future();
    for _ in 0..3 {
        let _ = hanging.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }
}

/// Runs the test `name` in a process of its own, and says whether this is that process.
#[track_caller]
fn is_alone(name: &str) -> bool {
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let mut test = Command::new(std::env::current_exe().unwrap());
    let name = format!("testing::sockets::{name}");
    let output = test.args(["--exact", &name]).env(ALONE, "1").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    false
}

/// What is open when it is `expected`, or else after a while.
fn settled(expected: Option<(usize, usize)>) -> (usize, usize) {
    let start = Instant::now();
    let patience = if expected.is_some() { PATIENCE } else { Duration::from_millis(200) };
    while Some(open()) != expected && start.elapsed() < patience {
        std::thread::sleep(Duration::from_millis(10));
    }
    open()
}

#[test]
fn two_thousand_clients_leave_no_descriptor_and_no_thread() {
    if is_alone("two_thousand_clients_leave_no_descriptor_and_no_thread") {
        talk();
        let before = settled(None);
        (0..2_000).for_each(|_| talk());
        assert_eq!(settled(Some(before)), before);
    }
}

#[test]
fn a_client_has_one_connection_for_one_request_after_the_other() {
    if is_alone("a_client_has_one_connection_for_one_request_after_the_other") {
        let app = App::new().route("/", post(|body: Bytes| body));
        let client = TestClient::new(app).http1();
        let ask = || {
            block_on(client.post("/").body("hello")).assert_text("hello");
            sockets()
        };
        let first = ask();
        assert!(!first.is_empty());
        (0..20).for_each(|_| assert_eq!(ask(), first));
    }
}
