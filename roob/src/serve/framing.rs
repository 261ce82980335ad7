//! Where a body ends in the bytes of a connection (RFC 9112, 6). That is the business of the server,
//! so an app neither sees it nor can get it wrong.

use crate::log::tell;
use crate::response::Response;
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};
use http::{Method, Request};
use http_body::Body;

/// Takes away that the body came in chunks, because none are left (RFC 9112, 7.1.3); the gate lets no
/// other coding pass. Whether it did.
pub(super) fn strip<B: Body>(request: &mut Request<B>) -> bool {
    let is_chunked = request.body().size_hint().exact().is_none();
    if is_chunked {
        request.headers_mut().remove(TRANSFER_ENCODING);
    }
    is_chunked
}

/// Takes headers away that lie about where the body ends. With one of these the client would read the
/// rest of this answer as the beginning of the next.
pub(super) fn correct(method: &Method, response: &mut Response) {
    // An answer has few headers, and hardly ever one of these: to look at all names is less than to
    // look two of them up.
    let is_framing = |name: &HeaderName| name == CONTENT_LENGTH || name == TRANSFER_ENCODING;
    if response.headers().keys().any(is_framing) {
        correct_claims(method, response);
    }
}

fn correct_claims(method: &Method, response: &mut Response) {
    if let Some(coding) = response.headers_mut().remove(TRANSFER_ENCODING) {
        tell(|| {
            tracing::error!(?coding, "an app cannot set `transfer-encoding`; it was left out");
        });
    }
    // The answer to HEAD has the length of what GET would get.
    if *method == Method::HEAD {
        return;
    }
    let Some(length) = response.body().size_hint().exact() else { return };
    let claims = |claimed: &HeaderValue| {
        claimed.to_str().ok().and_then(|text| text.parse().ok()) == Some(length)
    };
    let mut claimed = response.headers().get_all(CONTENT_LENGTH).iter();
    if !claimed.all(claims) {
        let claimed = response.headers_mut().remove(CONTENT_LENGTH);
        tell(|| {
            tracing::error!(?claimed, length, "`content-length` is not the length of the body");
        });
    }
}
