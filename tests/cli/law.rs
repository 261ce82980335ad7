//! `lib.rs` lists its modules in reading order, and a file imports only files listed above it.

use std::{collections::BTreeMap, fs, path::Path};

#[test]
fn a_file_imports_only_files_listed_above_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(src.join("lib.rs")).unwrap();
    let order: Vec<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    let place: BTreeMap<&str, usize> =
        order.iter().enumerate().map(|(place, name)| (*name, place)).collect();
    assert!(order.len() > 20);
    for (place_of_file, module) in order.iter().enumerate() {
        for text in sources(&src, module) {
            for other in imports(&text) {
                let Some(place_of_other) = place.get(other.as_str()) else { continue };
                assert!(
                    *place_of_other < place_of_file || other == *module,
                    "`{module}` imports `{other}`, which lib.rs lists below it"
                );
            }
        }
    }
}

fn sources(src: &Path, module: &str) -> Vec<String> {
    match fs::read_to_string(src.join(format!("{module}.rs"))) {
        Ok(text) => vec![text],
        Err(_) => fs::read_dir(src.join(module))
            .unwrap()
            .flatten()
            .map(|entry| fs::read_to_string(entry.path()).unwrap())
            .collect(),
    }
}

/// The first name after each `crate::`, and each at the start of a line of `use crate::{…}`.
fn imports(text: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    };
    let mut found: Vec<String> = text.split("crate::").skip(1).map(name).collect();
    for group in text.split("crate::{").skip(1) {
        let group = group.split("};").next().unwrap_or_default();
        found.extend(
            group.lines().flat_map(|line| line.trim().split(", ").map(name).collect::<Vec<_>>()),
        );
    }
    found
}
