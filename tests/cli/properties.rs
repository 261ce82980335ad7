//! Whatever name and fields are accepted, what comes of them is Rust; what is refused writes nothing.

use proptest::prelude::*;

use crate::harness::Shop;

/// Words that mean something to Rust, to SQL or to the generated code, and any others.
fn word() -> impl Strategy<Value = String> {
    const TAKEN: &[&str] = &[
        "type", "self", "Self", "crate", "match", "union", "gen", "raw", "result", "option", "ok",
        "none", "string", "vec", "value", "row", "path", "query", "json", "db", "id", "order",
        "select", "group", "table", "rowid", "new", "first", "client", "app", "test", "data",
        "errors", "news", "status", "series", "main", "std", "sqlx", "con", "sqlite_x",
    ];
    prop_oneof![
        prop::sample::select(TAKEN).prop_map(str::to_owned),
        "[a-z]{1,8}",
        "[a-z]{1,4}_[a-z0-9]{1,4}",
        "[A-Z][a-z]{1,5}[A-Z][a-z]{0,4}",
        "[-_a-z0-9A-Z/]{1,9}",
        "\\PC{1,4}",
    ]
}

fn field() -> impl Strategy<Value = String> {
    const KINDS: &[&str] =
        &["string", "text?", "int", "float?", "bool", "datetime?", "uuid", "money", ""];
    (word(), prop::sample::select(KINDS)).prop_map(|(name, kind)| format!("{name}:{kind}"))
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![word(), (word(), word()).prop_map(|(space, name)| format!("{space}/{name}"))]
}

fn kind() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["controller", "service", "data", "migration", "middleware"][..])
}

proptest! {
    // Each case starts the command.
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_accepted_is_rust_and_what_is_refused_writes_nothing(
        kind in kind(),
        name in name(),
        fields in prop::collection::vec(field(), 0..3),
    ) {
        let shop = Shop::new(&[]);
        let before = shop.files();
        // Behind `--`, as a name may look like an option.
        let fields = fields.iter().filter(|_| kind != "middleware").map(String::as_str);
        let args = ["gen", kind, "--", &*name].into_iter().chain(fields);
        let ran = shop.roob(args).run();
        match ran.code {
            Some(0) => {
                for (path, content) in shop.files() {
                    if path.extension().is_some_and(|extension| extension == "rs") {
                        let text = String::from_utf8(content).unwrap();
                        let parsed = syn::parse_file(&text);
                        prop_assert!(parsed.is_ok(), "{}: {parsed:?}\n{text}", path.display());
                    }
                }
            }
            Some(2) => prop_assert_eq!(shop.files(), before),
            other => prop_assert!(false, "{other:?}: {}{}", ran.stdout, ran.stderr),
        }
    }
}
