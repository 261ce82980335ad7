//! The rules by name.

macro_rules! lints {
    ($($(#[doc = $text:literal])* $name:ident $source:literal;)*) => {
        /// A rule of HTTP that every answer to a [`TestClient`](crate::testing::TestClient) is held to.
        ///
        /// The name is what is wrong. [`TestClient::allow`](crate::testing::TestClient::allow) and
        /// [`TestRequest::allow`](crate::testing::TestRequest::allow) take a rule back.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Lint {$(
            $(#[doc = $text])*
            #[doc = ""]
            #[doc = $source]
            $name,
        )*}

        impl Lint {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Where the rule stands, such as `RFC 9110, 15.5.6`.
            pub fn source(self) -> &'static str {
                match self {
                    $(Self::$name => $source,)*
                }
            }
        }
    };
}

lints! {
    /// A status outside of 200 to 599 that is not 101. The interim ones come before an answer and
    /// are none themselves.
    InvalidStatus "RFC 9110, 15";
    /// A body in a 1xx, 204, 205 or 304.
    UnexpectedBody "RFC 9110, 6.4.1 and 15.3.6";
    /// A `Content-Length` in a 1xx or a 204.
    NoContentWithLength "RFC 9110, 8.6";
    /// A 201 to a POST without `Location` and without `Content-Location`. Another verb creates what
    /// it was sent to.
    CreatedWithoutLocation "RFC 9110, 15.3.2";
    /// A 301, 302, 303, 307 or 308 without `Location`.
    RedirectWithoutLocation "RFC 9110, 15.4";
    /// A 304 to a request that had neither `If-None-Match` nor `If-Modified-Since`.
    UnaskedNotModified "RFC 9110, 15.4.5";
    /// A 401 without `WWW-Authenticate`, a 407 without `Proxy-Authenticate`.
    MissingChallenge "RFC 9110, 15.5.2 and 15.5.8";
    /// A 405 without `Allow`.
    MissingAllow "RFC 9110, 15.5.6";
    /// A 405 whose `Allow` has the verb that it refuses.
    RefusedVerbInAllow "RFC 9110, 10.2.1";
    /// A 101 or a 426 without `Upgrade`.
    MissingUpgrade "RFC 9110, 15.2.2 and 15.5.22";
    /// A `Location` that is no URI reference: a space, a character outside of ASCII, a `%` without
    /// two hexadecimal digits.
    InvalidLocation "RFC 9110, 10.2.2";
    /// A `Retry-After` that is neither a number of seconds nor a date.
    InvalidRetryAfter "RFC 9110, 10.2.3";
    /// A 206 or a 416 without `Content-Range`. A 206 of `multipart/byteranges` has them in its parts.
    MissingContentRange "RFC 9110, 15.3.7 and 15.5.17";
    /// A `Content-Range` of a 206 or a 416 that contradicts itself, the body, the status or the
    /// request.
    WrongContentRange "RFC 9110, 14.4";

    /// A `Content-Length` that is no number, comes twice, or is not the length of the body.
    WrongContentLength "RFC 9110, 8.6";
    /// A `Transfer-Encoding` written by the app: the server frames messages.
    TransferEncoding "RFC 9112, 6.1";
    /// A header that belongs to one connection, such as `Keep-Alive`. `Connection: close` and
    /// `Connection: upgrade` may be said.
    ConnectionHeader "RFC 9110, 7.6.1";
    /// A header twice that has one value.
    DoubledHeader "RFC 9110, 5.3";
    /// A value of a header with a byte outside of ASCII, or with a space at an end.
    HeaderText "RFC 9110, 5.5";

    /// A body without `Content-Type`.
    BodyWithoutType "RFC 9110, 8.3";
    /// A `Content-Type` that is no media type.
    InvalidMediaType "RFC 9110, 8.3.1";
    /// A type of JSON with a body that is none.
    BrokenJson "RFC 8259, 2";
    /// An object or an array as `text/plain`, `text/html` or `application/octet-stream`. Empty ones
    /// and attachments may be text.
    UndeclaredJson "RFC 8259, 11";
    /// A problem whose member `status` is not the status.
    ProblemStatus "RFC 9457, 3.1.2";

    /// A cookie whose name, value or attributes no browser reads as they were meant.
    CookieSyntax "RFC 6265, 4.1.1";
    /// A cookie that scripts can read. Those with `csrf` or `xsrf` in their name are for scripts.
    CookieWithoutHttpOnly "RFC 6265, 4.1.2.6";
    /// A cookie without `SameSite`, or with one that is none of `Strict`, `Lax` and `None`.
    CookieWithoutSameSite "RFC 6265bis, 4.1.2.7";
    /// A cookie without `Secure` over https, which a request is whose `X-Forwarded-Proto` or
    /// `Forwarded` says so, or with `SameSite=None`, which needs it everywhere.
    CookieWithoutSecure "RFC 6265, 4.1.2.5";
    /// A cookie called `__Secure-…` without `Secure`, or `__Host-…` without `Secure` and `Path=/` or
    /// with a `Domain`: browsers drop it.
    CookiePrefix "RFC 6265bis, 4.1.3";
    /// A cookie in an answer that everybody's cache may keep.
    CachedCookie "RFC 9111, 7.3";

    /// A `Cache-Control` that contradicts itself, or has a time that is no number of seconds.
    CacheContradiction "RFC 9111, 5.2.2";
    /// A `Date`, `Expires`, `Last-Modified` or `Sunset` that is no date, or not in the one form that
    /// may be sent. `Expires: 0` is the past.
    InvalidDate "RFC 9110, 5.6.7";
    /// An `ETag` that is no entity tag, such as one without quotes.
    InvalidEtag "RFC 9110, 8.8.3";

    /// An answer to `Accept-Encoding` that was compressed, without `Vary` for it.
    EncodingWithoutVary "RFC 9110, 12.5.5";
    /// Two answers of a conversation whose type, language or allowed origin differs as `Accept`,
    /// `Accept-Language` or `Origin` did, and neither has `Vary` for it.
    NegotiationWithoutVary "RFC 9110, 12.5.5";
    /// An `Access-Control-Allow-Origin` that repeats the `Origin`, without `Vary` for it.
    OriginWithoutVary "Fetch, CORS protocol and HTTP caches";
    /// An `Access-Control-Allow-Origin` that is neither `*` nor one origin.
    InvalidAllowOrigin "Fetch, CORS protocol, HTTP responses";
    /// `Access-Control-Allow-Credentials` for every origin.
    CredentialsForAll "Fetch, CORS protocol and credentials";

    /// A HEAD that says of the resource what a GET beside it in the conversation does not say.
    HeadUnlikeGet "RFC 9110, 9.3.2";
    /// A GET that is answered otherwise when it comes again; for
    /// [`check_safe_methods`](crate::testing::TestClient::check_safe_methods).
    UnsafeGet "RFC 9110, 9.2.1";
}

/// The rules that somebody allows to be broken.
#[derive(Clone, Copy, Default)]
pub(in crate::testing) struct Lints(u64);

impl Lints {
    pub(in crate::testing) fn with(self, lint: Lint) -> Self {
        Self(self.0 | 1 << lint as u64)
    }

    pub(super) fn has(self, lint: Lint) -> bool {
        self.0 & (1 << lint as u64) != 0
    }
}

// Each rule has a bit.
const _: () = assert!(Lint::ALL.len() <= 64);
