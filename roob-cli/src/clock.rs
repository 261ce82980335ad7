//! What time it is, for the name of a migration.

use std::{env, time::SystemTime};

use chrono::{DateTime, Utc};

/// Now, as a number: 20260131235959. `SOURCE_DATE_EPOCH` stands in for the clock, so that the
/// same command can give the same files (<https://reproducible-builds.org/specs/source-date-epoch/>).
pub(crate) fn stamp() -> i64 {
    let fixed = env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let now = match fixed.and_then(|seconds| DateTime::from_timestamp(seconds, 0)) {
        Some(time) => time,
        None => DateTime::<Utc>::from(SystemTime::now()),
    };
    now.format("%Y%m%d%H%M%S").to_string().parse().unwrap_or_default()
}
