use super::support::{Running, app};

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    for name in ["ada", "bob", "%C3%A9"] {
        let path = format!("GET /hello/{name} HTTP/1.1\r\nhost: a\r\n\r\n");
        let expected =
            if name == "%C3%A9" { "hello \u{e9}".to_owned() } else { format!("hello {name}") };
        client.ask(&path).await.assert(200, &expected);
    }
}

#[tokio::test]
async fn an_answer_is_these_bytes() {
    let server = Running::start(app()).await;
    let answer = server.connect().await.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert_eq!(
        answer.head,
        "HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 5\r\n\r\n"
    );
    assert_eq!(answer.body, "hello");
}

#[tokio::test]
async fn an_answer_has_a_date() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    client.send("GET / HTTP/1.0\r\n\r\n").await;
    let answer = client.rest().await;
    let date = answer.lines().find_map(|line| line.strip_prefix("date: ")).unwrap();
    assert!(date.ends_with(" GMT") && date.len() == 29, "{date}");
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    let requests: String =
        (0..50).map(|n| format!("GET /hello/{n} HTTP/1.1\r\nhost: a\r\n\r\n")).collect();
    client.send(requests).await;
    for n in 0..50 {
        client.answer().await.assert(200, &format!("hello {n}"));
    }
}

#[tokio::test]
async fn pipelined_requests_with_bodies_are_answered_in_order() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    let requests: String = (10..60)
        .map(|n| format!("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{n}"))
        .collect();
    client.send(requests).await;
    for n in 10..60 {
        client.answer().await.assert(200, &n.to_string());
    }
}

#[tokio::test]
async fn an_answer_does_not_wait_for_the_rest_of_the_next_request() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\nGET /hello/a").await.assert(200, "hello");
    client.ask("da HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello ada");
}

#[tokio::test]
async fn an_answer_does_not_get_lost_when_the_next_request_is_none() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\nhello?\r\n\r\n").await.assert(200, "hello");
    assert_eq!(client.answer().await.status(), 400);
}

#[tokio::test]
async fn large_answers_come_whole_to_clients_that_read_slowly() {
    let large = || "0123456789".repeat(1_000_000);
    let server = Running::start(app().route("/large", roob::get(large))).await;
    let mut client = server.connect().await;
    client.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n".repeat(3)).await;
    for _ in 0..3 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert!(client.answer().await.body == large());
    }
}

#[tokio::test]
async fn http_1_0_is_answered_and_closed() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    let answer = client.ask("GET / HTTP/1.0\r\n\r\n").await;
    answer.assert(200, "hello");
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn http_1_0_is_kept_alive_when_it_asks_for_it() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    for _ in 0..2 {
        let answer = client.ask("GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n").await;
        answer.assert(200, "hello");
        assert_eq!(answer.header("connection"), Some("keep-alive"));
    }
}

#[tokio::test]
async fn head_gets_the_head_of_get_and_nothing_more() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    let get = client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    client.send("HEAD / HTTP/1.1\r\nhost: a\r\n\r\nGET / HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert_eq!(client.head().await, get.head);
    client.answer().await.assert(200, "hello");
}

#[tokio::test]
async fn connection_close_is_answered_in_kind() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    let answer = client.ask("GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    answer.assert(200, "hello");
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn a_chunked_body_is_put_together() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    client.send("POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n").await;
    client.send("3\r\nabc\r\n").await;
    client.ask("A\r\n0123456789\r\n0\r\n\r\n").await.assert(200, "abc0123456789");
    client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
}

#[tokio::test]
async fn a_client_that_waits_for_100_is_told_to_continue() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    let head =
        "POST /echo HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n";
    client.send(head).await;
    assert_eq!(client.head().await, "HTTP/1.1 100 Continue\r\n\r\n");
    client.ask("abc").await.assert(200, "abc");
}

const TOO_LARGE: &str = r#"{"message":"Request body is larger than the limit of 1000 bytes"}"#;

#[tokio::test]
async fn a_body_that_announces_too_much_gets_413_before_it_is_sent() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    let head = "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1001\r\n\r\n";
    client.ask(head).await.assert(413, TOO_LARGE);
}

#[tokio::test]
async fn a_client_that_sends_too_much_can_read_its_413() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    // More than the sockets on the way can hold, and the client does not read before all is sent.
    let length = 20_000_000;
    let head = format!("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n\r\n");
    client.send(head).await;
    client.send(vec![b'x'; length]).await;
    client.answer().await.assert(413, TOO_LARGE);
}

#[tokio::test]
async fn a_chunked_body_that_grows_too_large_gets_a_413_that_the_client_can_read() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    client.send("POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n").await;
    for _ in 0..2000 {
        client.send(format!("1000\r\n{}\r\n", "x".repeat(4096))).await;
    }
    client.answer().await.assert(413, TOO_LARGE);
}

#[tokio::test]
async fn a_body_that_nobody_reads_does_not_spoil_the_next_request() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    client.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc").await;
    assert_eq!(client.answer().await.status(), 405);
    client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
}

#[tokio::test]
async fn a_handler_that_panics_answers_500_and_the_connection_goes_on() {
    let server = Running::start(app().debug(false)).await;
    let mut client = server.connect().await;
    let answer = client.ask("GET /panic HTTP/1.1\r\nhost: a\r\n\r\n").await;
    answer.assert(500, r#"{"message":"Unhandled exception occurred"}"#);
    assert!(answer.header("x-request-id").is_some());
    client.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
}

/// Asks with these lines for `Host`, expects 400 with this message and the end of the connection.
async fn check_host(lines: &str, message: &str) {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    let answer = client.ask(&format!("GET / HTTP/1.1\r\n{lines}\r\n")).await;
    answer.assert(400, &format!(r#"{{"message":"{message}"}}"#));
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!(client.rest().await, "", "{lines}");
}

#[tokio::test]
async fn a_request_without_host_is_refused() {
    check_host("", "Request has no Host header").await;
}

#[tokio::test]
async fn a_request_with_two_hosts_is_refused() {
    check_host("host: a\r\nhost: a\r\n", "Request has more than one Host header").await;
    check_host("host: a\r\nHOST: b\r\n", "Request has more than one Host header").await;
}

#[tokio::test]
async fn a_request_with_a_host_that_is_none_is_refused() {
    let message = "Host header is not a host with an optional port";
    for host in ["a b", "a,b/c", "user@a", "a:b", "[::1"] {
        check_host(&format!("host: {host}\r\n"), message).await;
    }
}

#[tokio::test]
async fn http_1_0_need_not_name_a_host_but_may_not_name_two() {
    let server = Running::start(app()).await;
    server.connect().await.ask("GET / HTTP/1.0\r\n\r\n").await.assert(200, "hello");
    let two = "GET / HTTP/1.0\r\nhost: a\r\nhost: b\r\n\r\n";
    assert_eq!(server.connect().await.ask(two).await.status(), 400);
}

#[tokio::test]
async fn a_refused_host_is_told_in_the_words_of_the_app() {
    let server = Running::start(app().errors(roob::problem_json)).await;
    let answer = server.connect().await.ask("GET / HTTP/1.1\r\n\r\n").await;
    assert_eq!(answer.status(), 400);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
}

#[tokio::test]
async fn a_head_that_is_too_large_gets_a_431_that_the_client_can_read() {
    let server = Running::with(app(), |server| server.max_head(8192)).await;
    let mut client = server.connect().await;
    let head = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "x".repeat(1_000_000));
    client.try_send(head.as_bytes()).await;
    assert_eq!(client.answer().await.status(), 431);
}

#[tokio::test]
async fn what_is_no_http_gets_400_and_the_end() {
    let server = Running::start(app()).await;
    let mut client = server.connect().await;
    client.send("hello?\r\n\r\n").await;
    assert_eq!(client.answer().await.status(), 400);
    assert_eq!(client.rest().await, "");
    server.connect().await.ask("GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.assert(200, "hello");
}
