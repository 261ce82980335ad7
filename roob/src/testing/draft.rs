//! An exchange that only its request knows.

use super::coverage::Notice;
use super::exchange::{Content, Exchange, Received, Sent};
use crate::witness::Witness;
use http::{HeaderMap, StatusCode};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// An exchange from the first word of its request on. It stays where it is until it is forgotten, so
/// nothing of it is copied on the way, and futures have no room for it.
pub(super) struct Draft(Arc<Exchange>);

/// A request that nothing came back to.
pub(super) struct Unheard {
    pub(super) draft: Draft,
    /// In words, why not.
    pub(super) finding: String,
}

impl Draft {
    /// Nothing came back yet.
    pub(super) fn new(sent: Sent) -> Self {
        let (status, headers) = (StatusCode::OK, HeaderMap::new());
        let received = Received { status, headers, content: Content::default() };
        let (witness, notice) = (Witness::default(), Notice::default());
        Self(Arc::new(Exchange { sent, received, witness, notice }))
    }

    /// From now on others may know it.
    pub(super) fn done(self) -> Arc<Exchange> {
        self.0
    }
}

impl Deref for Draft {
    type Target = Exchange;

    fn deref(&self) -> &Exchange {
        &self.0
    }
}

impl DerefMut for Draft {
    fn deref_mut(&mut self) -> &mut Exchange {
        match Arc::get_mut(&mut self.0) {
            Some(exchange) => exchange,
            None => unreachable!("a draft is given to nobody"),
        }
    }
}
