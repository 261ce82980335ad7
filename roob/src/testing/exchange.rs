//! What is remembered of a request and its response. Nothing is rendered here: most exchanges are
//! never shown.

use crate::body::Body;
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode, Uri};
use http_body::Body as _;
use std::future::poll_fn;
use std::panic::Location;
use std::pin::Pin;

/// A request with its response.
pub(super) struct Exchange {
    pub(super) sent: Sent,
    pub(super) received: Received,
}

/// A request as it was sent.
pub(super) struct Sent {
    /// The line of the test that made it.
    pub(super) asked_at: &'static Location<'static>,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) content: Content,
}

/// A response, read to its end.
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) content: Content,
}

/// The bytes of a body, and how it ended.
#[derive(Default)]
pub(super) struct Content {
    pub(super) bytes: Bytes,
    pub(super) end: End,
}

#[derive(Default)]
pub(super) enum End {
    /// The bytes are all.
    #[default]
    Whole,
    /// They passed by as a stream.
    Passed,
    /// More should have come; this is why not.
    Broken(String),
}

/// The most that is read of a response, in bytes: 16 MiB.
const LIMIT: usize = 16 * 1024 * 1024;

impl Content {
    /// Reads `body` to its end, and keeps what came when it breaks off.
    pub(super) async fn read(body: Body) -> Self {
        match body.into_bytes() {
            Ok(bytes) if bytes.len() <= LIMIT => Self { bytes, end: End::Whole },
            Ok(_) => Self { bytes: Bytes::new(), end: too_large() },
            // In a box, so that the many that do not wait here have no room for it.
            Err(stream) => Box::pin(Self::read_stream(stream)).await,
        }
    }

    async fn read_stream(mut body: Body) -> Self {
        let mut pieces = Pieces::default();
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            match frame.map(http_body::Frame::into_data) {
                Ok(Ok(data)) if pieces.len() + data.len() > LIMIT => {
                    return Self { bytes: pieces.join(), end: too_large() };
                }
                Ok(Ok(data)) => pieces.push(data),
                // Trailers.
                Ok(Err(_)) => {}
                Err(error) => {
                    return Self { bytes: pieces.join(), end: End::Broken(error.to_string()) };
                }
            }
        }
        Self { bytes: pieces.join(), end: End::Whole }
    }

    /// Why the body is not whole.
    pub(super) fn broken(&self) -> Option<&str> {
        match &self.end {
            End::Broken(reason) => Some(reason),
            _ => None,
        }
    }
}

fn too_large() -> End {
    End::Broken(format!("the test client reads at most {LIMIT} bytes"))
}

/// A single piece, as almost every body is, is not copied.
#[derive(Default)]
struct Pieces {
    first: Bytes,
    more: BytesMut,
}

impl Pieces {
    fn push(&mut self, data: Bytes) {
        if self.len() == 0 {
            self.first = data;
            return;
        }
        if self.more.is_empty() {
            self.more.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.more.extend_from_slice(&data);
    }

    fn len(&self) -> usize {
        self.first.len() + self.more.len()
    }

    fn join(self) -> Bytes {
        if self.more.is_empty() { self.first } else { self.more.freeze() }
    }
}
