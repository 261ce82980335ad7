//! All settings of a server, with their defaults and what the environment says of them.

use super::address::{self, Address};
use super::descriptors;
use std::fmt;
use std::time::Duration;

/// The settings of a server. What each of them is, the table of [`serve`](super) says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) addresses: Vec<Address>,
    pub(super) reuse_port: bool,
    /// As many as the runtime makes by itself, when nobody says.
    pub(super) workers: Option<usize>,
    pub(super) head_timeout: Duration,
    pub(super) keep_alive: Duration,
    pub(super) body_timeout: Duration,
    pub(super) write_timeout: Duration,
    pub(super) time_limit: Duration,
    pub(super) drain_delay: Duration,
    pub(super) idle_grace: Duration,
    pub(super) grace: Duration,
    pub(super) max_head: usize,
    pub(super) max_headers: usize,
    pub(super) max_body: usize,
    pub(super) max_connections: usize,
    /// Variables that nobody understands, as long as nobody else sets what they would.
    wrong: Vec<Wrong>,
}

/// An environment variable that sets something.
pub(super) struct Variable {
    pub(super) name: &'static str,
    /// What it sets, for `--help`.
    pub(super) sets: &'static str,
    /// Its value when nobody says anything, for `--help`.
    pub(super) default: &'static str,
    /// What it is not when it is wrong, and what it may be.
    kind: &'static str,
}

/// Environment variables whose values are not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError {
    wrong: Vec<Wrong>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrong {
    variable: &'static str,
    value: String,
    kind: &'static str,
}

/// The smallest buffer that hyper takes, and so the smallest limit for a head.
pub(super) const LEAST_HEAD: usize = 8 * 1024;

/// The most connections where the system would allow more. Idle ones take about 5 KiB each.
const MOST_CONNECTIONS: usize = 20_000;

const TIME: &str = "time; it may be seconds above zero, such as `30` or `2.5`";
const ANY_TIME: &str = "time; it may be seconds, such as `0`, `2.5` or `30`";
const SIZE: &str = "size; it may be bytes, such as `1000`, `64KiB` or `2MiB`";
const HEAD_SIZE: &str =
    "size of a head; it may be `8KiB` or more, such as `8192`, `64KiB` or `1MiB`";
const FLAG: &str = "yes or no; it may be `1` or `0`";
const COUNT: &str = "number; it may be whole and above zero, such as `4`";

macro_rules! variables {
    ($($constant:ident $name:literal $sets:literal $default:literal $kind:expr;)*) => {
        $(pub(super) const $constant: Variable =
            Variable { name: $name, sets: $sets, default: $default, kind: $kind };)*

        /// All variables, in the order of `--help`.
        pub(super) const VARIABLES: &[Variable] = &[$($constant),*];
    };
}

variables! {
    ADDRESS "ROOB_ADDR" "where to listen" "127.0.0.1:8000" address::KIND;
    REUSE_PORT "ROOB_REUSE_PORT" "1 when other servers may listen there too" "0" FLAG;
    WORKERS "ROOB_WORKERS" "threads for the app" "one for each processor" COUNT;
    HEAD_TIMEOUT "ROOB_HEAD_TIMEOUT" "seconds for the head of a request" "30" TIME;
    KEEP_ALIVE "ROOB_KEEP_ALIVE" "seconds that a connection waits for its next request" "75" TIME;
    BODY_TIMEOUT "ROOB_BODY_TIMEOUT" "seconds for the next piece of a request's body" "30" TIME;
    WRITE_TIMEOUT "ROOB_WRITE_TIMEOUT" "seconds for a client to take more of its answer" "60" TIME;
    TIME_LIMIT "ROOB_TIME_LIMIT" "seconds until the answer begins, unless the app says" "30" TIME;
    DRAIN_DELAY "ROOB_DRAIN_DELAY" "seconds to go on when told to stop, but not ready" "0" ANY_TIME;
    IDLE_GRACE "ROOB_IDLE_GRACE" "seconds for idle connections when it stops" "0.25" ANY_TIME;
    GRACE "ROOB_GRACE" "seconds for requests under way when it stops" "30" ANY_TIME;
    MAX_HEAD "ROOB_MAX_HEAD" "size of the head of a request" "64KiB" HEAD_SIZE;
    MAX_HEADERS "ROOB_MAX_HEADERS" "number of headers of a request" "100" COUNT;
    MAX_BODY "ROOB_MAX_BODY" "size of the body of a request, unless the app says" "2MiB" SIZE;
    MAX_CONNECTIONS "ROOB_MAX_CONNECTIONS" "connections at once"
        "3/4 of the files it may open, at most 20000" COUNT;
}

impl Default for Settings {
    fn default() -> Self {
        let files = descriptors::limit().unwrap_or(usize::MAX);
        Self {
            addresses: vec![address::DEFAULT],
            reuse_port: false,
            workers: None,
            head_timeout: Duration::from_secs(30),
            // Longer than the 60 s after which proxies usually close an idle connection: whoever
            // sends the requests should be the one to close, or a request may meet a closed socket.
            keep_alive: Duration::from_secs(75),
            body_timeout: Duration::from_secs(30),
            // The operating system says that it can take more when a third of its buffer is sent, which
            // is more than a MiB when it is at its largest.
            write_timeout: Duration::from_secs(60),
            time_limit: crate::limit::DEFAULT,
            drain_delay: Duration::ZERO,
            // As long as a request may be on its way around the world.
            idle_grace: Duration::from_millis(250),
            grace: Duration::from_secs(30),
            max_head: 64 * 1024,
            max_headers: 100,
            max_body: crate::request::DEFAULT_BODY_LIMIT,
            // The rest is for the files and the database of the app.
            max_connections: (files / 4 * 3).clamp(1, MOST_CONNECTIONS),
            wrong: Vec::new(),
        }
    }
}

impl Settings {
    /// What the environment of this process says.
    pub(super) fn of_process() -> Self {
        Self::from_environment(|name| {
            std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
        })
    }

    /// What the environment says, which `lookup` knows, else the defaults. An empty variable is one
    /// that is not set.
    pub(super) fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let mut all = Self::default();
        let mut wrong = Vec::new();
        let mut reader = Reader { lookup, wrong: &mut wrong };
        reader.read(&mut all.addresses, &ADDRESS, address::parse);
        reader.read(&mut all.reuse_port, &REUSE_PORT, flag);
        reader.read(&mut all.workers, &WORKERS, |text| count(text).map(Some));
        reader.read(&mut all.head_timeout, &HEAD_TIMEOUT, some_time);
        reader.read(&mut all.keep_alive, &KEEP_ALIVE, some_time);
        reader.read(&mut all.body_timeout, &BODY_TIMEOUT, some_time);
        reader.read(&mut all.write_timeout, &WRITE_TIMEOUT, some_time);
        reader.read(&mut all.time_limit, &TIME_LIMIT, some_time);
        reader.read(&mut all.drain_delay, &DRAIN_DELAY, time);
        reader.read(&mut all.idle_grace, &IDLE_GRACE, time);
        reader.read(&mut all.grace, &GRACE, time);
        reader.read(&mut all.max_head, &MAX_HEAD, |text| size(text).filter(|n| *n >= LEAST_HEAD));
        reader.read(&mut all.max_headers, &MAX_HEADERS, count);
        reader.read(&mut all.max_body, &MAX_BODY, size);
        reader.read(&mut all.max_connections, &MAX_CONNECTIONS, count);
        Self { wrong, ..all }
    }

    /// Somebody else sets what `variable` would, so it does not matter what that is.
    pub(super) fn overrule(&mut self, variable: &Variable) {
        self.wrong.retain(|wrong| wrong.variable != variable.name);
    }

    /// The same, for all but one.
    pub(super) fn overrule_others(&mut self, variable: &Variable) {
        self.wrong.retain(|wrong| wrong.variable == variable.name);
    }

    /// Refuses all variables that are wrong at once.
    pub(super) fn check(&self) -> Result<(), SettingError> {
        if self.wrong.is_empty() { Ok(()) } else { Err(SettingError { wrong: self.wrong.clone() }) }
    }
}

impl SettingError {
    /// The names of the variables and their values.
    pub fn variables(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.wrong.iter().map(|wrong| (wrong.variable, wrong.value.as_str()))
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, Wrong { variable, value, kind }) in self.wrong.iter().enumerate() {
            let end = if at == 0 { "" } else { "\n" };
            write!(f, "{end}the environment variable {variable} is `{value}`, which is no {kind}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SettingError {}

struct Reader<'w, L> {
    lookup: L,
    wrong: &'w mut Vec<Wrong>,
}

impl<L: Fn(&str) -> Option<String>> Reader<'_, L> {
    fn read<T>(&mut self, to: &mut T, of: &Variable, parse: impl Fn(&str) -> Option<T>) {
        let Some(value) = (self.lookup)(of.name).filter(|value| !value.is_empty()) else { return };
        match parse(&value) {
            Some(parsed) => *to = parsed,
            None => self.wrong.push(Wrong { variable: of.name, value, kind: of.kind }),
        }
    }
}

/// Seconds with an optional fraction. Signs and exponents are none.
fn time(text: &str) -> Option<Duration> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds = is_plain.then(|| text.parse().ok()).flatten()?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn some_time(text: &str) -> Option<Duration> {
    time(text).filter(|time| !time.is_zero())
}

/// Bytes, or with a unit KiB or MiB.
fn size(text: &str) -> Option<usize> {
    let units = [("KiB", 1024), ("MiB", 1024 * 1024)];
    let (digits, unit) = units
        .iter()
        .find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)))
        .unwrap_or((text, 1));
    whole(digits)?.checked_mul(unit)
}

fn count(text: &str) -> Option<usize> {
    whole(text).filter(|count| *count > 0)
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

/// Digits alone; `usize` also takes a sign.
fn whole(text: &str) -> Option<usize> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Settings {
        Settings::from_environment(|name| {
            let value = variables.iter().find(|(known, _)| *known == name);
            value.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_defaults_that_help_names_are_those_that_hold() {
        let texts: Vec<(&str, &str)> = VARIABLES
            .iter()
            .filter(|variable| ![WORKERS.name, MAX_CONNECTIONS.name].contains(&variable.name))
            .map(|variable| (variable.name, variable.default))
            .collect();
        assert_eq!(read(&texts), Settings::default());
        assert_eq!(read(&[]), Settings::default());
        let empty: Vec<(&str, &str)> = VARIABLES.iter().map(|one| (one.name, "")).collect();
        assert_eq!(read(&empty), Settings::default());
    }

    #[test]
    fn each_variable_sets_what_it_is_named_after() {
        #[track_caller]
        fn check(name: &str, value: &str, change: impl FnOnce(&mut Settings)) {
            let mut expected = Settings::default();
            change(&mut expected);
            assert_ne!(expected, Settings::default());
            assert_eq!(read(&[(name, value)]), expected);
        }
        let time = Duration::from_millis;
        check("ROOB_ADDR", "[::1]:0", |all| {
            all.addresses = address::parse("[::1]:0").unwrap();
        });
        check("ROOB_REUSE_PORT", "1", |all| all.reuse_port = true);
        check("ROOB_WORKERS", "4", |all| all.workers = Some(4));
        check("ROOB_DRAIN_DELAY", "2.5", |all| all.drain_delay = time(2500));
        check("ROOB_IDLE_GRACE", "0", |all| all.idle_grace = time(0));
        check("ROOB_HEAD_TIMEOUT", "2.5", |all| all.head_timeout = time(2500));
        check("ROOB_KEEP_ALIVE", "5", |all| all.keep_alive = time(5000));
        check("ROOB_BODY_TIMEOUT", "0.25", |all| all.body_timeout = time(250));
        check("ROOB_WRITE_TIMEOUT", "1.", |all| all.write_timeout = time(1000));
        check("ROOB_TIME_LIMIT", "9", |all| all.time_limit = time(9000));
        check("ROOB_GRACE", "0", |all| all.grace = time(0));
        check("ROOB_MAX_HEAD", "8KiB", |all| all.max_head = 8192);
        check("ROOB_MAX_HEADERS", "7", |all| all.max_headers = 7);
        check("ROOB_MAX_BODY", "3MiB", |all| all.max_body = 3 * 1024 * 1024);
        check("ROOB_MAX_BODY", "0", |all| all.max_body = 0);
        check("ROOB_MAX_CONNECTIONS", "1", |all| all.max_connections = 1);
    }

    #[test]
    fn what_is_not_understood_is_wrong() {
        let check = |name: &str, values: &[&str]| {
            for value in values {
                let error = read(&[(name, value)]).check().unwrap_err();
                assert_eq!(error.variables().collect::<Vec<_>>(), [(name, *value)]);
            }
        };
        let no_times =
            ["-1", "+1", "1s", "1e3", "inf", "NaN", ".", "1.2.3", " 1", "99999999999999999999"];
        check("ROOB_HEAD_TIMEOUT", &no_times);
        for any_time in [GRACE, IDLE_GRACE, DRAIN_DELAY] {
            check(any_time.name, &no_times);
        }
        check("ROOB_WORKERS", &["0", "-1", "+1", "1.0", "99999999999999999999"]);
        check("ROOB_REUSE_PORT", &["yes", "true", "2"]);
        for timeout in [HEAD_TIMEOUT, KEEP_ALIVE, BODY_TIMEOUT, WRITE_TIMEOUT, TIME_LIMIT] {
            check(timeout.name, &["0", "0.0"]);
        }
        check("ROOB_MAX_BODY", &["-1", "+1", "1.5", "1kB", "1 KiB", "KiB", "99999999999999999999"]);
        check("ROOB_MAX_BODY", &["18446744073709551615KiB"]);
        check("ROOB_MAX_HEAD", &["0", "8191", "7KiB"]);
        check("ROOB_MAX_HEADERS", &["0", "-1", "many"]);
        check("ROOB_MAX_CONNECTIONS", &["0", "1.0"]);
    }

    #[test]
    fn every_wrong_variable_is_named_with_its_value_and_what_it_may_be() {
        let settings = read(&[
            ("ROOB_ADDR", "localhost"),
            ("ROOB_REUSE_PORT", "yes"),
            ("ROOB_HEAD_TIMEOUT", "30s"),
            ("ROOB_GRACE", "-1"),
            ("ROOB_MAX_HEAD", "1KiB"),
            ("ROOB_MAX_HEADERS", "0"),
            ("ROOB_MAX_BODY", "2MB"),
        ]);
        assert_eq!(
            settings.check().unwrap_err().to_string(),
            "\
the environment variable ROOB_ADDR is `localhost`, which is no address; it may be `127.0.0.1:8000`, `[::1]:8000`, a port alone such as `8000`, `unix:/run/app.sock`, or several with commas
the environment variable ROOB_REUSE_PORT is `yes`, which is no yes or no; it may be `1` or `0`
the environment variable ROOB_HEAD_TIMEOUT is `30s`, which is no time; it may be seconds above zero, such as `30` or `2.5`
the environment variable ROOB_GRACE is `-1`, which is no time; it may be seconds, such as `0`, `2.5` or `30`
the environment variable ROOB_MAX_HEAD is `1KiB`, which is no size of a head; it may be `8KiB` or more, such as `8192`, `64KiB` or `1MiB`
the environment variable ROOB_MAX_HEADERS is `0`, which is no number; it may be whole and above zero, such as `4`
the environment variable ROOB_MAX_BODY is `2MB`, which is no size; it may be bytes, such as `1000`, `64KiB` or `2MiB`"
        );
    }

    #[test]
    fn a_variable_that_somebody_overrules_may_be_anything() {
        let mut settings = read(&[("ROOB_GRACE", "x"), ("ROOB_KEEP_ALIVE", "x")]);
        settings.overrule(&GRACE);
        let error = settings.check().unwrap_err();
        assert_eq!(error.variables().collect::<Vec<_>>(), [("ROOB_KEEP_ALIVE", "x")]);
        settings.overrule(&KEEP_ALIVE);
        assert_eq!(settings.check(), Ok(()));
    }

    /// The rest is left for the files of the app.
    #[test]
    fn there_are_fewer_connections_than_files() {
        let most = Settings::default().max_connections;
        assert!((1..=MOST_CONNECTIONS).contains(&most));
        assert!(descriptors::limit().is_none_or(|files| most < files));
    }
}
