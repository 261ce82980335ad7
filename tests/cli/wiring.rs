//! What becomes of the user's own files.

use crate::harness::Shop;

const CALL: &str =
    ".controller(controllers::Products::new(services::ProductService::new(db.clone())))";

/// Generates products into a project whose `src/lib.rs` ends in `app`.
fn generate(app: &str) -> (Shop, crate::harness::Ran) {
    let shop = Shop::new(&[]);
    shop.write("src/lib.rs", app);
    let ran = shop.roob(["gen", "controller", "products"]).run();
    (shop, ran)
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    let (shop, ran) = generate(before);
    ran.exits(0);
    assert_eq!(shop.read("src/lib.rs"), after);
    shop.roob(["gen", "controller", "products"])
        .ok()
        .says("nothing to do: everything is there already\n");
}

#[track_caller]
fn refused(before: &str, problem: &str) {
    let (shop, ran) = generate(before);
    ran.exits(4).says("").complains(&format!(
        "error: nothing was written, as these files have a shape that `roob` does not edit:
  src/lib.rs: {problem}; add
    {CALL}
then run the command again
"
    ));
    assert!(!shop.root.join("src/controllers/products.rs").exists());
    assert_eq!(shop.read("src/lib.rs"), before);
}

#[test]
fn a_formatted_file_stays_formatted() {
    becomes(
        "pub fn app(db: Db) -> App {\n    App::new()\n}\n",
        "pub fn app(db: Db) -> App {
    App::new().controller(controllers::Products::new(services::ProductService::new(
        db.clone(),
    )))
}
",
    );
}

#[test]
fn one_that_was_not_is_left_as_it_is() {
    becomes(
        "pub fn app( db: Db ) -> App {\n  App::new()\n}\n",
        &format!("pub fn app( db: Db ) -> App {{\n  App::new()\n      {CALL}\n}}\n"),
    );
}

#[test]
fn the_new_one_comes_after_the_last() {
    becomes(
        "fn app( db: Db) -> App {
    App::new()
        .controller(A::new())
        .controller(B::new()) // the best
        .wrap(timing)
        .layer(cors())
}
",
        &format!(
            "fn app( db: Db) -> App {{
    App::new()
        .controller(A::new())
        .controller(B::new()) // the best
        {CALL}
        .wrap(timing)
        .layer(cors())
}}
"
        ),
    );
}

#[test]
fn the_argument_may_have_another_name() {
    let call = CALL.replace("db.clone", "store.clone");
    becomes(
        "fn app(config: Config, store: data::Db)->App { App::new() }\n",
        &format!("fn app(config: Config, store: data::Db)->App {{ App::new()\n    {call} }}\n"),
    );
}

#[test]
fn an_app_in_a_variable_is_found() {
    becomes(
        "fn app( db: Db) -> App {\n    let app = App::new(); // all of it\n    app\n}\n",
        &format!(
            "fn app( db: Db) -> App {{\n    let app = App::new()\n        {CALL}; // all of it\n    app\n}}\n"
        ),
    );
}

#[test]
fn an_app_that_is_mounted_is_not_mistaken() {
    becomes(
        "fn app( db: Db) -> App {\n    App::new().mount(\"/admin\", App::new())\n}\n",
        &format!(
            "fn app( db: Db) -> App {{\n    App::new()\n        {CALL}.mount(\"/admin\", App::new())\n}}\n"
        ),
    );
}

#[test]
fn line_ends_of_windows_stay() {
    becomes(
        "fn app( db: Db) -> App {\r\n    App::new()\r\n}\r\n",
        &format!("fn app( db: Db) -> App {{\r\n    App::new()\r\n        {CALL}\r\n}}\r\n"),
    );
}

#[test]
fn a_byte_order_mark_stays() {
    becomes(
        "\u{feff}fn app( db: Db) -> App { roob::App::new() }\n",
        &format!("\u{feff}fn app( db: Db) -> App {{ roob::App::new()\n    {CALL} }}\n"),
    );
}

#[test]
fn a_controller_that_the_user_wired_is_wired() {
    let by_hand = "fn app( db: Db) -> App {\n    assemble!(Products :: new (db))\n}\n";
    becomes(by_hand, by_hand);
}

#[test]
fn what_it_does_not_understand_it_leaves_alone() {
    refused("pub fn app(db: Db) -> App {", "it does not parse, from line 1 on");
    refused("//! Mine.\n\nfn app(db: Db) ->;\n", "it does not parse, from line 3 on");
    refused("pub fn other() {}\n", "it has no function `app`");
    refused("fn app(db: Db) -> App { App::default() }", "its function `app` has no `App::new()`");
    refused("fn app() -> App { App::new() }", "its function `app` takes no `db: Db`");
    refused(
        "fn app(db: Db) -> App { make!(App::new()) }",
        "its function `app` has no `App::new()`",
    );
    refused(
        "fn app(db: Db) -> App { if x { App::new() } else { App::new() } }",
        "its function `app` has more than one `App::new()`",
    );
    refused(
        "#[cfg(a)] fn app(db: Db) -> App { App::new() } #[cfg(b)] fn app(db: Db) -> App { App::new() }",
        "it has more than one function `app`",
    );
}

#[test]
fn every_file_that_it_leaves_alone_is_named() {
    let shop = Shop::new(&[]);
    shop.write("src/lib.rs", "fn app() {");
    shop.write("src/data/migrations.rs", "");
    std::fs::remove_file(shop.root.join("src/services/mod.rs")).unwrap();
    let before = shop.files();
    shop.roob(["gen", "controller", "products"]).run().exits(4).complains(&format!(
        "error: nothing was written, as these files have a shape that `roob` does not edit:
  src/lib.rs: it does not parse, from line 1 on; add
    {CALL}
  src/services/mod.rs: it is not there; add
    mod products;
    pub use products::ProductService;
  src/data/migrations.rs: it has no `const MIGRATIONS` that is an array; add
    (\"20260101000000_create_products\", include_str!(\"../../migrations/20260101000000_create_products.sql\")),
then run the command again
"
    ));
    assert_eq!(shop.files(), before);
}

#[test]
fn modules_go_where_the_alphabet_puts_them() {
    let shop = Shop::new(&[]);
    shop.write("src/controllers/mod.rs", "//! Mine.\n\nmod alpha; // first\nmod zeta;\n\npub use self::alpha::Alpha; // too\npub use zeta::{Zeta};\n");
    shop.roob(["gen", "controller", "products"]).ok();
    assert_eq!(
        shop.read("src/controllers/mod.rs"),
        "//! Mine.\n\nmod alpha; // first\nmod products;\nmod zeta;\n\npub use self::alpha::Alpha; // too\npub use products::Products;\npub use zeta::{Zeta};\n",
    );
}

#[test]
fn migrations_are_added_however_the_list_is_written() {
    let name = "20260101000000_create_products";
    for (before, between) in [
        ("const MIGRATIONS: &[(&str, &str)] = &[];", "&[\n    (\n        "),
        ("static MIGRATIONS: [(&str, &str); 1] = [(\"1_a\", \"\")];", ",\n(\n    "),
        (
            "const MIGRATIONS: &[(&str, &str)] = &[\n  (\"1_a\", \"\"), // old\n];",
            "// old\n  (\n      ",
        ),
    ] {
        let shop = Shop::new(&[]);
        // Two blanks, so that the file counts as not formatted.
        shop.write("src/data/migrations.rs", &format!("use  a;\n{before}\n"));
        shop.roob(["gen", "controller", "products"]).ok();
        let after = shop.read("src/data/migrations.rs");
        assert!(after.contains(&format!("{between}\"{name}\",")), "{after}");
        syn::parse_file(&after).unwrap();
    }
}

#[test]
fn dependencies_are_completed_in_the_form_they_have() {
    let shop = Shop::new(&[]);
    let before = shop.read("Cargo.toml");
    let mine = before.replace("serde = {", "chrono = \"0.4.40\" # mine\nserde = {");
    shop.write("Cargo.toml", &mine);
    shop.roob(["gen", "controller", "products", "at:datetime"]).ok();
    let after = shop.read("Cargo.toml");
    assert!(after.contains("chrono = { version = \"0.4.40\", features = [\"serde\"] }"), "{after}");
    assert!(after.contains("\"sqlite-bundled\", \"chrono\"]"), "{after}");
}

#[test]
fn a_manifest_that_does_not_parse_matters_only_to_a_field_that_needs_a_crate() {
    let shop = Shop::new(&[]);
    shop.write("Cargo.toml", "[package]\n\nname = \n");
    shop.roob(["gen", "controller", "products"]).ok();
    shop.roob(["gen", "controller", "visits", "at:datetime"]).run().exits(4).complains(
        "error: nothing was written, as these files have a shape that `roob` does not edit:
  Cargo.toml: it does not parse, from line 3 on; add
    chrono = { version = \"0.4\", default-features = false, features = [\"serde\"] }
    sqlx = { version = \"0.9\", default-features = false, features = [\"chrono\"] }
then run the command again
",
    );
}

#[test]
fn windows_line_endings_of_the_manifest_stay() {
    let shop = Shop::new(&[]);
    let mine = shop.read("Cargo.toml").replace('\n', "\r\n");
    shop.write("Cargo.toml", &mine);
    shop.roob(["gen", "controller", "products"]).ok();
    assert_eq!(shop.read("Cargo.toml"), mine);
    shop.roob(["gen", "controller", "visits", "at:datetime"]).ok();
    let after = shop.read("Cargo.toml");
    assert!(after.contains("\r\nchrono = "), "{after}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
}
