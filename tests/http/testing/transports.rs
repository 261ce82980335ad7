//! Which transport a client has.

use super::panics::check_panic;
use roob::testing::{TestClient, block_on};
use roob::{App, get};
use std::process::Command;

fn client() -> TestClient {
    TestClient::new(App::new().route("/", get(|| "hello")))
}

/// What a test of this file says when the environment names a transport; `None` when it passes.
fn said(transport: &str) -> Option<String> {
    let mut test = Command::new(std::env::current_exe().unwrap());
    test.args(["--exact", "testing::transports::a_client_has_the_transport_of_the_environment"]);
    test.env("ROOB_TEST_TRANSPORT", transport).env_remove("RUST_BACKTRACE");
    let output = test.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("running 1 test"), "{text}");
    if output.status.success() {
        return None;
    }
    // The line after the one that says where.
    let panic = text.lines().skip_while(|line| !line.contains(") panicked at ")).nth(1);
    Some(panic.unwrap().to_owned())
}

#[test]
fn a_client_has_the_transport_of_the_environment() {
    block_on(client().get("/")).assert_text("hello");
}

#[test]
fn the_environment_names_a_transport_that_there_is() {
    assert_eq!(said("direct"), None);
    assert_eq!(said(""), None);
    assert_eq!(said("http1"), None);
    assert_eq!(
        said("http2").as_deref(),
        Some(
            "ROOB_TEST_TRANSPORT is `http2`, which is no transport: there are `direct` and `http1`"
        )
    );
}

#[test]
fn a_client_is_told_its_transport_before_its_first_request() {
    let client = client();
    let _response = block_on(client.get("/"));
    let message = "the transport of a client is chosen before its first request";
    check_panic(message, line!(), || client.direct());
}
