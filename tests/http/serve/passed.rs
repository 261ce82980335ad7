//! Sockets that another program passes on.

use super::load::{Kind, Load};
use super::program::{Serving, example, finish};
use super::support::{Client, within};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::process::Stdio;
use tokio::process::Command;

const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

/// The example with `socket` as number 3, as systemd passes it.
fn passing(socket: impl Into<OwnedFd>, script: &str) -> Command {
    let program = example("lifecycle");
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh"]).arg(program.as_std().get_program());
    command.env_remove("ROOB_ADDR").kill_on_drop(true);
    command.stdin(Stdio::from(socket.into())).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The process of the shell becomes that of the program, so its number is right.
const PASS: &str = r#"LISTEN_FDS=1 LISTEN_PID=$$ exec "$1" 127.0.0.1:1 3<&0 0</dev/null"#;

#[tokio::test]
async fn a_passed_socket_comes_before_all_addresses() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = Serving::start(&mut passing(listener, PASS)).await;
    assert_eq!(server.address, address.to_string());
    server.connect().await.ask(GET).await.assert(200, "hello");
}

#[tokio::test]
async fn a_socket_that_is_passed_to_somebody_else_is_left_alone() {
    let other = r#"LISTEN_FDS=1 LISTEN_PID=1 exec "$1" 0 3<&0 0</dev/null"#;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = Serving::start(&mut passing(listener, other)).await;
    assert_ne!(server.address, address.to_string());
}

#[tokio::test]
async fn a_unix_socket_can_be_passed_and_its_file_stays() {
    let path = std::env::temp_dir().join(format!("roob-passed-{}.sock", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path).unwrap();
    let server = Serving::start(&mut passing(listener, PASS)).await;
    assert_eq!(server.address, format!("unix:{}", path.display()));
    let stream = within(tokio::net::UnixStream::connect(&path)).await.unwrap();
    Client(stream).ask(GET).await.assert(200, "hello");
    server.signal("TERM").await;
    assert_eq!(server.end().await.0, Some(0));
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn what_does_not_listen_is_refused() {
    let file = std::fs::File::open("/dev/null").unwrap();
    let (code, _, errors) = finish(passing(file, PASS).stdout(Stdio::piped())).await;
    let message = "Error: cannot listen on socket 3, which was passed: fd 3 is not a socket\n";
    assert_eq!((code, errors.as_str()), (Some(1), message));

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (code, _, errors) = finish(passing(stream, PASS).stdout(Stdio::piped())).await;
    let message = "Error: cannot listen on socket 3, which was passed: it does not listen; systemd \
                   passes such a socket with `Accept=yes`\n";
    assert_eq!((code, errors.as_str()), (Some(1), message));
}

/// The socket never closes, so here not even a connection may fail.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_is_replaced_by_the_next_without_a_lost_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let next = async || Serving::start(&mut passing(listener.try_clone().unwrap(), PASS)).await;
    let mut old = next().await;
    let load = Load::start(old.address.parse().unwrap(), &[Kind::KeepAlive, Kind::Fresh]);
    for _ in 0..3 {
        load.answers(50).await;
        let new = next().await;
        load.answers(50).await;
        old.signal("TERM").await;
        assert_eq!(old.end().await, (Some(0), vec!["flushed".to_owned()]));
        old = new;
    }
    load.answers(50).await;
    let report = load.end();
    assert_eq!(report.lost, Vec::<String>::new());
    assert_eq!(report.refused, 0);
}
