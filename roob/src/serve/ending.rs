//! When a connection of a server that ends is at its end.
//!
//! A request that is under way, in its head or later, is answered. A connection on which nothing
//! happens stays open for a little while, because a client may have sent its next request before it
//! could know; that one is answered with `Connection: close`, as is every answer from now on (RFC
//! 9112, 9.6). Only a request that is sent in the moment of closing is lost, and HTTP/1.1 knows no way
//! around that.

use super::pace::Pace;
use super::stop::Stop;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::task::unconstrained;
use tokio::time::{Sleep, sleep};

/// How long the runtime has to notice what the system has already.
const NOTICE: Duration = Duration::from_millis(5);

pub(super) struct Ending {
    stop: Stop,
    idle_grace: Duration,
    /// Until when a connection without a request stays open.
    rest: Option<Pin<Box<Sleep>>>,
    has_come: bool,
}

impl Ending {
    pub(super) fn new(stop: Stop, idle_grace: Duration) -> Self {
        Self { stop, idle_grace, rest: None, has_come: false }
    }

    /// Whether hyper is to be told now that no more requests are wanted. `true` once.
    pub(super) fn comes(
        &mut self,
        context: &mut Context<'_>,
        pace: &Pace,
        has_input: impl Fn() -> bool,
    ) -> bool {
        if self.has_come || !self.stop.is_told() {
            return false;
        }
        self.has_come = if pace.is_in_head() {
            // hyper would not wait for the rest of it.
            false
        } else if pace.is_idle() {
            self.is_over(context, pace, has_input)
        } else {
            true
        };
        self.has_come
    }

    fn is_over(
        &mut self,
        context: &mut Context<'_>,
        pace: &Pace,
        has_input: impl Fn() -> bool,
    ) -> bool {
        if self.rest.is_none() && !self.idle_grace.is_zero() {
            self.rest = Some(Box::pin(sleep(self.idle_grace)));
        }
        // A turn that has used up its budget would not be registered.
        let mut is_due =
            |rest: &mut Pin<Box<Sleep>>| pin!(unconstrained(rest.as_mut())).poll(context);
        while self.rest.as_mut().map_or(Poll::Ready(()), &mut is_due).is_ready() {
            if !has_input() {
                pace.leave();
                return true;
            }
            self.rest = Some(Box::pin(sleep(NOTICE)));
        }
        false
    }
}
