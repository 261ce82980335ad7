//! Where the way of a request ends: a handler whose type was forgotten.

use crate::error::Error;
use crate::extract::Needs;
use crate::request::Request;
use crate::response::Response;
use std::future::Future;
use std::pin::Pin;

/// A future on the heap.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Answers requests. The request is lent, so that whoever called can still say which one failed.
pub(crate) trait Endpoint: Send + Sync {
    fn call<'a>(&'a self, request: &'a mut Request) -> BoxFuture<'a, Result<Response, Error>>;

    /// What the arguments of the handler read.
    fn needs(&self) -> Needs;

    /// The path of the handler in the program.
    fn name(&self) -> &'static str;
}
