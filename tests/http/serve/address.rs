use super::support::{app, within};
use roob::serve::{Address, Error, Server};
use std::io;

#[tokio::test]
async fn port_0_is_a_free_port_and_the_real_one_is_told() {
    for address in ["127.0.0.1:0", "[::1]:0", "0"] {
        let bound = Server::new(app()).unwrap().address(address).unwrap().bind().await.unwrap();
        let told = bound.address().ip().unwrap();
        assert_ne!(told.port(), 0);
        assert_eq!(told.is_ipv6(), address == "[::1]:0");
    }
}

#[tokio::test]
async fn a_socket_that_listens_already_can_be_served() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let bound = Server::new(app()).unwrap().on(listener).unwrap();
    assert_eq!(bound.address().ip(), Some(address));
    let serving = tokio::spawn(bound.run_until(std::future::pending::<()>()));
    let stream = within(tokio::net::TcpStream::connect(address)).await.unwrap();
    let mut client = super::support::Client(stream);
    client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
    serving.abort();
}

#[tokio::test]
async fn an_address_in_use_says_so_and_what_to_do() {
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let server = Server::new(app()).unwrap().address(&address.to_string()).unwrap();
    let error = server.bind().await.err().unwrap();
    assert_eq!(
        error.to_string(),
        format!(
            "cannot listen on `{address}`: the address is in use; stop the other program or choose \
             another address with ROOB_ADDR or as the first argument"
        )
    );
}

#[tokio::test]
async fn an_address_of_another_machine_says_so() {
    let server = Server::new(app()).unwrap().address("192.0.2.1:8000").unwrap();
    let error = server.bind().await.err().unwrap();
    assert_eq!(
        error.to_string(),
        "cannot listen on `192.0.2.1:8000`: this machine does not have that address; choose \
         another address with ROOB_ADDR or as the first argument"
    );
}

/// Whether ports are privileged differs between machines, so these are made by hand.
#[test]
fn a_missing_permission_says_so() {
    let message = |address: &str| {
        let address = Address::Ip(address.parse().unwrap());
        Error::Listen { address, cause: io::ErrorKind::PermissionDenied.into() }.to_string()
    };
    assert_eq!(
        message("0.0.0.0:80"),
        "cannot listen on `0.0.0.0:80`: permission denied; ports below 1024 are for privileged \
         programs, choose another address with ROOB_ADDR or as the first argument"
    );
    assert_eq!(
        message("0.0.0.0:8000"),
        "cannot listen on `0.0.0.0:8000`: permission denied; choose another address with ROOB_ADDR \
         or as the first argument"
    );
}

#[test]
fn what_is_no_address_is_refused() {
    let error = Server::new(app()).unwrap().address("localhost").err().unwrap();
    assert_eq!(
        error.to_string(),
        "the argument of `Server::address` is `localhost`, which is no address; it may be \
         `127.0.0.1:8000`, `[::1]:8000`, a port alone such as `8000`, `unix:/run/app.sock`, or \
         several with commas"
    );
}

#[test]
fn other_errors_are_one_line_each() {
    let check = |error: Error, message: &str| assert_eq!(error.to_string(), message);
    let cause = || io::Error::other("no");
    check(Error::Signals(cause()), "cannot wait for signals: no");
    check(Error::Print(cause()), "cannot print: no");
    check(Error::Runtime(cause()), "cannot make a runtime: no");
    let none = Error::Interrupted { left: Vec::new() };
    check(none, "stopped by a second signal with 0 connections unfinished");
    let address = Address::Ip("127.0.0.1:1".parse().unwrap());
    check(Error::Listen { address, cause: cause() }, "cannot listen on `127.0.0.1:1`: no");
}

#[test]
fn an_app_with_mistakes_is_no_server() {
    let error = Server::new(app().route("/{", roob::get(|| ""))).err().unwrap();
    assert!(matches!(&error, Error::Build(build) if build.mistakes().len() == 1));
    assert!(error.to_string().starts_with("the app has a mistake:\n\n"), "{error}");
    assert_eq!(format!("{error:?}"), error.to_string());
}
