//! Whether the program wants new requests, as an argument.

use super::FromRequest;
use crate::error::Error;
use crate::readiness::Readiness;
use crate::request::Request;

/// A request that no app has seen comes while everything is ready.
impl FromRequest for Readiness {
    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        Ok(request.table().map(|table| table.readiness.clone()).unwrap_or_default())
    }
}
