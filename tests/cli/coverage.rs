//! `roob test`

use std::fs;

use serde_json::{Value, json};

use crate::{
    built::{Workshop, cargo},
    harness::{Ran, Shop, roob},
    suite::{Suite, hit, look, refusal, row},
};

/// A list that is looked at, a `create` that is only hit, and a `delete` that nobody asks.
fn facts() -> Vec<Value> {
    let large = json!({ "target": "/products", "headers": [], "spaces": 9 });
    let beyond = json!({ "target": "/products/99999999999999999999", "headers": [] });
    let other = json!({ "verb": "PATCH", "target": "/products", "headers": [] });
    vec![
        row(0, Some("GET"), "/products", "list", json!([])),
        row(1, Some("POST"), "/products", "create", json!([refusal(413, "a large body", large)])),
        row(
            2,
            Some("DELETE"),
            "/products/{id:d}",
            "delete",
            json!([refusal(404, "an id", beyond)]),
        ),
        row(3, None, "/products", "list", json!([refusal(405, "another verb", other)])),
        hit(0, 200, "GET", "/products", None),
        look(0, 200),
        hit(1, 201, "POST", "/products", Some("{}")),
        hit(1, 409, "POST", "/products", Some("{}")),
        look(1, 409),
    ]
}

const TABLE: &str = "running the tests

GET     /products         ✓200
POST    /products         ~201 ✓409 ✗413
other   /products         ✗405
DELETE  /products/{id:d}  ✗2xx ✗404

✓ looked at   ~ hit, but no test looks at it   ✗ never seen

routes that no test looks at:
  DELETE /products/{id:d}, shop::controllers::products::Products::delete, bound at src/controllers/products.rs:12:14

answers that no test looks at:
  shop::controllers::products::Products::create, bound at src/controllers/products.rs:11:14
    POST /products 201: a success (hit, but no test looks at it)
    POST /products 413: a large body
    write their tests: roob gen test products::create
  shop::controllers::products::Products::list, bound at src/controllers/products.rs:13:14
    other /products 405: another verb
    write their tests: roob gen test products::list
  shop::controllers::products::Products::delete, bound at src/controllers/products.rs:12:14
    DELETE /products/{id:d} 2xx: a success
    DELETE /products/{id:d} 404: an id
    write their tests: roob gen test products::delete

tests look at 2 of 7 answers: 28.5 %
";

#[test]
fn a_table_tells_what_is_looked_at_from_what_is_hit_and_what_is_never_seen() {
    let suite = Suite::new(&[&facts()]);
    suite.roob(["test"]).exits(0).says(TABLE).complains("compiling\n");
    assert_eq!(suite.calls(), "test in the project, transport none\n");
}

#[test]
fn what_all_look_at_is_all_there_is_to_say() {
    let facts =
        [row(0, Some("GET"), "/", "list", json!([])), hit(0, 204, "GET", "/", None), look(0, 204)];
    Suite::new(&[&facts]).roob(["test", "--min", "100"]).exits(0).says(
        "running the tests

GET     /  ✓204

✓ looked at   ~ hit, but no test looks at it   ✗ never seen

tests look at 1 of 1 answers: 100 %
",
    );
}

#[test]
fn below_the_minimum_it_fails_and_says_by_how_much_and_what_is_missing() {
    let suite = Suite::new(&[&facts()]);
    suite.roob(["test", "--min", "28.5"]).exits(0);
    suite.roob(["test", "--min", "90"]).exits(1).says(TABLE).complains(
        "compiling
error: tests look at 28.5 % of the answers, 61.5 less than the 90 % that they should: \
POST /products 201, POST /products 413, other /products 405, DELETE /products/{id:d} 2xx, \
DELETE /products/{id:d} 404
",
    );
}

#[test]
fn many_that_are_missing_are_counted() {
    let rows: Vec<Value> =
        (0..8).map(|id| row(id, Some("GET"), &format!("/{id}"), "list", json!([]))).collect();
    let said = Suite::new(&[&rows]).roob(["test", "--min", "1"]).exits(1).stderr;
    assert!(
        said.ends_with(
            ": GET /0 2xx, GET /1 2xx, GET /2 2xx, GET /3 2xx, GET /4 2xx, and 3 more\n"
        ),
        "{said}"
    );
}

#[test]
fn a_minimum_is_a_share_in_per_cent() {
    let suite = Suite::new(&[]);
    for wrong in ["101", "-1", "all", "NaN"] {
        let argument = format!("--min={wrong}");
        suite.roob(["test", &argument]).exits(2).says("").complains(&format!(
            "error: invalid value '{wrong}' for '--min <PERCENT>': it is no number from 0 to 100\n\n\
             For more information, try '--help'.\n"
        ));
    }
    assert_eq!(suite.calls(), "");
}

#[test]
fn the_document_is_alone_on_the_standard_output_and_is_kept() {
    let suite = Suite::new(&[&facts()]);
    let ran = suite.roob(["test", "--json"]).exits(0);
    assert_eq!(ran.stderr, "running the tests\ncompiling\n");
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["percent"], 28.5);
    assert_eq!(document["looked_at"], 2);
    assert_eq!(document["answers"], 7);
    assert_eq!(
        document["routes"][1],
        json!({
            "verb": "POST",
            "pattern": "/products",
            "handler": "shop::controllers::products::Products::create",
            "file": "src/controllers/products.rs",
            "line": 11,
            "column": 14,
            "answers": [
                {
                    "status": 201,
                    "seen": "hit",
                    "why": null,
                    "request": null,
                    "example": {
                        "verb": "POST",
                        "target": "/products",
                        "content_type": "application/json",
                        "body": "{}",
                        "complete": true,
                    },
                },
                {
                    "status": 409,
                    "seen": "looked_at",
                    "why": null,
                    "request": null,
                    "example": {
                        "verb": "POST",
                        "target": "/products",
                        "content_type": "application/json",
                        "body": "{}",
                        "complete": true,
                    },
                },
                {
                    "status": 413,
                    "seen": "never",
                    "why": "a large body",
                    "request": { "target": "/products", "headers": [], "spaces": 9 },
                    "example": null,
                },
            ],
        })
    );
    assert_eq!(suite.shop.read("target/roob/coverage.json"), ran.stdout);
    let left: Vec<_> = fs::read_dir(suite.shop.root.join("target/roob")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_document_below_the_minimum_fails_too() {
    let ran = Suite::new(&[&facts()]).roob(["test", "--json", "--min", "90"]).exits(1);
    assert!(serde_json::from_str::<Value>(&ran.stdout).is_ok());
    assert!(ran.stderr.contains("error: tests look at 28.5 %"), "{}", ran.stderr);
}

#[test]
fn processes_are_added_up_whatever_numbers_their_rows_have() {
    let list = |id| row(id, Some("GET"), "/products", "list", json!([]));
    let show = |id| row(id, Some("GET"), "/products/{id}", "show", json!([]));
    let one = [list(0), show(1), hit(0, 200, "GET", "/products", None), look(0, 200)];
    let two = [show(0), list(1), hit(0, 200, "GET", "/products/1", None)];
    let three = [show(5), hit(5, 404, "GET", "/products/2", None), look(5, 404)];
    let said = Suite::new(&[&one, &two, &three]).roob(["test"]).exits(0).stdout;
    let table = "\nGET     /products       ✓200\nGET     /products/{id}  ~200 ✓404\n\n";
    assert!(said.contains(table), "{said}");
}

#[test]
fn half_a_line_is_what_a_process_left_that_died() {
    let suite = Suite::new(&[]);
    let facts = facts().iter().take(6).map(|fact| format!("{fact}\n")).collect::<String>();
    suite.record("dead.jsonl", &format!("{{\"format\":1}}\n{facts}{{\"looked_"));
    suite.record("at once.jsonl", "{\"form");
    let said = suite.roob(["test"]).exits(0).stdout;
    assert!(said.contains("\ntests look at 1 of 6 answers: 16.6 %\n"), "{said}");
}

#[test]
fn a_record_of_another_version_is_refused() {
    let suite = Suite::new(&[]);
    suite.record("new.jsonl", "{\"format\":2}\n{\"row\":7}\n");
    let said = suite.roob(["test"]).exits(1).stderr;
    let (start, end) = (
        "compiling\nerror: the record `",
        "/new.jsonl` cannot be read: it was written by a Roob of another version than this command\n",
    );
    assert!(said.starts_with(start) && said.ends_with(end), "{said}");
}

#[test]
fn red_tests_fail_whatever_they_look_at() {
    let suite = Suite::new(&[&facts()]);
    suite.turns_red();
    suite
        .roob(["test", "--min", "0"])
        .exits(1)
        .says(TABLE)
        .complains("compiling\nerror: `cargo test` failed\n");
    let broken = Suite::new(&[]);
    broken.turns_red();
    broken
        .roob(["test"])
        .exits(1)
        .says("running the tests\n")
        .complains("compiling\nerror: `cargo test` failed\n");
}

#[test]
fn without_a_client_there_is_nothing_to_say() {
    Suite::new(&[]).roob(["test"]).exits(1).says("running the tests\n").complains(
        "compiling\nerror: no test asked an app: make a `roob::testing::TestClient` in one, and send a request\n",
    );
}

#[test]
fn a_runner_that_is_not_there_is_named_with_the_command_that_installs_it() {
    let suite = Suite::new(&[&facts()]);
    for (runner, install) in [
        ("nextest", "cargo install cargo-nextest --locked"),
        ("insta", "cargo install cargo-insta --locked"),
    ] {
        suite.roob(["test", "--runner", runner]).exits(1).says("").complains(&format!(
            "error: `cargo {runner}` is not installed: get it with `{install}`\n"
        ));
    }
    assert_eq!(suite.calls(), "");
}

#[test]
fn the_runner_gets_its_arguments_and_the_client_its_transport() {
    let suite = Suite::new(&[&facts()]);
    suite.roob(["test", "--transport", "http1", "--", "--test", "it", "products"]).exits(0);
    assert_eq!(suite.calls(), "test --test it products in the project, transport http1\n");
    suite.roob(["test", "--transport", "carrier-pigeon"]).exits(2);
}

#[test]
fn it_runs_from_every_folder_of_a_project_or_of_a_crate() {
    let suite = Suite::new(&[&facts()]);
    let cargo = suite.shop.parent.path().join("fake/cargo");
    let from = |folder: &str| {
        let mut command = roob(&suite.shop.root.join(folder), ["test"]).command();
        command.env("CARGO", &cargo).output().unwrap()
    };
    assert!(from("src/controllers").status.success());
    fs::remove_dir_all(suite.shop.root.join(".roob")).unwrap();
    assert!(from("src/controllers").status.success());
    let line = "test in the project, transport none\n";
    assert_eq!(suite.calls(), line.repeat(2));
}

#[test]
fn outside_a_crate_it_says_where_it_looked() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().canonicalize().unwrap();
    roob(&path, ["test"]).run().exits(1).says("").complains(&format!(
        "error: `{}` is in no Roob project: go to one, or make one with `roob new shop`\n",
        path.display()
    ));
}

/// `roob ARGS…` in a project that is really built.
fn real<'a>(workshop: &mut Workshop, shop: &Shop, args: impl IntoIterator<Item = &'a str>) -> Ran {
    let mut command = shop.roob(args).command();
    let output = workshop.lend(&shop.root, &mut command).env("CI", "true").output().unwrap();
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

const CONTROLLER: &str = "src/controllers/products.rs";

/// A new route, which a test asks without a look, and another one that no test knows.
fn plant(shop: &Shop) {
    let text = shop.read(CONTROLLER);
    let routes = "            .delete(Self::delete)\n";
    let planted = "            .delete(Self::delete)
            .path(\"/api/products/count\")
            .get(Self::count)
            .path(\"/api/products/{id:d}/name\")
            .put(Self::rename)\n";
    let methods = "
    async fn count(&self) -> String {
        \"0\".to_owned()
    }

    async fn rename(&self, Path(id): Path<i64>, Json(new): Json<NewProduct>) -> Result<Json<Product>, Error> {
        Ok(Json(self.products.update(id, new).await?))
    }
}
";
    let text = text.replace(routes, planted).trim_end().trim_end_matches('}').to_owned() + methods;
    shop.write(CONTROLLER, &text);
    let tests = shop.read("tests/it/products.rs");
    let hit = "
#[tokio::test]
async fn nobody_looks() {
    client().await.get(\"/api/products/count\").await;
}
";
    shop.write("tests/it/products.rs", &(tests + hit));
}

/// What is behind the first words of the table.
const PLANTED: &str = "             ✓200 ✓422
POST    /api/products              ✓201 ✓400 ✓413 ✓415 ✓422
other   /api/products              ✓405
GET     /api/products/count        ~200
other   /api/products/count        ✗405
GET     /api/products/{id:d}       ✓200 ✓404
PUT     /api/products/{id:d}       ✓200 ✓400 ✓404 ✓413 ✓415 ✓422
DELETE  /api/products/{id:d}       ✓204 ✓404
other   /api/products/{id:d}       ✓405
PUT     /api/products/{id:d}/name  ✗2xx ✗400 ✗404 ✗413 ✗415 ✗422
other   /api/products/{id:d}/name  ✗405
GET     /healthz                   ✓204 ✓503
other   /healthz                   ✓405

✓ looked at   ~ hit, but no test looks at it   ✗ never seen

routes that no test looks at:
  GET /api/products/count, shop::controllers::products::Products::count, bound at src/controllers/products.rs:25:14
  PUT /api/products/{id:d}/name, shop::controllers::products::Products::rename, bound at src/controllers/products.rs:27:14

answers that no test looks at:
  shop::controllers::products::Products::count, bound at src/controllers/products.rs:25:14
    GET /api/products/count 200: a success (hit, but no test looks at it)
    other /api/products/count 405: a verb that the path has no handler for: `PATCH`
    write their tests: roob gen test products::count
  shop::controllers::products::Products::rename, bound at src/controllers/products.rs:27:14
    PUT /api/products/{id:d}/name 2xx: a success
    PUT /api/products/{id:d}/name 400: a body that is not JSON
    PUT /api/products/{id:d}/name 404: a path value that its type does not take: `/api/products/99999999999999999999/name`
    PUT /api/products/{id:d}/name 413: a body of more than 2097152 bytes
    PUT /api/products/{id:d}/name 415: another content type than `application/json`
    PUT /api/products/{id:d}/name 422: JSON that does not fit: `{}`
    other /api/products/{id:d}/name 405: a verb that the path has no handler for: `PATCH`
    write their tests: roob gen test products::rename

tests look at 22 of 31 answers: 70.9 %
";

#[test]
fn a_planted_route_is_found_and_its_tests_are_written_and_fail_without_what_they_test() {
    let mut workshop = Workshop::enter();
    let shop = Shop::new(&["--with", "products"]);
    plant(&shop);
    let mut real = |args: &[&str]| real(&mut workshop, &shop, args.iter().copied());
    let found = real(&["test", "--min", "100"]).exits(1);
    let table = found.stdout.split_once("\n\nGET     /api/products ").map(|(_, table)| table);
    assert_eq!(table, Some(PLANTED), "{}{}", found.stdout, found.stderr);
    let nextest = cargo(&shop.root, ["nextest", "--version"]).output();
    if nextest.is_ok_and(|asked| asked.status.success()) {
        let nextest = real(&["test", "--runner", "nextest"]).exits(0);
        assert!(
            nextest.stdout.ends_with(&format!("\nGET     /api/products {PLANTED}")),
            "{}",
            nextest.stdout
        );
    }

    real(&["gen", "test", "products::count"]).exits(0);
    real(&["gen", "test", "products::rename"]).exits(4).complains(
        "error: these answers have no test yet, as only you know how to get them:
  PUT /api/products/{id:d}/name 2xx: what has to be there before is not known; send a `PUT` that succeeds in a test
",
    );
    let written = real(&["test"]).exits(0).stdout;
    assert!(written.ends_with("\ntests look at 30 of 31 answers: 96.7 %\n"), "{written}");

    for (what, without, test) in [
        (
            ".get(Self::count)",
            ".get(Self::count).patch(Self::count)",
            "count_has_a_path_that_refuses_other_verbs",
        ),
        ("\"0\".to_owned()", "panic!()", "count_succeeds"),
        (
            ".put(Self::rename)",
            ".body_limit(usize::MAX).put(Self::rename)",
            "rename_refuses_a_body_over_its_limit",
        ),
        (".put(Self::rename)", ".post(Self::rename)", "rename_finds_nothing_where_nothing_can_be"),
    ] {
        let text = shop.read(CONTROLLER);
        shop.write(CONTROLLER, &text.replace(what, without));
        let red = real(&["test", "--", "--test", "it", &format!("products::{test}")]);
        shop.write(CONTROLLER, &text);
        let line = format!("test products::{test} ... FAILED\n");
        assert!(red.stdout.contains(&line), "{}{}", red.stdout, red.stderr);
    }
}
