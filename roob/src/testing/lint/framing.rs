//! Where an answer ends, and what belongs to its connection.

use super::answer::Answer;
use super::finding::Wrong;
use http::header::{CONNECTION, CONTENT_LENGTH, HeaderName};

/// A length that is none, or not that of the body.
pub(super) fn length(answer: Answer<'_>) -> Option<Wrong> {
    let values = answer.headers().get_all(CONTENT_LENGTH).iter().count();
    if values > 1 {
        let seen = format!("`content-length` comes {values} times");
        return Some(Wrong::new(seen, "one, or none: the server counts the bytes itself"));
    }
    let value = answer.text(CONTENT_LENGTH)?;
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        let seen = format!("`content-length: {value}` is no number");
        return Some(Wrong::new(
            seen,
            "the number of bytes, or none: the server counts them itself",
        ));
    }
    // A 304 has the length of what it does not send; a 204 may have none at all.
    let is_sent = !matches!(answer.status().as_u16(), 100..=199 | 204 | 304);
    let length = answer.body().filter(|_| is_sent)?.len();
    (value.parse() != Ok(length)).then(|| {
        let seen = format!("`content-length: {value}` comes with a body of {length} bytes");
        Wrong::new(
            seen,
            format!("`content-length: {length}`, or none: the server counts them itself"),
        )
    })
}

/// What only the server can say.
pub(super) fn transfer_encoding(_: Answer<'_>) -> Option<Wrong> {
    let right = "none: the server writes it when it sends a body in chunks";
    Some(Wrong::new("the app wrote `transfer-encoding`", right))
}

/// What the app may not say of the connection. It may end it, or switch its protocol.
pub(super) fn connection(answer: Answer<'_>) -> Option<Wrong> {
    let may = ["close", "upgrade"];
    let mut options = answer.list(CONNECTION);
    let odd = options.find(|option| !may.iter().any(|one| one.eq_ignore_ascii_case(option)))?;
    Some(own(&CONNECTION, &format!("the app wrote `connection: {odd}`")))
}

/// `Keep-Alive`, which is never right.
pub(super) fn keep_alive(_: Answer<'_>) -> Option<Wrong> {
    let name = HeaderName::from_static("keep-alive");
    Some(own(&name, "the app wrote `keep-alive`"))
}

/// `Proxy-Connection`, which is never right.
pub(super) fn proxy_connection(_: Answer<'_>) -> Option<Wrong> {
    let name = HeaderName::from_static("proxy-connection");
    Some(own(&name, "the app wrote `proxy-connection`"))
}

fn own(name: &HeaderName, seen: &str) -> Wrong {
    Wrong::new(seen, format!("no `{name}`: the connection is the server's, and HTTP/2 forbids it"))
}
