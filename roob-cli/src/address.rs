//! Where the server of a project will answer, for commands that are shown to the user.

use std::env;

/// What stands in front of the path in a `curl`: `localhost:8000`, unless `ROOB_ADDR` says otherwise.
pub(crate) fn authority() -> String {
    match env::var("ROOB_ADDR") {
        Ok(port) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("localhost:{port}")
        }
        Ok(address) if !address.is_empty() => address,
        _ => "localhost:8000".to_owned(),
    }
}
