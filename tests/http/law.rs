//! The import law: a file imports only files that `lib.rs` lists above it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

#[test]
fn a_file_imports_only_files_listed_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut broken = Vec::new();
    check(&root.join("src/lib.rs"), "crate::", &mut broken);
    for folder in [
        "routing",
        "extract",
        "testing",
        "testing/lint",
        "testing/fuzz",
        "serve",
        "serve/guard",
        "wire",
    ] {
        check(&root.join("src").join(folder).join("mod.rs"), "super::", &mut broken);
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_edges_do_not_know_each_other() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (edge, other) in [("testing", "crate::serve"), ("serve", "crate::testing")] {
        for file in files(&source.join(edge)) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains(other), "{} imports {other}", file.display());
        }
    }
}

/// Notes each import that goes down the list of modules in `list`.
fn check(list: &Path, prefix: &str, broken: &mut Vec<String>) {
    let text = fs::read_to_string(list).unwrap();
    let names: Vec<&str> = text.lines().filter_map(module).collect();
    assert!(names.len() > 3, "{} lists its modules", list.display());
    let order: HashMap<&str, usize> =
        names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
    for (at, name) in names.iter().enumerate() {
        let folder = list.parent().unwrap();
        for file in files(&folder.join(name)).into_iter().chain([folder.join(format!("{name}.rs"))])
        {
            for import in imports(&file, prefix, folder) {
                if order.get(import.as_str()).is_some_and(|to| *to > at) {
                    broken.push(format!("{} imports `{import}`, listed below it", file.display()));
                }
            }
        }
    }
}

fn module(line: &str) -> Option<&str> {
    let line = line.trim_start_matches("pub ").trim_start_matches("(crate) ");
    line.strip_prefix("mod ")?.strip_suffix(';')
}

/// The modules that a file names behind `prefix`; `super::` counts in the files of one folder only.
fn imports(file: &Path, prefix: &str, folder: &Path) -> Vec<String> {
    if prefix == "super::" && file.parent() != Some(folder) {
        return Vec::new();
    }
    let Ok(text) = fs::read_to_string(file) else { return Vec::new() };
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: Vec<&str> = code.take_while(|line| !line.starts_with("#[cfg(test)]")).collect();
    let code = code.join("\n");
    let name = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    code.split(prefix).skip(1).map(name).collect()
}

/// The files in a folder and below it.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
