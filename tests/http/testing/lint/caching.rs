//! What caches are told.

use super::{found, right};
use roob::testing::Lint;

#[test]
fn cache_control_can_be_followed() {
    let lint = Lint::CacheContradiction;
    let told = |control: &str| format!("200\ncache-control: {control}");
    insta::assert_snapshot!(found(lint, &[("GET", &told("public, private"))]), @"
    `Lint::CacheContradiction` (RFC 9111, 5.2.2): `cache-control: public, private`: `private` takes back `public`
      right: one of them, with seconds such as `max-age=60`
      opt out: `.allow(Lint::CacheContradiction)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", &told("max-age=1h"))]), @"
    `Lint::CacheContradiction` (RFC 9111, 5.2.2): `cache-control: max-age=1h`: `max-age` is `1h`, which is no number of seconds
      right: one of them, with seconds such as `max-age=60`
      opt out: `.allow(Lint::CacheContradiction)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", &told("max-age=60, max-age=30"))]), @"
    `Lint::CacheContradiction` (RFC 9111, 5.2.2): `cache-control: max-age=60, max-age=30`: `max-age` is 60 and 30
      right: one of them, with seconds such as `max-age=60`
      opt out: `.allow(Lint::CacheContradiction)` on the request or on the client
    ");
    for control in [
        "no-store, max-age=60",
        "NO-STORE, Public",
        "no-store, immutable",
        "private, s-maxage=60",
        "no-store, stale-while-revalidate=60",
        "no-store, stale-if-error=60",
        "no-store, s-maxage=60",
        "no-cache, immutable",
        "max-age",
        "max-age=-1",
        "max-age=",
        "s-maxage=\"60\"",
        "private\ncache-control: public",
    ] {
        found(lint, &[("GET", &told(control))]);
    }
    for control in [
        "no-store",
        "no-cache, no-store, must-revalidate, max-age=0",
        "public, max-age=60, immutable",
        "private, max-age=60",
        "no-cache, max-age=60",
        "public, private=\"set-cookie\"",
        "max-age=60, max-age=60",
        "public, no-cache",
        "private, no-store",
        "public, s-maxage=0, no-cache",
        "private, s-maxage=0",
        "max-age=60, stale-while-revalidate=30",
        "",
        "x-own=1",
    ] {
        right(&[("GET", &told(control))]);
    }
}

#[test]
fn a_date_has_the_one_form() {
    let lint = Lint::InvalidDate;
    let dated = |date: &str| format!("200\nlast-modified: {date}");
    insta::assert_snapshot!(found(lint, &[("GET", &dated("2026-11-22T21:39:00Z"))]), @"
    `Lint::InvalidDate` (RFC 9110, 5.6.7): `last-modified: 2026-11-22T21:39:00Z` is no date of HTTP
      right: a date such as `last-modified: Sun, 06 Nov 1994 08:49:37 GMT`
      opt out: `.allow(Lint::InvalidDate)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", &dated("Sunday, 06-Nov-94 08:49:37 GMT"))]), @"
    `Lint::InvalidDate` (RFC 9110, 5.6.7): `last-modified: Sunday, 06-Nov-94 08:49:37 GMT` is no date of HTTP
      right: `last-modified: Sun, 06 Nov 1994 08:49:37 GMT`
      opt out: `.allow(Lint::InvalidDate)` on the request or on the client
    ");
    for date in [
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun Nov  6 08:49:37 1994",
        "Thu, 30 Feb 2000 12:00:00 GMT",
        "Sun,06 Nov 1994 08:49:37 GMT",
        "now",
        "",
    ] {
        found(lint, &[("GET", &dated(date))]);
    }
    for name in ["date", "expires", "sunset"] {
        found(lint, &[("GET", &format!("200\n{name}: tomorrow"))]);
        right(&[("GET", &format!("200\n{name}: Sun, 06 Nov 1994 08:49:37 GMT"))]);
    }
    for date in [
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Tue, 29 Feb 2000 12:00:00 GMT",
        "Fri, 31 Dec 2100 23:59:59 GMT",
        "Wed, 01 Mar 2000 00:00:00 GMT",
        "Sat, 31 Dec 2016 23:59:60 GMT",
    ] {
        right(&[("GET", &dated(date))]);
    }
    right(&[("GET", "200\nexpires: 0")]);
}

#[test]
fn an_entity_tag_has_quotes() {
    let lint = Lint::InvalidEtag;
    insta::assert_snapshot!(found(lint, &[("GET", "200\netag: abc")]), @r#"
    `Lint::InvalidEtag` (RFC 9110, 8.8.3): `etag: abc` is no entity tag
      right: visible characters in double quotes, `"v1"`, or `W/"v1"` for a weak one
      opt out: `.allow(Lint::InvalidEtag)` on the request or on the client
    "#);
    for tag in ["", "\"", "\"a", "w/\"a\"", "W/a", "\"a b\"", "\"a\"b\"", "'a'", "*"] {
        found(lint, &[("GET", &format!("200\netag: {tag}"))]);
    }
    for tag in ["\"\"", "\"abc\"", "W/\"abc\"", "\"a,!#'\\~\""] {
        right(&[("GET", &format!("200\netag: {tag}"))]);
    }
}
