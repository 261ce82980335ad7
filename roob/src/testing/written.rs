//! What a user wrote, checked and made ready to be sent.

use super::exchange::Sent;
use crate::body::Body;
use crate::request::Request;
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Uri};
use std::sync::LazyLock;

/// What is sent of `sent`, with `stream` for a body that is no bytes, and with the `host` that nobody
/// wrote.
pub(super) fn outgoing(sent: &Sent, stream: Option<Body>) -> Request {
    let body = stream.unwrap_or_else(|| sent.content.bytes.clone().into());
    let mut request = http::Request::new(body);
    *request.method_mut() = sent.method.clone();
    *request.uri_mut() = sent.uri.clone();
    *request.headers_mut() = headers(&sent.headers);
    Request::new(request)
}

/// A map of one header, cloned for most requests: that is cheaper than to insert.
static ONLY_HOST: LazyLock<HeaderMap> =
    LazyLock::new(|| HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("localhost"))]));

fn headers(written: &HeaderMap) -> HeaderMap {
    if written.is_empty() {
        return ONLY_HOST.clone();
    }
    // Room for all of them, and not more: a map that grows by itself starts with 832 bytes.
    let mut headers = HeaderMap::with_capacity(written.len() + 1);
    for (name, value) in written {
        headers.append(name, value.clone());
    }
    headers.entry(header::HOST).or_insert(HeaderValue::from_static("localhost"));
    headers
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
