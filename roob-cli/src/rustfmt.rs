//! Formats what is generated as the user's own `cargo fmt` will: the length of a name decides
//! where lines break, so no template can know.
//!
//! To start `rustfmt` takes longer than all that it is given to do, so a command starts it once: plain
//! sources go in one behind the other, with a mark between them. What is not plain, or all if
//! `rustfmt` refuses them together, goes alone.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use crate::draft::Draft;

/// Between two sources. Nobody else's item is called so.
const MARK: &str = "const ROOB_THE_NEXT_SOURCE: () = ();";

/// Formats all that is drafted in Rust: what is new, and what was formatted before it was edited. A
/// file that was not is the user's own affair.
pub(crate) fn tidy(draft: &mut Draft) {
    let is_rust = |path: &Path| path.extension().is_some_and(|extension| extension == "rs");
    let drafted = draft.files().filter(|(path, _)| is_rust(path));
    let (mut paths, mut texts) = (Vec::new(), Vec::new());
    for (path, entry) in drafted {
        paths.push((path.to_owned(), entry.before.clone()));
        texts.push(entry.content.clone());
        texts.extend(entry.before.clone());
    }
    let mut formatted = format(texts, draft.root()).into_iter();
    for (path, before) in paths {
        let after = formatted.next();
        let was_formatted = before.is_none() || before == formatted.next();
        if let Some(after) = after.filter(|_| was_formatted) {
            draft.replace(&path, after);
        }
    }
}

/// Each of `sources` as `rustfmt` in `folder` writes it, or as it is where there is no `rustfmt`.
pub(crate) fn format(sources: Vec<String>, folder: &Path) -> Vec<String> {
    let plain: Vec<Option<Plain>> = sources.iter().map(|source| Plain::of(source)).collect();
    let together = plain.iter().flatten().map(|one| one.body).collect::<Vec<_>>();
    let mut together = match together.len() {
        0 | 1 => None,
        _ => run_together(&together, folder).map(Vec::into_iter),
    };
    let mut format_one = |source: &String, plain: &Option<Plain>| match (plain, &mut together) {
        (Some(plain), Some(bodies)) => Some(format!("{}{}", plain.head, bodies.next()?)),
        _ => run(source, folder),
    };
    let formatted: Vec<Option<String>> =
        sources.iter().zip(&plain).map(|(source, plain)| format_one(source, plain)).collect();
    sources
        .iter()
        .zip(formatted)
        .map(|(source, one)| one.unwrap_or_else(|| source.clone()))
        .collect()
}

/// A source of which `rustfmt` cannot tell that it is a part of a longer one.
struct Plain<'s> {
    /// What documents the module, which can stand at the top alone, and a blank line.
    head: &'s str,
    /// The rest.
    body: &'s str,
}

impl<'s> Plain<'s> {
    fn of(source: &'s str) -> Option<Self> {
        let is_head = |line: &&str| {
            line.starts_with("//!") && !line.trim_end_matches(['\r', '\n']).ends_with([' ', '\t'])
        };
        let documented: usize =
            source.split_inclusive('\n').take_while(is_head).map(str::len).sum();
        let blank = usize::from(documented > 0 && source[documented..].starts_with('\n'));
        let (head, body) = source.split_at(documented + blank);
        let starts = body.starts_with(|c: char| !c.is_whitespace() && c != '\u{feff}');
        let inner = body.contains("#![") || body.contains("//!") || body.contains("/*!");
        (starts && !inner && !source.contains(['\r']) && !body.contains(MARK))
            .then_some(Self { head, body })
    }
}

/// All of `bodies`, or nothing if anything about them is not as expected.
fn run_together(bodies: &[&str], folder: &Path) -> Option<Vec<String>> {
    let formatted = run(&bodies.join(&format!("\n\n{MARK}\n\n")), folder)?;
    let each: Vec<String> =
        formatted.split(MARK).map(|body| format!("{}\n", body.trim_matches('\n'))).collect();
    (each.len() == bodies.len()).then_some(each)
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
