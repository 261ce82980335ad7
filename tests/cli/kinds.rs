//! `roob gen` of services, data, migrations and middleware, and namespaces.

use std::fs;

use serde_json::Value;

use crate::harness::{Ran, Shop};

fn generate(shop: &Shop, args: &str) -> Ran {
    shop.roob(["gen"].into_iter().chain(args.split(' '))).run()
}

#[track_caller]
fn check(args: &str, said: &str) -> Shop {
    let shop = Shop::new(&[]);
    let clean = shop.files();
    generate(&shop, args).exits(0).complains("").says(said);
    let copy = shop.copy();
    copy.roob(["undo"]).ok();
    assert_eq!(copy.files(), clean, "`roob undo` leaves nothing");
    let before = shop.files();
    generate(&shop, args).exits(0).says("nothing to do: everything is there already\n");
    assert_eq!(shop.files(), before);
    for (path, content) in before {
        if path.extension().is_some_and(|extension| extension == "rs") {
            syn::parse_file(&String::from_utf8(content).unwrap()).unwrap();
        }
    }
    shop
}

#[test]
fn a_service_has_a_table_and_rules_and_tests_of_the_rules() {
    let shop = check(
        "service invoices total:float note:text?",
        "     edit  .roob/manifest.json
   create  migrations/20260101000000_create_invoices.sql
   create  src/data/invoices.rs
     edit  src/data/migrations.rs
     edit  src/data/mod.rs
   create  src/services/invoices.rs
     edit  src/services/mod.rs
     edit  tests/it/main.rs
   create  tests/it/service_layer/invoices.rs
   create  tests/it/service_layer/mod.rs
5 new, 5 edited files

next:
  cargo test
",
    );
    assert_eq!(recorded(&shop, "service", "invoices"), ["total:float", "note:text?"]);
}

#[test]
fn data_in_a_namespace_has_modules_on_the_way() {
    let shop = check(
        "data geo/countries code:string",
        "     edit  .roob/manifest.json
   create  migrations/20260101000000_create_geo_countries.sql
   create  src/data/geo/countries.rs
   create  src/data/geo/mod.rs
     edit  src/data/migrations.rs
     edit  src/data/mod.rs
   create  tests/it/data_layer/geo/countries.rs
   create  tests/it/data_layer/geo/mod.rs
   create  tests/it/data_layer/mod.rs
     edit  tests/it/main.rs
6 new, 4 edited files

next:
  cargo test
",
    );
    assert_eq!(recorded(&shop, "data", "geo/countries"), ["code:string"]);
    assert_eq!(
        shop.read("src/data/geo/mod.rs"),
        "//! The tables of `geo`.\n\npub mod countries;\n"
    );
    assert_eq!(shop.read("tests/it/data_layer/mod.rs"), "//! Tests of `data_layer`.\n\nmod geo;\n");
    let sql = shop.read("migrations/20260101000000_create_geo_countries.sql");
    assert!(sql.starts_with("CREATE TABLE geo_countries ("), "{sql}");
}

#[test]
fn a_migration_with_fields_adds_columns() {
    let shop = check(
        "migration add_sku_to_order sku:string? group:int?",
        "     edit  .roob/manifest.json
   create  migrations/20260101000000_add_sku_to_order.sql
     edit  src/data/migrations.rs
     edit  tests/it/main.rs
   create  tests/it/migrations.rs
2 new, 3 edited files

next:
  cargo test
",
    );
    assert_eq!(
        shop.read("migrations/20260101000000_add_sku_to_order.sql"),
        "ALTER TABLE \"order\" ADD COLUMN sku TEXT;
ALTER TABLE \"order\" ADD COLUMN \"group\" INTEGER;
"
    );
    let test = shop.read("tests/it/migrations.rs");
    assert!(test.contains("\"SELECT sku, \\\"group\\\" FROM \\\"order\\\"\""), "{test}");
    assert_eq!(recorded(&shop, "migration", "add_sku_to_order"), ["sku:string?", "group:int?"]);
}

#[test]
fn a_migration_without_fields_is_for_your_sql() {
    let shop = check(
        "migration FillInPrices",
        "     edit  .roob/manifest.json
   create  migrations/20260101000000_fill_in_prices.sql
     edit  src/data/migrations.rs
     edit  tests/it/main.rs
   create  tests/it/migrations.rs
2 new, 3 edited files

next:
  write the SQL into migrations/20260101000000_fill_in_prices.sql
  cargo test
",
    );
    let sql = shop.read("migrations/20260101000000_fill_in_prices.sql");
    assert_eq!(sql, "-- What `fill_in_prices` changes, in SQL.\n");
    generate(&shop, "migration round_prices").exits(0);
    let list = shop.read("src/data/migrations.rs");
    let place = |name: &str| list.find(name).unwrap();
    let (first, second) = ("20260101000000_fill_in_prices", "20260101000001_round_prices");
    assert!(place(first) < place(second), "{list}");
    let tests = shop.read("tests/it/migrations.rs");
    assert_eq!(tests.matches("#[tokio::test]").count(), 2, "{tests}");
}

#[test]
fn a_migration_that_cannot_work_is_refused() {
    let shop = Shop::new(&[]);
    let before = shop.files();
    for (args, message) in [
        (
            "migration add_sku_to_products sku:string",
            "rows that are there already have no `sku`: try `sku:string?`",
        ),
        (
            "migration fill_in_prices price:float?",
            "`fill_in_prices` does not say which table gets its fields: try `add_price_to_products`",
        ),
        ("migration 2nd", "`2nd` cannot name a migration, as it starts with a digit: try `nd2`"),
        (
            "middleware std",
            "`std` cannot name a middleware, as a crate that the project uses has it: try `stds`",
        ),
        (
            "middleware middleware",
            "`middleware` cannot name a middleware, as the generated code uses it for something else: try `middlewares`",
        ),
    ] {
        generate(&shop, args).exits(2).says("").complains(&format!("error: {message}\n"));
    }
    assert_eq!(shop.files(), before);
}

#[test]
fn a_middleware_is_around_the_app() {
    let shop = check(
        "middleware timing",
        "     edit  .roob/manifest.json
     edit  src/lib.rs
   create  src/middleware/mod.rs
   create  src/middleware/timing.rs
     edit  tests/it/main.rs
   create  tests/it/middleware/mod.rs
   create  tests/it/middleware/timing.rs
4 new, 3 edited files

next:
  cargo test
",
    );
    generate(&shop, "middleware RequestLog").exits(0);
    let app = shop.read("src/lib.rs");
    assert!(app.contains("pub mod data;\npub mod middleware;\npub mod services;\n"), "{app}");
    let chain = "    App::new()
        .controller(controllers::Health::new(db.clone()))
        .wrap(middleware::timing)
        .wrap(middleware::request_log)
";
    assert!(app.contains(chain), "{app}");
    assert_eq!(
        shop.read("src/middleware/mod.rs"),
        "//! What is around every request.

mod request_log;
mod timing;

pub use request_log::request_log;
pub use timing::timing;
"
    );
    assert!(shop.read("src/middleware/request_log.rs").contains("\"request-log;dur={took:.3}\""));
}

#[test]
fn a_middleware_whose_place_is_not_clear_is_left_to_the_user() {
    let shop = Shop::new(&[]);
    shop.write("src/lib.rs", "pub fn app() -> roob::App {\n    unimplemented!()\n}\n");
    let before = shop.files();
    generate(&shop, "middleware timing").exits(4).says("").complains(
        "error: nothing was written, as these files have a shape that `roob` does not edit:
  src/lib.rs: its function `app` has no `App::new()`; add
    pub mod middleware;
    .wrap(middleware::timing)
then run the command again
",
    );
    assert_eq!(shop.files(), before);
}

#[test]
fn a_middleware_that_the_user_wired_is_wired() {
    let shop = Shop::new(&[]);
    let mine = "pub mod middleware;\n\nuse middleware::timing as clock;\n\npub fn app() -> roob::App {\n    roob::App::new().wrap(clock)\n}\n";
    shop.write("src/lib.rs", mine);
    generate(&shop, "middleware timing").exits(0);
    assert_eq!(shop.read("src/lib.rs"), mine);
}

#[test]
fn a_controller_in_a_namespace_stands_beside_one_of_its_name() {
    let shop = Shop::new(&["--with", "products"]);
    generate(&shop, "controller admin/products").exits(0);
    generate(&shop, "controller admin/orders").exits(0);
    let app = shop.read("src/lib.rs");
    let calls: String = app.split_once("App::new()").unwrap().1.split_whitespace().collect();
    assert_eq!(
        calls,
        ".controller(controllers::Health::new(db.clone()))\
         .controller(controllers::Products::new(services::ProductService::new(db.clone(),)))\
         .controller(controllers::admin::Products::new(services::admin::ProductService::new(db.clone()),))\
         .controller(controllers::admin::Orders::new(services::admin::OrderService::new(db.clone()),))}"
    );
    assert_eq!(
        shop.read("src/controllers/admin/mod.rs"),
        "//! The controllers of `admin`.\n\nmod orders;\nmod products;\n\npub use orders::Orders;\npub use products::Products;\n"
    );
    let snapshots = fs::read_dir(shop.root.join("tests/it/admin/snapshots")).unwrap();
    for entry in snapshots {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with("it__admin__"), "{name}");
        let text = shop.read(&format!("tests/it/admin/snapshots/{name}"));
        assert!(text.starts_with("---\nsource: tests/it/admin/"), "{text}");
    }
    generate(&shop, "controller products")
        .exits(0)
        .says("nothing to do: everything is there already\n");
}

#[test]
fn what_would_be_two_things_of_one_name_is_refused() {
    let shop = Shop::new(&["--with", "news"]);
    generate(&shop, "controller admin/products").exits(0);
    let before = shop.files();
    for (args, message) in [
        (
            "controller news/items",
            "`news` cannot be a module and a namespace, and there is `src/controllers/news.rs`: choose another name",
        ),
        (
            "controller admin_products",
            "the table `admin_products` is that of `admin/products`: choose another name",
        ),
        (
            "data admins --plural admin",
            "`admin` cannot be a module and a namespace, and there is `src/data/admin/mod.rs`: choose another name",
        ),
    ] {
        generate(&shop, args).exits(2).says("").complains(&format!("error: {message}\n"));
    }
    assert_eq!(shop.files(), before);
}

#[test]
fn layers_grow_upwards() {
    let shop = Shop::new(&[]);
    for kind in ["data", "service", "controller"] {
        generate(&shop, &format!("{kind} invoices total:float")).exits(0);
    }
    let migrations = fs::read_dir(shop.root.join("migrations")).unwrap().count();
    assert_eq!(migrations, 1);
    for kind in ["data", "service", "controller"] {
        assert_eq!(recorded(&shop, kind, "invoices"), ["total:float"]);
    }
    generate(&shop, "service invoices total:int").exits(3);
}

#[test]
fn other_words_for_one_and_many_are_in_all_of_it() {
    let shop = Shop::new(&[]);
    generate(&shop, "controller cactus --plural cactuses").exits(0);
    assert!(shop.read("src/controllers/cactuses.rs").contains("on.path(\"/api/cactuses\")"));
    generate(&shop, "data bureaux --singular bureau").exits(0);
    assert!(shop.read("src/data/bureaux.rs").contains("pub struct Bureau {"));
}

#[test]
fn a_manifest_of_cargo_that_names_no_crate_is_named() {
    let shop = Shop::new(&[]);
    let root = shop.root.canonicalize().unwrap();
    for (text, problem) in
        [("[package", "it is no TOML"), ("[package]\n", "its package has no name")]
    {
        shop.write("Cargo.toml", text);
        crate::harness::roob(&root, ["gen", "data", "countries"]).run().exits(1).complains(
            &format!("error: `{}/Cargo.toml` cannot be read: {problem}\n", root.display()),
        );
    }
}

/// The fields that the manifest has of what was generated.
#[track_caller]
fn recorded(shop: &Shop, kind: &str, name: &str) -> Vec<String> {
    let manifest: Value = serde_json::from_str(&shop.read(".roob/manifest.json")).unwrap();
    let all = manifest["resources"].as_array().unwrap();
    let found: Vec<_> =
        all.iter().filter(|one| one["kind"] == kind && one["name"] == name).collect();
    assert_eq!(found.len(), 1, "{manifest}");
    serde_json::from_value(found[0]["fields"].clone()).unwrap()
}
