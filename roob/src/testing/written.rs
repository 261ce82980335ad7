//! What a user wrote, checked and made ready to be sent.

use super::exchange::Sent;
use crate::body::Body;
use crate::request::Request;
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Uri};
use std::cell::Cell;
use std::mem;

/// What is sent of `sent`, with `stream` for a body that is no bytes, and with the `host` that nobody
/// wrote.
pub(super) fn outgoing(sent: &Sent, stream: Option<Body>) -> Request {
    let (mut head, ()) = http::Request::new(()).into_parts();
    head.method = sent.method.clone();
    head.uri = sent.uri.clone();
    head.headers = headers(&sent.headers);
    let body = stream.unwrap_or_else(|| sent.content.bytes.clone().into());
    Request::from_parts(head, body)
}

/// Takes back what a request that was answered leaves, for the next one.
pub(super) fn reclaim(request: &mut Request) {
    let headers = mem::take(request.headers_mut());
    if (1..=KEPT).contains(&headers.capacity()) {
        // The thread keeps it, if it does not end.
        let _ = SPARE.try_with(|spare| spare.set(Some(headers)));
    }
}

thread_local! {
    /// The headers of the last request, as it was left.
    static SPARE: Cell<Option<HeaderMap>> = const { Cell::new(None) };
}

/// The most headers that a map for the next request may have room for.
const KEPT: usize = 32;

const LOCALHOST: HeaderValue = HeaderValue::from_static("localhost");

fn headers(written: &HeaderMap) -> HeaderMap {
    // Room for all of them, and not more: a map that grows by itself starts with 832 bytes.
    let room = || HeaderMap::with_capacity(written.len() + 1);
    let mut headers = SPARE.try_with(Cell::take).ok().flatten().unwrap_or_else(room);
    if written.is_empty() && is_only_host(&headers) {
        return headers;
    }
    headers.clear();
    for (name, value) in written {
        headers.append(name, value.clone());
    }
    headers.entry(header::HOST).or_insert(LOCALHOST);
    headers
}

/// Whether these are what most requests have: then nothing has to be done again.
fn is_only_host(headers: &HeaderMap) -> bool {
    let is_host = |(name, value): (&HeaderName, &HeaderValue)| {
        *name == header::HOST && value == LOCALHOST && !value.is_sensitive()
    };
    headers.len() == 1 && headers.iter().all(is_host)
}

#[track_caller]
pub(super) fn target(method: &Method, path: String) -> Uri {
    let is_server = method == Method::OPTIONS && path == "*";
    if !path.starts_with('/') && !is_server {
        panic!("`{path}` is not a path: it does not begin with `/`");
    }
    let bytes = Bytes::from(path);
    match Uri::from_maybe_shared(bytes.clone()) {
        Ok(uri) => uri,
        Err(error) => {
            let path = String::from_utf8_lossy(&bytes);
            panic!(
                "`{path}` is not a path: {error}; percent-encode what is not in the alphabet of a URI"
            )
        }
    }
}

#[track_caller]
pub(super) fn header_name(name: &str) -> HeaderName {
    match HeaderName::from_bytes(name.as_bytes()) {
        Ok(name) => name,
        Err(_) => panic!("`{}` is not a name of a header", name.escape_debug()),
    }
}

#[track_caller]
pub(super) fn header_value(value: &[u8]) -> HeaderValue {
    match HeaderValue::from_bytes(value) {
        Ok(value) => value,
        Err(_) => panic!("`{}` is not a value of a header", value.escape_ascii()),
    }
}
