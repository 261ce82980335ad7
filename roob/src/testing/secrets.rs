//! What only two sides may know: the credentials that were sent or received.

use super::base64;
use super::exchange::{Exchange, Sent};
use super::headers::is_secret;
use super::json::quoted;
use super::names::is_credential;
use super::reference::{decoded, decoded_pair};
use http::header::{self, HeaderMap, HeaderName};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// What stands for a value that nobody should read.
pub(super) const SECRET: &str = "[secret]";

/// The shortest value, in bytes, that is a secret wherever it stands: a shorter one would be found
/// in texts that have nothing to do with it.
const WORTH_THE_NAME: usize = 8;

/// What stands for itself in a URL (RFC 3986, 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The credentials of a conversation in every form in which they may come back, the longest first:
/// one may be a part of another.
#[derive(Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    pub(super) fn learn<'e>(exchanges: impl Iterator<Item = &'e Exchange>) -> Self {
        let mut secrets = Self::default();
        for Exchange { sent, received, .. } in exchanges {
            secrets.headers(&received.headers);
            secrets.learn_from(sent);
        }
        secrets
    }

    /// Takes those of a request too.
    pub(super) fn learn_from(&mut self, sent: &Sent) {
        self.headers(&sent.headers);
        self.query(sent.uri.query().unwrap_or_default());
        self.0.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    }

    /// `text` with `[secret]` for each secret in it.
    pub(super) fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut masked = Cow::Borrowed(text);
        for secret in &self.0 {
            if masked.contains(secret.as_str()) {
                masked = Cow::Owned(masked.replace(secret.as_str(), SECRET));
            }
        }
        masked
    }

    /// Whether a secret is in `text`.
    pub(super) fn has(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.as_str()))
    }

    fn headers(&mut self, headers: &HeaderMap) {
        for (name, value) in headers {
            if let Ok(text) = std::str::from_utf8(value.as_bytes())
                && (value.is_sensitive() || is_secret(name))
            {
                self.header(name, text);
            }
        }
    }

    fn header(&mut self, name: &HeaderName, text: &str) {
        match *name {
            header::COOKIE => text.split(';').for_each(|pair| self.cookie(pair)),
            header::SET_COOKIE => self.cookie(text.split(';').next().unwrap_or_default()),
            header::AUTHORIZATION | header::PROXY_AUTHORIZATION => self.authorization(text.trim()),
            _ => self.add(text.trim()),
        }
    }

    fn cookie(&mut self, pair: &str) {
        let value = pair.split_once('=').map_or(pair, |(_, value)| value).trim();
        self.add(value.trim_matches('"'));
    }

    /// RFC 9110, 11.4, and the user and password of RFC 7617, 2.
    fn authorization(&mut self, text: &str) {
        let Some((scheme, credentials)) = text.split_once(' ') else {
            return self.add(text);
        };
        let credentials = credentials.trim();
        self.add(credentials);
        if scheme.eq_ignore_ascii_case("basic")
            && let Some(pair) = base64::decode(credentials).and_then(|b| String::from_utf8(b).ok())
            && let Some((_, password)) = pair.split_once(':')
        {
            self.add(password);
        }
    }

    /// RFC 6750, 2.3, and its likes.
    fn query(&mut self, query: &str) {
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            if is_credential(&decoded(key)) {
                self.add(&decoded_pair(value));
            }
        }
    }

    fn add(&mut self, secret: &str) {
        if secret.len() < WORTH_THE_NAME || self.knows(secret) {
            return;
        }
        let quoted = quoted(secret);
        let inside_quotes = &quoted[1..quoted.len() - 1];
        let escaped = utf8_percent_encode(secret, ESCAPED).to_string();
        for form in [secret, &decoded(secret), &escaped, inside_quotes] {
            if form.len() >= WORTH_THE_NAME && !self.knows(form) {
                self.0.push(form.to_owned());
            }
        }
    }

    fn knows(&self, form: &str) -> bool {
        self.0.iter().any(|known| known == form)
    }
}
