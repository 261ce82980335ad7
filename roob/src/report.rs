//! Errors that nobody but the operator should see, told once each.

use crate::error::Error;
#[cfg(feature = "testing")]
use crate::listener::Listener;
use crate::unwind::quietly;
use http::HeaderValue;
use http::header::{HeaderMap, HeaderName};
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use tracing::subscriber::NoSubscriber;

/// The header that names a request, for a client, for proxies and for the log.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longer or stranger ids of clients are not written into the log.
const MAX_ID_LEN: usize = 128;

/// Tells the log why a request failed, through `tracing`, or on standard error while it has no
/// subscriber: a cause must not get lost because nobody set up logging.
pub(crate) fn failure(error: &Error, method: &str, path: &str, id: &str) {
    let cause = error.cause_chain().unwrap_or_else(|| error.message().to_owned());
    let status = error.status().as_u16();
    quietly(|| {
        if is_heard() {
            tracing::error!(request_id = id, method, path, status, cause, "request failed");
        } else if is_wanted() {
            eprintln!("request failed: {method} {path} {status} (request id {id}): {cause}");
        }
    });
}

/// Tells the log, as [`failure`] does, why an answer that had begun was not sent to its end. Its
/// head is gone, so the client knows no other id than its own.
pub(crate) fn broken_off(cause: &str, method: &str, path: &str, id: Option<&str>) {
    quietly(|| {
        if is_heard() {
            // Of its own: no error was rendered that a test could have been told of.
            tracing::error!(target: "roob::stream", request_id = id, method, path, cause, "answer broke off");
        } else if is_wanted() {
            let id = id.map(|id| format!(" (request id {id})")).unwrap_or_default();
            eprintln!("answer broke off: {method} {path}{id}: {cause}");
        }
    });
}

/// Whether `tracing` has a subscriber on this thread. A test client that keeps the lines for itself
/// is none.
fn is_heard() -> bool {
    tracing::dispatcher::get_default(|subscriber| {
        #[cfg(feature = "testing")]
        if let Some(listener) = subscriber.downcast_ref::<Listener>() {
            return listener.is_heard();
        }
        !subscriber.is::<NoSubscriber>()
    })
}

/// Whether anybody would read standard error: not where a witness is enough.
fn is_wanted() -> bool {
    #[cfg(feature = "testing")]
    return !crate::witness::is_alone();
    #[cfg(not(feature = "testing"))]
    true
}

/// The id that came with a request, or a new one.
pub(crate) fn request_id(headers: &HeaderMap) -> HeaderValue {
    own_id(headers).cloned().unwrap_or_else(new_id)
}

/// The id that came with a request.
pub(crate) fn own_id(headers: &HeaderMap) -> Option<&HeaderValue> {
    let is_sane =
        |id: &&HeaderValue| id.len() <= MAX_ID_LEN && id.to_str().is_ok_and(|id| !id.is_empty());
    headers.get(REQUEST_ID).filter(is_sane)
}

/// Sixteen digits that do not repeat in a process and hardly between processes.
fn new_id() -> HeaderValue {
    static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let id = SEED.hash_one(COUNT.fetch_add(1, Ordering::Relaxed));
    HeaderValue::from_str(&format!("{id:016x}")).unwrap_or(HeaderValue::from_static("unknown"))
}
