//! What a user wrote, checked and made ready to be sent.

use super::exchange::{Content, End, Sent};
use crate::body::Body;
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Uri};

/// A body, kept as bytes where it can be: they are shown later.
pub(super) enum Written {
    Bytes(Bytes),
    Stream(Body),
}

/// What is remembered and what is sent. Only the latter has the `host` that nobody wrote.
pub(super) fn split(
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Written,
) -> (Sent, http::Request<Body>) {
    let (content, body) = match body {
        Written::Bytes(bytes) => {
            (Content { bytes: bytes.clone(), end: End::Whole }, Body::from(bytes))
        }
        Written::Stream(body) => (Content { bytes: Bytes::new(), end: End::Passed }, body),
    };
    let mut request = http::Request::new(body);
    *request.method_mut() = method.clone();
    *request.uri_mut() = uri.clone();
    *request.headers_mut() = headers.clone();
    let host = HeaderValue::from_static("localhost");
    request.headers_mut().entry(header::HOST).or_insert(host);
    (Sent { method, uri, headers, content }, request)
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
