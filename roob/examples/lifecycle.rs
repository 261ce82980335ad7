//! A program from its start to its end: what it does before its first request and after its last,
//! how a load balancer learns that it ends, and what becomes of requests under way.
//!
//! ```sh
//! cargo run --example lifecycle
//! curl http://127.0.0.1:8000/readyz
//! curl http://127.0.0.1:8000/naps/5000 &   # then press Ctrl-C: it is answered before the end
//! COLD=1 cargo run --example lifecycle     # it does not start
//! SLOW=1 cargo run --example lifecycle     # it takes all of the grace, or a second Ctrl-C
//! STUCK=1 cargo run --example lifecycle    # only a second Ctrl-C ends it
//! ROOB_DRAIN_DELAY=5 ROOB_ADDR=unix:/tmp/app.sock cargo run --example lifecycle
//! ```

use roob::{App, BoxError, Error, Path, get};
use std::time::Duration;

/// Stands for what has to be there before the first request, such as a cache.
async fn warm_up() -> Result<(), BoxError> {
    if std::env::var_os("COLD").is_some() {
        return Err("it stays cold".into());
    }
    eprintln!("warm");
    Ok(())
}

/// Stands for what has to be saved after the last, such as a buffer.
async fn flush() -> Result<(), BoxError> {
    if std::env::var_os("STUCK").is_some() {
        eprintln!("stuck");
        std::thread::sleep(Duration::from_secs(600));
    }
    if std::env::var_os("SLOW").is_some() {
        eprintln!("slow");
        tokio::time::sleep(Duration::from_secs(600)).await;
    }
    eprintln!("flushed");
    Ok(())
}

/// Sleeps for some milliseconds, and others can ask meanwhile.
async fn nap(Path(millis): Path<u64>) -> String {
    tokio::time::sleep(Duration::from_millis(millis)).await;
    format!("slept {millis} ms")
}

/// Sleeps on a thread, which nobody can interrupt.
async fn block(Path(millis): Path<u64>) -> Result<String, Error> {
    let sleep = move || std::thread::sleep(Duration::from_millis(millis));
    tokio::task::spawn_blocking(sleep).await.map_err(Error::internal)?;
    Ok(format!("slept {millis} ms"))
}

fn app() -> App {
    App::new()
        .on_start(warm_up)
        .on_stop(flush)
        .route("/", get(|| "hello"))
        .route("/readyz", get(roob::ready))
        .route("/naps/{millis:d}", get(nap))
        .route("/blocks/{millis:d}", get(block))
}

fn main() -> Result<(), roob::serve::Error> {
    roob::start(roob::run(app()))
}
