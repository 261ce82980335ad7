//! Fields on the command line.

use crate::harness::Shop;

#[track_caller]
fn check(shop: &Shop, fields: &[&str], message: &str) {
    let args = ["gen", "controller", "products"].iter().chain(fields).copied();
    shop.roob(args).run().exits(2).says("").complains(&format!("error: {message}\n"));
}

const ALL: &str = "there are `string`, `text`, `int`, `float`, `bool`, `datetime`, `uuid`";

#[test]
fn what_cannot_be_a_field_is_refused_with_what_would_do() {
    let shop = Shop::new(&[]);
    let before = shop.files();
    check(&shop, &["price"], "`price` has no type: try `price:string`");
    check(
        &shop,
        &["price:flaot"],
        &format!("`flaot` is no type: did you mean `price:float`? {ALL}"),
    );
    check(&shop, &["price:f64?"], &format!("`f64` is no type: did you mean `price:float?`? {ALL}"));
    check(&shop, &["price:money"], &format!("`money` is no type: {ALL}"));
    check(&shop, &["price:"], "`price:` has no type: try `price:string`");
    check(&shop, &["price?"], "`price?` cannot name a field, as it holds `?`: try `price`");
    check(
        &shop,
        &["name=string"],
        "`name=string` cannot name a field, as it holds `=`: try `name_string`",
    );
    check(&shop, &[""], "`` cannot name a field, as it is empty: try `price`");
    check(&shop, &["price:?"], "`price:?` has no type: try `price:string?`");
    check(&shop, &[":int"], "`` cannot name a field, as it is empty: try `price`");
    check(&shop, &["a:int", "b:int", "a:string"], "the field `a` is there twice: leave one out");
    check(
        &shop,
        &["id:int"],
        "`id` cannot name a field, as the database gives every row one: try `ids`",
    );
    check(
        &shop,
        &["type:string"],
        "`type` cannot name a field, as it is a word of Rust's own: try `types`",
    );
    check(
        &shop,
        &["unitPrice:float"],
        "`unitPrice` cannot name a field, as it is not in snake case: try `unit_price`",
    );
    check(
        &shop,
        &["unit-price:float"],
        "`unit-price` cannot name a field, as it holds `-`: try `unit_price`",
    );
    check(&shop, &["2nd:float"], "`2nd` cannot name a field, as it starts with a digit: try `nd2`");
    check(&shop, &["größe:float"], "`größe` cannot name a field, as it holds `ö`: try `gr_e`");
    assert_eq!(shop.files(), before);
}

#[test]
fn crates_come_only_when_a_field_needs_them() {
    let shop = Shop::new(&["--with", "products"]);
    let before = shop.read("Cargo.toml");
    assert!(!before.contains("chrono") && !before.contains("uuid"));
    shop.roob(["gen", "controller", "orders", "price:float"]).ok();
    assert_eq!(shop.read("Cargo.toml"), before);

    shop.roob(["gen", "controller", "visits", "at:datetime?", "token:uuid"]).ok();
    let expected =
        before.replace("\"sqlite-bundled\"]", "\"sqlite-bundled\", \"chrono\", \"uuid\"]").replace(
            "\n[dev-dependencies]",
            "chrono = { version = \"0.4\", default-features = false, features = [\"serde\"] }\n\
             uuid = { version = \"1\", default-features = false, features = [\"serde\"] }\n\
             \n[dev-dependencies]",
        );
    assert_eq!(shop.read("Cargo.toml"), expected);
}
