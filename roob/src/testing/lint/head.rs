//! HEAD beside GET.

use super::answer::Answer;
use super::before::Before;
use super::finding::Wrong;
use crate::testing::transcript::title;
use http::Method;
use http::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE,
    CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, ETAG, HeaderName, VARY,
};

/// Headers that tell of the resource and not of the moment.
const OF_RESOURCE: [HeaderName; 10] = [
    ACCEPT_RANGES,
    ALLOW,
    CACHE_CONTROL,
    CONTENT_DISPOSITION,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LOCATION,
    CONTENT_TYPE,
    ETAG,
    VARY,
];

/// A HEAD that says something else than the GET before or after it. It may say less.
pub(super) fn unlike_get(answer: Answer<'_>, before: Before<'_>) -> Option<Wrong> {
    let wanted = match *answer.method() {
        Method::GET => Method::HEAD,
        Method::HEAD => Method::GET,
        _ => return None,
    };
    let is_same =
        |it: &Answer<'_>| answer.is_same_target(*it) && answer.asked_all() == it.asked_all();
    let other = before.safe().filter(|it| *it.method() == wanted).find(is_same)?;
    let (head, get) = if wanted == Method::GET { (answer, other) } else { (other, answer) };
    // A server that is busy or broken says so when it likes.
    let is_steady = |it: Answer<'_>| !it.status().is_server_error() && it.status() != 429;
    let (said, true) = (difference(head, get)?, is_steady(head) && is_steady(get)) else {
        return None;
    };
    let seen = format!("HEAD says {}, and GET {}", said.0, said.1);
    Some(Wrong::new(seen, "what GET says, without the body"))
}

fn difference(head: Answer<'_>, get: Answer<'_>) -> Option<(String, String)> {
    if head.status() != get.status() {
        return Some((title(head.status()), format!("says {}", title(get.status()))));
    }
    let differs = |name: &&HeaderName| {
        let (head, get) = (head.headers().get_all(*name), get.headers().get_all(*name));
        head.iter().next().is_some() && head != get
    };
    if let Some(name) = OF_RESOURCE.iter().find(differs) {
        return Some((shown(head, name), format!("says {}", shown(get, name))));
    }
    let (said, body) = (head.text(CONTENT_LENGTH)?, get.body()?);
    let is_wrong = said.parse() != Ok(body.len());
    is_wrong.then(|| (shown(head, &CONTENT_LENGTH), format!("sends {} bytes", body.len())))
}

fn shown(answer: Answer<'_>, name: &HeaderName) -> String {
    match answer.text(name.clone()) {
        Some(value) => format!("`{name}: {value}`"),
        None => format!("no `{name}`"),
    }
}
