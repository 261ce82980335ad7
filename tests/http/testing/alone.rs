//! Tests that need a process of their own, because of what all tests of a process share.

use std::env;
use std::process::Command;

/// What the test `name` prints on standard error in a process of its own; `None` in that process.
pub(super) fn alone(name: &str) -> Option<String> {
    if env::var_os("ROOB_TEST_ALONE").is_some() {
        return None;
    }
    let mut test = Command::new(env::current_exe().unwrap());
    test.args([name, "--exact", "--nocapture"]).env("ROOB_TEST_ALONE", "1");
    let output = test.env("RUST_BACKTRACE", "0").output().unwrap();
    let [out, errors] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(output.status.success() && out.contains("1 passed"), "{out}{errors}");
    Some(errors)
}
