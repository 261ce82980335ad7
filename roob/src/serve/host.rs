//! To which host a request goes.

use http::header::{HOST, HeaderValue};
use http::{Method, Request};

/// Writes the host of a target that is a URL over the header, which then does not count
/// (RFC 9112, 3.2.2): an app needs to look at one of them only.
pub(super) fn settle<B>(request: &mut Request<B>) {
    let Some(authority) = request.uri().authority() else { return };
    // That of CONNECT is where to connect to.
    if *request.method() != Method::CONNECT
        && let Ok(host) = HeaderValue::from_str(authority.as_str())
    {
        request.headers_mut().insert(HOST, host);
    }
}
