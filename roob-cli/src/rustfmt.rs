//! Formats what is generated as the user's own `cargo fmt` will: the length of a name decides
//! where lines break, so no template can know.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// `source` as `rustfmt` in `folder` writes it, or as it is where there is no `rustfmt`.
pub(crate) fn format(source: String, folder: &Path) -> String {
    run(&source, folder).unwrap_or(source)
}

/// Whether `rustfmt` would leave `source` alone.
fn is_formatted(source: &str, folder: &Path) -> bool {
    run(source, folder).is_some_and(|formatted| formatted == source)
}

/// `after`, formatted if `before` was: a file that was not is the user's own affair.
pub(crate) fn keep(before: &str, after: String, folder: &Path) -> String {
    let changed = before != after;
    if changed && is_formatted(before, folder) { format(after, folder) } else { after }
}

fn run(source: &str, folder: &Path) -> Option<String> {
    // The folder decides which `rustfmt.toml` counts; a new project has none yet.
    let folder = folder.ancestors().find(|folder| folder.is_dir())?;
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    let text = source.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    let formatted = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !formatted.is_empty()).then_some(formatted)
}
