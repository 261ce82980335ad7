//! The futures of detached handlers.

use crate::block_on::block_on;
use crate::endpoint::{BoxFuture, Endpoint};
use crate::error::Error;
use crate::extract::Needs;
use crate::label::Label;
use crate::log;
use crate::report;
use crate::request::Request;
use crate::response::Response;
use crate::running::{Left, Running};
use crate::span::Span;
use crate::unwind::caught;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread;
use std::time::Instant;
use tracing::instrument::WithSubscriber;

/// An endpoint whose calls run to their end.
pub(crate) struct Outliving(pub(crate) Arc<dyn Endpoint>);

/// What became of a request: it is given back, so that whoever lent it can still say which it was.
type Outcome = (Request, Result<Response, Error>);

/// A call that is waited for. Once it is dropped it goes on elsewhere.
struct Call {
    work: Option<BoxFuture<'static, Outcome>>,
    span: Span,
    running: Option<Running>,
    left: Left,
}

impl Endpoint for Outliving {
    fn call<'a>(&'a self, request: &'a mut Request) -> BoxFuture<'a, Result<Response, Error>> {
        Box::pin(async move {
            let (own, answer) = Call::new(Arc::clone(&self.0), request.take()).await;
            *request = own;
            answer
        })
    }

    fn needs(&self) -> Needs {
        self.0.needs()
    }

    fn name(&self) -> &'static str {
        self.0.name()
    }
}

impl Call {
    fn new(endpoint: Arc<dyn Endpoint>, mut request: Request) -> Self {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        Self {
            span: Span::current(),
            running: request.table().map(|table| table.running.clone()),
            left: Left { method, uri, begin: Instant::now() },
            work: Some(Box::pin(async move {
                let answer = caught(endpoint.call(&mut request)).await;
                (request, answer)
            })),
        }
    }
}

impl Future for Call {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let Some(work) = &mut self.work else { return Poll::Pending };
        let polled = work.as_mut().poll(context);
        if polled.is_ready() {
            self.work = None;
        }
        polled
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let Some(work) = self.work.take() else { return };
        let span = mem::replace(&mut self.span, Span::none());
        let runner = self.running.as_ref().map(|running| running.begin(self.left.clone()));
        let rest = async move {
            let (request, answer) = work.await;
            if let Err(error) = &answer {
                tell(error, &request);
            }
            drop(runner);
        };
        let rest = async move { span.around(rest).await };
        go_on(Box::pin(rest.with_current_subscriber()));
    }
}

/// The log is told what it would have been told.
fn tell(error: &Error, request: &Request) {
    if error.status().is_server_error() {
        let id = report::known_id(request).cloned().unwrap_or_else(report::new_id);
        report::failure(error, &Label::of(request), &id);
    }
}

/// Runs `rest` in a task of its own, or on a thread of its own where there are no tasks.
fn go_on(rest: BoxFuture<'static, ()>) {
    #[cfg(feature = "serve")]
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(rest);
        return;
    }
    let thread = thread::Builder::new().name("roob detached".to_owned());
    if let Err(error) = thread.spawn(|| block_on(rest)) {
        log::tell(|| {
            tracing::error!(%error, "a detached handler cannot go on: no thread can be had");
        });
    }
}
