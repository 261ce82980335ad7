//! JSON that is written where the JSON before it was.

use bytes::Bytes;
use serde::Serialize;
use std::cell::Cell;

thread_local! {
    /// Room that the last answer of this thread left.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Up to so many bytes are copied from there into memory of just that size, which costs less than
/// memory that grows and is too large in the end. What is larger is given away as it is.
const COPIED: usize = 8 * 1024;

/// So many bytes are there at the start.
const FIRST: usize = 128;

/// `value` as JSON.
pub(crate) fn json(value: &impl Serialize) -> serde_json::Result<Bytes> {
    // It is taken out, as `value` may have something serialized itself. A thread that ends has none.
    let mut text = SCRATCH.try_with(Cell::take).unwrap_or_default();
    text.clear();
    text.reserve(FIRST);
    serde_json::to_writer(&mut text, value)?;
    if text.len() > COPIED {
        return Ok(text.into());
    }
    let bytes = Bytes::copy_from_slice(&text);
    // The thread keeps it, if it does not end.
    let _ = SCRATCH.try_with(|scratch| scratch.set(text));
    Ok(bytes)
}
