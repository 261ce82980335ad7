//! What asks a program to end: SIGTERM and Ctrl-C.

use std::io;
use std::task::Poll;

/// Waits for signals. From its creation on they no longer kill the program.
pub(super) struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

impl Signals {
    #[cfg(unix)]
    pub(super) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { terminate, interrupt: signal(SignalKind::interrupt())? })
    }

    #[cfg(windows)]
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    /// The next signal.
    pub(super) async fn next(&mut self) {
        std::future::poll_fn(|context| {
            #[cfg(unix)]
            if self.terminate.poll_recv(context).is_ready() {
                return Poll::Ready(());
            }
            self.interrupt.poll_recv(context).map(drop)
        })
        .await;
    }
}
