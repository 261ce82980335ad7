//! Errors that nobody but the operator should see, told once each.

use crate::error::Error;
use crate::label::Label;
#[cfg(feature = "testing")]
use crate::listener::Listener;
use crate::log::tell;
use crate::request::Request;
use http::HeaderValue;
use http::header::{HeaderMap, HeaderName};
use std::array::from_fn;
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
pub(crate) fn failure(error: &Error, label: &Label, id: &HeaderValue) {
    let cause = error.cause_chain().unwrap_or_else(|| error.message().to_owned());
    let status = error.status().as_u16();
    let id = id.to_str().unwrap_or_default();
    tell(|| {
        if is_heard() {
            let (method, route, path) = (label.verb(), label.route(), label.path());
            tracing::error!(request_id = id, method, route, path, status, cause, "request failed");
        } else if is_wanted() {
            eprintln!("request failed: {label} {status} (request id {id}): {cause}");
        }
    });
}

/// Tells the log, as [`failure`] does, why an answer that had begun was not sent to its end. Its
/// head is gone, so the client knows no other id than its own.
pub(crate) fn broken_off(cause: &str, label: &Label, id: Option<&HeaderValue>) {
    let id = id.and_then(|id| id.to_str().ok());
    tell(|| {
        if is_heard() {
            let (method, route, path) = (label.verb(), label.route(), label.path());
            // Of its own: no error was rendered that a test could have been told of.
            tracing::error!(target: "roob::stream", request_id = id, method, route, path, cause, "answer broke off");
        } else if is_wanted() {
            let id = id.map(|id| format!(" (request id {id})")).unwrap_or_default();
            eprintln!("answer broke off: {label}{id}: {cause}");
        }
    });
}

/// Whether `tracing` has a subscriber on this thread. A test client that keeps the lines for itself
/// is none.
pub(crate) fn is_heard() -> bool {
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

/// The id by which a request is known: the one that came with it or that middleware gave it, or the
/// one that was made for it.
pub(crate) fn known_id(request: &Request) -> Option<&HeaderValue> {
    own_id(request.headers()).or(request.found().id.as_deref())
}

/// The id that came with a request.
pub(crate) fn own_id(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(REQUEST_ID).filter(|id| is_sane(id.as_bytes()))
}

fn is_sane(id: &[u8]) -> bool {
    (1..=MAX_ID_LEN).contains(&id.len()) && id.iter().all(u8::is_ascii_graphic)
}

/// Sixteen digits that do not repeat in a process and hardly between processes.
pub(crate) fn new_id() -> HeaderValue {
    static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let id = SEED.hash_one(COUNT.fetch_add(1, Ordering::Relaxed));
    let digits: [u8; 16] = from_fn(|at| b"0123456789abcdef"[(id >> (60 - 4 * at)) as usize & 15]);
    HeaderValue::from_bytes(&digits).unwrap_or(HeaderValue::from_static("unknown"))
}
