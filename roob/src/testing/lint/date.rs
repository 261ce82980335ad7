//! Dates as headers have them.

use super::answer::Answer;
use super::finding::Wrong;
use crate::testing::dates::http_date;
use http::header::{DATE, EXPIRES, HeaderName, LAST_MODIFIED};

/// The example of RFC 9110.
pub(super) const EXAMPLE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// `Date`, when it is none.
pub(super) fn date(answer: Answer<'_>) -> Option<Wrong> {
    check(answer, DATE)
}

/// `Last-Modified`, when it is no date.
pub(super) fn last_modified(answer: Answer<'_>) -> Option<Wrong> {
    check(answer, LAST_MODIFIED)
}

/// `Sunset`, when it is no date (RFC 8594, 3).
pub(super) fn sunset(answer: Answer<'_>) -> Option<Wrong> {
    check(answer, HeaderName::from_static("sunset"))
}

/// `Expires`, when it is no date. Everybody takes `0` for the past (RFC 9111, 5.3).
pub(super) fn expires(answer: Answer<'_>) -> Option<Wrong> {
    if answer.text(EXPIRES) == Some("0") { None } else { check(answer, EXPIRES) }
}

fn check(answer: Answer<'_>, name: HeaderName) -> Option<Wrong> {
    let value = answer.text(name.clone())?;
    (!is_date(value)).then(|| {
        let seen = format!("`{name}: {value}` is no date of HTTP");
        let right = match http_date(value) {
            Some(seconds) => format!("`{name}: {}`", written(seconds)),
            None => format!("a date such as `{name}: {EXAMPLE}`"),
        };
        Wrong::new(seen, right)
    })
}

/// Whether `text` is a date in the one form that may be sent (RFC 9110, 5.6.7).
pub(super) fn is_date(text: &str) -> bool {
    // A leap second is none of the seconds since 1970.
    let text = text.replace(":60 ", ":59 ");
    http_date(&text).is_some_and(|seconds| written(seconds) == text)
}

/// The date that is `seconds` after the beginning of 1970.
fn written(seconds: i64) -> String {
    let (days, clock) = (seconds.div_euclid(DAY_SECONDS), seconds.rem_euclid(DAY_SECONDS));
    let (year, month, day) = calendar(days);
    // 1970 began on a Thursday.
    let weekday = name(&WEEKDAYS, (days + 4).rem_euclid(7));
    let month = name(&MONTHS, month - 1);
    let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
    format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

fn name(names: &[&'static str], at: i64) -> &'static str {
    usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default()
}

/// Year, month and day of a day after 1970-01-01. Years are counted from March, so that the leap day
/// is the last of its year, and four hundred of them are one era.
fn calendar(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}
