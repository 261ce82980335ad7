//! Texts that are moments in time.

use std::time::{SystemTime, UNIX_EPOCH};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Whether all of `text` is a date with a time (RFC 3339, 5.6). The offset may be missing, as it is
/// in what databases call a timestamp.
pub(super) fn is_timestamp(text: &str) -> bool {
    let Some((date, rest)) = text.split_at_checked("2026-01-01".len()) else {
        return false;
    };
    let Some((clock, rest)) = rest.split_at_checked("T00:00:00".len()) else {
        return false;
    };
    let number = |from: usize, to: usize| clock.get(from..to).and_then(digits);
    is_date(date)
        && matches!(clock.as_bytes()[0], b'T' | b't' | b' ')
        && [3, 6].iter().all(|at| clock.as_bytes()[*at] == b':')
        && is_clock(number(1, 3), number(4, 6), number(7, 9))
        && is_offset(without_fraction(rest))
}

/// Whether all of `text` is a date alone (RFC 3339, 5.6).
pub(super) fn is_date(text: &str) -> bool {
    let number = |from: usize, to: usize| text.get(from..to).and_then(digits);
    text.len() == "2026-01-01".len()
        && [4, 7].iter().all(|at| text.as_bytes()[*at] == b'-')
        && number(0, 4).is_some()
        && number(5, 7).is_some_and(|month| (1..=12).contains(&month))
        && number(8, 10).is_some_and(|day| (1..=31).contains(&day))
}

/// Whether a number can be a moment between 2001 and 2100: seconds since 1970, or milliseconds, with
/// or without a fraction.
pub(super) fn is_epoch(number: &str) -> bool {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_of_this_century = |seconds| ("1000000000".."4102444800").contains(&seconds);
    matches!(whole.len(), 10 | 13)
        && is_digits(whole)
        && is_digits(fraction)
        && is_of_this_century(&whole[..10])
}

/// The seconds since 1970 of a date as headers have it (RFC 9110, 5.6.7), also with the dashes and
/// the years of two digits that cookies may have (RFC 6265, 5.1.1).
pub(super) fn http_date(text: &str) -> Option<i64> {
    let words: Vec<&str> = text.split([',', ' ', '-']).filter(|word| !word.is_empty()).collect();
    let [weekday, day, month, year, clock, "GMT"] = words[..] else {
        return None;
    };
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
    let [hour, minute, second] = clock.split(':').map(digits).collect::<Vec<_>>()[..] else {
        return None;
    };
    let is_weekday = weekday.len() >= 3 && weekday.bytes().all(|b| b.is_ascii_alphabetic());
    let is_date = is_weekday && is_clock(hour, minute, second);
    let days = days(year_of(year)?, i64::try_from(month).ok()? + 1, digits(day)?);
    is_date.then_some(days * DAY_SECONDS + hour? * 3600 + minute? * 60 + second?)
}

/// The seconds since 1970 that it is.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// A number of at most four digits: nothing in a date has more.
fn digits(text: &str) -> Option<i64> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// A leap second is a second too.
fn is_clock(hour: Option<i64>, minute: Option<i64>, second: Option<i64>) -> bool {
    hour.is_some_and(|hour| hour < 24)
        && minute.is_some_and(|minute| minute < 60)
        && second.is_some_and(|second| second <= 60)
}

fn without_fraction(rest: &str) -> &str {
    match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with(|c: char| c.is_ascii_digit()) => {
            fraction.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => rest,
    }
}

fn is_offset(text: &str) -> bool {
    match text.strip_prefix(['+', '-']).map(|offset| offset.split_once(':')) {
        Some(Some((hours, minutes))) if hours.len() == 2 && minutes.len() == 2 => {
            is_clock(digits(hours), digits(minutes), Some(0))
        }
        // As Postgres writes it.
        Some(None) => text.len() == 3 && is_clock(digits(&text[1..]), Some(0), Some(0)),
        Some(_) => false,
        // As chrono writes it.
        None => matches!(text, "" | "Z" | "z" | " UTC"),
    }
}

fn year_of(text: &str) -> Option<i64> {
    let year = digits(text)?;
    Some(match (text.len(), year) {
        (2, 70..) => year + 1900,
        (2, _) => year + 2000,
        _ => year,
    })
}

/// The days from 1970-01-01 to a date. Years are counted from March, so that the leap day is the
/// last of its year and months have fixed beginnings.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let to_month = (month * 153 + 2) / 5;
    year * 365 + leaps + to_month + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::{http_date, is_date, is_epoch, is_timestamp};

    #[test]
    fn a_timestamp_is_a_whole_text_with_date_and_time() {
        let moments = [
            "2026-11-22T21:39:00Z",
            "2026-11-22t21:39:60z",
            "2026-11-22 21:39:00.123456",
            "2026-11-22T21:39:00.1+05:30",
            "2026-11-22T21:39:00-08:00",
            "2026-11-22 21:39:00.1+00",
            "2026-11-22 21:39:00.123 UTC",
        ];
        for text in moments {
            assert!(is_timestamp(text), "{text}");
        }
        let others = [
            "2026-11-22",
            "2026-13-22T21:39:00Z",
            "2026-11-32T21:39:00Z",
            "2026-11-22T24:39:00Z",
            "2026-11-22T21:60:00Z",
            "2026-11-22T21:39:00X",
            "2026-11-22T21:39:00.Z",
            "2026-11-22T21:39:00+5:30",
            "2026-11-22T21:39:00+05:30 ",
            "2026-11-22T21:39:00+é",
            "2026-11-22T21:39:00+24",
            "2026-11-22T21é39:00Z",
            "2026/11/22T21:39:00Z",
            "at 2026-11-22T21:39:00Z",
            "two thousand and …s",
            "é",
        ];
        for text in others {
            assert!(!is_timestamp(text), "{text}");
        }
    }

    #[test]
    fn a_date_is_a_whole_text_without_a_time() {
        for text in ["2026-11-22", "0001-01-01"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["2026-13-22", "2026-11-00", "2026/11/22", "26-11-22", "2026-11-2é", "é"] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn a_number_is_a_moment_when_that_is_of_this_century() {
        for number in ["1000000000", "1795383540", "1795383540123", "1795383540.25"] {
            assert!(is_epoch(number), "{number}");
        }
        let others = [
            "999999999",
            "4102444800",
            "4102444800000",
            "179538354012",
            "1795383540.",
            "1e9",
            "179538354é🌀",
            "-1795383540",
            "",
        ];
        for number in others {
            assert!(!is_epoch(number), "{number}");
        }
    }

    #[test]
    fn dates_of_headers_are_seconds_since_1970() {
        // What `date -u -d '…' +%s` says.
        let table = [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777)),
            ("Tue, 29 Feb 2000 12:00:00 GMT", Some(951_825_600)),
            ("Wed, 01-Mar-2000 00:00:00 GMT", Some(951_868_800)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(784_111_777)),
            ("Fri, 31 Dec 2100 23:59:59 GMT", Some(4_133_980_799)),
            ("Sun, 06 Nov 1994 08:49:37", None),
            ("Sun], 06 Nov 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 25:49:37 GMT", None),
            ("Sun, 06 Foo 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 99999999999999999 08:49:37 GMT", None),
            ("soon", None),
        ];
        for (text, seconds) in table {
            assert_eq!(http_date(text), seconds, "{text}");
        }
    }
}
