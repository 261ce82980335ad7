//! Cookies.

use super::{found, right};
use roob::testing::Lint;

/// An answer that sets a cookie.
fn set(cookie: &str) -> String {
    format!("200\nset-cookie: {cookie}")
}

/// Each of `cookies` breaks `lint`.
#[track_caller]
fn check_each(lint: Lint, cookies: &[&str]) {
    for cookie in cookies {
        found(lint, &[("GET", &set(cookie))]);
    }
}

#[track_caller]
fn check_right(cookies: &[&str]) {
    for cookie in cookies {
        right(&[("GET", &set(cookie))]);
    }
}

const GOOD: &str = "a=b; HttpOnly; SameSite=Lax";

#[test]
fn a_cookie_is_a_name_and_a_value() {
    let lint = Lint::CookieSyntax;
    let good = |pair: &str| set(&format!("{pair}; HttpOnly; SameSite=Lax"));
    insta::assert_snapshot!(found(lint, &[("GET", &set("=b"))]), @"
    `Lint::CookieSyntax` (RFC 6265, 4.1.1): `` is no name of a cookie
      right: `name=value`, the name of letters, digits, `-` and `_`
      opt out: `.allow(Lint::CookieSyntax)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", &good("a={\"id\":1}"))]), @r#"
    `Lint::CookieSyntax` (RFC 6265, 4.1.1): the value of cookie `a` has `"`
      right: the value percent-encoded, or in base64
      opt out: `.allow(Lint::CookieSyntax)` on the request or on the client
    "#);
    insta::assert_snapshot!(found(lint, &[("GET", &good("a=b; Max-Age=1h"))]), @"
    `Lint::CookieSyntax` (RFC 6265, 4.1.1): cookie `a` has `Max-Age=1h`, which is no number
      right: seconds, such as `Max-Age=3600`
      opt out: `.allow(Lint::CookieSyntax)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", &good("a=b; Expires=tomorrow"))]), @"
    `Lint::CookieSyntax` (RFC 6265, 4.1.1): cookie `a` has `Expires=tomorrow`, which is no date
      right: a date such as `Expires=Sun, 06 Nov 1994 08:49:37 GMT`
      opt out: `.allow(Lint::CookieSyntax)` on the request or on the client
    ");
    for pair in ["a b=c", "a=b c", "a=b,c", "a=b\\c", "a=\"b", "a=b\"c\"", "(a)=b"] {
        found(lint, &[("GET", &good(pair))]);
    }
    for pair in [
        "a=",
        "a=\"b\"",
        "a=b=c",
        "a=%20",
        "a=b; Max-Age=60",
        "a=b; Max-Age=-1",
        "a=b; Path=/x; Domain=a.test",
        "a=b; Expires=Fri, 31 Dec 2100 23:59:59 GMT",
        "a=b; Expires=Fri, 31-Dec-2100 23:59:59 GMT",
        "a=b; Priority=High",
    ] {
        right(&[("GET", &good(pair))]);
    }
}

#[test]
fn scripts_do_not_see_cookies() {
    let lint = Lint::CookieWithoutHttpOnly;
    insta::assert_snapshot!(found(lint, &[("GET", &set("session=abc; SameSite=Lax"))]), @"
    `Lint::CookieWithoutHttpOnly` (RFC 6265, 4.1.2.6): cookie `session` has no `HttpOnly`: any script of the page can read it
      right: `session=…; HttpOnly`
      opt out: `.allow(Lint::CookieWithoutHttpOnly)` on the request or on the client
    ");
    let two = format!("{}\nset-cookie: b=c; SameSite=Lax", set(GOOD));
    assert!(found(lint, &[("GET", &two)]).contains(" cookie `b` "));
    check_each(lint, &["a=HttpOnly; SameSite=Lax", "a=b; SameSite=Lax; Max-Age=60"]);
    check_right(&[GOOD, "a=b; httponly ;samesite=strict", "XSRF-TOKEN=b; SameSite=Lax"]);
    check_right(&["csrftoken=b; SameSite=Strict"]);
}

#[test]
fn cookies_say_which_sites_may_send_them() {
    let lint = Lint::CookieWithoutSameSite;
    insta::assert_snapshot!(found(lint, &[("GET", &set("session=abc; HttpOnly"))]), @"
    `Lint::CookieWithoutSameSite` (RFC 6265bis, 4.1.2.7): cookie `session` has no `SameSite`: other sites may send it
      right: `session=…; SameSite=Lax`, or `Strict`, or `None; Secure`
      opt out: `.allow(Lint::CookieWithoutSameSite)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", &set("a=b; HttpOnly; SameSite=Some"))]), @"
    `Lint::CookieWithoutSameSite` (RFC 6265bis, 4.1.2.7): cookie `a` has `SameSite=Some`, which nobody knows
      right: `a=…; SameSite=Lax`, or `Strict`, or `None; Secure`
      opt out: `.allow(Lint::CookieWithoutSameSite)` on the request or on the client
    ");
    check_each(lint, &["a=b; HttpOnly; SameSite", "a=b; HttpOnly; SameSite=Lax; SameSite=x"]);
    check_right(&["a=b; HttpOnly; SameSite=None; Secure", "a=b; HttpOnly; SameSite=STRICT"]);
}

#[test]
fn what_is_removed_needs_no_protection() {
    check_right(&["a=; Max-Age=0", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]);
    let lasting = "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60; SameSite=Lax";
    check_each(Lint::CookieWithoutHttpOnly, &[lasting]);
}

#[test]
fn over_https_cookies_stay_there() {
    let lint = Lint::CookieWithoutSecure;
    let https = "GET\nx-forwarded-proto: https";
    insta::assert_snapshot!(found(lint, &[(https, &set(GOOD))]), @"
    `Lint::CookieWithoutSecure` (RFC 6265, 4.1.2.5): cookie `a` has no `Secure`, and the request came over https
      right: `a=…; Secure`
      opt out: `.allow(Lint::CookieWithoutSecure)` on the request or on the client
    ");
    let everywhere = "a=b; HttpOnly; SameSite=None";
    insta::assert_snapshot!(found(lint, &[("GET", &set(everywhere))]), @"
    `Lint::CookieWithoutSecure` (RFC 6265, 4.1.2.5): cookie `a` is for all sites and has no `Secure`: browsers drop it
      right: `a=…; Secure`
      opt out: `.allow(Lint::CookieWithoutSecure)` on the request or on the client
    ");
    check_each(lint, &[&format!("{GOOD}; Partitioned")]);
    for secured in ["x-forwarded-proto: HTTPS, http", "forwarded: for=1.2.3.4; proto=\"https\""] {
        found(lint, &[(&format!("GET\n{secured}"), &set(GOOD))]);
    }
    for plain in
        ["x-forwarded-proto: http, https", "forwarded: proto=http;host=https", "x-a: https"]
    {
        right(&[(&format!("GET\n{plain}"), &set(GOOD))]);
    }
    right(&[(https, &set(&format!("{GOOD}; Secure")))]);
}

#[test]
fn a_prefix_is_a_promise() {
    let lint = Lint::CookiePrefix;
    let good = "HttpOnly; SameSite=Lax";
    insta::assert_snapshot!(found(lint, &[("GET", &set(&format!("__Secure-a=b; {good}")))]), @"
    `Lint::CookiePrefix` (RFC 6265bis, 4.1.3): cookie `__Secure-a` has not what its name promises: browsers drop it
      right: `Secure`
      opt out: `.allow(Lint::CookiePrefix)` on the request or on the client
    ");
    let elsewhere = format!("__Host-a=b; Secure; Path=/x; {good}");
    insta::assert_snapshot!(found(lint, &[("GET", &set(&elsewhere))]), @"
    `Lint::CookiePrefix` (RFC 6265bis, 4.1.3): cookie `__Host-a` has not what its name promises: browsers drop it
      right: `Secure; Path=/` and no `Domain`
      opt out: `.allow(Lint::CookiePrefix)` on the request or on the client
    ");
    for attributes in ["Secure", "Path=/", "Secure; Path=/; Domain=a.test"] {
        check_each(lint, &[&format!("__host-a=b; {attributes}; {good}")]);
    }
    check_each(lint, &["__Secure-a=; Max-Age=0"]);
    check_right(&[&format!("__Secure-a=b; Secure; {good}")]);
    check_right(&[&format!("__Host-a=b; Secure; Path=/; {good}"), &format!("__Hos=b; {good}")]);
}

#[test]
fn a_cookie_is_for_one() {
    let lint = Lint::CachedCookie;
    let cached = |control: &str| format!("{}\ncache-control: {control}", set(GOOD));
    insta::assert_snapshot!(found(lint, &[("GET", &cached("public"))]), @"
    `Lint::CachedCookie` (RFC 9111, 7.3): cookie `a` comes with `cache-control: public`: caches give it to others
      right: `cache-control: private`, or `no-store`
      opt out: `.allow(Lint::CachedCookie)` on the request or on the client
    ");
    for control in ["max-age=60", "s-maxage=60", "public, max-age=60"] {
        found(lint, &[("GET", &cached(control))]);
        right(&[("POST", &cached(control))]);
    }
    for control in [
        "private",
        "no-store",
        "max-age=0",
        "private, max-age=60",
        "no-cache, max-age=60",
        "max-age=60, no-cache=\"set-cookie\"",
        "must-revalidate",
    ] {
        right(&[("GET", &cached(control))]);
    }
    right(&[("GET", "200\ncache-control: public\nset-cookie: a=; Max-Age=0")]);
}
