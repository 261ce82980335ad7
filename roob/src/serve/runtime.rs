//! The runtime of a program that does not make its own.

use super::error::Error;
use super::settings::{Settings, WORKERS};
use tokio::runtime::{Builder, Handle};

/// Runs `main`, such as [`run`](crate::run), on a runtime with as many threads as the environment
/// variable `ROOB_WORKERS` says, else as tokio has by default: one for each processor. It is for a
/// `main` without `#[tokio::main]`, which has made its runtime before anybody can say how large it
/// should be; there the variable `TOKIO_WORKER_THREADS` says it.
///
/// When `main` is done the program ends. Tasks are dropped and threads that block are left, which
/// `#[tokio::main]` would wait for.
///
/// ```no_run
/// use roob::{App, get};
///
/// fn main() -> Result<(), roob::serve::Error> {
///     roob::start(roob::run(App::new().route("/", get(|| "hello"))))
/// }
/// ```
///
/// # Errors
/// [`Error::Setting`] when `ROOB_WORKERS` is no number above zero, [`Error::Runtime`] when the system
/// gives no threads, and what `main` gives.
///
/// # Panics
/// Inside of another runtime.
pub fn start<E: From<Error>>(main: impl Future<Output = Result<(), E>>) -> Result<(), E> {
    let mut settings = Settings::of_process();
    // The others are for whoever serves.
    settings.overrule_others(&WORKERS);
    settings.check().map_err(Error::Setting)?;
    start_with(settings.workers, main)
}

pub(super) fn start_with<E: From<Error>>(
    workers: Option<usize>,
    main: impl Future<Output = Result<(), E>>,
) -> Result<(), E> {
    let mut builder = Builder::new_multi_thread();
    if let Some(workers) = workers {
        builder.worker_threads(workers);
    }
    let runtime = builder.enable_all().build().map_err(Error::Runtime)?;
    let end = runtime.block_on(main);
    runtime.shutdown_background();
    end
}

/// Refuses a runtime that has another number of threads than was asked for.
pub(super) fn check(workers: Option<usize>) -> Result<(), Error> {
    let found = Handle::current().metrics().num_workers();
    match workers {
        Some(asked) if asked != found => Err(Error::Workers { asked, found }),
        _ => Ok(()),
    }
}
