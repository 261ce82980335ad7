//! What is shown of headers.

use super::headers;
use super::media;
use super::scrub::{BOUNDARY, HIDDEN, Scrub};
use super::secrets::SECRET;
use super::shapes::{Kind, shape};
use http::header::{self, HeaderName, HeaderValue};
use std::borrow::Cow;

impl Scrub<'_> {
    /// The value of a header; `None` for one that is left out.
    pub(super) fn header(&mut self, name: &HeaderName, value: &HeaderValue) -> Option<String> {
        let is_kept = self.rules.kept.has_header(name);
        if self.is_steady() && headers::is_volatile(name) && !is_kept {
            return None;
        }
        if self.rules.hidden.has_header(name) {
            return Some(HIDDEN.to_owned());
        }
        let text = String::from_utf8_lossy(value.as_bytes());
        let shown = match headers::masked(name, value, SECRET) {
            Some(masked) if *name == header::SET_COOKIE => self.attributes(&masked),
            Some(masked) => masked,
            None if is_kept => text.into_owned(),
            None => self.header_text(name, &text),
        };
        // A cookie may be called by one.
        Some(self.masked(Cow::Owned(shown)).into_owned())
    }

    fn header_text(&mut self, name: &HeaderName, text: &str) -> String {
        match *name {
            header::ETAG | header::IF_MATCH | header::IF_NONE_MATCH | header::IF_RANGE
                if self.is_steady() =>
            {
                self.etags(text)
            }
            header::CONTENT_TYPE if self.is_steady() => match media::boundary(text) {
                Some(range) => {
                    format!("{}{BOUNDARY}{}", &text[..range.start], &text[range.end..])
                }
                None => self.text(None, text),
            },
            header::LINK => self.links(text),
            _ => self.text(Some(name.as_str()), text),
        }
    }

    /// RFC 9110, 8.8.3, and lists of them.
    fn etags(&mut self, text: &str) -> String {
        let mut shown = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('"') {
            let Some(length) = rest[start + 1..].find('"') else {
                break;
            };
            let (tag, behind) = rest.split_at(start + length + 2);
            let before = tag[..start].strip_suffix("W/").unwrap_or(&tag[..start]);
            shown.push_str(before);
            shown.push_str(&self.numbered(Kind::Etag, &tag[before.len()..]));
            rest = behind;
        }
        match rest {
            // One without its quotes, which many servers send.
            _ if shown.is_empty() && text != "*" && shape(text).is_none() => {
                self.numbered(Kind::Etag, text)
            }
            "" => shown,
            rest => shown + &self.text(None, rest),
        }
    }

    /// RFC 8288, 3: references between `<` and `>`, each with parameters.
    fn links(&mut self, text: &str) -> String {
        let mut shown = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('<') {
            let Some(length) = rest[start..].find('>') else {
                break;
            };
            let target = &rest[start + 1..start + length];
            shown.push_str(&self.secrets.masked(&rest[..=start]));
            shown.push_str(&self.text(None, target));
            rest = &rest[start + length..];
        }
        shown + &self.secrets.masked(rest)
    }

    /// What comes behind the value of a cookie.
    fn attributes(&mut self, cookie: &str) -> String {
        let mut parts = cookie.split(';');
        let mut shown = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let equals = if part.len() > name.len() { "=" } else { "" };
            shown.push_str(&format!(";{name}{equals}{}", self.text(None, value)));
        }
        shown
    }
}
