//! The file into which a process writes what its tests saw, for `roob test`.
//!
//! Each fact is a line of JSON, appended when it is seen for the first time. So what a test saw
//! counts even if it fails or the process dies, and processes need not know each other. A fact that
//! was seen before costs one atomic load.

use crate::table::Route;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::env;
use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// Names the folder of the records; without it nothing is recorded.
const VARIABLE: &str = "ROOB_TEST_COVERAGE";

/// What the lines mean; `roob test` reads no other.
const FORMAT: u32 = 1;

/// How many statuses there can be: all numbers of three digits (RFC 9110, 15).
const STATUSES: usize = 900;

/// What can be known of a status.
#[derive(Clone, Copy)]
pub(super) enum Seen {
    Hit = 1,
    LookedAt = 2,
}

/// One line of the table: a route, or a path with all verbs that it has no route for.
pub(super) struct Row {
    id: usize,
    /// What is known of each status, from 100 on.
    seen: [AtomicU8; STATUSES],
}

/// The file of this process.
pub(super) struct Recorder(Mutex<Record>);

struct Record {
    file: File,
    path: PathBuf,
    rows: HashMap<Key, Arc<Row>>,
}

/// Which row it is, whichever of a process's many apps it is a part of.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    pattern: String,
    /// `None` for the row of the path.
    route: Option<(Option<Method>, &'static str, &'static Location<'static>)>,
}

static RECORDER: LazyLock<Option<Result<Recorder, String>>> = LazyLock::new(|| {
    let folder = env::var_os(VARIABLE).filter(|folder| !folder.is_empty())?;
    let record = Record::begin(Path::new(&folder));
    let failed = |error| format!("`{VARIABLE}` is `{}`: {error}", Path::new(&folder).display());
    Some(record.map(|record| Recorder(Mutex::new(record))).map_err(failed))
});

impl Row {
    /// Writes `fact`, of the row with this id, unless it is known.
    pub(super) fn note(&self, status: StatusCode, what: Seen, fact: impl Fn(usize) -> Value) {
        let seen = &self.seen[usize::from(status.as_u16() - 100)];
        let bit = what as u8;
        // Most are known, and to look costs less than to change.
        let is_known = || seen.fetch_or(bit, Ordering::Relaxed) & bit != 0;
        if seen.load(Ordering::Relaxed) & bit != 0 || is_known() {
            return;
        }
        if let Some(recorder) = Recorder::get() {
            recorder.lock().write(&fact(self.id));
        }
    }
}

impl Recorder {
    /// The recorder of this process, if it was asked for one.
    ///
    /// # Panics
    /// When the folder cannot be written to: a gap would be taken for a test that is missing.
    pub(super) fn get() -> Option<&'static Self> {
        match RECORDER.as_ref()? {
            Ok(recorder) => Some(recorder),
            Err(message) => panic!("{message}"),
        }
    }

    /// The row of `route`, which `fact` describes.
    pub(super) fn route(&self, route: &Route, fact: impl FnOnce() -> Value) -> Arc<Row> {
        let own = (route.method().cloned(), route.handler(), route.location());
        self.row(Key { pattern: route.pattern().to_owned(), route: Some(own) }, fact)
    }

    /// The row of the path of `route`.
    pub(super) fn path(&self, route: &Route, fact: impl FnOnce() -> Value) -> Arc<Row> {
        self.row(Key { pattern: route.pattern().to_owned(), route: None }, fact)
    }

    fn row(&self, key: Key, fact: impl FnOnce() -> Value) -> Arc<Row> {
        let mut record = self.lock();
        let id = record.rows.len();
        let row = match record.rows.entry(key) {
            Entry::Occupied(known) => return Arc::clone(known.get()),
            Entry::Vacant(place) => {
                let seen = [const { AtomicU8::new(0) }; STATUSES];
                Arc::clone(place.insert(Arc::new(Row { id, seen })))
            }
        };
        let mut fact = fact();
        fact["id"] = id.into();
        record.write(&json!({ "row": fact }));
        row
    }

    /// A test that panicked meanwhile wrote a whole line or none.
    fn lock(&self) -> MutexGuard<'_, Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    fn begin(folder: &Path) -> io::Result<Self> {
        let unique = RandomState::new().hash_one(0);
        let path = folder.join(format!("{}-{unique:016x}.jsonl", std::process::id()));
        let file = OpenOptions::new().append(true).create_new(true).open(&path)?;
        let mut record = Self { file, path, rows: HashMap::new() };
        record.write(&json!({ "format": FORMAT }));
        Ok(record)
    }

    /// One line at once: the process may not live to the end of its test.
    fn write(&mut self, fact: &Value) {
        let line = format!("{fact}\n");
        if let Err(error) = self.file.write_all(line.as_bytes()) {
            panic!("the coverage cannot be written to `{}`: {error}", self.path.display());
        }
    }
}
