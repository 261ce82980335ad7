//! What comes along with the crate.

use std::collections::BTreeSet;
use std::process::Command;

/// The crates that `roob` with these features brings into a program, itself included.
fn crates(features: &[&str]) -> BTreeSet<String> {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "-p", "roob", "-e", "normal", "--prefix", "none", "--format", "{p}"]);
    tree.args(features).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = tree.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn the_core_has_neither_tokio_nor_hyper() {
    for features in [&[][..], &["--features", "testing"]] {
        let all = crates(&[&["--no-default-features"], features].concat());
        assert!(all.contains("http") && all.contains("serde_json"), "{all:?}");
        let edge = |name: &&String| name.starts_with("tokio") || name.starts_with("hyper");
        assert_eq!(all.iter().find(edge), None);
    }
}

/// A hello-world is these, itself, and the five crates of tokio's macros.
#[test]
fn a_hello_world_is_at_most_45_crates() {
    let all = crates(&[]);
    assert!((20..=39).contains(&all.len()), "{}: {all:?}", all.len());
}

/// Two are of hyper's client, through which a suite can be sent; the others read compressed bodies.
#[test]
fn the_test_client_brings_eight_crates() {
    let all = crates(&["--features", "testing"]);
    let brought: Vec<String> = all.difference(&crates(&[])).cloned().collect();
    let flate2 = ["adler2", "cfg-if", "crc32fast", "flate2", "miniz_oxide", "simd-adler32"];
    assert_eq!(brought, [&flate2[..], &["try-lock", "want"]].concat());
}

/// Five are of a derive macro, and programs with macros have those anyway.
#[test]
fn metrics_bring_twelve_crates() {
    let all = crates(&["--features", "metrics"]);
    let brought: Vec<String> = all.difference(&crates(&[])).cloned().collect();
    let locks = ["cfg-if", "dtoa", "lock_api", "parking_lot", "parking_lot_core", "scopeguard"];
    let derive =
        ["prometheus-client-derive-encode", "proc-macro2", "quote", "syn", "unicode-ident"];
    let mut expected = [&locks[..], &derive, &["prometheus-client"]].concat();
    expected.sort_unstable();
    assert_eq!(brought, expected);
}
