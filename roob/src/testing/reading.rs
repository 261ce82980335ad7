//! Bodies that are read to their end.

use super::deadline::{Deadline, Late};
use super::exchange::{Content, End};
use crate::body::Body;
use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use std::future::poll_fn;
use std::pin::{Pin, pin};

/// The most that is read of a response, in bytes: 16 MiB.
pub(super) const LIMIT: usize = 16 * 1024 * 1024;

impl Content {
    /// Reads `body` to its end, and keeps what came when it breaks off or takes too long.
    pub(super) async fn read(body: Body, deadline: &mut Deadline) -> Self {
        match body.into_bytes() {
            Ok(bytes) if bytes.len() <= LIMIT => Self { bytes, end: End::Whole },
            Ok(_) => Self { bytes: Bytes::new(), end: too_large() },
            // In a box, so that the many that do not wait here have no room for it.
            Err(stream) => Box::pin(Self::read_stream(stream, deadline)).await,
        }
    }

    async fn read_stream(mut body: Body, deadline: &mut Deadline) -> Self {
        let mut pieces = Joined::default();
        let end = loop {
            match next_piece(&mut body, deadline).await {
                Ok(Some(Ok(data))) if pieces.len() + data.len() > LIMIT => {
                    // However the pieces were cut, the same bytes are left.
                    pieces.push(data.slice(..LIMIT - pieces.len()));
                    break too_large();
                }
                Ok(Some(Ok(data))) => pieces.push(data),
                Ok(Some(Err(reason))) => break End::Broken(reason),
                Ok(None) => break End::Whole,
                Err(_) => break End::Open,
            }
        };
        Self { bytes: pieces.join(), end }
    }
}

/// What comes next of `body`, or why nothing does; `None` at its end. Trailers are passed over.
pub(super) async fn next_piece(
    body: &mut Body,
    deadline: &mut Deadline,
) -> Result<Option<Result<Bytes, String>>, Late> {
    loop {
        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context));
        match deadline.within(pin!(frame)).await? {
            None => return Ok(None),
            Some(Err(error)) => return Ok(Some(Err(error.to_string()))),
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) if !data.is_empty() => return Ok(Some(Ok(data))),
                _ => {}
            },
        }
    }
}

fn too_large() -> End {
    End::Broken(format!("the test client reads at most {LIMIT} bytes"))
}

/// A single piece, as almost every body is, is not copied.
#[derive(Default)]
struct Joined {
    first: Bytes,
    more: BytesMut,
}

impl Joined {
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
