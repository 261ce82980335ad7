//! A whole program: its command line, what it says, and how it ends.

use super::support::{Client, within};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::LazyLock;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStderr, Command};

/// Builds the examples: `cargo test` did it already, `cargo test --test http` did not.
static EXAMPLES: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut build = std::process::Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--package", "roob", "--examples"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    assert!(build.current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap().success());
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().join("examples")
});

pub(super) fn example(name: &str) -> Command {
    let path = EXAMPLES.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    let mut command = Command::new(path);
    command.env_remove("ROOB_ADDR").kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn hello() -> Command {
    example("hello")
}

/// The exit code of the program and what it printed.
async fn finish(command: &mut Command) -> (Option<i32>, String, String) {
    let output = within(command.output()).await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// The program while it serves, and where.
pub(super) struct Serving {
    pub(super) child: Child,
    errors: Lines<BufReader<ChildStderr>>,
    pub(super) address: String,
}

impl Serving {
    pub(super) async fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = within(errors.next_line()).await.unwrap().unwrap();
        let address = line.strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line}"));
        Self { child, address: address.to_owned(), errors }
    }

    pub(super) async fn connect(&self) -> Client {
        Client(within(TcpStream::connect(&self.address)).await.unwrap())
    }

    async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(within(sent).await.unwrap().success());
    }

    /// The exit code, and what else came on standard error.
    async fn end(mut self) -> (Option<i32>, Vec<String>) {
        let mut lines = Vec::new();
        while let Some(line) = within(self.errors.next_line()).await.unwrap() {
            lines.push(line);
        }
        (within(self.child.wait()).await.unwrap().code(), lines)
    }
}

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

#[cfg(unix)]
#[tokio::test]
async fn sigterm_and_ctrl_c_end_the_program_well() {
    for signal in ["TERM", "INT"] {
        let server = Serving::start(hello().arg("0")).await;
        let mut idle = server.connect().await;
        idle.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "Hello, world!");
        server.signal(signal).await;
        assert_eq!(idle.rest().await, "");
        assert_eq!(server.end().await, (Some(0), vec![]), "{signal}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_second_signal_ends_the_program_at_once_and_says_what_was_left() {
    let server = Serving::start(hello().arg("0")).await;
    let (mut idle, mut busy) = (server.connect().await, server.connect().await);
    idle.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    let head = "POST /hello HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 9\r\n";
    busy.send(format!("{head}content-type: application/json\r\n\r\n")).await;
    assert_eq!(busy.head().await, "HTTP/1.1 100 Continue\r\n\r\n");
    server.signal("TERM").await;
    assert_eq!(idle.rest().await, "");
    server.signal("TERM").await;
    let message = "Error: stopped by a second signal with 1 connection unfinished";
    assert_eq!(server.end().await, (Some(1), vec![message.to_owned()]));
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
        "Error: `serv` is neither an address (`127.0.0.1:8000`, `[::1]:8000` or a port alone such \
         as `8000`) nor a command (`routes`, `explain METHOD PATH`, `--help`)\n"
    );
    let (code, _, errors) = finish(hello().env("ROOB_ADDR", "localhost")).await;
    assert_eq!(code, Some(1));
    assert_eq!(
        errors,
        "Error: the environment variable ROOB_ADDR is `localhost`, which is no address; it may be \
         `127.0.0.1:8000`, `[::1]:8000` or a port alone such as `8000`\n"
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
