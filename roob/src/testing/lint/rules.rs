//! Which rules an answer is held to. That is told by its status and its headers, so that a plain
//! answer meets few of them.

use super::answer::{Answer, COMMON};
use super::before::Before;
use super::finding::Wrong;
use super::name::Lint;
use super::{
    caching, cookies, cors, date, fields, framing, head, json, location, media, ranges, status,
    vary,
};

/// A rule, and how it finds that it is broken.
pub(super) type Rule = (Lint, fn(Answer<'_>) -> Option<Wrong>);

/// A rule that compares an answer with those before.
pub(super) type Comparison = (Lint, fn(Answer<'_>, Before<'_>) -> Option<Wrong>);

/// For every answer.
pub(super) const ALWAYS: &[Rule] = &[
    (Lint::DoubledHeader, fields::doubled),
    (Lint::HeaderText, fields::text),
    (Lint::BodyWithoutType, media::missing),
];

/// For every answer in a conversation.
pub(super) const COMPARISONS: &[Comparison] =
    &[(Lint::HeadUnlikeGet, head::unlike_get), (Lint::NegotiationWithoutVary, vary::negotiation)];

/// For a status.
pub(super) fn of_status(status: u16) -> &'static [Rule] {
    match status {
        101 => &[
            (Lint::UnexpectedBody, status::body),
            (Lint::NoContentWithLength, status::length),
            (Lint::MissingUpgrade, status::upgrade),
        ],
        100..=199 => &[
            (Lint::InvalidStatus, status::invalid),
            (Lint::UnexpectedBody, status::body),
            (Lint::NoContentWithLength, status::length),
        ],
        201 => &[(Lint::CreatedWithoutLocation, location::created)],
        204 => &[(Lint::UnexpectedBody, status::body), (Lint::NoContentWithLength, status::length)],
        205 => &[(Lint::UnexpectedBody, status::body)],
        206 => &[
            (Lint::MissingContentRange, ranges::missing),
            (Lint::WrongContentRange, ranges::partial),
        ],
        301 | 302 | 303 | 307 | 308 => &[(Lint::RedirectWithoutLocation, location::redirect)],
        304 => &[
            (Lint::UnexpectedBody, status::body),
            (Lint::UnaskedNotModified, status::not_modified),
        ],
        401 => &[(Lint::MissingChallenge, status::unauthorized)],
        405 => &[
            (Lint::MissingAllow, status::not_allowed),
            (Lint::RefusedVerbInAllow, status::refused),
        ],
        407 => &[(Lint::MissingChallenge, status::proxy)],
        416 => &[
            (Lint::MissingContentRange, ranges::missing),
            (Lint::WrongContentRange, ranges::unsatisfiable),
        ],
        426 => &[(Lint::MissingUpgrade, status::upgrade)],
        600.. => &[(Lint::InvalidStatus, status::invalid)],
        _ => &[],
    }
}

/// For a type. The common ones are what they are.
pub(super) fn of_media(value: &str) -> &'static [Rule] {
    match value {
        "application/json" => &[(Lint::BrokenJson, json::broken)],
        _ if COMMON.contains(&value) => &[(Lint::UndeclaredJson, json::undeclared)],
        _ => &[
            (Lint::InvalidMediaType, media::invalid),
            (Lint::BrokenJson, json::broken),
            (Lint::UndeclaredJson, json::undeclared),
            (Lint::ProblemStatus, json::problem),
        ],
    }
}

/// For a header but the type, whose name is in lower case.
pub(super) fn of_header(name: &str) -> &'static [Rule] {
    match name {
        "access-control-allow-origin" => &[
            (Lint::InvalidAllowOrigin, cors::invalid),
            (Lint::OriginWithoutVary, cors::repeated),
            (Lint::CredentialsForAll, cors::credentials),
        ],
        "cache-control" => &[(Lint::CacheContradiction, caching::contradiction)],
        "connection" => &[(Lint::ConnectionHeader, framing::connection)],
        "content-encoding" => &[(Lint::EncodingWithoutVary, vary::encoding)],
        "content-length" => &[(Lint::WrongContentLength, framing::length)],
        "date" => &[(Lint::InvalidDate, date::date)],
        "etag" => &[(Lint::InvalidEtag, caching::etag)],
        "expires" => &[(Lint::InvalidDate, date::expires)],
        "keep-alive" => &[(Lint::ConnectionHeader, framing::keep_alive)],
        "last-modified" => &[(Lint::InvalidDate, date::last_modified)],
        "location" => &[(Lint::InvalidLocation, location::invalid)],
        "proxy-connection" => &[(Lint::ConnectionHeader, framing::proxy_connection)],
        "retry-after" => &[(Lint::InvalidRetryAfter, status::retry_after)],
        "set-cookie" => &[
            (Lint::CookieSyntax, cookies::syntax),
            (Lint::CookieWithoutHttpOnly, cookies::http_only),
            (Lint::CookieWithoutSameSite, cookies::same_site),
            (Lint::CookieWithoutSecure, cookies::secure),
            (Lint::CookiePrefix, cookies::prefix),
            (Lint::CachedCookie, cookies::cached),
        ],
        "sunset" => &[(Lint::InvalidDate, date::sunset)],
        "transfer-encoding" => &[(Lint::TransferEncoding, framing::transfer_encoding)],
        _ => &[],
    }
}
