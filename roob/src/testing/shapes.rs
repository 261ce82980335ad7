//! What a whole text is, as far as its shape tells.

use super::base64;
use super::dates;
use super::json::Json;

/// A kind of text that differs from run to run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    Uuid,
    Time,
    Date,
    Token,
    Etag,
    Port,
}

impl Kind {
    pub(super) const ALL: [Self; 6] =
        [Self::Uuid, Self::Time, Self::Date, Self::Token, Self::Etag, Self::Port];

    /// What a placeholder calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Uuid => "uuid",
            Self::Time => "time",
            Self::Date => "date",
            Self::Token => "token",
            Self::Etag => "etag",
            Self::Port => "port",
        }
    }
}

/// What all of `text` is.
pub(super) fn shape(text: &str) -> Option<Kind> {
    match text.len() {
        10 if dates::is_date(text) => Some(Kind::Date),
        36 if is_uuid(text) => Some(Kind::Uuid),
        19.. if dates::is_timestamp(text) => Some(Kind::Time),
        19.. if text.ends_with(" GMT") && dates::http_date(text).is_some() => Some(Kind::Time),
        19.. if is_jwt(text) => Some(Kind::Token),
        _ => None,
    }
}

/// The shortest text, in bytes, that is a token by its name alone: a page `2` may be a cursor too.
const TOKEN: usize = 8;

/// Whether `text` is a token where its name says so: no sentence, no number of a page, no URL.
pub(super) fn is_token(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"-._~+/=:|%".contains(&b);
    text.len() >= TOKEN
        && text.bytes().all(is_part)
        && !text.starts_with('/')
        && !text.contains("://")
}

/// Whether `text` stands for something already, as what an app took from a snapshot does.
pub(super) fn is_placeholder(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) else {
        return false;
    };
    match inside.split_once('#') {
        Some((kind, number)) => {
            (kind == "id" || Kind::ALL.iter().any(|known| known.name() == kind))
                && (1..10).contains(&number.len())
                && number.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => ["secret", "hidden", "boundary"].contains(&inside),
    }
}

/// RFC 9562, 4: 8, 4, 4, 4 and 12 hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let is_dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if is_dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// RFC 7515, 7.1, and, with five parts, RFC 7516, 7.1: the first part is an object with an `alg`.
fn is_jwt(text: &str) -> bool {
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    // `{"` is `eyJ` in base64, and `{ ` is `eyA`.
    text.starts_with("ey")
        && matches!(text.bytes().filter(|byte| *byte == b'.').count(), 2 | 4)
        && text.bytes().all(|byte| byte == b'.' || is_digit(byte))
        && text.split('.').next().and_then(base64::decode).is_some_and(|head| {
            Json::parse(&head).is_ok_and(|head| matches!(head.member("alg"), Some(Json::String(_))))
        })
}

#[cfg(test)]
mod tests {
    use super::{Kind, is_placeholder, shape};

    #[track_caller]
    fn check(text: &str, is: Option<Kind>) {
        assert_eq!(shape(text), is, "{text}");
    }

    #[test]
    fn a_token_has_a_head_that_names_its_algorithm() {
        // {"alg":"HS256"}.{"sub":"1"}
        check("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", Some(Kind::Token));
        check("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", Some(Kind::Token));
        check("eyJhbGciOiJIUzI1NiJ9.a.b.c.d", Some(Kind::Token));
        check("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0", None);
        check("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln=", None);
        // {"typ":"JWT"} and {"alg":1}
        check("eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", None);
        check("eyJhbGciOjF9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", None);
        check("www.example.example.com", None);
    }

    #[test]
    fn a_placeholder_is_all_of_a_text() {
        for text in ["[id#1]", "[uuid#12]", "[port#1]", "[secret]", "[hidden]", "[boundary]"] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["[id#]", "[id#x]", "[id]", "[secret#1]", "[7]", "id#1", "[id#1] ", "[]", ""] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
