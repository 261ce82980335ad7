//! Whether new requests should come here.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a program wants new requests: from its start until it is told to stop. A load balancer
/// asks for it and sends requests elsewhere while there is still somebody who answers them.
///
/// It is an argument of handlers, and [`Service::readiness`](crate::Service::readiness) gives it to
/// everybody else. Clones are the same. The handler [`ready`](crate::ready) is all that most apps
/// need.
///
/// ```
/// use roob::{App, Readiness, get};
///
/// async fn health(readiness: Readiness) -> &'static str {
///     if readiness.is_ready() { "fine" } else { "stopping" }
/// }
///
/// let service = App::new().route("/healthz", get(health)).build().unwrap();
/// assert!(service.readiness().is_ready());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Readiness(Arc<AtomicBool>);

impl Readiness {
    /// `false` from the first signal on, or once somebody called [`stop`](crate::Service::stop).
    pub fn is_ready(&self) -> bool {
        !self.0.load(Ordering::Acquire)
    }

    pub(crate) fn set(&self, is_ready: bool) {
        self.0.store(!is_ready, Ordering::Release);
    }
}
