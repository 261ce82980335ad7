//! Handlers that run to their end, whether somebody waits for the answer or not.

use crate::controller::Action;
use crate::error::Error;
use crate::extract::Needs;
use crate::handler::Handler;
use crate::request::Request;
use crate::response::Response;
use std::marker::PhantomData;

/// A handler that runs to its end, whether somebody waits for the answer or not: see [`detached`].
pub struct Detached<H>(pub(crate) H);

/// The arguments of a handler that is detached.
#[doc(hidden)]
pub struct DetachedArgs<Args>(PhantomData<Args>);

/// Lets `handler` run to its end once it has begun, although its client goes away or its time is over.
///
/// Otherwise a handler ends there: its future is dropped at the `.await` at which it waits. That is
/// right for most of them, because nobody reads what they would find out, and a database undoes a
/// transaction that is not finished. Detach one that must not stop halfway: that charges a card and
/// then writes the order down, or that tells two systems of one event.
///
/// ```
/// use roob::{App, StatusCode, detached, post};
///
/// async fn charge() { /* the bank */ }
/// async fn write_down() { /* the database */ }
///
/// async fn order() -> StatusCode {
///     charge().await;
///     write_down().await;
///     StatusCode::CREATED
/// }
///
/// let app = App::new().route("/orders", post(detached(order)));
/// # assert!(app.build().is_ok());
/// ```
///
/// Controllers do the same: `on.path("/orders").post(detached(Self::order))`.
///
/// While somebody waits, nothing is different: the handler runs where it would run, its answer is
/// sent, its errors are rendered. When nobody does, it moves into a task of its own: of the tokio
/// runtime in which it was left, else, as under other executors or without the feature `serve`, on a
/// thread of its own, where nothing of tokio can be begun. Its answer is dropped there; an error of
/// the server or a panic is told to the log as it would have been. A server that is told to stop waits
/// for it as for a request, up to the [grace](crate::serve::Server::grace).
///
/// Clients that ask and leave can have any number of them go on at once: no limit of connections counts
/// those. What takes long needs a limit of its own, such as a semaphore.
///
/// Middleware is not part of it: what wraps the handler is dropped. The body of the request ends where
/// the client left, so a handler that still reads it ends with an error.
pub fn detached<H>(handler: H) -> Detached<H> {
    Detached(handler)
}

#[diagnostic::do_not_recommend]
impl<H: Handler<Args>, Args: 'static> Handler<DetachedArgs<Args>> for Detached<H> {
    const DETACHED: bool = true;

    fn declare(needs: &mut Needs) {
        H::declare(needs);
    }

    fn name() -> &'static str {
        H::name()
    }

    fn call(&self, request: &mut Request) -> impl Future<Output = Result<Response, Error>> + Send {
        self.0.call(request)
    }
}

#[diagnostic::do_not_recommend]
impl<C, A, Args> Action<C, DetachedArgs<Args>> for Detached<A>
where
    C: Send + Sync + 'static,
    A: Action<C, Args>,
    Args: 'static,
{
    const DETACHED: bool = true;

    fn declare(needs: &mut Needs) {
        A::declare(needs);
    }

    fn name() -> &'static str {
        A::name()
    }

    fn call<'a>(
        &'a self,
        controller: &'a C,
        request: &'a mut Request,
    ) -> impl Future<Output = Result<Response, Error>> + Send {
        self.0.call(controller, request)
    }
}
