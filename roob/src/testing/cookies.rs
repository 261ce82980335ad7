//! The cookies that a client keeps (RFC 6265).

use super::dates;
use http::header::{HeaderMap, SET_COOKIE};

/// A cookie that a response set and no later one removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cookie {
    name: String,
    value: String,
    path: String,
}

impl Cookie {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its value as it was sent, quotes and escapes included.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The path below which it is sent.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// RFC 6265, 5.1.4.
    fn matches(&self, path: &str) -> bool {
        match path.strip_prefix(&*self.path) {
            Some(rest) => rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/'),
            None => false,
        }
    }
}

/// All of them, the oldest first.
#[derive(Clone, Default)]
pub(super) struct Jar(Vec<Cookie>);

impl Jar {
    /// Keeps, replaces and removes what the answer to a request for `path` says.
    pub(super) fn keep(&mut self, headers: &HeaderMap, path: &str) {
        for header in headers.get_all(SET_COOKIE) {
            let text = std::str::from_utf8(header.as_bytes()).unwrap_or_default();
            if let Some(cookie) = SetCookie::parse(text, path) {
                self.set(cookie);
            }
        }
    }

    fn set(&mut self, SetCookie { cookie, is_over }: SetCookie) {
        let known = |old: &&mut Cookie| old.name == cookie.name && old.path == cookie.path;
        match self.0.iter_mut().find(known) {
            Some(_) if is_over => {
                self.0.retain(|old| old.name != cookie.name || old.path != cookie.path);
            }
            Some(old) => *old = cookie,
            None if is_over => {}
            None => self.0.push(cookie),
        }
    }

    /// Those for `path`, longer paths first (RFC 6265, 5.4).
    pub(super) fn of(&self, path: &str) -> Vec<&Cookie> {
        let mut cookies: Vec<&Cookie> = self.0.iter().filter(|c| c.matches(path)).collect();
        cookies.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        cookies
    }

    pub(super) fn all(&self) -> &[Cookie] {
        &self.0
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// What one `Set-Cookie` header says. The domain does not matter, since there is one host; `Secure`
/// does not either, since nobody listens.
struct SetCookie {
    cookie: Cookie,
    /// Whether it removes the cookie. One that ends later lasts as long as the client.
    is_over: bool,
}

impl SetCookie {
    /// RFC 6265, 5.2; `None` when the header has to be ignored.
    fn parse(header: &str, request_path: &str) -> Option<Self> {
        let mut parts = header.split(';');
        let (name, value) = parts.next()?.split_once('=')?;
        let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
        let mut path = default_path(request_path);
        let (mut max_age, mut expires) = (None, None);
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "path" if value.starts_with('/') => path = value,
                "path" => path = default_path(request_path),
                "max-age" => max_age = value.parse::<i64>().ok().or(max_age),
                "expires" => expires = dates::http_date(value).or(expires),
                _ => {}
            }
        }
        let is_over = match (max_age, expires) {
            (Some(seconds), _) => seconds <= 0,
            (None, Some(moment)) => moment <= dates::now(),
            (None, None) => false,
        };
        let cookie = Cookie { name, value, path: path.to_owned() };
        (!cookie.name.is_empty()).then_some(Self { cookie, is_over })
    }
}

/// The folder of the request (RFC 6265, 5.1.4).
fn default_path(request_path: &str) -> &str {
    match request_path.rfind('/') {
        None | Some(0) => "/",
        Some(end) => &request_path[..end],
    }
}
