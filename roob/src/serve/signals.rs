//! What asks a program to end: SIGTERM and Ctrl-C.

use std::future::poll_fn;
use std::io::{self, Write};
use std::pin::pin;
use std::process::exit;
use std::task::Poll;
use std::thread;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch::{Receiver, Sender, channel};

/// How long the program has to end by itself after the second signal.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts signals. From its creation on they no longer kill the program.
///
/// A thread of its own waits for them, because a handler that blocks its thread keeps the runtime
/// from noticing anything, and `main` from returning while the runtime waits for it. After the second
/// signal that thread ends the program, whatever still runs in it.
pub(super) struct Signals(Receiver<u32>);

struct Source {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
}

impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_io().build()?;
        let source = {
            let _entered = runtime.enter();
            Source::new()?
        };
        let (told, count) = channel(0);
        let thread = thread::Builder::new().name("roob-signals".to_owned());
        thread.spawn(move || watch(&runtime, source, &told))?;
        Ok(Self(count))
    }

    /// The first signal.
    pub(super) fn first(&self) -> impl Future + use<> {
        at_least(self.0.clone(), 1)
    }

    /// The second signal.
    pub(super) fn second(&self) -> impl Future + use<> {
        at_least(self.0.clone(), 2)
    }
}

async fn at_least(mut count: Receiver<u32>, least: u32) {
    let _ = count.wait_for(|count| *count >= least).await;
}

/// Until nobody wants to know, or to the end of the program once a signal has come.
fn watch(runtime: &Runtime, mut source: Source, told: &Sender<u32>) {
    let first = runtime.block_on(async {
        let mut closed = pin!(told.closed());
        let mut next = pin!(source.next());
        poll_fn(|context| match next.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(true),
            Poll::Pending => closed.as_mut().poll(context).map(|()| false),
        })
        .await
    });
    if !first {
        return;
    }
    told.send_replace(1);
    runtime.block_on(source.next());
    told.send_replace(2);
    thread::sleep(PATIENCE);
    let _ = writeln!(io::stderr(), "ended by a second signal, though something still ran");
    exit(1);
}

impl Source {
    #[cfg(unix)]
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { terminate, interrupt: signal(SignalKind::interrupt())? })
    }

    #[cfg(windows)]
    fn new() -> io::Result<Self> {
        Ok(Self { interrupt: tokio::signal::windows::ctrl_c()? })
    }

    async fn next(&mut self) {
        poll_fn(|context| {
            #[cfg(unix)]
            if self.terminate.poll_recv(context).is_ready() {
                return Poll::Ready(());
            }
            self.interrupt.poll_recv(context).map(drop)
        })
        .await;
    }
}
