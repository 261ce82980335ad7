//! A project with a suite that takes no time: in place of cargo, a script leaves the records that
//! test clients would have left.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use serde_json::{Value, json};

use crate::harness::{Ran, Shop};

pub(crate) struct Suite {
    pub(crate) shop: Shop,
    cargo: PathBuf,
    records: PathBuf,
}

/// What the cargo of a suite does: notes how it was called, says something on both streams, leaves
/// the records. It knows `test` alone.
const CARGO: &str = r#"#!/bin/sh
[ "$1" = test ] || exit 101
echo "$* in $PWD, transport ${ROOB_TEST_TRANSPORT-none}" >> "$(dirname "$0")/calls"
echo "running the tests"
echo "compiling" >&2
cp "$(dirname "$0")/records/"* "$ROOB_TEST_COVERAGE" 2>/dev/null
[ ! -e "$(dirname "$0")/red" ]
"#;

impl Suite {
    /// A project whose suite leaves `files`, a list of facts for each process.
    pub(crate) fn new(files: &[&[Value]]) -> Self {
        let shop = Shop::new(&[]);
        let folder = shop.parent.path().join("fake");
        let (cargo, records) = (folder.join("cargo"), folder.join("records"));
        fs::create_dir_all(&records).unwrap();
        fs::write(&cargo, CARGO).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        let suite = Self { shop, cargo, records };
        for (number, facts) in files.iter().enumerate() {
            let lines: Vec<String> = [&[json!({ "format": 1 })], *facts]
                .concat()
                .iter()
                .map(|f| format!("{f}\n"))
                .collect();
            suite.record(&format!("{number}.jsonl"), &lines.concat());
        }
        suite
    }

    /// A file as a process would leave it.
    pub(crate) fn record(&self, name: &str, text: &str) {
        fs::write(self.records.join(name), text).unwrap();
    }

    /// From now on, a test fails.
    pub(crate) fn turns_red(&self) {
        fs::write(self.cargo.with_file_name("red"), "").unwrap();
    }

    /// How the suite was run, a line a time.
    pub(crate) fn calls(&self) -> String {
        let calls = fs::read_to_string(self.cargo.with_file_name("calls")).unwrap_or_default();
        calls.replace(self.shop.root.canonicalize().unwrap().to_str().unwrap(), "the project")
    }

    #[track_caller]
    pub(crate) fn roob<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Ran {
        let mut command = self.shop.roob(args).command();
        command.env("CARGO", &self.cargo).env_remove("ROOB_TEST_TRANSPORT");
        let output = command.output().unwrap();
        Ran {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code(),
        }
    }
}

/// A route of the controller `Products`, or with no verb the path.
pub(crate) fn row(
    id: usize,
    verb: Option<&str>,
    pattern: &str,
    action: &str,
    refusals: Value,
) -> Value {
    json!({ "row": {
        "id": id, "verb": verb, "pattern": pattern, "refusals": refusals,
        "handler": format!("shop::controllers::products::Products::{action}"),
        "file": "src/controllers/products.rs", "line": 10 + id, "column": 14,
    } })
}

pub(crate) fn hit(row: usize, status: u16, verb: &str, target: &str, body: Option<&str>) -> Value {
    let kind = body.map(|_| "application/json");
    json!({ "hit": { "row": row, "status": status, "example": {
        "verb": verb, "target": target, "content_type": kind, "body": body, "complete": true,
    } } })
}

pub(crate) fn look(row: usize, status: u16) -> Value {
    json!({ "looked_at": { "row": row, "status": status } })
}

pub(crate) fn refusal(status: u16, why: &str, request: Value) -> Value {
    json!({ "status": status, "why": why, "request": request })
}
