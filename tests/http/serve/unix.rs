//! Sockets in the file system.

use super::program::{Serving, example};
use super::support::{Client, app, within};
use roob::serve::{Bound, Server};
use std::future::pending;
use std::os::unix::fs::FileTypeExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::net::UnixStream;

const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

/// A folder that is gone after the test. Its name is short, as paths of sockets have to be.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("roob-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn socket(&self) -> PathBuf {
        self.0.join("app.sock")
    }

    fn address(&self) -> String {
        format!("unix:{}", self.socket().display())
    }

    async fn bind(&self) -> Result<Bound, String> {
        let server = Server::new(app()).unwrap().address(&self.address()).unwrap();
        server.bind().await.map_err(|error| error.to_string())
    }

    async fn connect(&self) -> Client<UnixStream> {
        Client(within(UnixStream::connect(self.socket())).await.unwrap())
    }

    fn refusal(&self, reason: &str) -> String {
        format!(
            "cannot listen on `{}`: {reason} another address with ROOB_ADDR or as the first argument",
            self.address()
        )
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn a_server_can_listen_in_the_file_system() {
    let folder = Folder::new();
    let bound = folder.bind().await.unwrap();
    assert_eq!(bound.address().to_string(), folder.address());
    assert_eq!(bound.address().path(), Some(folder.socket().as_path()));
    assert_eq!(bound.address().ip(), None);
    let server = tokio::spawn(bound.run_until(pending::<()>()));
    folder.connect().await.ask(GET).await.assert(200, "hello");
    server.abort();
    assert!(server.await.unwrap_err().is_cancelled());
    assert!(!folder.socket().exists(), "a server that is dropped leaves nothing behind");
}

#[tokio::test]
async fn a_program_serves_in_the_file_system_and_removes_its_socket_at_the_end() {
    let folder = Folder::new();
    let server = Serving::start(example("lifecycle").env("ROOB_ADDR", folder.address())).await;
    assert_eq!(server.address, folder.address());
    let mut idle = folder.connect().await;
    idle.ask(GET).await.assert(200, "hello");
    let mut client = folder.connect().await;
    client.send("GET /naps/300 HTTP/1.1\r\nhost: a\r\n\r\n").await;
    folder.connect().await.ask(GET).await.assert(200, "hello");
    server.signal("TERM").await;
    assert_eq!(idle.rest().await, "");
    assert!(!folder.socket().exists());
    client.answer().await.assert(200, "slept 300 ms");
    drop(client);
    assert_eq!(server.end().await.0, Some(0));
}

#[tokio::test]
async fn what_is_cut_off_is_named_by_its_process() {
    let folder = Folder::new();
    let server = Serving::start(example("lifecycle").env("ROOB_ADDR", folder.address())).await;
    let mut client = folder.connect().await;
    client.send("GET /naps/600000 HTTP/1.1\r\nhost: a\r\n\r\n").await;
    let mut idle = folder.connect().await;
    idle.ask(GET).await.assert(200, "hello");
    server.signal("TERM").await;
    assert_eq!(idle.rest().await, "");
    server.signal("TERM").await;
    let (_, lines) = server.end().await;
    let name = format!(": `GET /naps/{{millis:d}}` of process {} for ", std::process::id());
    assert!(lines[1].contains(&name), "{lines:?}");
}

#[tokio::test]
async fn the_socket_of_a_dead_server_is_replaced() {
    let folder = Folder::new();
    drop(std::os::unix::net::UnixListener::bind(folder.socket()).unwrap());
    assert!(folder.socket().metadata().unwrap().file_type().is_socket());
    let bound = folder.bind().await.unwrap();
    tokio::spawn(bound.run_until(pending::<()>()));
    folder.connect().await.ask(GET).await.assert(200, "hello");
}

#[tokio::test]
async fn the_socket_of_another_server_is_left_alone() {
    let folder = Folder::new();
    let _other = std::os::unix::net::UnixListener::bind(folder.socket()).unwrap();
    let reason = "the address is in use; stop the other program or choose";
    assert_eq!(folder.bind().await.err(), Some(folder.refusal(reason)));
    assert!(folder.socket().exists());
}

#[tokio::test]
async fn a_file_that_is_no_socket_is_left_alone() {
    let folder = Folder::new();
    std::fs::write(folder.socket(), "mine").unwrap();
    let reason = "there is a file that is no socket; choose";
    assert_eq!(folder.bind().await.err(), Some(folder.refusal(reason)));
    assert_eq!(std::fs::read_to_string(folder.socket()).unwrap(), "mine");
}

#[tokio::test]
async fn a_folder_that_is_missing_is_named() {
    let folder = Folder::new();
    std::fs::remove_dir(&folder.0).unwrap();
    let reason = "its folder does not exist; make it or choose";
    assert_eq!(folder.bind().await.err(), Some(folder.refusal(reason)));
}

#[tokio::test]
async fn a_server_that_ends_leaves_the_socket_of_its_successor() {
    let folder = Folder::new();
    let old = folder.bind().await.unwrap();
    std::fs::remove_file(folder.socket()).unwrap();
    let new = folder.bind().await.unwrap();
    drop(old);
    assert!(folder.socket().exists());
    drop(new);
    assert!(!folder.socket().exists());
}

#[tokio::test]
async fn a_server_can_listen_at_several_addresses() {
    let folder = Folder::new();
    let both = format!("127.0.0.1:0,{}", folder.address());
    let bound = Server::new(app()).unwrap().address(&both).unwrap().bind().await.unwrap();
    let addresses: Vec<String> = bound.addresses().iter().map(ToString::to_string).collect();
    assert_eq!(addresses[1], folder.address());
    assert_eq!(addresses[0], bound.address().to_string());
    let ip = bound.address().ip().unwrap();
    tokio::spawn(bound.run_until(pending::<()>()));
    folder.connect().await.ask(GET).await.assert(200, "hello");
    let stream = within(tokio::net::TcpStream::connect(ip)).await.unwrap();
    Client(stream).ask(GET).await.assert(200, "hello");
}
