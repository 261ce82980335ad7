//! The files that test clients leave behind: a file a process, a fact a line.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The lines that this command understands.
const FORMAT: u32 = 1;

/// One fact.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// How the lines are to be understood.
    Format(u32),
    /// There is such a route.
    Row(Row),
    /// It answered so.
    Hit(Hit),
    /// A test looked at such an answer.
    LookedAt(Look),
}

/// A route; without a verb, what a path is for all verbs that it has no route for.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub id: usize,
    pub verb: Option<String>,
    pub pattern: String,
    pub handler: String,
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub refusals: Vec<Refusal>,
}

/// An answer that exists in principle.
#[derive(Debug, Deserialize)]
pub(super) struct Refusal {
    pub status: u16,
    pub why: String,
    pub request: Option<Request>,
}

/// A request that is answered so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    /// That of the route, unless it says another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verb: Option<String>,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    /// The body: one of these three, or none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Vec<u8>>,
    /// So many spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spaces: Option<usize>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Hit {
    pub row: usize,
    pub status: u16,
    pub example: Example,
}

/// A request that a test sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Example {
    pub verb: String,
    pub target: String,
    pub content_type: Option<String>,
    pub body: Option<String>,
    /// Whether nothing was masked or left out.
    pub complete: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Look {
    pub row: usize,
    pub status: u16,
}

/// The facts of each process that wrote into `folder`.
pub(super) fn read(folder: &Path) -> Result<Vec<Vec<Line>>, Error> {
    let failed = || Error::io("read", folder);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed())? {
        let path = entry.map_err(failed())?.path();
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        files.push(lines(&text).map_err(|problem| Error::Record { file: path, problem })?);
    }
    Ok(files)
}

/// A line that is not whole was the last of a process that died.
fn lines(text: &str) -> Result<Vec<Line>, String> {
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let mut lines = whole.lines().map(|line| serde_json::from_str(line).map_err(|e| e.to_string()));
    match lines.next().transpose() {
        Ok(Some(Line::Format(FORMAT))) => lines.collect(),
        Ok(None) => Ok(Vec::new()),
        _ => Err("it was written by a Roob of another version than this command".to_owned()),
    }
}
