//! Answers that depend on the request, and caches that are not told.

use super::answer::{Answer, essence};
use super::before::Before;
use super::finding::Wrong;
use http::Method;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_ENCODING,
    CONTENT_LANGUAGE, CONTENT_TYPE, HeaderMap, HeaderName, ORIGIN,
};

/// What of the answer depends on what of the request.
const NEGOTIATED: [(HeaderName, HeaderName); 3] = [
    (ACCEPT, CONTENT_TYPE),
    (ACCEPT_LANGUAGE, CONTENT_LANGUAGE),
    (ORIGIN, ACCESS_CONTROL_ALLOW_ORIGIN),
];

/// Whether an answer may depend on the header `name` of the request.
pub(super) fn negotiates(name: &HeaderName) -> bool {
    NEGOTIATED.iter().any(|(known, _)| known == name)
}

/// Compressed for those who asked for it, and given to those who did not.
pub(super) fn encoding(answer: Answer<'_>) -> Option<Wrong> {
    let value = answer.text(CONTENT_ENCODING)?;
    answer.asked(ACCEPT_ENCODING)?;
    (answer.is_stored() && !answer.varies_by("accept-encoding")).then(|| {
        let seen = format!("`content-encoding: {value}` answers `accept-encoding` without `vary`");
        Wrong::new(seen, "`vary: accept-encoding`")
    })
}

/// Two answers that a cache cannot tell apart.
pub(super) fn negotiation(answer: Answer<'_>, before: Before<'_>) -> Option<Wrong> {
    let is_free = |it: &Answer<'_>| *it.method() == Method::GET && it.is_stored();
    if !is_free(&answer) {
        return None;
    }
    let is_comparable = |it: &Answer<'_>| {
        answer.asked_all() != it.asked_all() && answer.is_same_target(*it) && is_free(it)
    };
    before.safe().filter(is_comparable).find_map(|it| differing(answer, it))
}

fn differing(answer: Answer<'_>, other: Answer<'_>) -> Option<Wrong> {
    let (name, given) = NEGOTIATED.into_iter().find(|(name, given)| {
        let is_answer_other = shown(answer, given) != shown(other, given);
        is_answer_other && are_same_but(answer.asked_all(), other.asked_all(), name)
    })?;
    if answer.varies_by(name.as_str()) || other.varies_by(name.as_str()) {
        return None;
    }
    let say = |value: &str| if value.is_empty() { "none".to_owned() } else { format!("`{value}`") };
    let (now, then) = (say(shown(answer, &given)), say(shown(other, &given)));
    let seen = format!("`{given}` was {then} and is {now} for another `{name}`, without `vary`");
    Some(Wrong::new(seen, format!("`vary: {name}` in both answers")))
}

/// What a header says, without parameters.
fn shown<'e>(answer: Answer<'e>, name: &HeaderName) -> &'e str {
    answer.text(name.clone()).map(essence).unwrap_or_default()
}

/// Whether `name` is the only header in which two requests differ.
fn are_same_but(one: &HeaderMap, other: &HeaderMap, name: &HeaderName) -> bool {
    let rest = |headers: &HeaderMap| headers.keys_len() - usize::from(headers.contains_key(name));
    let mut names = one.keys().filter(|known| *known != name);
    one.get_all(name) != other.get_all(name)
        && rest(one) == rest(other)
        && names.all(|known| one.get_all(known) == other.get_all(known))
}
