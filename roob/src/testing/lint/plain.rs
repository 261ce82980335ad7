//! A short way to say that a body is JSON: almost every answer is asked for it, and almost every one is.

/// Whether `text` is JSON as almost all of it is: ASCII without escapes and exponents, and not deep.
/// `false` says nothing.
pub(super) fn is_plain_json(text: &[u8]) -> bool {
    value(text, DEPTH).is_some_and(|rest| spaces(rest).is_empty())
}

/// How deep arrays and objects may lie in each other.
const DEPTH: u32 = 32;

/// Whether a byte stands for itself in a string.
const IN_STRING: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b' ';
    while byte <= b'~' {
        table[byte as usize] = byte != b'"' && byte != b'\\';
        byte += 1;
    }
    table
};

/// What comes behind a value.
fn value(text: &[u8], depth: u32) -> Option<&[u8]> {
    let text = spaces(text);
    let (first, rest) = text.split_first()?;
    match first {
        b'"' => string(rest),
        b'{' => object(rest, depth.checked_sub(1)?),
        b'[' => array(rest, depth.checked_sub(1)?),
        b't' => rest.strip_prefix(b"rue"),
        b'f' => rest.strip_prefix(b"alse"),
        b'n' => rest.strip_prefix(b"ull"),
        _ => number(text),
    }
}

fn object(text: &[u8], depth: u32) -> Option<&[u8]> {
    let mut text = spaces(text);
    if let [b'}', rest @ ..] = text {
        return Some(rest);
    }
    loop {
        let [b'"', rest @ ..] = text else { return None };
        let [b':', rest @ ..] = spaces(string(rest)?) else { return None };
        match spaces(value(rest, depth)?) {
            [b',', rest @ ..] => text = spaces(rest),
            [b'}', rest @ ..] => return Some(rest),
            _ => return None,
        }
    }
}

fn array(text: &[u8], depth: u32) -> Option<&[u8]> {
    let mut text = spaces(text);
    if let [b']', rest @ ..] = text {
        return Some(rest);
    }
    loop {
        match spaces(value(text, depth)?) {
            [b',', rest @ ..] => text = rest,
            [b']', rest @ ..] => return Some(rest),
            _ => return None,
        }
    }
}

/// Behind the quote.
#[inline]
fn string(mut text: &[u8]) -> Option<&[u8]> {
    while let [byte, rest @ ..] = text
        && IN_STRING[usize::from(*byte)]
    {
        text = rest;
    }
    text.strip_prefix(b"\"")
}

/// RFC 8259, 6.
fn number(text: &[u8]) -> Option<&[u8]> {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let rest = match text {
        [b'0', rest @ ..] => rest,
        _ => digits(text)?,
    };
    match rest {
        [b'.', rest @ ..] => digits(rest),
        _ => Some(rest),
    }
}

fn digits(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    while let [b'0'..=b'9', after @ ..] = rest {
        rest = after;
    }
    (rest.len() < text.len()).then_some(rest)
}

#[inline]
fn spaces(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = text {
        text = rest;
    }
    text
}
