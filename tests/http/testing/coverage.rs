//! What the suite of an app leaves behind for `roob test`. The suites are tests of this binary, which
//! runs itself once more and is told where to record.

use crate::shop::app;
use roob::testing::{TestClient, TestResponse, block_on};
use roob::{App, get};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Asks the shop in every way that is told apart.
#[tokio::test]
async fn a_suite() {
    let client = TestClient::new(app());
    client.get("/api/products/1").await;
    client.get("/api/products/mobile").await.assert_ok();
    client.get("/api/products/1").await;
    client.put("/api/products").await.assert_method_not_allowed();
    client.options("/api/products").await.assert_no_content();
    client.get("/nowhere").await.assert_not_found();
    if std::env::var_os("ROOB_TEST_OF_COVERAGE_ABORTS").is_some() {
        std::process::abort();
    }
}

/// Each way to look at an answer, and two that are none.
mod ways {
    use super::*;

    #[track_caller]
    fn ask(look: impl FnOnce(&TestClient, TestResponse)) {
        let client = TestClient::new(app());
        let response = block_on(client.get("/api/products/1").send());
        look(&client, response);
    }

    #[test]
    fn assertion() {
        ask(|_, response| assert!(std::ptr::eq(response.assert_ok(), &response)));
    }

    #[test]
    fn status() {
        ask(|_, response| assert_eq!(response.status(), 200));
    }

    #[test]
    fn header() {
        ask(|_, response| assert_eq!(response.header("content-type"), Some("application/json")));
    }

    #[test]
    fn json() {
        ask(|_, response| assert_eq!(response.json::<Value>()["id"], 1));
    }

    #[test]
    fn bytes() {
        ask(|_, response| assert!(!response.bytes().is_empty()));
    }

    #[test]
    fn broken() {
        ask(|_, response| assert_eq!(response.broken(), None));
    }

    #[test]
    fn pieces() {
        let client = TestClient::new(app());
        let response = block_on(client.get("/api/products/1").streamed());
        assert!(!block_on(response.pieces().rest()).is_empty());
    }

    #[test]
    fn text_of_the_response() {
        ask(|_, response| assert!(response.to_string().starts_with("GET /api/products/1\n")));
    }

    #[test]
    fn text_of_the_client() {
        ask(|client, _| assert!(client.to_string().starts_with("GET /api/products/1\n")));
    }

    #[test]
    fn cookies_are_none() {
        ask(|client, _| assert_eq!(client.cookies(), []));
    }

    #[test]
    fn an_explanation_is_none() {
        let shows = |text: String| assert!(text.contains("Products::show"), "{text}");
        ask(|client, _| shows(client.explain("GET", "/api/products/1").to_string()));
    }
}

/// Says what nobody else should read.
#[tokio::test]
async fn a_suite_with_secrets() {
    let client = TestClient::new(app());
    let product = json!({ "id": 7, "product_name": "Key", "brand": "B", "password": "s3cret" });
    client.post("/api/products?api_key=s3cret&page=2").json(&product).await.assert_ok();
    let form = client.get("/api/products").form(&[("user", "ada"), ("access_token", "s3cret")]);
    form.await.assert_ok();
}

/// Sends what is too long or too odd to be kept, and what is not.
#[tokio::test]
async fn a_suite_with_odd_bodies() {
    let client = TestClient::new(app());
    client.get("/api/products").bytes("image/png", vec![0xff; 9]).await.assert_ok();
    let long = format!("{{ \"a\": \"{}\" }}", "x".repeat(5000));
    client.get("/api/products/1").bytes("application/json", long).await.assert_ok();
    client.get("/api/products/9").await.assert_not_found();
    client.get("/api/products/mobile").text("plain").await.assert_ok();
}

/// An app that only this test has.
#[tokio::test]
async fn a_suite_of_toys() {
    let client = TestClient::new(App::new().route("/toy", get(|| "toy")));
    client.get("/toy").await.assert_text("toy");
}

/// What a process wrote.
struct Records {
    files: Vec<Vec<Value>>,
    output: Output,
}

/// Runs the tests of this file that `names` has, each in the order of the harness.
#[track_caller]
fn record(folder: &str, names: &[&str], settings: &[(&str, &str)]) -> Records {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let output = run(&folder, names, settings);
    let read = |path: PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.ends_with('\n'));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    Records { files: entries.map(read).collect(), output }
}

fn run(folder: &Path, names: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(names).args(["--exact", "--test-threads=1"]);
    command.env("ROOB_TEST_COVERAGE", folder).envs(settings.iter().copied());
    command.output().unwrap()
}

impl Records {
    /// The lines of the only file.
    fn lines(&self) -> &[Value] {
        let said = String::from_utf8_lossy(&self.output.stdout);
        assert_eq!(self.files.len(), 1, "{said}");
        &self.files[0]
    }

    fn facts<'r>(&'r self, kind: &'r str) -> impl Iterator<Item = &'r Value> {
        self.lines().iter().map(move |line| &line[kind]).filter(|fact| !fact.is_null())
    }

    /// Hits and looks in the order in which they were first seen.
    fn seen(&self) -> Vec<String> {
        let name = |fact: &Value| {
            let row = self.facts("row").find(|row| row["id"] == fact["row"]).unwrap();
            let verb = row["verb"].as_str().unwrap_or("-");
            format!("{verb} {} {}", row["pattern"].as_str().unwrap(), fact["status"])
        };
        let line = |line: &Value| {
            let hit = line.get("hit").map(|fact| format!("hit {}", name(fact)));
            hit.or_else(|| line.get("looked_at").map(|fact| format!("looked at {}", name(fact))))
        };
        self.lines().iter().filter_map(line).collect()
    }
}

const SUITE: &[&str] = &["testing::coverage::a_suite"];

#[test]
fn the_routes_of_an_app_are_written_with_what_they_can_refuse() {
    let records = record("routes", SUITE, &[]);
    assert_eq!(records.lines()[0], json!({ "format": 1 }));
    let rows: Vec<String> = records.facts("row").map(ToString::to_string).collect();
    insta::assert_snapshot!(rows.join("\n"));
}

#[test]
fn what_was_asked_is_told_apart_from_what_was_looked_at_and_each_is_written_once() {
    let seen = record("seen", SUITE, &[]).seen();
    insta::assert_snapshot!(seen.join("\n"));
}

#[test]
fn what_a_process_saw_that_dies_counts() {
    let dead = record("dead", SUITE, &[("ROOB_TEST_OF_COVERAGE_ABORTS", "1")]);
    assert!(!dead.output.status.success());
    assert_eq!(dead.seen(), record("alive", SUITE, &[]).seen());
}

#[test]
fn looking_is_to_assert_to_read_or_to_print() {
    let all = ["assertion", "status", "header", "json", "bytes", "broken", "pieces"];
    for way in all.into_iter().chain(["text_of_the_response", "text_of_the_client"]) {
        let seen = record(way, &[&format!("testing::coverage::ways::{way}")], &[]).seen();
        let row = "GET /api/products/{id:d} 200";
        assert_eq!(seen, [format!("hit {row}"), format!("looked at {row}")], "{way}");
    }
    for way in ["cookies_are_none", "an_explanation_is_none"] {
        let seen = record(way, &[&format!("testing::coverage::ways::{way}")], &[]).seen();
        assert_eq!(seen, ["hit GET /api/products/{id:d} 200"], "{way}");
    }
}

#[test]
fn two_processes_write_two_files_and_two_tests_of_a_process_one() {
    let both = ["testing::coverage::ways::status", "testing::coverage::a_suite"];
    let one = record("one", &both, &[]);
    assert_eq!(one.facts("row").count(), 8);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("one");
    run(&folder, SUITE, &[]);
    assert_eq!(fs::read_dir(folder).unwrap().count(), 2);
}

#[test]
fn an_example_of_each_answer_is_kept_without_its_secrets() {
    let records = record("secrets", &["testing::coverage::a_suite_with_secrets"], &[]);
    let examples: Vec<&Value> = records.facts("hit").map(|hit| &hit["example"]).collect();
    assert_eq!(
        examples,
        [
            &json!({
                "verb": "POST",
                "target": "/api/products?api_key=[secret]&page=2",
                "content_type": "application/json",
                "body": r#"{"brand":"B","id":7,"password":"[secret]","product_name":"Key"}"#,
                "complete": false,
            }),
            &json!({
                "verb": "GET",
                "target": "/api/products",
                "content_type": "application/x-www-form-urlencoded",
                "body": "user=ada&access_token=[secret]",
                "complete": false,
            }),
        ]
    );
}

#[test]
fn an_example_has_no_body_that_is_long_or_no_text() {
    let records = record("odd", &["testing::coverage::a_suite_with_odd_bodies"], &[]);
    let bodies: Vec<_> = records.facts("hit").map(|hit| &hit["example"]).collect();
    let bodies: Vec<_> =
        bodies.iter().map(|e| (e["body"].as_str(), e["complete"].as_bool())).collect();
    let (whole, cut) = (Some(true), Some(false));
    assert_eq!(bodies, [(None, cut), (None, cut), (None, whole), (Some("plain"), whole)]);
}

#[test]
fn routes_of_tests_are_toys() {
    let records = record("toys", &["testing::coverage::a_suite_of_toys"], &[]);
    assert_eq!(records.lines(), [json!({ "format": 1 })]);
}

#[test]
fn without_a_variable_nothing_is_recorded_and_with_a_wrong_one_it_is_said() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nothing");
    let quiet = run(Path::new(""), SUITE, &[]);
    assert!(quiet.status.success());
    let gone = folder.join("gone");
    let loud = run(&gone, SUITE, &[]);
    let said =
        String::from_utf8_lossy(&loud.stdout).into_owned() + &String::from_utf8_lossy(&loud.stderr);
    let expected = format!(
        "`ROOB_TEST_COVERAGE` is `{}`: No such file or directory (os error 2)\n",
        gone.display()
    );
    assert!(!loud.status.success() && said.contains(&expected), "{said}");
}
