//! How many threads serve, and whether several servers share an address.

use super::program::{Serving, example, finish, hello};
use super::support::{Client, app, within};
use roob::serve::Server;
use std::future::pending;
use tokio::net::TcpStream;

const GET: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

/// Another number than it is told is an error, as the tests below show.
#[tokio::test]
async fn the_environment_says_how_many_threads_serve() {
    let mut command = example("lifecycle");
    command.arg("0").env("ROOB_WORKERS", "3").env("TOKIO_WORKER_THREADS", "2");
    Serving::start(&mut command).await.connect().await.ask(GET).await.assert(200, "hello");
}

#[tokio::test]
async fn a_number_of_threads_that_is_none_is_an_error() {
    let (code, _, errors) = finish(example("lifecycle").arg("0").env("ROOB_WORKERS", "0")).await;
    let message = "Error: the environment variable ROOB_WORKERS is `0`, which is no number; it may be \
                   whole and above zero, such as `4`\n";
    assert_eq!((code, errors.as_str()), (Some(1), message));
}

/// `hello` has `#[tokio::main]`, which asks nobody.
#[tokio::test]
async fn a_runtime_with_another_number_of_threads_is_an_error() {
    let command = || {
        let mut command = hello();
        command.arg("0").env("ROOB_WORKERS", "3").env("TOKIO_WORKER_THREADS", "2");
        command
    };
    let (code, _, errors) = finish(&mut command()).await;
    let message = "Error: the runtime has 2 worker threads and should have 3; make it by \
                   `roob::start`, or have `#[tokio::main]` make it with TOKIO_WORKER_THREADS=3\n";
    assert_eq!((code, errors.as_str()), (Some(1), message));
    Serving::start(command().env("TOKIO_WORKER_THREADS", "3")).await;
}

/// The runtime of this test has one thread.
#[tokio::test]
async fn the_program_may_claim_a_number_of_threads() {
    let bind = |workers| Server::new(app()).unwrap().address("0").unwrap().workers(workers).bind();
    assert_eq!(
        bind(2).await.err().unwrap().to_string(),
        "the runtime has 1 worker thread and should have 2; make it by `roob::start`, or have \
         `#[tokio::main]` make it with TOKIO_WORKER_THREADS=2"
    );
    assert!(bind(1).await.is_ok());
}

#[test]
fn a_server_can_make_its_runtime() {
    let mistake = Server::new(app()).unwrap().address("192.0.2.1:1").unwrap().workers(1);
    assert!(
        mistake.start().unwrap_err().to_string().starts_with("cannot listen on `192.0.2.1:1`: ")
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn servers_share_an_address_when_all_of_them_want_to() {
    let bind = |address: String, reuse_port| {
        let server = Server::new(app()).unwrap().address(&address).unwrap();
        server.reuse_port(reuse_port).bind()
    };
    let first = bind("127.0.0.1:0".to_owned(), true).await.unwrap();
    let address = first.address().to_string();
    assert!(bind(address.clone(), false).await.is_err());
    let second = bind(address.clone(), true).await.unwrap();
    drop(first);
    tokio::spawn(second.run_until(pending::<()>()));
    let stream = within(TcpStream::connect(&address)).await.unwrap();
    Client(stream).ask(GET).await.assert(200, "hello");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_environment_may_say_that_servers_share_an_address() {
    let share = |address: &str| {
        let mut command = hello();
        command.arg(address).env("ROOB_REUSE_PORT", "1");
        command
    };
    let first = Serving::start(&mut share("127.0.0.1:0")).await;
    let second = Serving::start(&mut share(&first.address)).await;
    assert_eq!(first.address, second.address);
    let (code, _, errors) = finish(hello().arg(&first.address)).await;
    assert_eq!(code, Some(1));
    assert!(errors.contains("the address is in use"), "{errors}");
}
