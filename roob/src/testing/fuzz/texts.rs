//! Texts that programs stumble over.

use super::random::Random;
use crate::routing::Kind;

/// Anything that somebody may write into a field.
const ODD: [&str; 22] = [
    "",
    " ",
    "a",
    "0",
    "-1",
    "null",
    "true",
    "a b",
    "\t\r\n",
    "\u{0}",
    "\u{7f}",
    "é",
    "e\u{301}",
    "ß",
    "\u{202e}abc",
    "\u{feff}",
    "👩\u{200d}👩\u{200d}👧",
    "' OR '1'='1",
    "\"; DROP TABLE x; --",
    "%s%n",
    "../../etc/passwd",
    "<script>alert(1)</script>",
];

/// Whole numbers at the ends of what types hold, and beyond.
pub(super) const INTEGERS: [&str; 22] = [
    "0",
    "1",
    "-1",
    "2",
    "127",
    "128",
    "255",
    "256",
    "-129",
    "32768",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
];

/// Numbers with a fraction or an exponent.
pub(super) const DECIMALS: [&str; 10] = [
    "0.1",
    "-0.0",
    "1.5",
    "0.30000000000000004",
    "1e2",
    "1e308",
    "-1e308",
    "1e-320",
    "123456789.123456789",
    "0.000000000000000000001",
];

/// Where dates and times end.
const MOMENTS: [&str; 8] = [
    "1970-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2024-02-29T12:00:00Z",
    "2023-02-29T12:00:00Z",
    "2026-12-31T23:59:60Z",
    "2026-01-01T00:00:00+23:59",
    "2026-01-01T00:00:00.123456789Z",
];

const UUIDS: [&str; 3] = [
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "67E55044-10B1-426F-9247-BB680E5FE0C8",
];

/// A text for a field that takes `sample`: mostly one of its kind, else anything.
pub(super) fn text(sample: &str, random: &mut Random) -> String {
    let is_moment = crate::testing::dates::is_timestamp(sample);
    match sample {
        _ if random.once_in(4) => odd(random),
        "a" => odd(random),
        _ if is_moment && random.once_in(2) => (*random.pick(&MOMENTS)).to_owned(),
        _ if sample.len() == UUIDS[0].len() && random.once_in(2) => {
            (*random.pick(&UUIDS)).to_owned()
        }
        sample => sample.to_owned(),
    }
}

/// Any text, now and then a long one.
pub(super) fn odd(random: &mut Random) -> String {
    match random.below(16) {
        0 => "a".repeat(*random.pick(&[64, 255, 256, 1_000, 70_000])),
        1 => "é".repeat(300),
        _ => (*random.pick(&ODD)).to_owned(),
    }
}

/// What a header can have (RFC 9110, 5.5), mostly something that is not `refused`; `sample` is not.
pub(super) fn header(
    sample: Option<&'static str>,
    refused: impl Fn(&str) -> bool,
    random: &mut Random,
) -> &'static str {
    let is_value =
        |text: &&str| text.trim() == *text && text.bytes().all(|b| (b' '..127).contains(&b));
    let values = ODD.into_iter().chain(INTEGERS).filter(is_value);
    let (wrong, mut right): (Vec<&str>, Vec<&str>) = values.partition(|value| refused(value));
    right.extend(sample);
    let is_right = wrong.is_empty() || (!right.is_empty() && !random.once_in(4));
    let values = if is_right { right } else { wrong };
    values[random.below(values.len())]
}

/// Any whole number, half of the time a small one.
pub(super) fn integer(random: &mut Random) -> String {
    let most = if random.once_in(2) { 4 } else { INTEGERS.len() };
    (*random.pick(&INTEGERS[..most])).to_owned()
}

/// A value for a path parameter of this kind, not encoded; sometimes one that is none.
pub(super) fn param(kind: &Kind, random: &mut Random) -> String {
    let pick = |texts: &[&str], random: &mut Random| (*random.pick(texts)).to_owned();
    if random.once_in(16) {
        return odd(random);
    }
    match kind {
        Kind::Int => match random.below(8) {
            0 => "9".repeat(40),
            1 => pick(&["-0", "007"], random),
            _ => integer(random),
        },
        Kind::Decimal if random.once_in(2) => pick(&["0.0", "-0.5", ".5", "99999999.99"], random),
        Kind::Decimal => integer(random),
        Kind::Hex => {
            pick(&["0", "ff", "FF", "deadbeef", "ffffffffffffffff", "fffffffffffffffff"], random)
        }
        Kind::Letters => pick(&["a", "Z", "null", "true"], random),
        Kind::Word => pick(&["a", "_", "0", "null", "a_b", "__proto__"], random),
        Kind::Uuid => pick(&UUIDS, random),
        Kind::Regex(_) => {
            pick(&["a", "1", "A", "ab", "a1", "12", "a-b", "2026", "aaaa", "_"], random)
        }
        Kind::Path => pick(&["a", "a/b", "a//b", "a/", "../../etc/passwd", "a/../b", "."], random),
        Kind::Any => odd(random),
    }
}
