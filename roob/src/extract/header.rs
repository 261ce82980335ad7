//! Single headers, parsed.

use super::FromRequest;
use super::needs::Needs;
use crate::claim::{Claim, Field};
use crate::error::Error;
use crate::request::Request;
use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderValue};
use std::fmt::Display;
use std::str::FromStr;

/// A header with a meaning: its name, and how its text is parsed.
///
/// ```
/// use roob::{App, Header, HeaderField, get};
///
/// struct TenantId(u32);
///
/// impl HeaderField for TenantId {
///     const NAME: &'static str = "x-tenant-id";
/// }
///
/// impl std::str::FromStr for TenantId {
///     type Err = std::num::ParseIntError;
///     fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
/// }
///
/// async fn whoami(Header(tenant): Header<TenantId>) -> String { format!("tenant {}", tenant.0) }
/// # assert!(App::new().route("/", get(whoami)).build().is_ok());
/// ```
pub trait HeaderField: FromStr<Err: Display> {
    /// The name of the header, in lower case.
    const NAME: &'static str;
}

/// A header of the request as a `T`: 400 when it is missing, not text, or does not parse.
///
/// `Option<Header<T>>` is `None` when it is missing, and still 400 when it does not parse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header<T>(pub T);

/// The token of `Authorization: Bearer …` (RFC 6750, 2.1): 401 with a challenge when it is missing.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken(pub String);

impl<T: HeaderField + Send> FromRequest for Header<T> {
    fn declare(needs: &mut Needs) {
        needs.claim(claim::<T>(false));
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        parse(request)?
            .ok_or_else(|| Error::bad_request(format!("Missing request header `{}`", T::NAME)))
    }
}

impl<T: HeaderField + Send> FromRequest for Option<Header<T>> {
    fn declare(needs: &mut Needs) {
        needs.claim(claim::<T>(true));
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        parse(request)
    }
}

impl FromRequest for BearerToken {
    fn declare(needs: &mut Needs) {
        needs.claim(Claim::BearerToken);
    }

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let header = request.headers().get(AUTHORIZATION).map(HeaderValue::to_str);
        let token = match header {
            Some(Ok(value)) => value.split_once(' '),
            _ => None,
        };
        match token {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                Ok(Self(token.trim().to_owned()))
            }
            _ => Err(Error::unauthorized(
                "Bearer",
                "Send this request with the header `authorization: Bearer <token>`",
            )),
        }
    }
}

/// A token is a secret: it is not printed.
impl std::fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BearerToken(…)")
    }
}

fn claim<T: HeaderField>(optional: bool) -> Claim {
    let verdict = |text: &str| text.parse::<T>().is_err().then_some(StatusCode::BAD_REQUEST);
    Claim::Header(Field { name: T::NAME, optional, verdict })
}

fn parse<T: HeaderField>(request: &Request) -> Result<Option<Header<T>>, Error> {
    let Some(value) = request.headers().get(T::NAME) else {
        return Ok(None);
    };
    let wrong = |reason: &dyn Display| {
        Error::bad_request(format!("Invalid request header `{}`: {reason}", T::NAME))
    };
    // Not only ASCII: browsers send a `Last-Event-ID` in UTF-8.
    let text = str::from_utf8(value.as_bytes()).map_err(|_| wrong(&"it is not UTF-8 text"))?;
    text.parse().map(|value| Some(Header(value))).map_err(|error: T::Err| wrong(&error))
}
