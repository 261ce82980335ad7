//! `roob new`

use std::fs;

use tempfile::TempDir;

use crate::{
    built::said,
    harness::{Shop, files, roob},
};

const WRITES: &str = "   create  .dockerignore
   create  .env.example
   create  .github/workflows/ci.yml
   create  .gitignore
   create  .roob/manifest.json
   create  Cargo.toml
   create  Dockerfile
   create  README.md
   create  src/controllers/health.rs
   create  src/controllers/mod.rs
   create  src/data/connection.rs
   create  src/data/migrations.rs
   create  src/data/mod.rs
   create  src/lib.rs
   create  src/main.rs
   create  src/services/error.rs
   create  src/services/mod.rs
   create  src/services/pagination.rs
   create  tests/it/errors.rs
   create  tests/it/fuzz.rs
   create  tests/it/health.rs
   create  tests/it/main.rs
";

#[test]
fn says_what_it_wrote_and_what_comes_next() {
    let folder = TempDir::new().unwrap();
    let rest = "22 new files\n\nnext:\n  cd shop\n  cargo test\n  cargo run\n  curl -i localhost:8000/healthz\n";
    roob(folder.path(), ["new", "shop"]).ok().says(&format!("{WRITES}{rest}")).complains("");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "nothing but the project: {left:?}");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let rest = "22 new files; nothing was written, as this is a dry run\n";
    roob(folder.path(), ["new", "shop", "--dry-run"]).ok().says(&format!("{WRITES}{rest}"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn with_controllers_tells_how_to_call_the_first() {
    let folder = TempDir::new().unwrap();
    let ran = roob(folder.path(), ["new", "shop", "--with", "products", "--with", "order"]).ok();
    let next = "next:
  cd shop
  cargo test
  cargo run
  curl -i localhost:8000/api/products -H 'content-type: application/json' -d '{\"name\":\"Lamp\"}'
  curl -i localhost:8000/api/products
";
    assert!(ran.stdout.ends_with(next), "{}", ran.stdout);
    assert!(folder.path().join("shop/migrations/20260101000000_create_products.sql").exists());
    assert!(folder.path().join("shop/migrations/20260101000001_create_orders.sql").exists());
}

#[test]
fn what_comes_next_is_where_the_server_will_be() {
    let folder = TempDir::new().unwrap();
    for (address, host) in [
        ("9000", "localhost:9000"),
        ("127.0.0.1:9000", "127.0.0.1:9000"),
        ("[::1]:9000", "[::1]:9000"),
        ("", "localhost:8000"),
        ("unix:/run/shop.sock", "--unix-socket /run/shop.sock localhost"),
        ("9000,unix:/run/shop.sock", "localhost:9000"),
    ] {
        let ran = roob(folder.path(), ["new", "shop"]).with("ROOB_ADDR", address).run().exits(0);
        assert!(ran.stdout.ends_with(&format!("  curl -i {host}/healthz\n")), "{}", ran.stdout);
        fs::remove_dir_all(folder.path().join("shop")).unwrap();
    }
    let shop = Shop::new(&[]);
    let ran = shop.roob(["gen", "controller", "products"]).with("ROOB_ADDR", "9000").run();
    assert!(ran.stdout.ends_with("  curl -i localhost:9000/api/products\n"), "{}", ran.stdout);
}

#[test]
fn quiet_says_nothing() {
    let folder = TempDir::new().unwrap();
    roob(folder.path(), ["new", "shop", "--quiet"]).ok().says("").complains("");
    assert!(folder.path().join("shop/Cargo.toml").exists());
}

#[test]
fn a_second_time_changes_nothing_even_on_another_day() {
    let shop = Shop::new(&["--with", "products"]);
    let before = shop.files();
    let mut again = roob(shop.parent.path(), ["new", "shop", "--with", "products"]).command();
    let output = again.env("SOURCE_DATE_EPOCH", "1800000000").output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "nothing to do: everything is there already\n"
    );
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(shop.files(), before);
}

#[test]
fn files_in_the_way_are_all_named_and_none_is_written() {
    let shop = Shop::new(&[]);
    shop.write("src/lib.rs", "mine");
    shop.write("README.md", "mine");
    fs::remove_file(shop.root.join("Dockerfile")).unwrap();
    let before = shop.files();
    roob(shop.parent.path(), ["new", "shop", "-q"]).run().exits(3).says("").complains(
        "error: nothing was written, as these files are there with other content:
  README.md
  src/lib.rs
move them away, overwrite them with `--force`, or keep them with `--skip`
",
    );
    assert_eq!(shop.files(), before);
}

#[test]
fn a_file_of_its_name_is_in_the_way_even_with_force() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("shop"), "mine").unwrap();
    for args in
        [["new", "shop", "--quiet"], ["new", "shop", "--force"], ["new", "shop", "--dry-run"]]
    {
        roob(folder.path(), args)
            .run()
            .exits(3)
            .says("")
            .complains("error: `shop` is there already, and it is a file: choose another name\n");
    }
    assert_eq!(fs::read_to_string(folder.path().join("shop")).unwrap(), "mine");
}

#[test]
fn force_overwrites() {
    let shop = Shop::new(&[]);
    let before = shop.files();
    shop.write("src/lib.rs", "mine");
    fs::remove_file(shop.root.join("Dockerfile")).unwrap();
    let rest = "\nnext:\n  cd shop\n  cargo test\n  cargo run\n  curl -i localhost:8000/healthz\n";
    roob(shop.parent.path(), ["new", "shop", "--force"]).ok().says(&format!(
        "   create  Dockerfile\noverwrite  src/lib.rs\n1 new, 1 overwritten files\n{rest}"
    ));
    assert_eq!(shop.files(), before);
}

#[test]
fn a_folder_with_something_else_in_it_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("shop")).unwrap();
    fs::write(folder.path().join("shop/notes.txt"), "mine").unwrap();
    roob(folder.path(), ["new", "shop"]).run().exits(3).complains(
        "error: `shop` is there already, and it is not this project: \
         choose another name, or write into it with `--force`\n",
    );
    assert_eq!(files(&folder.path().join("shop")).len(), 1);
}

#[test]
fn an_empty_folder_is_filled() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("shop")).unwrap();
    roob(folder.path(), ["new", "shop"]).ok();
    assert!(folder.path().join("shop/src/lib.rs").exists());
}

#[test]
fn a_database_that_is_not_there_yet_is_refused() {
    let folder = TempDir::new().unwrap();
    let ran = roob(folder.path(), ["new", "shop", "--db", "postgres"]).run().exits(2);
    assert!(ran.stderr.contains("[possible values: sqlite]"), "{}", ran.stderr);
}

#[test]
fn github_s_own_braces_survive() {
    let shop = Shop::new(&[]);
    assert!(shop.read(".github/workflows/ci.yml").contains("${{ github.workflow }}"));
}

#[test]
fn its_container_has_no_user_of_the_project_s_name() {
    // Debian has one called `news` already, and takes no name of more than 32 characters.
    let folder = TempDir::new().unwrap();
    roob(folder.path(), ["new", "news"]).ok();
    let file = fs::read_to_string(folder.path().join("news/Dockerfile")).unwrap();
    assert!(file.contains("--home-dir /data app\n") && file.contains("\nUSER app\n"), "{file}");
}

#[test]
fn what_its_env_example_sets_are_the_defaults() {
    let shop = Shop::new(&[]);
    let shell = "set -a && . ./.env.example && echo \"$DATABASE_URL $ROOB_ADDR\"";
    let mut sh = std::process::Command::new("sh");
    let output = sh.args(["-c", shell]).current_dir(&shop.root).output().unwrap();
    assert_eq!(said(&output), "sqlite:shop.db?mode=rwc 127.0.0.1:8000\n");
    assert!(shop.read("src/data/connection.rs").contains("\"sqlite:shop.db?mode=rwc\""));
}
