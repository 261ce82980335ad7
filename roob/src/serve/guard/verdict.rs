//! What the gate of a connection tells the one who answers.

use super::fault::{Fault, Limits};
use crate::error::Error;
use http::{Request, Version};
use std::sync::{Arc, OnceLock};

/// Why the last request of one connection is refused, if it is. Clones are the same.
#[derive(Clone, Default)]
pub(in crate::serve) struct Verdict(Arc<OnceLock<(Fault, Limits)>>);

impl Verdict {
    /// Refuses, and gives the head to be answered in place of the one that was sent. It has no
    /// header at all, and nobody else can send that in HTTP/1.1.
    pub(super) fn refuse(&self, fault: Fault, limits: Limits, is_head: bool) -> &'static [u8] {
        // A connection has one refusal, because nothing follows it.
        let _ = self.0.set((fault, limits));
        if is_head { b"HEAD / HTTP/1.1\r\n\r\n" } else { b"GET / HTTP/1.1\r\n\r\n" }
    }

    /// The error to answer with, when `request` stands for one that was refused.
    pub(in crate::serve) fn on<B>(&self, request: &Request<B>) -> Option<Error> {
        let (fault, limits) = self.0.get()?;
        let stands_in = request.headers().is_empty() && request.version() == Version::HTTP_11;
        stands_in.then(|| fault.error(*limits))
    }
}
