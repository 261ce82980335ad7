//! One plan: what is shown is what is carried out.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::harness::{Ran, Shop, files, roob};

fn digest(content: &[u8]) -> Value {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

/// Every file but those that are on the books of the command itself.
fn shown(shop: &Shop) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = shop.files();
    files.retain(|path, _| !path.starts_with(".roob/history"));
    files
}

#[track_caller]
fn document(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stdout))
}

/// The documented plan of `args`, taken step by step, gives what the command itself gives.
#[track_caller]
fn check(shop: &Shop, args: &[&str]) {
    let before = shop.files();
    let plan = document(&shop.roob(args.iter().chain(&["--plan", "json"]).copied()).ok());
    let dry = shop.roob(args.iter().chain(&["--dry-run"]).copied()).ok();
    assert_eq!(shop.files(), before, "a plan is only said");

    let mut expected = shown(shop);
    for step in plan["steps"].as_array().unwrap() {
        let path = PathBuf::from(step["path"].as_str().unwrap());
        let there = expected.get(&path).map_or(Value::Null, |content| digest(content));
        assert_eq!(step["before"], there, "{path:?}");
        match step["content"].as_str() {
            Some(content) => {
                assert_eq!(step["after"], digest(content.as_bytes()));
                expected.insert(path, content.as_bytes().to_owned());
            }
            None => {
                assert_eq!((&step["action"], &step["after"]), (&json!("remove"), &Value::Null));
                expected.remove(&path);
            }
        }
    }
    let ran = shop.roob(args.iter().copied()).ok();
    assert_eq!(shown(shop), expected);
    let done = dry.stdout.replace("; nothing was written, as this is a dry run\n", "\n");
    assert!(ran.stdout.starts_with(&done), "{done}{}", ran.stdout);
}

#[test]
fn a_dry_run_and_the_document_say_what_the_command_does() {
    let shop = Shop::new(&[]);
    check(&shop, &["gen", "controller", "products", "name:string", "at:datetime"]);
    check(&shop, &["gen", "controller", "orders"]);
    shop.write("src/services/orders.rs", "mine");
    shop.write("src/data/orders.rs", "mine");
    check(&shop, &["gen", "controller", "orders", "--force"]);
    check(&shop, &["undo"]);
    assert_eq!(shop.read("src/services/orders.rs"), "mine");
    shop.write("src/services/products.rs", "mine");
    check(&shop, &["gen", "controller", "products", "name:string", "--skip"]);
    assert_eq!(shop.read("src/services/products.rs"), "mine");
    assert_eq!(shop.read("src/data/orders.rs"), "mine");
}

#[test]
fn the_document_has_this_shape() {
    let shop = Shop::new(&["--with", "products"]);
    let service = shop.read("src/services/products.rs");
    fs::remove_file(shop.root.join("src/services/products.rs")).unwrap();
    let root = shop.root.canonicalize().unwrap();
    let ran = roob(&root, ["gen", "controller", "Products", "--plan", "json", "--quiet"]).ok();
    let expected = json!({
        "format": 1,
        "command": "gen controller Products",
        "project": root,
        "steps": [{
            "action": "create",
            "path": "src/services/products.rs",
            "before": null,
            "after": digest(service.as_bytes()),
            "content": service,
        }],
    });
    assert_eq!(document(&ran), expected);
    assert!(!shop.root.join("src/services/products.rs").exists());
}

#[test]
fn a_new_project_has_a_plan_too() {
    let folder = TempDir::new().unwrap();
    let plan = document(&roob(folder.path(), ["new", "shop", "--plan", "json"]).ok());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    roob(folder.path(), ["new", "shop"]).ok();
    let made = files(&folder.path().join("shop"));
    assert_eq!(plan["steps"].as_array().unwrap().len(), made.len());
    for step in plan["steps"].as_array().unwrap() {
        let path = PathBuf::from(step["path"].as_str().unwrap());
        assert_eq!(step["content"].as_str().unwrap().as_bytes(), made[&path]);
    }
}

#[test]
fn the_document_of_a_plan_with_conflicts_shows_them_and_the_exit_code_says_so() {
    let shop = Shop::new(&["--with", "products"]);
    let service = shop.read("src/services/products.rs");
    shop.write("src/services/products.rs", "mine");
    let ran = shop.roob(["gen", "controller", "products", "--plan", "json"]).run().exits(3);
    let plan = document(&ran);
    let step = &plan["steps"][0];
    assert_eq!(step["action"], "conflict");
    assert_eq!((&step["before"], &step["content"]), (&digest(b"mine"), &service.into()));
    ran.complains(
        "error: nothing was written, as these files are there with other content:
  src/services/products.rs
move them away, overwrite them with `--force`, or keep them with `--skip`
",
    );
}

#[test]
fn nothing_to_do_is_a_plan_without_steps() {
    let shop = Shop::new(&["--with", "products"]);
    let ran = shop.roob(["gen", "controller", "products", "--plan", "json"]).ok();
    assert_eq!(document(&ran)["steps"], json!([]));
}

#[test]
fn another_format_is_a_usage_error() {
    let shop = Shop::new(&[]);
    let ran = shop.roob(["undo", "--plan", "xml"]).run().exits(2).says("");
    assert!(ran.stderr.contains("[possible values: json]"), "{}", ran.stderr);
}
