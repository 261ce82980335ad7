//! Tower layers as middleware.

use crate::body::Body;
use crate::endpoint::BoxFuture;
use crate::error::{BoxError, Error};
use crate::label::Label;
use crate::middleware::{Middleware, Next};
use crate::renderer::Renderer;
use crate::report;
use crate::request::{Found, Request};
use crate::response::Response;
use bytes::Bytes;
use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::sync::Mutex;
use std::task::{Context, Poll};
use tower_layer::Layer;
use tower_service::Service;

/// What a tower layer wraps: the rest of the way of whichever request comes.
///
/// The router's findings and the rest of the way travel in the request's extensions while the layer
/// has it, because a layer is made once and knows nothing of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Inner(());

#[derive(Clone)]
struct Passage {
    found: Found,
    next: Next,
}

impl<B> Service<http::Request<B>> for Inner
where
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<http::Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: http::Request<B>) -> Self::Future {
        let passage: Option<Passage> = request.extensions_mut().remove();
        let mut request = Request::new(request);
        Box::pin(async move {
            let Some(Passage { found, next }) = passage else {
                return Ok(lost(&request));
            };
            request.set_found(found);
            Ok(next.run(request).await)
        })
    }
}

/// A tower service around [`Inner`] as middleware. Services are cloned for each request, and need
/// not be `Sync`, so the original is behind a lock that is held for the clone.
pub(crate) struct Layered<S>(Mutex<S>);

impl<S> Layered<S> {
    pub(crate) fn new(layer: &impl Layer<Inner, Service = S>) -> Self {
        Self(Mutex::new(layer.layer(Inner::default())))
    }
}

impl<S, B> Middleware for Layered<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>, Error: Into<BoxError>>,
    S: Clone + Send + 'static,
    S::Future: Send,
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    fn handle(
        &self,
        request: Request,
        next: Next,
    ) -> impl Future<Output = Result<Response, Error>> + Send {
        let service = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        let (mut request, found) = request.into_http();
        request.extensions_mut().insert(Passage { found, next });
        run(service, request)
    }
}

async fn run<S, B>(mut service: S, request: http::Request<Body>) -> Result<Response, Error>
where
    S: Service<http::Request<Body>, Response = http::Response<B>, Error: Into<BoxError>>,
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    poll_fn(|context| service.poll_ready(context)).await.map_err(Error::internal)?;
    let response = service.call(request).await.map_err(Error::internal)?;
    Ok(response.map(Body::new))
}

/// A layer that makes a new request leaves its way behind, and no app is there to write the error.
fn lost(request: &Request) -> Response {
    let error = Error::internal("a layer replaced the request without its extensions");
    let id = report::known_id(request).cloned().unwrap_or_else(report::new_id);
    report::failure(&error, &Label::of(request), &id);
    Renderer { custom: None, debug: cfg!(debug_assertions) }.plain(&error)
}
