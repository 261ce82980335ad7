//! How a whole program ends, and what it does before and after.

use super::program::{Serving, example, finish, hello};
use super::support::{Gate, PATIENCE, Running};
use roob::serve::Error;
use roob::{App, BoxError, get};
use std::future::{pending, ready};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

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
    let peer = busy.0.local_addr().unwrap();
    let (code, lines) = server.end().await;
    let begin = format!(
        "Error: stopped by a second signal with 1 connection unfinished: `POST /hello` of {peer} for "
    );
    assert!(
        lines.len() == 1 && lines[0].starts_with(&begin) && lines[0].ends_with('s'),
        "{lines:?}"
    );
    assert_eq!(code, Some(1));
}

fn lifecycle() -> tokio::process::Command {
    let mut command = example("lifecycle");
    command.arg("0");
    command
}

fn get_request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n")
}

#[tokio::test]
async fn hooks_run_before_the_program_listens_and_after_its_last_answer() {
    let server = Serving::start(&mut lifecycle()).await;
    assert_eq!(server.before, ["warm"]);
    let mut client = server.connect().await;
    client.send(get_request("/naps/300")).await;
    // It is read when this is answered by then.
    server.connect().await.ask(GET).await.assert(200, "hello");
    server.signal("TERM").await;
    client.answer().await.assert(200, "slept 300 ms");
    drop(client);
    assert_eq!(server.end().await, (Some(0), vec!["flushed".to_owned()]));
}

#[tokio::test]
async fn a_start_that_fails_ends_the_program_with_its_reason() {
    let (code, _, errors) = finish(lifecycle().env("COLD", "1")).await;
    assert_eq!(code, Some(1));
    check_hook(errors.trim_end(), "on_start", "it stays cold");
}

#[tokio::test]
async fn a_second_signal_does_not_wait_for_a_hook() {
    let mut server = Serving::start(lifecycle().env("SLOW", "1")).await;
    server.signal("TERM").await;
    assert_eq!(server.errors.next_line().await.unwrap().as_deref(), Some("slow"));
    server.signal("TERM").await;
    let (code, lines) = server.end().await;
    assert_eq!((code, lines.len()), (Some(1), 1));
    check_hook(&lines[0], "on_stop", "a second signal came before it was done");
}

/// Checks that `hook` of the example failed with `reason`, somewhere in its file.
#[track_caller]
fn check_hook(error: &str, hook: &str, reason: &str) {
    let (before, after) = error.split_once("lifecycle.rs:").unwrap_or_else(|| panic!("{error}"));
    assert!(before.starts_with(&format!("Error: `{hook}` at ")), "{error}");
    let after = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    assert_eq!(after, format!(" failed: {reason}"));
}

#[tokio::test]
async fn a_program_that_is_to_end_is_not_ready() {
    let server = Serving::start(lifecycle().env("ROOB_DRAIN_DELAY", "60")).await;
    let ready = get_request("/readyz");
    let mut client = server.connect().await;
    client.ask(&ready).await.assert(200, r#"{"status":"ready"}"#);
    server.signal("TERM").await;
    while client.ask(&ready).await.status() == 200 {}
    // Others still come.
    server.connect().await.ask(&ready).await.assert(503, r#"{"status":"stopping"}"#);
    // Nothing is under way, so a second signal is a good end.
    server.signal("TERM").await;
    assert_eq!(server.end().await, (Some(0), vec!["flushed".to_owned()]));
}

/// `main` itself hangs, and so does the only thread that waits for it.
#[tokio::test]
async fn a_second_signal_ends_a_program_that_can_do_nothing_more() {
    let mut server = Serving::start(lifecycle().env("STUCK", "1")).await;
    server.signal("TERM").await;
    assert_eq!(server.errors.next_line().await.unwrap().as_deref(), Some("stuck"));
    server.signal("TERM").await;
    let message = "ended by a second signal, though something still ran";
    assert_eq!(server.end().await, (Some(1), vec![message.to_owned()]));
}

/// A thread cannot be interrupted, and `#[tokio::main]` would wait for it.
#[tokio::test]
async fn a_second_signal_ends_a_program_that_blocks() {
    let server = Serving::start(&mut lifecycle()).await;
    let mut client = server.connect().await;
    client.send(get_request("/blocks/600000")).await;
    server.connect().await.ask(GET).await.assert(200, "hello");
    server.signal("TERM").await;
    server.refuses().await;
    server.signal("INT").await;
    let (code, lines) = server.end().await;
    assert!(
        lines[1].contains("with 1 connection unfinished: `GET /blocks/{millis:d}` of "),
        "{lines:?}"
    );
    assert_eq!((code, lines.len()), (Some(1), 2));
}

type Hook = std::future::Ready<Result<(), BoxError>>;

/// Fails as a hook.
fn fails() -> Hook {
    ready(Err("the disk is full".into()))
}

/// What `server` ends with, without the place in this file.
async fn end(mut server: Running) -> Result<(), String> {
    // On the one thread of these tests it has started after that.
    tokio::task::yield_now().await;
    server.stop();
    let place = |c: char| c.is_ascii_digit() || c == ':';
    server.end().await.map_err(|error| {
        let text = error.to_string();
        let (before, after) = text.split_once(file!()).unwrap_or_else(|| panic!("{text}"));
        format!("{before}FILE{}", after.trim_start_matches(place))
    })
}

#[tokio::test]
async fn a_start_that_fails_is_no_server() {
    let server = Running::start(App::new().on_start(fails)).await;
    let error = server.end().await.unwrap_err();
    let Error::Start(error) = error else { panic!("{error}") };
    assert_eq!(error.location().file(), file!());
}

#[tokio::test]
async fn an_end_that_fails_is_told() {
    let message = "`on_stop` at FILE failed: the disk is full";
    assert_eq!(end(Running::start(App::new().on_stop(fails)).await).await, Err(message.to_owned()));
}

#[tokio::test]
async fn hooks_have_a_second_where_the_requests_took_the_grace() {
    let app = App::new().on_stop(pending);
    let server = Running::with(app, |server| server.grace(Duration::ZERO)).await;
    let message = "`on_stop` at FILE failed: it took longer than 1s";
    assert_eq!(end(server).await, Err(message.to_owned()));
}

#[tokio::test]
async fn hooks_run_though_requests_are_cut_off() {
    let gate = Gate::new();
    let diary = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&diary);
    let app = gate.app().on_stop(move || async move {
        notes.lock().unwrap().push("flushed");
        Ok(())
    });
    let mut server = Running::with(app, |server| server.grace(Duration::ZERO)).await;
    let mut client = server.connect().await;
    client.send(get_request("/slow")).await;
    gate.has_begun().await;
    server.stop();
    assert!(matches!(server.end().await, Err(Error::Deadline { .. })));
    assert_eq!(*diary.lock().unwrap(), ["flushed"]);
}

#[tokio::test]
async fn a_server_that_is_told_to_end_while_it_starts_undoes_what_it_began() {
    let diary = Arc::new(Mutex::new(Vec::new()));
    let note = |what: &'static str| {
        let diary = Arc::clone(&diary);
        move || -> Hook {
            diary.lock().unwrap().push(what);
            ready(Ok(()))
        }
    };
    let app = App::new().on_start(note("start")).on_stop(note("stop")).on_start(pending);
    let mut server = Running::start(app).await;
    tokio::task::yield_now().await;
    server.stop();
    server.end().await.unwrap();
    assert_eq!(*diary.lock().unwrap(), ["start", "stop"]);
}

#[tokio::test]
async fn clients_that_come_before_the_app_has_started_wait_for_it() {
    let gate = Gate::new();
    let starting = Arc::clone(&gate);
    let app = App::new().route("/", get(|| "hello")).on_start(move || async move {
        starting.begun.add_permits(1);
        starting.open.acquire().await?.forget();
        Ok(())
    });
    let server = Running::with(app, |server| server.idle_grace(PATIENCE)).await;
    let mut client = server.connect().await;
    client.send(GET).await;
    gate.has_begun().await;
    gate.open();
    client.answer().await.assert(200, "hello");
}
