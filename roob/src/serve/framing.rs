//! Where a body ends in the bytes of a connection (RFC 9112, 6). That is the business of the server,
//! so an app neither sees it nor can get it wrong.

use crate::response::Response;
use crate::unwind::quietly;
use http::header::{CONTENT_LENGTH, HeaderValue, TRANSFER_ENCODING};
use http::{Method, Request};
use http_body::Body;

/// Takes away that the body came in chunks, because none are left (RFC 9112, 7.1.3). Any other
/// coding stays: nobody has undone it.
pub(super) fn strip<B: Body>(request: &mut Request<B>) {
    if request.body().size_hint().exact().is_some() {
        return;
    }
    let mut codings = request.headers().get_all(TRANSFER_ENCODING).iter();
    if let (Some(coding), None) = (codings.next(), codings.next())
        && coding.as_bytes().eq_ignore_ascii_case(b"chunked")
    {
        request.headers_mut().remove(TRANSFER_ENCODING);
    }
}

/// Takes headers away that lie about where the body ends. With one of these the client would read the
/// rest of this answer as the beginning of the next.
pub(super) fn correct(method: &Method, response: &mut Response) {
    if let Some(coding) = response.headers_mut().remove(TRANSFER_ENCODING) {
        quietly(|| {
            tracing::error!(?coding, "an app cannot set `transfer-encoding`; it was left out")
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
        quietly(|| {
            tracing::error!(?claimed, length, "`content-length` is not the length of the body")
        });
    }
}
