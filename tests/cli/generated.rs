//! The generated project, really built and run.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use crate::{
    built::{Workshop, cargo, read_line, said},
    harness::{Shop, roob},
};

/// Names and fields that have gone wrong in somebody's generator: one word for one and many,
/// words of Rust's and SQL's, long ones, optional ones of every type, the things of other tests.
const CONTROLLERS: &[&[&str]] = &[
    &["news"],
    &["boxes", "order:string", "group:int?", "select:bool", "rowid:int"],
    &[
        "gadgets",
        "name:string",
        "note:text?",
        "count:int",
        "price:float?",
        "in_stock:bool",
        "made_at:datetime",
        "token:uuid",
        "seen_at:datetime?",
        "other_token:uuid?",
        "second:bool?",
        "weight:float",
        "about:text",
    ],
    &["warehouse_inventory_adjustment_reasons", "explanation_for_the_accounting_department:text"],
    &["counters", "count:int?"],
    // What the generated code calls its own things.
    &[
        "values",
        "db:string",
        "new:int",
        "errors:text",
        "row:string?",
        "client:string",
        "path:text",
        "first:bool",
        "index:float",
        "json:uuid?",
        "sqlx:int",
        "std:string",
        "value:string",
        "service:int",
    ],
    &["apps", "app:string"],
    &["admin/products", "name:string", "note:text?"],
    &["admin/deep/down/news", "at:datetime"],
    &["things"],
];

/// Beside controllers.
const OTHERS: &[&str] = &[
    "service invoices total:float note:text? paid:bool",
    "service billing/values value:string error:text? service:int",
    "data countries code:string rank:int? since:datetime? token:uuid",
    "data geo/orders order:string new:int first:bool second:bool? shown:float",
    "migration add_sku_to_products sku:string? order:int?",
    "migration add_note_to_admin_products remark:text?",
    "migration FillInPrices",
    "middleware timing",
    "middleware next",
    "middleware RequestLog",
];

/// A project that is made and tested once, for all tests of this file.
fn project() -> &'static Shop {
    static PROJECT: OnceLock<Shop> = OnceLock::new();
    PROJECT.get_or_init(|| {
        let shop = Shop::new(&["--with", "products"]);
        for controller in CONTROLLERS {
            shop.roob(["gen", "controller"].iter().chain(*controller).copied()).ok();
        }
        // More than one `json!` can hold.
        let columns: Vec<String> = (1..=99).map(|number| format!("column_{number}:int")).collect();
        let wide = columns.iter().map(String::as_str);
        shop.roob(["gen", "controller", "sheets"].into_iter().chain(wide)).ok();
        for args in OTHERS {
            shop.roob(["gen"].into_iter().chain(args.split(' '))).ok();
        }
        shop
    })
}

#[test]
fn its_tests_pass_on_arrival_and_look_at_every_answer_and_write_the_snapshots_that_are_there() {
    let mut workshop = Workshop::enter();
    let shop = project();
    for transport in ["direct", "http1"] {
        let mut tests = shop.roob(["test", "--min", "100"]).command();
        workshop.lend(&shop.root, &mut tests).env("CI", "true");
        let tests = tests.env("ROOB_TEST_TRANSPORT", transport).output().unwrap();
        assert!(tests.status.success(), "{transport}: {}", said(&tests));
        let all = "\ntests look at 231 of 231 answers: 100 %\n";
        assert!(said(&tests).contains(all), "{transport}: {}", said(&tests));
        // Cargo repeats the warnings of what it built before; those of Roob itself count.
        assert!(!said(&tests).contains("warning:"), "{}", said(&tests));
    }

    let rendered = snapshots(shop);
    for way in WAYS.iter().filter(|way| way[0] != "nextest" || has_nextest(shop)) {
        rendered.keys().for_each(|path| fs::remove_file(shop.root.join(path)).unwrap());
        let mut tests = workshop.cargo(&shop.root, way.iter().copied());
        tests.env("INSTA_UPDATE", "always").output().unwrap();
        let written = snapshots(shop);
        assert_eq!(rendered.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>());
        for (path, content) in &rendered {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert_eq!(text(content), text(&written[path]), "{} by {way:?}", path.display());
        }
    }
}

/// Every snapshot, in whatever folder.
fn snapshots(shop: &Shop) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = shop.files();
    all.retain(|path, _| path.extension().is_some_and(|extension| extension == "snap"));
    all
}

/// However a suite is run, it writes the same files.
const WAYS: [&[&str]; 3] = [
    &["test", "--test", "it"],
    &["test", "--test", "it", "--", "--test-threads=1"],
    &["nextest", "run", "--test", "it"],
];

fn has_nextest(shop: &Shop) -> bool {
    cargo(&shop.root, ["nextest", "--version"]).output().is_ok_and(|ran| ran.status.success())
}

#[test]
fn it_may_be_called_like_one_of_its_modules() {
    let mut workshop = Workshop::enter();
    let parent = tempfile::TempDir::new().unwrap();
    for name in ["products", "health"] {
        roob(parent.path(), ["new", name, "--with", "products"]).ok();
        let project = parent.path().join(name);
        let tests = workshop.cargo(&project, ["test", "--no-run"]).output().unwrap();
        assert!(tests.status.success(), "{name}: {}", said(&tests));
    }
}

#[test]
fn it_is_formatted() {
    let fmt = cargo(&project().root, ["fmt", "--check"]).output().unwrap();
    assert!(fmt.status.success(), "{}", said(&fmt));
}

#[test]
fn it_builds_at_most_150_crates() {
    let shop = Shop::new(&["--with", "products"]);
    let tree = cargo(&shop.root, ["tree", "--prefix", "none", "--format", "{p}"]).output().unwrap();
    let text = String::from_utf8(tree.stdout).unwrap();
    let crates: BTreeSet<&str> = text
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    assert!((50..=150).contains(&crates.len()), "{} crates", crates.len());
}

fn server(workshop: &mut Workshop, folder: &Path, url: Option<&str>) -> Command {
    let mut command = workshop.program(&project().root);
    command.current_dir(folder).env("ROOB_ADDR", "127.0.0.1:0").env_remove("DATABASE_URL");
    if let Some(url) = url {
        command.env("DATABASE_URL", url);
    }
    command
}

/// Starts the server, waits until it says that it listens, and stops it.
fn starts(folder: &Path, url: Option<&str>) {
    let mut workshop = Workshop::enter();
    let mut server = server(&mut workshop, folder, url);
    let mut child = server.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let line = read_line(&mut child);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.contains("127.0.0.1:"), "{line}");
}

fn refuses(folder: &Path, url: &str, why: &str) {
    let output = server(&mut Workshop::enter(), folder, Some(url)).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let expected = format!("error: the database `{url}` cannot be opened: {why}\n");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), expected);
}

#[test]
fn it_starts_on_no_database_and_on_an_empty_file() {
    let folder = tempfile::TempDir::new().unwrap();
    starts(folder.path(), None);
    assert!(folder.path().join("shop.db").exists());
    starts(folder.path(), None);
    fs::write(folder.path().join("empty.db"), "").unwrap();
    starts(folder.path(), Some("sqlite:empty.db"));
}

#[test]
fn it_says_which_database_it_cannot_open() {
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join("notes.db"), "not a database at all, but long enough".repeat(50))
        .unwrap();
    refuses(
        folder.path(),
        "sqlite:notes.db",
        "error returned from database: (code: 26) file is not a database",
    );
    refuses(
        folder.path(),
        "sqlite:/proc/shop.db?mode=rwc",
        "error returned from database: (code: 14) unable to open database file",
    );
}
