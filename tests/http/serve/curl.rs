//! What the client that everybody has gets. It has to be installed.

use super::support::{Running, app, within};

/// What `curl` with these arguments prints, and whether it is content.
async fn curl(arguments: &[&str]) -> (bool, String) {
    let mut command = tokio::process::Command::new("curl");
    let command = command.args(["--silent", "--show-error", "--max-time", "15"]).args(arguments);
    let output = within(command.output()).await.expect("curl has to be installed");
    let errors = String::from_utf8_lossy(&output.stderr);
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned() + &errors)
}

async fn check(arguments: &[&str], path: &str, expected: &str) {
    let server = Running::start(app().debug(false)).await;
    let url = format!("http://{}{path}", server.address);
    let (is_content, answer) = curl(&[arguments, &[&url]].concat()).await;
    assert_eq!((is_content, answer.as_str()), (true, expected), "{arguments:?} {path}");
}

#[tokio::test]
async fn curl_gets_what_it_asks_for() {
    check(&[], "/", "hello").await;
    check(&[], "/hello/Ada", "hello Ada").await;
    check(&["--http1.0"], "/", "hello").await;
    check(&["--data", "abc"], "/echo", "abc").await;
    check(&["--data", "abc", "-H", "transfer-encoding: chunked"], "/echo", "abc").await;
    check(&["--data", "abc", "-H", "expect: 100-continue"], "/echo", "abc").await;
    check(&["--json", "17"], "/number", "17").await;
    check(&["--path-as-is"], "/hello/..", "hello ..").await;
    let status =
        ["--head", "--output", "/dev/null", "--write-out", "%{http_code} %header{content-length}"];
    check(&status, "/", "200 5").await;
}

#[tokio::test]
async fn curl_is_told_what_is_wrong() {
    check(&[], "/nowhere", r#"{"message":"Requested path: /nowhere does not exist"}"#).await;
    check(&["-X", "PUT"], "/", r#"{"message":"PUT request is not allowed for /"}"#).await;
    check(&[], "/panic", r#"{"message":"Unhandled exception occurred"}"#).await;
    let large = "x".repeat(100_000);
    let too_large = r#"{"message":"Request body is larger than the limit of 1000 bytes"}"#;
    check(&["--data", &large], "/echo", too_large).await;
    check(&["--data", &large, "-H", "transfer-encoding: chunked"], "/echo", too_large).await;
    check(&["-H", "Host:"], "/", r#"{"message":"Request has no Host header"}"#).await;
}

#[tokio::test]
async fn curl_uses_one_connection_for_many_requests() {
    let server = Running::start(app()).await;
    let url = format!("http://{}/hello/[1-5]", server.address);
    let (is_content, answer) = curl(&["--write-out", " %{num_connects}\n", &url]).await;
    assert!(is_content);
    assert_eq!(answer, "hello 1 1\nhello 2 0\nhello 3 0\nhello 4 0\nhello 5 0\n");
}
