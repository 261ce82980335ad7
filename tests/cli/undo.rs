//! `roob undo`

use std::fs;

use tempfile::TempDir;

use crate::harness::{Ran, Shop, roob};

#[track_caller]
fn generate(shop: &Shop, name: &'static str, fields: &[&'static str], second: u32) {
    let args = ["gen", "controller", name].into_iter().chain(fields.iter().copied());
    let time = (1_767_225_600 + second).to_string();
    shop.roob(args).with("SOURCE_DATE_EPOCH", time).ok();
}

/// Every file but the books of the command itself.
fn shown(shop: &Shop) -> Vec<(std::path::PathBuf, String)> {
    let files = shop.files().into_iter();
    let text = |content: Vec<u8>| String::from_utf8_lossy(&content).into_owned();
    files
        .filter(|(path, _)| !path.starts_with(".roob/history"))
        .map(|(path, content)| (path, text(content)))
        .collect()
}

#[track_caller]
fn same(one: &Shop, other: &Shop) {
    let (one, other) = (shown(one), shown(other));
    let differ: Vec<_> = one.iter().filter(|file| !other.contains(file)).collect();
    let missing: Vec<_> = other.iter().filter(|file| !one.contains(file)).collect();
    assert!(differ.is_empty() && missing.is_empty(), "{differ:#?}\n{missing:#?}");
}

#[test]
fn takes_back_the_last_generation_and_says_what_goes() {
    let (shop, before) = (Shop::new(&[]), Shop::new(&[]));
    generate(&shop, "products", &["name:string", "at:datetime"], 0);
    shop.roob(["undo"]).ok().complains("").says(
        "     edit  .roob/manifest.json
     edit  Cargo.toml
   remove  migrations/20260101000000_create_products.sql
     edit  src/controllers/mod.rs
   remove  src/controllers/products.rs
     edit  src/data/migrations.rs
     edit  src/data/mod.rs
   remove  src/data/products.rs
     edit  src/lib.rs
     edit  src/services/mod.rs
   remove  src/services/products.rs
     edit  tests/it/main.rs
   remove  tests/it/products.rs
   remove  tests/it/snapshots/it__products__answers_404_for_a_product_that_is_not_there.snap
   remove  tests/it/snapshots/it__products__creates_then_shows_a_product.snap
   remove  tests/it/snapshots/it__products__lists_products_in_the_order_they_came.snap
   remove  tests/it/snapshots/it__products__refuses_a_page_that_cannot_be.snap
   remove  tests/it/snapshots/it__products__refuses_other_verbs.snap
   remove  tests/it/snapshots/it__products__refuses_what_is_not_a_product.snap
   remove  tests/it/snapshots/it__products__updates_one_product.snap
8 edited, 12 removed files

a migration is gone: a database that ran it must be made anew
",
    );
    // To the byte, empty folders and the books included.
    assert_eq!(shop.files(), before.files());
}

#[test]
fn the_list_says_what_each_did_and_there_is_less_to_undo_each_time() {
    let shop = Shop::new(&[]);
    shop.roob(["undo", "--list"]).ok().says("nothing to undo\n");
    generate(&shop, "products", &["name:string", "price:float?"], 0);
    generate(&shop, "Order", &[], 60);
    shop.roob(["undo", "--list"]).ok().says(
        "   2  2026-01-01 00:01:00  gen controller Order: 12 new, 7 edited files
   1  2026-01-01 00:00:00  gen controller products name:string price:float?: 13 new, 7 edited files
",
    );
    shop.roob(["undo", "-q"]).ok().says("");
    shop.roob(["undo", "--list"]).ok().says(
        "   1  2026-01-01 00:00:00  gen controller products name:string price:float?: 13 new, 7 edited files
",
    );
    shop.roob(["undo", "-q"]).ok().says("");
    let root = shop.root.canonicalize().unwrap();
    roob(&root, ["undo"]).run().exits(1).says("").complains(&format!(
        "error: nothing can be undone here, as no `roob gen` is recorded; what `roob new` made goes with its folder: rm -r '{}'\n",
        root.display()
    ));
}

#[test]
fn what_did_nothing_is_not_recorded() {
    let shop = Shop::new(&["--with", "products"]);
    shop.roob(["gen", "controller", "products"]).ok();
    shop.roob(["gen", "controller", "orders", "--dry-run"]).ok();
    shop.roob(["undo", "--list"]).ok().says("nothing to undo\n");
}

#[test]
fn a_dry_run_of_it_writes_nothing() {
    let shop = Shop::new(&[]);
    generate(&shop, "products", &[], 0);
    let before = shop.files();
    let said = shop.roob(["undo", "--dry-run"]).ok().stdout;
    let end = "7 edited, 12 removed files; nothing was written, as this is a dry run\n";
    assert!(said.ends_with(end), "{said}");
    assert_eq!(shop.files(), before);
}

const THREE: [(&str, &[&str]); 3] = [
    ("products", &["name:string", "at:datetime"]),
    ("orders", &["key:uuid", "at:datetime"]),
    ("extraordinarily_long_customers", &[]),
];

/// Generates three, undoes these in this order, and expects what the others alone would be.
#[track_caller]
fn check(undone: &[usize]) {
    let (shop, expected) = (Shop::new(&[]), Shop::new(&[]));
    for (second, (name, fields)) in (0..).zip(THREE) {
        generate(&shop, name, fields, second);
        if !undone.contains(&(second as usize)) {
            generate(&expected, name, fields, second);
        }
    }
    for index in undone {
        shop.roob(["undo", THREE[*index].0, "-q"]).ok();
    }
    // Crates that two of them need come with the first, and stay with the last.
    let manifest = expected.read("Cargo.toml");
    let crates = ["chrono", "uuid"].map(|name| manifest.contains(&format!("\n{name} = ")));
    let left = shop.read("Cargo.toml");
    for (name, needed) in ["chrono", "uuid"].iter().zip(crates) {
        assert!(!needed || left.contains(&format!("\n{name} = ")), "{name} is gone: {left}");
    }
    expected.write("Cargo.toml", &left);
    same(&shop, &expected);
}

#[test]
fn any_of_several_can_be_undone_in_any_order() {
    for undone in [
        &[0][..],
        &[1],
        &[2],
        &[0, 1],
        &[0, 2],
        &[1, 0],
        &[1, 2],
        &[2, 0],
        &[2, 1],
        &[0, 1, 2],
        &[0, 2, 1],
        &[1, 0, 2],
        &[1, 2, 0],
        &[2, 0, 1],
        &[2, 1, 0],
    ] {
        check(undone);
    }
}

#[test]
fn it_goes_by_number_and_the_last_of_a_name_comes_first() {
    let shop = Shop::new(&[]);
    generate(&shop, "products", &[], 0);
    let first = shown(&shop);
    generate(&shop, "products", &["price:float", "--force"], 0);
    // What the second wrote over is its affair first.
    let said = shop.roob(["undo", "1"]).run().exits(3).says("").stderr;
    let problem = "  src/data/products.rs: `roob gen controller products price:float` wrote it since; undo that first\n";
    assert!(said.contains(problem), "{said}");
    shop.roob(["undo", "products", "-q"]).ok();
    assert_eq!(shown(&shop), first);
    shop.roob(["undo", "1", "-q"]).ok();
    same(&shop, &Shop::new(&[]));
}

#[test]
fn a_name_that_is_not_in_the_list_is_a_usage_error() {
    let shop = Shop::new(&["--with", "products"]);
    generate(&shop, "orders", &[], 0);
    shop.roob(["undo", "products"]).run().exits(2).says("").complains(
        "error: nothing that can be undone is called `products`: `roob undo --list` shows what there is\n",
    );
}

#[test]
fn what_was_edited_since_is_refused_all_at_once_and_nothing_changes() {
    let shop = Shop::new(&[]);
    generate(&shop, "products", &[], 0);
    shop.write("src/services/products.rs", "mine");
    shop.write("tests/it/products.rs", "mine");
    let controllers = shop.read("src/controllers/mod.rs");
    let mine = controllers.replace("pub use products::Products;", "pub use self::products::*;");
    shop.write("src/controllers/mod.rs", &mine);
    let before = shop.files();
    shop.roob(["undo"]).run().exits(3).says("").complains(
        "error: nothing was undone, as these files were edited since `roob gen controller products`:
  src/controllers/mod.rs: this is not there once, as it was put in:
    pub use products::Products;
  src/services/products.rs: it has other content
  tests/it/products.rs: it has other content
put them back as they were, or take out by hand what you do not want
",
    );
    assert_eq!(shop.files(), before);
    shop.roob(["undo", "--dry-run"]).run().exits(3);
}

/// Edits `file` of a project with products, and expects the same edit of one without after an undo.
#[track_caller]
fn edited(file: &str, edit: impl Fn(&str) -> String) {
    let (shop, expected) = (Shop::new(&[]), Shop::new(&[]));
    generate(&shop, "products", &[], 0);
    for one in [&shop, &expected] {
        one.write(file, &edit(&one.read(file)));
    }
    shop.roob(["undo", "-q"]).ok();
    same(&shop, &expected);
}

#[test]
fn of_a_file_that_was_edited_elsewhere_only_what_was_put_in_goes() {
    let top = |text: &str| text.replacen("\n\n", "\n\n// mine\n", 1);
    let end = |text: &str| format!("{text}\n// mine: mod products;\n");
    for file in
        ["src/lib.rs", "src/controllers/mod.rs", "src/data/migrations.rs", "tests/it/main.rs"]
    {
        edited(file, top);
        edited(file, end);
    }
    edited("src/lib.rs", |text| text.replace("pub fn app(db: Db)", "pub fn app(db: data::Db)"));
    edited("Cargo.toml", |text| format!("{text}\n[features]\nmine = []\n"));
}

#[test]
fn a_file_of_shared_lines_that_is_laid_out_anew_is_understood() {
    let shop = Shop::new(&[]);
    generate(&shop, "products", &[], 0);
    let lib = shop.read("src/lib.rs");
    let (start, end) = (lib.find("App::new()").unwrap(), lib.rfind('}').unwrap());
    let chain: String = lib[start..end].split_whitespace().collect();
    shop.write("src/lib.rs", &format!("{}{chain}.route(\"/mine\", mine)\n}}\n", &lib[..start]));
    shop.roob(["undo", "-q"]).ok();
    let left = shop.read("src/lib.rs");
    let expected =
        "App::new().controller(controllers::Health::new(db.clone())).route(\"/mine\", mine)\n}\n";
    assert!(left.ends_with(expected), "{left}");
}

#[test]
fn what_is_there_twice_is_left_to_the_user() {
    let shop = Shop::new(&[]);
    generate(&shop, "products", &[], 0);
    let main = shop.read("tests/it/main.rs");
    shop.write("tests/it/main.rs", &format!("{main}\nmod nested {{\nmod products;\n}}\n"));
    shop.roob(["undo"]).run().exits(3).complains(
        "error: nothing was undone, as these files were edited since `roob gen controller products`:
  tests/it/main.rs: this is not there once, as it was put in:
    mod products;
put them back as they were, or take out by hand what you do not want
",
    );
}

#[test]
fn files_that_are_gone_are_no_obstacle() {
    let shop = Shop::new(&[]);
    generate(&shop, "products", &[], 0);
    fs::remove_file(shop.root.join("src/services/products.rs")).unwrap();
    fs::remove_file(shop.root.join("tests/it/main.rs")).unwrap();
    let said = shop.roob(["undo"]).ok().stdout;
    assert!(said.contains("6 edited, 11 removed files\n"), "{said}");
}

#[test]
fn what_was_overwritten_comes_back_whatever_it_was() {
    let shop = Shop::new(&["--with", "products"]);
    let service = shop.root.join("src/services/products.rs");
    fs::write(&service, [0xff, 0, 0x80]).unwrap();
    shop.write("src/data/products.rs", "mine");
    let before = shop.files();
    shop.roob(["gen", "controller", "products", "--force", "-q"]).ok();
    shop.roob(["undo"]).ok().says(
        "  restore  src/data/products.rs
  restore  src/services/products.rs
2 restored files
",
    );
    assert_eq!(shop.files(), before);
    // But not over what came after it.
    shop.roob(["gen", "controller", "products", "--force", "-q"]).ok();
    shop.write("src/data/products.rs", "mine again");
    fs::remove_file(&service).unwrap();
    shop.roob(["undo"]).run().exits(3).complains(
        "error: nothing was undone, as these files were edited since `roob gen controller products`:
  src/data/products.rs: it has other content
  src/services/products.rs: it is not there any more
put them back as they were, or take out by hand what you do not want
",
    );
}

#[test]
fn a_record_that_nobody_can_read_is_named() {
    let shop = Shop::new(&[]);
    generate(&shop, "products", &[], 0);
    let root = shop.root.canonicalize().unwrap();
    let check = |text: &str, problem: &str| {
        shop.write(".roob/history/0001.json", text);
        roob(&root, ["undo"]).run().exits(1).says("").complains(&format!(
            "error: the record `{}/.roob/history/0001.json` cannot be read: {problem}; remove it, and what it tells of cannot be undone\n",
            root.display()
        ));
    };
    let other = shop.read(".roob/history/0001.json").replace("\"format\": 1", "\"format\": 2");
    check("{}", "missing field `format` at line 1 column 2");
    check(&other, "it has the format 2, not 1");
}

#[test]
fn outside_a_project_there_is_nothing_to_undo() {
    let folder = TempDir::new().unwrap();
    let Ran { stderr, code, .. } = roob(folder.path(), ["undo"]).run();
    assert!(stderr.contains("is in no Roob project"), "{stderr}");
    assert_eq!(code, Some(1));
}

#[test]
fn git_does_not_keep_the_books() {
    let shop = Shop::new(&[]);
    generate(&shop, "products", &[], 0);
    let git = |args: &[&str]| {
        let mut git = std::process::Command::new("git");
        let output = git.args(args).current_dir(&shop.root).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "-q"]);
    let kept = git(&["ls-files", "--others", "--exclude-standard", ".roob"]);
    assert_eq!(kept, ".roob/manifest.json\n");
}
