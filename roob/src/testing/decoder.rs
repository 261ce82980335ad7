//! Server-sent events, parsed as WHATWG HTML, 9.2.6 says.

use bytes::{Buf, Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// An event as a client got it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestEvent {
    /// Its data, the lines of it joined by LF.
    pub data: String,
    /// Its name; `message` when it has none.
    pub event: String,
    /// The id with which a client would come back: that of the event, or else of the last one
    /// before it that had one; empty when none had.
    pub id: String,
    /// The time to wait before coming back, when one was sent since the event before.
    pub retry: Option<Duration>,
}

impl TestEvent {
    /// The data as JSON.
    ///
    /// # Panics
    /// When the data is not JSON or does not fit `T`.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_str(&self.data) {
            Ok(value) => value,
            Err(error) => {
                let (wanted, data) = (std::any::type_name::<T>(), &self.data);
                panic!("expected data of JSON that fits `{wanted}`, but: {error}\n\n{data}")
            }
        }
    }
}

/// Whether a body is a stream of events by its type. Asked of every response, so it only looks at
/// the bytes.
pub(super) fn is_event_stream(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).map_or(&[][..], |value| value.as_bytes());
    let (essence, parameters) = media.split_at(media.len().min(MEDIA.len()));
    essence.eq_ignore_ascii_case(MEDIA) && matches!(parameters.first(), None | Some(b';' | b' '))
}

/// Makes events of bytes, however these are cut into pieces.
#[derive(Default)]
pub(super) struct Decoder {
    /// What came and is no line yet.
    pending: BytesMut,
    /// How much of it has no line break.
    searched: usize,
    /// The lines since the last event, as they came.
    lines: BytesMut,
    has_begun: bool,
    /// Whether the last line ended in CR: an LF right after it belongs to it.
    is_after_cr: bool,
    data: String,
    event: String,
    id: String,
    retry: Option<Duration>,
}

const MEDIA: &[u8] = b"text/event-stream";

/// A byte order mark, which may stand before everything.
const BOM: &[u8] = "\u{feff}".as_bytes();

impl Decoder {
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.pending.extend_from_slice(piece);
    }

    /// The next event that came whole, with its bytes.
    pub(super) fn next(&mut self) -> Option<(TestEvent, Bytes)> {
        while let Some(line) = self.line() {
            let text = line.strip_prefix(BOM).filter(|_| !self.has_begun).unwrap_or(&line);
            let text = String::from_utf8_lossy(text);
            self.has_begun = true;
            match text.split_once(':') {
                _ if text.is_empty() => {
                    if let Some(event) = self.dispatch() {
                        return Some((event, self.lines.split().freeze()));
                    }
                }
                Some((field, value)) => self.field(field, value.strip_prefix(' ').unwrap_or(value)),
                None => self.field(&text, ""),
            }
        }
        None
    }

    /// What came since the last event.
    pub(super) fn left(&self) -> usize {
        self.lines.len() + self.pending.len()
    }

    /// Takes it: at the end of a stream it is no event.
    pub(super) fn take_left(&mut self) -> Bytes {
        self.searched = 0;
        let pending = self.pending.split();
        self.lines.extend_from_slice(&pending);
        self.lines.split().freeze()
    }

    /// The next line without its end. A line ends in LF, CRLF or CR; at a CR nobody waits for an LF.
    fn line(&mut self) -> Option<Bytes> {
        self.skip_line_feed();
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let Some(at) = self.pending[self.searched..].iter().position(is_end) else {
            self.searched = self.pending.len();
            return None;
        };
        let mut line = self.pending.split_to(self.searched + at + 1).freeze();
        self.searched = 0;
        self.lines.extend_from_slice(&line);
        self.is_after_cr = line.ends_with(b"\r");
        self.skip_line_feed();
        line.truncate(line.len() - 1);
        Some(line)
    }

    /// The LF of a CRLF, which may come much later.
    fn skip_line_feed(&mut self) {
        if self.is_after_cr && !self.pending.is_empty() {
            self.is_after_cr = false;
            if self.pending.starts_with(b"\n") {
                self.pending.advance(1);
                self.lines.extend_from_slice(b"\n");
            }
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        match name {
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "event" => value.clone_into(&mut self.event),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A comment has no name, and what nobody knows is passed over.
            _ => {}
        }
    }

    /// The event that an empty line ends; one without data is none.
    fn dispatch(&mut self) -> Option<TestEvent> {
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        data.pop()?;
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(TestEvent { data, event, id: self.id.clone(), retry: self.retry.take() })
    }
}
