//! A link to a route by its name, before the app is there to say where that is.

use crate::body::Body;
use crate::error::Error;
use crate::routing::Value;
use crate::table::Table;
use http::Response;
use http::header::LOCATION;
use std::fmt::Display;

/// Where a response points to. It travels in the response's extensions until the chain, which
/// knows the routes, makes a `Location` of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    name: String,
    values: Vec<Value>,
}

impl Link {
    pub(crate) fn new<N, V>(
        name: impl Into<String>,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Self
    where
        N: Into<String>,
        V: Display,
    {
        Self { name: name.into(), values: texts(values) }
    }

    /// Gives `response` the `Location` that its link stands for, if it has one.
    pub(crate) fn resolve(
        response: &mut Response<Body>,
        table: Option<&Table>,
    ) -> Result<(), Error> {
        if response.extensions().is_empty() {
            return Ok(());
        }
        let Some(Self { name, values }) = response.extensions_mut().remove() else {
            return Ok(());
        };
        let table = table.ok_or_else(|| Error::internal("a link outside of an app"))?;
        let url = table.url(&name, &values).map_err(Error::internal)?;
        response.headers_mut().insert(LOCATION, url.try_into().map_err(Error::internal)?);
        Ok(())
    }
}

/// Values as the text that goes into a URL.
pub(crate) fn texts<N: Into<String>, V: Display>(
    values: impl IntoIterator<Item = (N, V)>,
) -> Vec<Value> {
    values.into_iter().map(|(name, value)| (name.into(), value.to_string())).collect()
}
