//! The parts of the head as they are, and the whole request.

use super::FromRequest;
use super::needs::Needs;
use crate::body::Body;
use crate::error::Error;
use crate::request::Request;
use http::{HeaderMap, Method, Uri, Version};

impl FromRequest for Method {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.method().clone())
    }
}

impl FromRequest for Uri {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.uri().clone())
    }
}

impl FromRequest for Version {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.version())
    }
}

impl FromRequest for HeaderMap {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.headers().clone())
    }
}

/// The request itself, body included; the other arguments have taken theirs before.
impl FromRequest for Request {
    const LAST: bool = true;

    fn declare(needs: &mut Needs) {
        needs.body::<Self>();
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        // The log still has to know which request it was.
        let mut left = http::Request::new(Body::empty());
        *left.method_mut() = request.method().clone();
        *left.uri_mut() = request.uri().clone();
        let mut left = Request::new(left);
        left.set_found(request.found().clone());
        Ok(std::mem::replace(request, left))
    }
}
