//! Where a server has its settings from. Variables are of the whole process, so each test that sets
//! some asks another process.

use roob::App;
use roob::serve::{Bound, Error, Server};
use std::process::Command;
use std::time::Duration;

const VARIABLES: [&str; 15] = [
    "ROOB_ADDR",
    "ROOB_REUSE_PORT",
    "ROOB_WORKERS",
    "ROOB_HEAD_TIMEOUT",
    "ROOB_KEEP_ALIVE",
    "ROOB_BODY_TIMEOUT",
    "ROOB_WRITE_TIMEOUT",
    "ROOB_TIME_LIMIT",
    "ROOB_DRAIN_DELAY",
    "ROOB_IDLE_GRACE",
    "ROOB_GRACE",
    "ROOB_MAX_HEAD",
    "ROOB_MAX_HEADERS",
    "ROOB_MAX_BODY",
    "ROOB_MAX_CONNECTIONS",
];

/// Tells the other process that it is the one.
const OTHER: &str = "ROOB_TEST_OTHER_PROCESS";

/// Runs `test` of this file where all variables are wrong; gives whether this is that process.
fn is_where_all_is_wrong(test: &str) -> bool {
    if std::env::var_os(OTHER).is_some() {
        return true;
    }
    let mut other = Command::new(std::env::current_exe().unwrap());
    other.args(["--exact", &format!("serve::settings::{test}")]).env(OTHER, "1");
    let output = other.envs(VARIABLES.map(|name| (name, "wrong"))).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("running 1 test") && output.status.success(), "{text}");
    false
}

#[track_caller]
fn check_wrong(bound: Result<Bound, Error>, expected: &[&str]) {
    let error = bound.err().unwrap();
    let Error::Setting(error) = error else { panic!("{error}") };
    let wrong: Vec<_> = error.variables().collect();
    assert_eq!(wrong, expected.iter().map(|name| (*name, "wrong")).collect::<Vec<_>>());
}

#[tokio::test]
async fn every_variable_is_read_and_all_that_are_wrong_are_one_error() {
    if is_where_all_is_wrong("every_variable_is_read_and_all_that_are_wrong_are_one_error") {
        check_wrong(Server::new(App::new()).unwrap().bind().await, &VARIABLES);
    }
}

#[tokio::test]
async fn what_the_program_says_goes_before_the_environment() {
    if is_where_all_is_wrong("what_the_program_says_goes_before_the_environment") {
        let time = Duration::from_secs(1);
        let server = Server::new(App::new().body_limit(1).time_limit(time)).unwrap();
        let server = server.head_timeout(time).keep_alive(time).body_timeout(time);
        let server = server.write_timeout(time).grace(time).max_head(8192).max_headers(9);
        let server = server.idle_grace(time).drain_delay(time).reuse_port(false).workers(1);
        let server = server.max_connections(9).address("127.0.0.1:0").unwrap();
        assert!(server.bind().await.is_ok());
    }
}

#[tokio::test]
async fn a_socket_has_its_address_and_a_built_app_its_limits() {
    if is_where_all_is_wrong("a_socket_has_its_address_and_a_built_app_its_limits") {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Server::of(App::new().build().unwrap());
        let others = VARIABLES.iter().filter(|name| {
            !["ROOB_ADDR", "ROOB_REUSE_PORT", "ROOB_TIME_LIMIT", "ROOB_MAX_BODY"].contains(name)
        });
        check_wrong(server.on(listener), &others.copied().collect::<Vec<_>>());
    }
}
