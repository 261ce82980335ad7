//! The answers to requests that no handler gets: 404, 405, 400, and OPTIONS.

use crate::endpoint::{BoxFuture, Endpoint};
use crate::error::Error;
use crate::extract::{Needs, not_found};
use crate::request::{Missed, Request};
use crate::response::{IntoResponse, NoContent, Response};
use http::header::{ALLOW, HeaderValue};
use http::{Method, StatusCode};

/// The end of the way of a request for which no route was found.
pub(crate) struct Miss;

impl Endpoint for Miss {
    fn call<'a>(&'a self, request: &'a mut Request) -> BoxFuture<'a, Result<Response, Error>> {
        let answer = answer(request);
        Box::pin(std::future::ready(answer))
    }

    fn needs(&self) -> Needs {
        Needs::default()
    }

    fn name(&self) -> &'static str {
        "roob"
    }
}

fn answer(request: &Request) -> Result<Response, Error> {
    let path = request.path();
    match &request.found().missed {
        Some(Missed::Verb(allow)) if request.method() == Method::OPTIONS => {
            let mut response = NoContent.into_response()?;
            response.headers_mut().insert(ALLOW, HeaderValue::clone(allow));
            Ok(response)
        }
        Some(Missed::Verb(allow)) => Err(not_allowed(request.method(), path, allow)),
        Some(Missed::Encoding) => Err(Error::bad_request(format!(
            "Requested path: {path} is not valid percent-encoded UTF-8"
        ))),
        Some(Missed::Asterisk) => {
            Err(Error::bad_request("The target `*` is for OPTIONS only, ask for a path"))
        }
        Some(Missed::Connect) => {
            Err(Error::new(StatusCode::NOT_IMPLEMENTED, "CONNECT is for proxies, and this is none"))
        }
        None => Err(not_found(path)),
    }
}

fn not_allowed(method: &Method, path: &str, allow: &HeaderValue) -> Error {
    let message = format!("{method} request is not allowed for {path}");
    Error::new(StatusCode::METHOD_NOT_ALLOWED, message).header(ALLOW, allow.clone())
}
