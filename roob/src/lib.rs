//! Roob: the testing-first web framework.

// In reading order: a file imports only files listed above it.
mod names;
mod error;
mod body;
mod routing;
mod input;
mod request;
mod response;
mod extract;
mod endpoint;
mod handler;
mod methods;
mod controller;
mod renderer;
mod report;
mod middleware;
mod layer;
mod app;
mod miss;
mod mistakes;
mod service;
mod build;
mod listing;
mod explain;
#[cfg(feature = "serve")]
pub mod serve;

pub use app::App;
pub use body::{Body, ReadError};
pub use controller::{Action, Controller, Routes};
pub use error::{BoxError, Error};
pub use explain::Explanation;
pub use extract::{BearerToken, Form, FromRequest, Header, HeaderField, Needs, Path, Query, State};
pub use handler::Handler;
pub use layer::Inner;
pub use listing::RouteTable;
pub use methods::{Methods, any, delete, get, options, patch, post, put};
pub use middleware::{Middleware, Next};
pub use mistakes::{BuildError, Mistake};
pub use renderer::problem_json;
pub use request::{DEFAULT_BODY_LIMIT, Request};
pub use response::{Created, Html, IntoResponse, Json, NoContent, Redirect, Response};
pub use routing::{Pattern, PatternError, Route};
#[cfg(feature = "serve")]
pub use serve::run;
pub use service::Service;

/// The vocabulary of HTTP, as this crate uses it.
pub use {bytes, http};
