//! The body of an answer that came over the wire.

use super::connection::Pool;
use super::outlet::Outlet;
use super::trip::Trip;
use crate::error::BoxError;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

/// Whoever reads it also drives the streams behind it. Its connection is given back at its end, and
/// closed when it is dropped before.
pub(super) struct Returned {
    outlet: Outlet,
    /// `None` when it is over.
    trip: Option<Trip>,
    pool: Arc<Pool>,
}

impl Returned {
    pub(super) fn new(outlet: Outlet, trip: Trip, pool: &Arc<Pool>) -> Self {
        Self { outlet, trip: Some(trip), pool: Arc::clone(pool) }
    }

    fn give_back(&mut self) {
        if let Some(trip) = self.trip.take().filter(Trip::is_complete) {
            self.pool.give(trip.connection);
        }
    }
}

impl HttpBody for Returned {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            let Self { outlet, trip, .. } = &mut *self;
            let Some(trip) = trip else { return Poll::Ready(None) };
            let polled = Pin::new(outlet).poll_frame(context);
            match polled {
                Poll::Ready(None) => {
                    if let Some(download) = &mut trip.download {
                        ready!(download.poll_end(context));
                    }
                    self.give_back();
                }
                Poll::Ready(Some(Err(error))) => {
                    self.trip = None;
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(frame) => return Poll::Ready(frame),
                Poll::Pending if trip.turn(context) => {}
                Poll::Pending => {
                    trip.hold(context);
                    return Poll::Pending;
                }
            }
        }
    }
}
