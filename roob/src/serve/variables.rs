//! Settings that the environment gives.

use std::fmt;
use std::time::Duration;

/// An environment variable whose value is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError {
    variable: &'static str,
    value: String,
    kind: &'static str,
}

/// An environment variable that sets something.
pub(super) struct Variable<T> {
    pub(super) name: &'static str,
    /// What the value is not when it is wrong, and what it may be.
    kind: &'static str,
    parse: fn(&str) -> Option<T>,
}

const TIME: &str = "time; it may be seconds, such as `0`, `2.5` or `30`";
const COUNT: &str = "number; it may be whole and above zero, such as `4`";
const FLAG: &str = "yes or no; it may be `1` or `0`";

pub(super) const IDLE_GRACE: Variable<Duration> =
    Variable { name: "ROOB_IDLE_GRACE", kind: TIME, parse: time };
pub(super) const DRAIN_DELAY: Variable<Duration> =
    Variable { name: "ROOB_DRAIN_DELAY", kind: TIME, parse: time };
pub(super) const REUSE_PORT: Variable<bool> =
    Variable { name: "ROOB_REUSE_PORT", kind: FLAG, parse: flag };
pub(super) const WORKERS: Variable<usize> =
    Variable { name: "ROOB_WORKERS", kind: COUNT, parse: count };

impl<T> Variable<T> {
    /// What the environment says. An empty variable is one that is not set.
    pub(super) fn read(&self) -> Result<Option<T>, SettingError> {
        let value = std::env::var_os(self.name);
        self.understand(value.unwrap_or_default().to_string_lossy().into_owned())
    }

    fn understand(&self, value: String) -> Result<Option<T>, SettingError> {
        if value.is_empty() {
            return Ok(None);
        }
        let wrong = |value| SettingError { variable: self.name, value, kind: self.kind };
        (self.parse)(&value).map(Some).ok_or_else(|| wrong(value))
    }
}

/// Seconds with an optional fraction. Signs and exponents are none.
fn time(text: &str) -> Option<Duration> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds = is_plain.then(|| text.parse().ok()).flatten()?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn count(text: &str) -> Option<usize> {
    // `usize` also takes a sign.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten().filter(|count| *count > 0)
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

impl SettingError {
    /// The name of the variable.
    pub fn variable(&self) -> &'static str {
        self.variable
    }

    /// Its value.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { variable, value, kind } = self;
        write!(f, "the environment variable {variable} is `{value}`, which is no {kind}")
    }
}

impl std::error::Error for SettingError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Debug;

    #[track_caller]
    fn check<T: Debug + PartialEq>(variable: &Variable<T>, value: &str, expected: Option<T>) {
        assert_eq!(variable.understand(value.to_owned()).unwrap(), expected, "{value}");
    }

    #[track_caller]
    fn check_refused<T: Debug>(variable: &Variable<T>, values: &[&str]) {
        for value in values {
            let error = variable.understand((*value).to_owned()).unwrap_err();
            assert_eq!((error.variable(), error.value()), (variable.name, *value));
        }
    }

    #[test]
    fn a_time_is_seconds_with_an_optional_fraction() {
        check(&DRAIN_DELAY, "2.5", Some(Duration::from_millis(2500)));
        check(&IDLE_GRACE, "0", Some(Duration::ZERO));
        check(&IDLE_GRACE, "", None);
        check_refused(&DRAIN_DELAY, &["-1", "+1", "1s", "1e3", "inf", ".", " 1"]);
    }

    #[test]
    fn a_number_is_above_zero_and_yes_is_one() {
        check(&WORKERS, "4", Some(4));
        check_refused(&WORKERS, &["0", "-1", "+1", "1.0", "99999999999999999999"]);
        check(&REUSE_PORT, "1", Some(true));
        check(&REUSE_PORT, "0", Some(false));
        check_refused(&REUSE_PORT, &["yes", "true", "2"]);
    }

    #[test]
    fn what_is_wrong_is_said_with_what_would_be_right() {
        let text = |error: SettingError| error.to_string();
        assert_eq!(
            DRAIN_DELAY.understand("5s".to_owned()).map_err(text),
            Err("the environment variable ROOB_DRAIN_DELAY is `5s`, which is no time; it may be \
                 seconds, such as `0`, `2.5` or `30`"
                .to_owned())
        );
        assert_eq!(
            REUSE_PORT.understand("yes".to_owned()).map_err(text),
            Err(
                "the environment variable ROOB_REUSE_PORT is `yes`, which is no yes or no; it may \
                 be `1` or `0`"
                    .to_owned()
            )
        );
        assert_eq!(
            WORKERS.understand("0".to_owned()).map_err(text),
            Err("the environment variable ROOB_WORKERS is `0`, which is no number; it may be whole \
                 and above zero, such as `4`"
                .to_owned())
        );
    }
}
