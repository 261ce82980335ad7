//! `roob gen controller`

use std::fs;

use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::harness::{Shop, roob};

const FIELDS: [&str; 5] = ["gen", "controller", "products", "name:string", "price:float?"];

#[test]
fn says_what_it_wrote_and_what_comes_next() {
    let shop = Shop::new(&[]);
    shop.roob(FIELDS).ok().complains("").says(
        "     edit  .roob/manifest.json
   create  migrations/20260101000000_create_products.sql
     edit  src/controllers/mod.rs
   create  src/controllers/products.rs
     edit  src/data/migrations.rs
     edit  src/data/mod.rs
   create  src/data/products.rs
     edit  src/lib.rs
     edit  src/services/mod.rs
   create  src/services/products.rs
     edit  tests/it/main.rs
   create  tests/it/products.rs
   create  tests/it/snapshots/it__products__answers_404_for_a_product_that_is_not_there.snap
   create  tests/it/snapshots/it__products__creates_then_shows_a_product.snap
   create  tests/it/snapshots/it__products__lists_products_in_the_order_they_came.snap
   create  tests/it/snapshots/it__products__refuses_a_page_that_cannot_be.snap
   create  tests/it/snapshots/it__products__refuses_other_verbs.snap
   create  tests/it/snapshots/it__products__refuses_what_is_not_a_product.snap
   create  tests/it/snapshots/it__products__stores_a_product_without_what_is_optional.snap
   create  tests/it/snapshots/it__products__updates_one_product.snap
13 new, 7 edited files

next:
  cargo test
  cargo run
  curl -i localhost:8000/api/products
",
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let shop = Shop::new(&[]);
    let before = shop.files();
    let mut args = FIELDS.to_vec();
    args.push("--dry-run");
    let said = shop.roob(args).ok().stdout;
    assert!(
        said.ends_with("13 new, 7 edited files; nothing was written, as this is a dry run\n"),
        "{said}"
    );
    assert_eq!(shop.files(), before);
}

#[test]
fn a_second_time_changes_nothing() {
    let shop = Shop::new(&[]);
    shop.roob(FIELDS).ok();
    let before = shop.files();
    shop.roob(FIELDS).ok().says("nothing to do: everything is there already\n");
    shop.roob(["gen", "controller", "Product", "name:string", "price:float?"])
        .ok()
        .says("nothing to do: everything is there already\n");
    assert_eq!(shop.files(), before);
}

#[test]
fn it_works_from_every_folder_of_the_project() {
    let (one, other) = (Shop::new(&[]), Shop::new(&[]));
    one.roob(FIELDS).ok();
    roob(&other.root.join("src/controllers"), FIELDS).ok();
    assert_eq!(one.files(), other.files());
}

#[test]
fn quiet_says_nothing() {
    let shop = Shop::new(&[]);
    shop.roob(["gen", "controller", "products", "-q"]).ok().says("").complains("");
}

#[test]
fn outside_a_project_it_says_where_it_looked() {
    let folder = TempDir::new().unwrap();
    let folder_path = folder.path().canonicalize().unwrap();
    roob(&folder_path, FIELDS).run().exits(1).says("").complains(&format!(
        "error: `{}` is in no Roob project: go to one, or make one with `roob new shop`\n",
        folder_path.display()
    ));
}

#[test]
fn changed_files_are_all_named_and_none_is_written() {
    let shop = Shop::new(&["--with", "products"]);
    shop.write("src/services/products.rs", "mine");
    let before = shop.files();
    let ran = shop.roob(["gen", "controller", "products", "-q"]).run().exits(3);
    ran.says("").complains(
        "error: nothing was written, as these files are there with other content:
  src/services/products.rs
move them away, overwrite them with `--force`, or keep them with `--skip`
",
    );
    assert_eq!(shop.files(), before);
    shop.roob(["gen", "controller", "products", "--force"]).ok();
    assert_ne!(shop.read("src/services/products.rs"), "mine");
}

#[test]
fn other_fields_for_a_controller_that_is_there_are_a_conflict() {
    let shop = Shop::new(&["--with", "products"]);
    let before = shop.files();
    let ran = shop.roob(FIELDS).run().exits(3);
    assert!(
        ran.stderr.contains("\n  migrations/20260101000000_create_products.sql\n"),
        "{}",
        ran.stderr
    );
    assert_eq!(shop.files(), before);
}

#[test]
fn two_migrations_of_one_second_have_two_versions() {
    let shop = Shop::new(&[]);
    for name in ["products", "orders", "customers"] {
        shop.roob(["gen", "controller", name]).ok();
    }
    let list = shop.read("src/data/migrations.rs");
    for (version, name) in ["products", "orders", "customers"].into_iter().enumerate() {
        let migration = format!("2026010100000{version}_create_{name}");
        assert!(shop.root.join(format!("migrations/{migration}.sql")).exists());
        assert!(list.contains(&format!("\"{migration}\",")), "{list}");
    }
}

#[test]
fn code_that_does_not_compile_is_no_obstacle() {
    let shop = Shop::new(&["--with", "products"]);
    shop.write("src/services/products.rs", "fn broken( { let = ;");
    shop.write("src/main.rs", "this is no Rust at all");
    shop.roob(["gen", "controller", "orders"]).ok();
    assert!(shop.root.join("src/controllers/orders.rs").exists());
}

#[test]
fn the_manifest_knows_what_was_written() {
    let shop = Shop::new(&["--with", "products"]);
    shop.roob(["gen", "controller", "orders", "total:float", "note:text?"]).ok();
    let manifest: Value = serde_json::from_str(&shop.read(".roob/manifest.json")).unwrap();
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["db"], "sqlite");
    let resources = manifest["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 2);
    assert_eq!(resources[0]["kind"], "controller");
    assert_eq!(resources[0]["name"], "orders");
    assert_eq!(resources[0]["fields"], serde_json::json!(["total:float", "note:text?"]));
    assert_eq!(resources[1]["fields"], serde_json::json!(["name:string"]));
    let mut listed = 0;
    for resource in resources {
        for file in resource["files"].as_array().unwrap() {
            let content = fs::read(shop.root.join(file["path"].as_str().unwrap())).unwrap();
            let digest: String =
                Sha256::digest(content).iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(file["sha256"], digest, "{file}");
            listed += 1;
        }
    }
    assert_eq!(listed, 25);
    assert_eq!(manifest["files"].as_array().unwrap().len(), 21);
}

#[test]
fn a_manifest_that_nobody_can_read_is_named() {
    let shop = Shop::new(&[]);
    shop.write(".roob/manifest.json", "{}");
    let root = shop.root.canonicalize().unwrap();
    roob(&root, FIELDS).run().exits(1).complains(&format!(
        "error: `{}/.roob/manifest.json` cannot be read: missing field `version` at line 1 column 2\n",
        root.display()
    ));
}

#[test]
fn a_migration_that_is_overwritten_has_a_price() {
    let shop = Shop::new(&["--with", "products"]);
    let said = shop.roob(["gen", "controller", "products", "price:float", "--force"]).ok().stdout;
    let price =
        "\na migration has other content now: a database that ran it before must be made anew\n";
    assert!(said.contains(price), "{said}");
}
