//! The events of a response, one by one.

use super::decoder::{Decoder, TestEvent};
use super::reader::{Parts, Reader};
use super::waiting::waiting;
use bytes::Bytes;
use std::panic::Location;
use std::time::Duration;

/// The server-sent events of a response while they come, from
/// [`TestResponse::sse`](super::TestResponse::sse).
///
/// Everything that waits has a deadline, that of the request where none is given, and panics when it
/// passes, with what came until then. Dropping this is a client that goes away.
pub struct Events(pub(super) Reader<Decoder>);

impl Parts for Decoder {
    type Part = TestEvent;

    const NAME: &'static str = "event";
    const ONE: &'static str = "an event";

    fn push(&mut self, piece: Bytes) {
        self.push(&piece);
    }

    fn next(&mut self) -> Option<(TestEvent, Bytes)> {
        self.next()
    }

    fn left(&self) -> usize {
        self.left()
    }

    fn take_left(&mut self) -> Bytes {
        self.take_left()
    }

    fn brief(event: &TestEvent) -> String {
        format!("`{}` with the data {:?}", event.event, event.data)
    }
}

waiting!(Events, TestEvent, "event", "events");

impl Events {
    /// All that come until the end.
    ///
    /// # Panics
    /// When the end does not come in time or within 16 MiB, or the stream breaks off.
    #[track_caller]
    pub fn rest(&mut self) -> impl Future<Output = Vec<TestEvent>> + Send {
        self.0.rest(Location::caller())
    }
}
