//! Runs a suite, collects what it saw, and keeps the result for the next command.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
};

use crate::{
    coverage::{self, Coverage},
    error::Error,
    runner::Suite,
};

/// Where the last result lies in a project.
const KEPT: &str = "target/roob/coverage.json";

/// What a suite saw, and whether all of its tests passed.
#[derive(Debug)]
pub(crate) struct Measured {
    pub coverage: Coverage,
    pub passed: bool,
}

/// Runs `suite`.
pub(crate) fn measure(suite: &Suite) -> Result<Measured, Error> {
    let records = Records::new(suite.project)?;
    let passed = suite.run(&records.0)?;
    let coverage = coverage::read(&records.0)?;
    if !coverage.routes.is_empty() {
        keep(suite.project, &coverage)?;
    }
    Ok(Measured { coverage, passed })
}

/// The result that was kept last, if there is one that this command understands.
pub(crate) fn last(project: &Path) -> Option<Coverage> {
    serde_json::from_str(&fs::read_to_string(project.join(KEPT)).ok()?).ok()
}

/// The result as a document.
pub(crate) fn document(coverage: &Coverage) -> String {
    let json = serde_json::to_string_pretty(coverage).unwrap_or_default();
    json + "\n"
}

fn keep(project: &Path, coverage: &Coverage) -> Result<(), Error> {
    let file = project.join(KEPT);
    // Moved into place whole, as another command may be reading it.
    let new = file.with_extension(format!("{}.new", process::id()));
    fs::write(&new, document(coverage)).map_err(Error::io("write", &new))?;
    fs::rename(&new, &file).map_err(Error::io("write", &file))
}

/// A folder for this run alone, gone after it.
struct Records(PathBuf);

impl Records {
    fn new(project: &Path) -> Result<Self, Error> {
        // The tests run in other folders than this command.
        let project = project.canonicalize().map_err(Error::io("find", project))?;
        let folder = project.join(format!("target/roob/records-{}", process::id()));
        match fs::remove_dir_all(&folder) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("remove", folder)(cause));
            }
            _ => {}
        }
        fs::create_dir_all(&folder).map_err(Error::io("make", &folder))?;
        Ok(Self(folder))
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
