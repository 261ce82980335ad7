//! Bodies without their codings (RFC 9110, 8.4).

use bytes::Bytes;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::header::{CONTENT_ENCODING, HeaderMap};
use std::io::Read;

/// The most that a body may become, in bytes: 16 MiB, as much as is read of one.
const LIMIT: u64 = 16 * 1024 * 1024;

/// What `bytes` are when the codings that `headers` name are undone: gzip and deflate.
///
/// # Errors
/// Why they cannot be, in words.
pub(super) fn decoded(bytes: &Bytes, headers: &HeaderMap) -> Result<Bytes, String> {
    let mut decoded = bytes.clone();
    if bytes.is_empty() {
        return Ok(decoded);
    }
    for value in headers.get_all(CONTENT_ENCODING).iter().rev() {
        let codings = value.to_str().unwrap_or_default();
        for coding in codings.rsplit(',').map(str::trim) {
            decoded = without(&coding.to_ascii_lowercase(), decoded)?;
        }
    }
    Ok(decoded)
}

/// RFC 9110, 8.4.1. What is called deflate should be zlib, but some send it bare.
fn without(coding: &str, bytes: Bytes) -> Result<Bytes, String> {
    match coding {
        "" | "identity" => Ok(bytes),
        "gzip" | "x-gzip" => read(coding, MultiGzDecoder::new(&*bytes)),
        "deflate" => read(coding, ZlibDecoder::new(&*bytes))
            .or_else(|error| read(coding, DeflateDecoder::new(&*bytes)).map_err(|_| error)),
        _ => Err(format!("it is in `{coding}`, which the test client does not read")),
    }
}

fn read(coding: &str, decoder: impl Read) -> Result<Bytes, String> {
    let mut bytes = Vec::new();
    match decoder.take(LIMIT + 1).read_to_end(&mut bytes) {
        Err(error) => Err(format!("it is not in `{coding}`, as its header says: {error}")),
        Ok(length) if length as u64 > LIMIT => {
            Err(format!("it has more than {LIMIT} bytes without its `{coding}`"))
        }
        Ok(_) => Ok(bytes.into()),
    }
}
