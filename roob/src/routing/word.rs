//! Eight bytes at a time: the first bytes of a segment, where it ends, and its hash.

/// The first eight bytes of a segment, the first of them lowest, with zeros behind its end.
pub(super) type Word = u64;

/// How many bytes a word has.
pub(super) const LEN: usize = 8;

const SLASHES: Word = Word::from_le_bytes([b'/'; LEN]);
const ONES: Word = Word::from_le_bytes([0x01; LEN]);
const HIGHS: Word = Word::from_le_bytes([0x80; LEN]);

/// The golden ratio in 64 bits, as usual for multiplicative hashing.
const RATIO: Word = 0x9E37_79B9_7F4A_7C15;

/// The segment of `path` that starts at `start`: its first bytes, and its length.
#[inline]
pub(super) fn segment(path: &[u8], start: usize) -> (Word, usize) {
    let first = read(path, start);
    let len = match slash(first) {
        Some(len) => len,
        None if path.len() - start <= LEN => path.len() - start,
        None => return (first, long(path, start)),
    };
    (first & mask(len), len)
}

/// The length of a segment that has more than one word.
fn long(path: &[u8], start: usize) -> usize {
    let rest = &path[start + LEN..];
    LEN + rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len())
}

/// A hash of a node and the segment that leads on from it; its high bits are the good ones.
#[inline]
pub(super) fn hash(node: u32, first: Word, segment: &[u8]) -> Word {
    let mut hash = (first ^ Word::from(node).wrapping_mul(RATIO)).wrapping_mul(RATIO);
    let mut at = LEN;
    while at < segment.len() {
        hash = (hash.rotate_left(23) ^ read(segment, at)).wrapping_mul(RATIO);
        at += LEN;
    }
    hash
}

/// Eight bytes from `at` on, with zeros behind the end.
#[inline]
fn read(bytes: &[u8], at: usize) -> Word {
    let rest = &bytes[at..];
    if let Some(word) = rest.first_chunk() {
        return Word::from_le_bytes(*word);
    }
    match bytes.last_chunk() {
        // The last eight bytes, without those before `at`.
        Some(word) if !rest.is_empty() => Word::from_le_bytes(*word) >> (8 * (LEN - rest.len())),
        _ => rest.iter().rev().fold(0, |word, byte| word << 8 | Word::from(*byte)),
    }
}

/// Where the first slash of a word is: a byte is zero when subtracting one borrows and its high bit
/// was not set, and below the first such byte nothing borrows.
#[inline]
fn slash(word: Word) -> Option<usize> {
    let zero = word ^ SLASHES;
    let found = zero.wrapping_sub(ONES) & !zero & HIGHS;
    (found != 0).then_some(found.trailing_zeros() as usize / 8)
}

/// The bits of the first `len` bytes, of less than eight or all.
#[inline]
fn mask(len: usize) -> Word {
    if len < LEN { (1 << (8 * len)) - 1 } else { Word::MAX }
}

#[cfg(test)]
mod tests {
    use super::{hash, segment};

    #[track_caller]
    fn check(path: &str, start: usize, text: &str) {
        let (first, len) = segment(path.as_bytes(), start);
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(8.max(bytes.len()), 0);
        assert_eq!(len, text.len(), "{path}");
        assert_eq!(first.to_le_bytes(), bytes[..8], "{path}");
    }

    #[test]
    fn a_segment_ends_at_a_slash_or_with_the_path() {
        check("/a", 1, "a");
        check("/a/b", 1, "a");
        check("/a/b", 3, "b");
        check("/", 1, "");
        check("//x", 1, "");
        check("/products/7", 1, "products");
        check("/products/7", 10, "7");
        check("/products", 1, "products");
        check("/inventory/lamps", 1, "inventory");
        check("/inventory/lamps-and-more", 11, "lamps-and-more");
        check("/.0/", 1, ".0");
        check("/\u{e9}\u{e9}/x", 1, "\u{e9}\u{e9}");
    }

    #[test]
    fn the_same_text_hashes_alike_wherever_it_stands() {
        for text in ["a", "products", "inventory", "a-very-long-segment-indeed"] {
            let path = format!("/some/{text}/more");
            let (here, _) = segment(path.as_bytes(), 6);
            let (alone, _) = segment(text.as_bytes(), 0);
            assert_eq!(hash(7, here, text.as_bytes()), hash(7, alone, text.as_bytes()));
            assert_ne!(hash(7, here, text.as_bytes()), hash(8, here, text.as_bytes()));
        }
    }
}
