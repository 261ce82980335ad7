//! What time it is, for the name of a migration and for the ledger.

use std::{env, time::SystemTime};

use chrono::{DateTime, Utc};

/// Now, as a number: 20260131235959.
pub(crate) fn stamp() -> i64 {
    now().format("%Y%m%d%H%M%S").to_string().parse().unwrap_or_default()
}

/// Now, for people: `2026-01-31 23:59:59`.
pub(crate) fn time() -> String {
    now().format("%Y-%m-%d %H:%M:%S").to_string()
}

/// In UTC. `SOURCE_DATE_EPOCH` stands in for the clock, so that the same command can give the same
/// files (<https://reproducible-builds.org/specs/source-date-epoch/>).
fn now() -> DateTime<Utc> {
    let fixed = env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let fixed = fixed.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    fixed.unwrap_or_else(|| DateTime::<Utc>::from(SystemTime::now()))
}
