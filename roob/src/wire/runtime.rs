//! The thread that drives the sockets of all clients of this process.

use std::future::pending;
use std::sync::OnceLock;
use std::thread;
use tokio::runtime::{Builder, Handle};

/// The runtime of that thread, which is started when the first socket is needed and ends with the
/// process.
pub(super) fn runtime() -> &'static Handle {
    static RUNTIME: OnceLock<Handle> = OnceLock::new();
    RUNTIME.get_or_init(|| match start() {
        Ok(handle) => handle,
        Err(error) => panic!("the thread for the sockets of the tests does not start: {error}"),
    })
}

fn start() -> std::io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let name = "roob-test-http1".to_owned();
    thread::Builder::new().name(name).spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}
