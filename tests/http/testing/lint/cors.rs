//! What other origins may see.

use super::{found, right};
use roob::testing::Lint;

const ASKED: &str = "GET\norigin: https://a.test";

/// An answer that allows `origin`, with more headers.
fn allows(origin: &str, more: &str) -> String {
    format!("200\naccess-control-allow-origin: {origin}{more}")
}

#[test]
fn an_origin_that_is_repeated_varies() {
    let lint = Lint::OriginWithoutVary;
    insta::assert_snapshot!(found(lint, &[(ASKED, &allows("https://a.test", ""))]), @"
    `Lint::OriginWithoutVary` (Fetch, CORS protocol and HTTP caches): `access-control-allow-origin: https://a.test` repeats `origin` without `vary`
      right: `vary: origin`; where every origin is told the same, opt out
      opt out: `.allow(Lint::OriginWithoutVary)` on the request or on the client
    ");
    found(lint, &[(ASKED, &allows("https://a.test", "\nvary: accept"))]);
    right(&[(ASKED, &allows("https://a.test", "\nvary: accept\nvary: x, Origin"))]);
    right(&[(ASKED, &allows("https://a.test", "\nvary: *"))]);
    right(&[(ASKED, &allows("https://a.test", "\ncache-control: no-store"))]);
    right(&[(ASKED, &allows("https://b.test", ""))]);
    right(&[(ASKED, &allows("*", ""))]);
    right(&[("OPTIONS\norigin: https://a.test", &allows("https://a.test", ""))]);
}

#[test]
fn an_allowed_origin_is_one() {
    let lint = Lint::InvalidAllowOrigin;
    insta::assert_snapshot!(found(lint, &[("GET", &allows("https://a.test/", ""))]), @"
    `Lint::InvalidAllowOrigin` (Fetch, CORS protocol, HTTP responses): `access-control-allow-origin: https://a.test/` is no origin
      right: `*`, or one origin without a path, `https://shop.example`
      opt out: `.allow(Lint::InvalidAllowOrigin)` on the request or on the client
    ");
    for origin in [
        "a.test",
        "https://a.test, https://b.test",
        "https://",
        "",
        "*.a.test",
        "https://a.test https://b.test",
    ] {
        found(lint, &[("GET", &allows(origin, ""))]);
    }
    for origin in ["*", "null", "https://a.test:8443", "http://[::1]:80", "app://local"] {
        right(&[("GET", &allows(origin, ""))]);
    }
}

#[test]
fn credentials_are_for_one_origin() {
    let with = "\naccess-control-allow-credentials: true";
    insta::assert_snapshot!(found(Lint::CredentialsForAll, &[("GET", &allows("*", with))]), @"
    `Lint::CredentialsForAll` (Fetch, CORS protocol and credentials): `access-control-allow-credentials: true` with `access-control-allow-origin: *`: browsers refuse it
      right: the origin of the request, if it may, and `vary: origin`
      opt out: `.allow(Lint::CredentialsForAll)` on the request or on the client
    ");
    right(&[("GET", &allows("https://a.test", with))]);
    right(&[("GET", &allows("*", "\naccess-control-allow-credentials: false"))]);
}
