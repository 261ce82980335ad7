//! Eight bytes at a time: where a segment ends, and what it is known by.

/// Eight bytes of a path, the first of them lowest, with zeros behind its end.
type Word = u64;

/// A segment as the start of what is left of a path.
pub(super) struct Head {
    pub(super) len: usize,
    /// The text itself up to eight bytes, a hash of it beyond. Of segments that are as long and
    /// have the same bytes behind the first eight, no two have the same.
    pub(super) sum: Word,
}

/// How many bytes a word has.
pub(super) const LEN: usize = 8;

const SLASHES: Word = Word::from_le_bytes([b'/'; LEN]);
const ONES: Word = Word::from_le_bytes([0x01; LEN]);
const HIGHS: Word = Word::from_le_bytes([0x80; LEN]);

/// The golden ratio in 64 bits, as usual for multiplicative hashing. It is odd, so that multiplying
/// with it loses nothing.
const RATIO: Word = 0x9E37_79B9_7F4A_7C15;

/// The last eight bytes of `path`, with zeros before its start.
pub(super) fn last(path: &[u8]) -> Word {
    match path.last_chunk() {
        Some(word) => Word::from_le_bytes(*word),
        None => path.iter().fold(0, |word, byte| word >> 8 | Word::from(*byte) << 56),
    }
}

/// The segment at the start of `rest`, which is the end of a path with those [`last`] bytes.
#[inline]
pub(super) fn head(rest: &[u8], last: Word) -> Head {
    let first = read(rest, last);
    match slash(first) {
        Some(len) => Head { len, sum: without(first, len) },
        None if rest.len() <= LEN => Head { len: rest.len(), sum: first },
        None => long(rest, last, first),
    }
}

/// A segment that has eight bytes or more.
fn long(rest: &[u8], last: Word, first: Word) -> Head {
    let (mut len, mut sum) = (LEN, first);
    loop {
        let tail = &rest[len..];
        let word = read(tail, last);
        let more = slash(word).unwrap_or(LEN.min(tail.len()));
        if more == 0 {
            return Head { len, sum };
        }
        let word = if more < LEN { without(word, more) } else { word };
        sum = (sum.rotate_left(23) ^ word).wrapping_mul(RATIO);
        len += more;
        if more < LEN {
            return Head { len, sum };
        }
    }
}

/// A hash of a node and the segment that leads on from it; its high bits are the good ones.
#[inline]
pub(super) fn hash(node: u32, sum: Word) -> Word {
    (sum ^ Word::from(node).wrapping_mul(RATIO)).wrapping_mul(RATIO)
}

/// The first eight bytes of `rest`. Fewer are a part of the [`last`] ones: nothing has to be read
/// byte by byte.
#[inline]
fn read(rest: &[u8], last: Word) -> Word {
    match rest.first_chunk() {
        Some(word) => Word::from_le_bytes(*word),
        // In two steps, since one of 64 bits is not defined.
        None => last >> (8 * (LEN - 1 - rest.len())) >> 8,
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

/// A word without what is behind its first `len` bytes, of less than eight.
#[inline]
fn without(word: Word, len: usize) -> Word {
    word & ((1 << (8 * len)) - 1)
}

#[cfg(test)]
mod tests {
    use super::{Head, head, last};

    fn at(path: &str, start: usize) -> Head {
        head(&path.as_bytes()[start..], last(path.as_bytes()))
    }

    #[track_caller]
    fn check(path: &str, start: usize, text: &str) {
        let segment = at(path, start);
        assert_eq!(segment.len, text.len(), "{path}");
        if text.len() <= 8 {
            let mut bytes = text.as_bytes().to_vec();
            bytes.resize(8, 0);
            assert_eq!(segment.sum.to_le_bytes(), bytes[..], "{path}");
        }
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
        check("/sixteen-letters-/and-more", 1, "sixteen-letters-");
        check("/.0/", 1, ".0");
        check("/\u{e9}\u{e9}/x", 1, "\u{e9}\u{e9}");
    }

    #[test]
    fn the_same_text_has_the_same_sum_wherever_it_stands() {
        for text in ["a", "products", "inventory", "sixteen-letters-", "a-very-long-segment-indeed"]
        {
            let sums = [
                at(text, 0),
                at(&format!("/{text}"), 1),
                at(&format!("/some/{text}/more"), 6),
                at(&format!("/{text}/"), 1),
                at(&format!("/some/{text}/"), 6),
            ];
            assert!(sums.iter().all(|one| one.sum == sums[0].sum), "{text}");
        }
    }
}
