//! Cookies. Their values are secrets, so no finding shows one.

use super::answer::{Answer, is_token};
use super::caching::Directives;
use super::date::EXAMPLE;
use super::finding::Wrong;
use super::set_cookie::SetCookie;
use crate::testing::dates::http_date;
use http::header::{FORWARDED, HeaderName};

/// A cookie that is not read as it was meant.
pub(super) fn syntax(answer: Answer<'_>) -> Option<Wrong> {
    SetCookie::all(answer).find_map(|cookie| {
        let SetCookie { name, value, .. } = cookie;
        if !is_token(name) {
            let seen = format!("`{name}` is no name of a cookie");
            return Some(Wrong::new(
                seen,
                "`name=value`, the name of letters, digits, `-` and `_`",
            ));
        }
        if let Some(odd) = odd(value) {
            let seen = format!("the value of cookie `{name}` has {}", named(odd));
            return Some(Wrong::new(seen, "the value percent-encoded, or in base64"));
        }
        let age = cookie.attribute("max-age").filter(|age| age.parse::<i64>().is_err());
        if let Some(age) = age {
            let seen = format!("cookie `{name}` has `Max-Age={age}`, which is no number");
            return Some(Wrong::new(seen, "seconds, such as `Max-Age=3600`"));
        }
        let end = cookie.attribute("expires").filter(|end| http_date(end).is_none())?;
        let seen = format!("cookie `{name}` has `Expires={end}`, which is no date");
        Some(Wrong::new(seen, format!("a date such as `Expires={EXAMPLE}`")))
    })
}

/// A cookie that a script can read.
pub(super) fn http_only(answer: Answer<'_>) -> Option<Wrong> {
    let cookie =
        SetCookie::kept(answer).find(|it| !it.has("httponly") && !is_for_scripts(it.name))?;
    let seen =
        format!("cookie `{}` has no `HttpOnly`: any script of the page can read it", cookie.name);
    Some(Wrong::new(seen, format!("`{}=…; HttpOnly`", cookie.name)))
}

/// A cookie of which each browser has its own idea when to send it.
pub(super) fn same_site(answer: Answer<'_>) -> Option<Wrong> {
    let is_site =
        |site: &str| ["strict", "lax", "none"].iter().any(|s| s.eq_ignore_ascii_case(site));
    let without = |it: &SetCookie<'_>| !it.attribute("samesite").is_some_and(is_site);
    let cookie = SetCookie::kept(answer).find(without)?;
    let name = cookie.name;
    let seen = match cookie.attribute("samesite") {
        Some(site) => format!("cookie `{name}` has `SameSite={site}`, which nobody knows"),
        None => format!("cookie `{name}` has no `SameSite`: other sites may send it"),
    };
    Some(Wrong::new(seen, format!("`{name}=…; SameSite=Lax`, or `Strict`, or `None; Secure`")))
}

/// A cookie that anybody on the way can read.
pub(super) fn secure(answer: Answer<'_>) -> Option<Wrong> {
    let is_https = is_https(answer);
    let needs = |it: &SetCookie<'_>| is_https || it.is_for_all_sites() || it.has("partitioned");
    let cookie = SetCookie::kept(answer).find(|it| needs(it) && !it.has("secure"))?;
    let name = cookie.name;
    let seen = if is_https {
        format!("cookie `{name}` has no `Secure`, and the request came over https")
    } else {
        format!("cookie `{name}` is for all sites and has no `Secure`: browsers drop it")
    };
    Some(Wrong::new(seen, format!("`{name}=…; Secure`")))
}

/// A cookie whose name promises what it does not keep.
pub(super) fn prefix(answer: Answer<'_>) -> Option<Wrong> {
    SetCookie::all(answer).find_map(|cookie| {
        let is_secure = cookie.has("secure");
        let is_of_host =
            is_secure && cookie.attribute("path") == Some("/") && !cookie.has("domain");
        let (is_right, right) = match prefix_of(cookie.name)? {
            Prefix::Secure => (is_secure, "`Secure`"),
            Prefix::Host => (is_of_host, "`Secure; Path=/` and no `Domain`"),
        };
        let seen =
            format!("cookie `{}` has not what its name promises: browsers drop it", cookie.name);
        (!is_right).then(|| Wrong::new(seen, right))
    })
}

/// A cookie for whoever the cache answers.
pub(super) fn cached(answer: Answer<'_>) -> Option<Wrong> {
    let cookie = SetCookie::kept(answer).next()?;
    let said = Directives::of(answer).shared().filter(|_| answer.is_stored())?;
    let seen = format!(
        "cookie `{}` comes with `cache-control: {said}`: caches give it to others",
        cookie.name
    );
    Some(Wrong::new(seen, "`cache-control: private`, or `no-store`"))
}

fn named(odd: char) -> String {
    match odd {
        ' ' => "a space".to_owned(),
        '!'..='~' => format!("`{odd}`"),
        _ => format!("`{}`", odd.escape_default()),
    }
}

/// The first character that a value cannot have; quotes may be around it.
fn odd(value: &str) -> Option<char> {
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    inner.chars().find(|c| !matches!(c, '!'..='~') || matches!(c, '"' | ',' | ';' | '\\'))
}

/// A token against forgery is sent back by a script.
fn is_for_scripts(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("csrf") || name.contains("xsrf")
}

/// What the proxy in front says.
fn is_https(answer: Answer<'_>) -> bool {
    let proto = answer.asked(HeaderName::from_static("x-forwarded-proto")).unwrap_or_default();
    let first = proto.split(',').next().unwrap_or_default().trim();
    let pairs = answer.asked(FORWARDED).unwrap_or_default().split([',', ';']).map(str::trim);
    let mut protos = pairs.filter_map(|pair| pair.split_once('='));
    let is_proto = |(key, value): (&str, &str)| {
        key.eq_ignore_ascii_case("proto") && value.trim_matches('"').eq_ignore_ascii_case("https")
    };
    first.eq_ignore_ascii_case("https") || protos.any(is_proto)
}

enum Prefix {
    Secure,
    Host,
}

fn prefix_of(name: &str) -> Option<Prefix> {
    let begins = |prefix: &str| {
        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    match (begins("__Secure-"), begins("__Host-")) {
        (true, _) => Some(Prefix::Secure),
        (_, true) => Some(Prefix::Host),
        _ => None,
    }
}
