//! Which bytes may stand where in a head (RFC 9110, 5.6.2; RFC 9112, 2.2).

use super::fault::Fault;

const TOKEN: u8 = 1;
const PATH: u8 = 2;
const QUERY: u8 = 4;

/// What each byte may be part of. A table, because almost every byte of a head is looked up in it.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0x21u8;
    while byte < 0x7f {
        let class = &mut classes[byte as usize];
        if byte.is_ascii_alphanumeric() || is_in(byte, b"!#$%&'*+-.^_`|~") {
            *class |= TOKEN;
        }
        // Of what must be escaped (RFC 3986, 2) clients send a part as it is, and `http::Uri`
        // takes it; where the target ends is not in doubt. A fragment never belongs to a request.
        if !is_in(byte, b"#<>?`") {
            *class |= PATH;
        }
        if !is_in(byte, b"\"#<>") {
            *class |= QUERY;
        }
        byte += 1;
    }
    classes
};

const fn is_in(byte: u8, mut set: &[u8]) -> bool {
    while let [first, rest @ ..] = set {
        if *first == byte {
            return true;
        }
        set = rest;
    }
    false
}

pub(super) fn is_token(byte: u8) -> bool {
    CLASSES[usize::from(byte)] & TOKEN != 0
}

/// Whether `byte` is no control character other than a tab.
pub(super) fn is_text(byte: u8) -> bool {
    (byte >= b' ' && byte != 0x7f) || byte == b'\t'
}

/// Where the token ends that begins at `from`.
pub(super) fn token_end(bytes: &[u8], from: usize) -> usize {
    class_end(bytes, from, TOKEN)
}

/// Where the target of a request ends that begins at `from`. UTF-8 counts as escaped.
pub(super) fn target_end(bytes: &[u8], from: usize) -> usize {
    let (mut at, mut class) = (from, PATH);
    loop {
        at = class_end(bytes, at, class);
        match bytes.get(at) {
            Some(b'?') if class == PATH => class = QUERY,
            Some(0x80..) => at += 1,
            _ => return at,
        }
    }
}

fn class_end(bytes: &[u8], from: usize, class: u8) -> usize {
    let is_of = |byte: u8| CLASSES[usize::from(byte)] & class != 0;
    let mut at = from;
    // Four bytes a step; one a step costs twice as much.
    while let Some([a, b, c, d]) = bytes[at..].first_chunk() {
        match (is_of(*a), is_of(*b), is_of(*c), is_of(*d)) {
            (false, ..) => return at,
            (_, false, ..) => return at + 1,
            (.., false, _) => return at + 2,
            (.., false) => return at + 3,
            _ => at += 4,
        }
    }
    at + bytes[at..].iter().take_while(|byte| is_of(**byte)).count()
}

/// Where the text ends that begins at `from`: at a control character other than a tab.
pub(super) fn text_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(word) = bytes[at..].first_chunk() {
        let odd = controls(u64::from_le_bytes(*word));
        if odd == 0 {
            at += 8;
            continue;
        }
        at += odd.trailing_zeros() as usize / 8;
        if !is_text(bytes[at]) {
            return at;
        }
        at += 1;
    }
    at + bytes[at..].iter().take_while(|byte| is_text(**byte)).count()
}

/// Zero when no byte of `word` is a control character. Otherwise the lowest bit that is set belongs to
/// one, or to a `~` behind a byte of which all bits are set.
fn controls(word: u64) -> u64 {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    let (below, above) = (word.wrapping_sub(EACH * 0x20), word.wrapping_add(EACH));
    (below | above) & !word & (EACH * 0x80)
}

/// What follows the line that ends at `at`; `None` when the end has not come yet.
pub(super) fn next_line(bytes: &[u8], at: usize) -> Result<Option<usize>, Fault> {
    match bytes[at..] {
        [b'\r', b'\n', ..] => Ok(Some(at + 2)),
        [] | [b'\r'] => Ok(None),
        [b'\r', ..] => Err(Fault::CrAlone),
        [b'\n', ..] => Err(Fault::LfAlone),
        _ => Err(Fault::Control),
    }
}
