//! Middleware: what wraps every request, like the skins of an onion.

use crate::endpoint::{BoxFuture, Endpoint};
use crate::error::Error;
use crate::label::Label;
use crate::limit::InTime;
use crate::link::Link;
use crate::renderer::Renderer;
use crate::report;
use crate::request::Request;
use crate::response::{IntoResponse, Response};
use crate::unwind::{caught, caught_now};
use crate::watch::Watched;
use http::HeaderValue;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// Wraps the way of every request: looks at it, changes it, answers in its place, looks at the
/// response.
///
/// A function does: `async fn(Request, Next) -> Response`, or with any other result that implements
/// [`IntoResponse`]. The first that is given to [`App::wrap`](crate::App::wrap) is the outermost.
///
/// ```
/// use roob::{App, Next, Request, Response, get};
///
/// async fn server_name(request: Request, next: Next) -> Response {
///     let mut response = next.run(request).await;
///     response.headers_mut().insert("server", "roob".parse().unwrap());
///     response
/// }
///
/// let app = App::new().route("/", get(|| "hello")).wrap(server_name);
/// # assert!(app.build().is_ok());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a middleware",
    label = "not a middleware",
    note = "a middleware is an `async fn(request: Request, next: Next) -> Response`, or a type that implements `Middleware`; a tower layer goes into `App::layer`"
)]
pub trait Middleware: Send + Sync + 'static {
    /// Answers `request`, usually by `next.run(request)`.
    ///
    /// # Errors
    /// An error is rendered like one of a handler.
    fn handle(
        &self,
        request: Request,
        next: Next,
    ) -> impl Future<Output = Result<Response, Error>> + Send;
}

impl<F, Fut> Middleware for F
where
    F: Fn(Request, Next) -> Fut + Send + Sync + 'static,
    Fut: Future<Output: IntoResponse> + Send,
{
    async fn handle(&self, request: Request, next: Next) -> Result<Response, Error> {
        self(request, next).await.into_response()
    }
}

/// A middleware whose type was forgotten.
pub(crate) trait Skin: Send + Sync {
    fn handle(&self, request: Request, next: Next) -> BoxFuture<'_, Result<Response, Error>>;
}

impl<M: Middleware> Skin for M {
    fn handle(&self, request: Request, next: Next) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(Middleware::handle(self, request, next))
    }
}

/// The rest of a request's way: the middleware that comes after, then the handler.
#[derive(Clone)]
pub struct Next {
    chain: Arc<Chain>,
    position: usize,
}

impl Next {
    /// Lets the request go on and gives the response, which may be the rendering of an error.
    pub async fn run(self, mut request: Request) -> Response {
        self.chain.run(self.position, &mut request).await
    }
}

/// All that one route's requests go through.
pub(crate) struct Chain {
    pub(crate) skins: Vec<Arc<dyn Skin>>,
    pub(crate) endpoint: Arc<dyn Endpoint>,
    pub(crate) time_limit: Duration,
    pub(crate) renderer: Renderer,
}

impl Chain {
    /// Answers `request`. What only middleware needs has a box, so that others have no room for it.
    pub(crate) async fn answer(self: &Arc<Self>, request: &mut Request) -> Response {
        if self.skins.is_empty() {
            self.call(request).await
        } else {
            Box::pin(self.pass(request)).await
        }
    }

    /// Goes through the middleware. A handler that takes too long is cut off where it is, so that
    /// middleware sees the 503; here that happens to middleware that takes too long itself.
    async fn pass(self: &Arc<Self>, request: &mut Request) -> Response {
        let (label, id) = (Label::of(request), report::known_id(request).cloned());
        let clock = request.shared_clock();
        let run = Box::pin(async { Ok(self.run(0, request).await) });
        let answer = InTime::new(run, self.time_limit, Some(clock)).await;
        answer.unwrap_or_else(|error| self.fail(&error, &label, id))
    }

    /// Answers `request` from the skin at `position` inwards.
    async fn run(self: &Arc<Self>, position: usize, request: &mut Request) -> Response {
        match self.skins.get(position) {
            None => self.call(request).await,
            Some(skin) => self.wrap(skin, position, request).await,
        }
    }

    async fn call(&self, request: &mut Request) -> Response {
        let clock = request.take_clock();
        let answer = InTime::new(self.endpoint.call(request), self.time_limit, clock).await;
        let error = match answer {
            Ok(mut response) => match Link::resolve(&mut response, request.table()) {
                Ok(()) => {
                    Watched::watch(response.body_mut(), request);
                    return response;
                }
                Err(error) => error,
            },
            Err(error) => error,
        };
        let id = report::known_id(request).cloned();
        self.fail(&error, &Label::of(request), id)
    }

    /// A middleware takes the request, so what an error has to tell of it is kept here.
    async fn wrap(
        self: &Arc<Self>,
        skin: &Arc<dyn Skin>,
        at: usize,
        request: &mut Request,
    ) -> Response {
        let (label, id) = (Label::of(request), report::known_id(request).cloned());
        let next = Next { chain: Arc::clone(self), position: at + 1 };
        let answer = caught(skin.handle(request.take(), next)).await;
        let answer = answer.and_then(|mut response| {
            Link::resolve(&mut response, label.table()).map(|()| response)
        });
        answer.unwrap_or_else(|error| self.fail(&error, &label, id))
    }

    /// Renders `error`; one of the server's own is told to the log, under an id that the client
    /// gets too.
    fn fail(&self, error: &Error, label: &Label, id: Option<HeaderValue>) -> Response {
        let rendered = caught_now(|| self.renderer.render(error));
        let error = rendered.as_ref().err().unwrap_or(error);
        let told = error.status().is_server_error().then(|| {
            let id = id.unwrap_or_else(report::new_id);
            report::failure(error, label, &id);
            id
        });
        let mut response = rendered.unwrap_or_else(|error| self.renderer.plain(&error));
        response.headers_mut().extend(told.map(|id| (report::REQUEST_ID, id)));
        response
    }
}
