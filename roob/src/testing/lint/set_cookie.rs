//! A `Set-Cookie` header, taken apart.

use super::answer::Answer;
use crate::testing::dates;
use http::header::SET_COOKIE;

#[derive(Clone, Copy)]
pub(super) struct SetCookie<'h> {
    pub(super) name: &'h str,
    pub(super) value: &'h str,
    /// What stands behind the first `;`.
    rest: &'h str,
}

impl<'h> SetCookie<'h> {
    /// Every cookie that is set.
    pub(super) fn all(answer: Answer<'h>) -> impl Iterator<Item = Self> {
        let headers = answer.headers().get_all(SET_COOKIE).iter();
        headers.filter_map(|header| Self::parse(header.to_str().ok()?))
    }

    /// Every cookie that a browser keeps.
    pub(super) fn kept(answer: Answer<'h>) -> impl Iterator<Item = Self> {
        Self::all(answer).filter(|cookie| !cookie.name.is_empty() && !cookie.is_removal())
    }

    /// RFC 6265, 5.2. A header without `=` has no name.
    fn parse(header: &'h str) -> Option<Self> {
        let (pair, rest) = header.split_once(';').unwrap_or((header, ""));
        let (name, value) = pair.split_once('=').unwrap_or(("", pair));
        Some(Self { name: name.trim(), value: value.trim(), rest })
    }

    /// The value of an attribute, the last if it comes twice; empty for one without.
    pub(super) fn attribute(self, name: &str) -> Option<&'h str> {
        let parts = self.rest.rsplit(';');
        let mut pairs = parts.map(|part| part.split_once('=').unwrap_or((part, "")));
        let same = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        same.map(|(_, value)| value.trim())
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.attribute(name).is_some()
    }

    /// The cookie that goes to other sites too.
    pub(super) fn is_for_all_sites(self) -> bool {
        self.attribute("samesite").is_some_and(|site| site.eq_ignore_ascii_case("none"))
    }

    /// Whether it only takes a cookie away. `Max-Age` says more than `Expires`.
    fn is_removal(self) -> bool {
        let age = self.attribute("max-age").and_then(|age| age.parse::<i64>().ok());
        let end = self.attribute("expires").and_then(dates::http_date);
        match (age, end) {
            (Some(age), _) => age <= 0,
            (None, Some(end)) => end <= dates::now(),
            (None, None) => false,
        }
    }
}
