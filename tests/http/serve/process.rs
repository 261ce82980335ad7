//! A whole program: its command line and what it says.

use super::program::{Serving, example, finish, hello};
use super::support::within;
use tokio::io::AsyncReadExt;
use tokio::process::Command;

#[tokio::test]
async fn the_program_serves_where_its_argument_says() {
    let mut command = hello();
    let server = Serving::start(command.arg("[::1]:0").env("ROOB_ADDR", "no address")).await;
    assert!(server.address.starts_with("[::1]:") && !server.address.ends_with(":0"));
    let answer = server.connect().await.ask("GET /hello/Ada HTTP/1.1\r\nhost: a\r\n\r\n").await;
    answer.assert(200, r#"{"message":"Hello, Ada!"}"#);
}

#[tokio::test]
async fn the_program_serves_where_the_environment_says() {
    let server = Serving::start(hello().env("ROOB_ADDR", "127.0.0.1:0")).await;
    let answer = server.connect().await.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    answer.assert(200, "Hello, world!");
}

#[tokio::test]
async fn the_program_lists_its_routes_and_explains_requests() {
    let (code, table, errors) = finish(hello().arg("routes")).await;
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert!(table.contains("/hello/{name}") && table.ends_with('\n'), "{table}");

    let (code, json, _) = finish(hello().args(["routes", "--json"])).await;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(code, Some(0));
    assert_eq!(json[2]["pattern"], "/hello/{name}");

    let (code, way, _) = finish(hello().args(["explain", "get", "/hello/Ada"])).await;
    assert_eq!(code, Some(0));
    assert!(way.contains("parameter   name = \"Ada\""), "{way}");

    let (code, json, _) = finish(hello().args(["explain", "GET", "/x", "--json"])).await;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["outcome"]["status"]), (Some(0), &404.into()));
}

#[tokio::test]
async fn help_goes_to_standard_output() {
    let (code, help, errors) = finish(hello().arg("--help")).await;
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert!(help.starts_with("usage: hello [ADDRESS] "), "{help}");
}

#[tokio::test]
async fn what_the_program_does_not_understand_is_an_error_that_people_can_read() {
    let (code, out, errors) = finish(hello().arg("serv")).await;
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert_eq!(
        errors,
        "Error: `serv` is neither an address (`127.0.0.1:8000`, `[::1]:8000`, a port alone such as \
         `8000`, `unix:/run/app.sock`, or several with commas) nor a command (`routes`, `explain \
         METHOD PATH`, `--help`)\n"
    );
    let (code, _, errors) = finish(hello().env("ROOB_ADDR", "localhost")).await;
    assert_eq!(code, Some(1));
    assert_eq!(
        errors,
        "Error: the environment variable ROOB_ADDR is `localhost`, which is no address; it may be \
         `127.0.0.1:8000`, `[::1]:8000`, a port alone such as `8000`, `unix:/run/app.sock`, or \
         several with commas\n"
    );
}

#[tokio::test]
async fn the_program_has_its_limits_from_the_environment() {
    let mut command = hello();
    command.arg("0").env("ROOB_MAX_BODY", "4").env("ROOB_KEEP_ALIVE", "0.1");
    command.env("ROOB_TIME_LIMIT", "0.5").env("ROOB_MAX_HEADERS", "3");
    let server = Serving::start(&mut command).await;
    let head = "POST /hello HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n";
    let mut client = server.connect().await;
    let answer = client.ask(&format!("{head}content-length: 5\r\n\r\n12345")).await;
    answer.assert(413, r#"{"message":"Request body is larger than the limit of 4 bytes"}"#);
    assert_eq!(client.rest().await, "");
    // This body does not come to its end.
    let answer = server.connect().await.ask(&format!("{head}content-length: 3\r\n\r\n12")).await;
    let message = r#"{"message":"Request took longer than the limit of 500ms"}"#;
    answer.assert(503, message);
    let many = client_headers(4);
    assert_eq!(server.connect().await.ask(&many).await.status(), 431);
    assert_eq!(server.connect().await.ask(&client_headers(3)).await.status(), 200);
}

/// A request with `count` headers.
fn client_headers(count: usize) -> String {
    format!("GET / HTTP/1.1\r\nhost: a\r\n{}\r\n", "x: y\r\n".repeat(count - 1))
}

#[tokio::test]
async fn all_variables_that_are_wrong_are_named_before_the_program_serves() {
    let mut command = hello();
    command.env("ROOB_ADDR", "localhost").env("ROOB_KEEP_ALIVE", "1 minute");
    let (code, out, errors) = finish(command.env("ROOB_MAX_BODY", "2MB")).await;
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert_eq!(
        errors,
        "\
Error: the environment variable ROOB_ADDR is `localhost`, which is no address; it may be `127.0.0.1:8000`, `[::1]:8000`, a port alone such as `8000`, `unix:/run/app.sock`, or several with commas
the environment variable ROOB_KEEP_ALIVE is `1 minute`, which is no time; it may be seconds above zero, such as `30` or `2.5`
the environment variable ROOB_MAX_BODY is `2MB`, which is no size; it may be bytes, such as `1000`, `64KiB` or `2MiB`
"
    );
}

#[tokio::test]
async fn a_reader_who_has_enough_is_no_error() {
    let mut child = hello().arg("routes").spawn().unwrap();
    drop(child.stdout.take());
    let mut errors = String::new();
    within(child.stderr.take().unwrap().read_to_string(&mut errors)).await.unwrap();
    assert_eq!((within(child.wait()).await.unwrap().code(), errors.as_str()), (Some(0), ""));
}

/// The command of the original's document, as its reader types it: no content type, so curl sends a
/// form's.
#[tokio::test]
async fn the_curl_of_the_originals_complete_example_trace_is_answered_by_the_shop() {
    let server = Serving::start(example("shop").env("ROOB_ADDR", "127.0.0.1:0")).await;
    let typed = r#"curl -X POST http://localhost:8000/api/products -d '{"id":5,"product_name":"Test","brand":"TestCo"}'"#;
    let typed = typed.replace("localhost:8000", &server.address);
    let output = within(Command::new("sh").args(["-c", &typed]).output()).await.unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        r#"[{"id":1,"product_name":"S25 Ultra","brand":"Samsung"},{"id":2,"product_name":"iPhone","brand":"Apple"},{"id":5,"product_name":"Test","brand":"TestCo"}]"#
    );
}
