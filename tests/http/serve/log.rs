//! What the log is told of requests that come over a socket.

use super::support::{Running, app};
use crate::heard::Heard;

#[tokio::test]
async fn each_request_is_one_line_that_names_the_route_and_not_what_the_client_sent() {
    let heard = Heard::only(["roob::access"]);
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    client.ask("GET /hello/ada?token=secret HTTP/1.1\r\nhost: a\r\nx-request-id: 1\r\n\r\n").await;
    client.ask("PUT /nowhere HTTP/1.1\r\nhost: a\r\nx-request-id: 2\r\n\r\n").await;
    client.ask("GET /panic HTTP/1.1\r\nhost: a\r\nx-request-id: 3\r\n\r\n").await;
    client.ask("BREW / HTTP/1.1\r\nhost: a\r\nx-request-id: 4\r\n\r\n").await;
    client.ask("GET /secret HTTP/1.1\r\nx-request-id: 5\r\n\r\n").await;
    insta::assert_snapshot!(heard.lines(), @r#"
    INFO roob::access: GET /hello/{name} method="GET" route="/hello/{name}" status=200 micros=_ bytes=9 request_id="1"
     INFO roob::access: PUT (no route) method="PUT" status=404 micros=_ bytes=53 request_id="2"
     INFO roob::access: GET /panic method="GET" route="/panic" status=500 micros=_ bytes=80 request_id="3"
     INFO roob::access: _OTHER (no route) method="_OTHER" status=405 micros=_ bytes=47 request_id="4"
     INFO roob::access: _OTHER (no route) was refused: Request has no Host header method="_OTHER" status=400 micros=_ bytes=40
    "#);
}
