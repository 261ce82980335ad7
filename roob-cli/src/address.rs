//! Where the server of a project will answer, for commands that are shown to the user.

use std::env;

/// What stands in front of the path in a `curl`: `localhost:8000`, unless `ROOB_ADDR` says otherwise.
/// Of several addresses it is the first.
pub(crate) fn authority() -> String {
    let addresses = env::var("ROOB_ADDR").unwrap_or_default();
    let address = addresses.split(',').next().unwrap_or_default();
    match address.strip_prefix("unix:") {
        Some(path) => format!("--unix-socket {path} localhost"),
        None if address.is_empty() => "localhost:8000".to_owned(),
        None if address.bytes().all(|byte| byte.is_ascii_digit()) => format!("localhost:{address}"),
        None => address.to_owned(),
    }
}
