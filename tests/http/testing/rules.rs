//! What a test keeps and what it hides.

use super::panics::{check_panic, panic_of};
use roob::http::HeaderName;
use roob::testing::{TestClient, TestRequest, block_on};
use roob::{App, Request, Response, any};

/// Sends back what came, with its type, and the headers `x-…` under their own names.
async fn echo(mut request: Request) -> Response {
    let mut response = Response::new(request.take_body());
    for (name, value) in request.headers() {
        let name = name.as_str();
        let name = if name == "content-type" { Some(name) } else { name.strip_prefix("x-") };
        if let Some(name) = name {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

fn client() -> TestClient {
    TestClient::new(App::new().fallback(echo).route("/", any(echo)))
}

const BODY: &str = r#"{"id":"0192f0c1-2d3e-7f40-8a5b-6c7d8e9f0a1b","day":"2026-11-24","items":[{"day":"2026-11-24","n":1},{"day":"2026-11-25","n":[2]}]}"#;

/// What is shown of the body of an answer, on one line.
#[track_caller]
fn check(client: TestClient, shown: &str) {
    let json = client.post("/").header("content-type", "application/json").body(BODY);
    let text = block_on(json).to_string();
    let text = text.rsplit("\n\n").next().unwrap();
    assert_eq!(text.split_whitespace().collect::<String>(), shown);
}

#[test]
fn what_is_kept_and_hidden_is_shown_so_in_every_exchange() {
    let client = client().keep("etag").keep(".day").hide(".**.password").hide("x-trace");
    let body = r#"{"day":"2026-11-24","at":"2026-11-24","user":{"password":["a"]}}"#;
    for _ in 0..2 {
        let request = client.post("/").header("x-etag", "\"a\"").header("x-trace", "1");
        block_on(request.header("content-type", "application/json").body(body));
    }
    let exchange = client.to_string();
    let (first, second) = exchange.split_once("\n\n###\n\n").unwrap();
    assert_eq!(first, second);
    insta::assert_snapshot!(first, @r#"
    POST /
    content-type: application/json
    x-etag: "a"
    x-trace: [hidden]

    {
      "day": "2026-11-24",
      "at": "[date#1]",
      "user": {
        "password": "[hidden]"
      }
    }

    200 OK
    content-type: application/json
    etag: "a"
    trace: 1

    {
      "day": "2026-11-24",
      "at": "[date#1]",
      "user": {
        "password": "[hidden]"
      }
    }
    "#);
}

#[test]
fn places_are_written_as_insta_writes_them_or_as_a_path() {
    let all = r#"{"id":"[uuid#1]","day":"[date#1]","items":[{"day":"[date#1]","n":1},{"day":"[date#2]","n":[2]}]}"#;
    check(client(), all);
    for place in [".items[].day", "$.items[*].day", "$['items'].*.day", ".items[0:2].day"] {
        let hidden = all.replace("{\"day\":\"[date#1]", "{\"day\":\"[hidden]");
        check(client().hide(place), &hidden.replace("[date#2]", "[hidden]"));
    }
    for place in [".items[0]", "$.items[-2]"] {
        check(
            client().hide(place),
            r#"{"id":"[uuid#1]","day":"[date#1]","items":["[hidden]",{"day":"[date#2]","n":[2]}]}"#,
        );
    }
    for place in ["$..day", ".**.day"] {
        let kept = all.replace("[date#1]", "2026-11-24").replace("[date#2]", "2026-11-25");
        check(client().keep(place), &kept);
    }
    check(client().keep(".*"), BODY);
    check(client().keep("$"), BODY);
    check(client().hide("."), "\"[hidden]\"");
    check(client().hide(".nothing").keep(".items[7]"), all);
}

#[test]
fn all_that_is_below_a_kept_place_is_kept_but_what_is_hidden() {
    check(
        client().keep(".items").hide("$..n").hide(".items[1]"),
        r#"{"id":"[uuid#1]","day":"[date#1]","items":[{"day":"2026-11-24","n":"[hidden]"},"[hidden]"]}"#,
    );
    check(
        client().keep(".day").hide(".day"),
        r#"{"id":"[uuid#1]","day":"[hidden]","items":[{"day":"[date#1]","n":1},{"day":"[date#2]","n":[2]}]}"#,
    );
}

#[test]
fn a_header_that_is_left_out_is_shown_when_it_is_kept() {
    let asked = |client: TestClient| {
        let request = client.get("/").header("x-date", "Sun, 06 Nov 1994 08:49:37 GMT");
        block_on(request.header("x-etag", "\"a\"")).to_string()
    };
    insta::assert_snapshot!(asked(client().keep("Date").hide("ETag").hide("age")), @r#"
    GET /
    x-date: [time#1]
    x-etag: "a"

    200 OK
    date: Sun, 06 Nov 1994 08:49:37 GMT
    etag: [hidden]
    "#);
}

#[test]
fn pairs_of_queries_and_forms_are_members() {
    let client = client().keep(".from").hide(".password");
    let form = [("from", "2026-11-24"), ("to", "2026-11-24"), ("password", "a")];
    block_on(client.post("/?password=a&from=2026-11-24&to=2026-11-24").form(&form));
    insta::assert_snapshot!(client, @"
    POST /?password=[hidden]&from=2026-11-24&to=[date#1]
    content-type: application/x-www-form-urlencoded

    from=2026-11-24
    to=[date#1]
    password=[hidden]

    200 OK
    content-type: application/x-www-form-urlencoded

    from=2026-11-24
    to=[date#1]
    password=[hidden]
    ");
}

#[test]
fn what_is_hidden_is_hidden_in_a_failure_too() {
    let failure = |request: TestRequest| panic_of(|| block_on(request).assert_created().status()).0;
    let client = client().hide(".password").hide("x-key").keep(".at");
    let request = client.post("/?password=a").header("x-key", "b");
    let text = failure(request.json(&serde_json::json!({"at": "2026-11-24", "password": "a"})));
    insta::assert_snapshot!(text.split("\n\nasked at: ").next().unwrap(), @r#"
    expected status 201 Created, got 200 OK

    POST /?password=[hidden]
    content-length: 34
    content-type: application/json
    x-key: [hidden]

    {
      "at": "2026-11-24",
      "password": "[hidden]"
    }

    200 OK
    content-type: application/json
    key: b

    {
      "at": "2026-11-24",
      "password": "[hidden]"
    }
    "#);
    assert_eq!(
        text.lines().last().unwrap(),
        r#"again: curl -i --globoff 'http://localhost:8000/?password=[hidden]' -H 'content-type: application/json' -H 'x-key: [hidden]' --data-binary '{"at":"2026-11-24","password":"[hidden]"}'"#
    );
    let text = failure(client.post("/").form(&[("a", "b c"), ("password", "a")]));
    assert!(text.ends_with(" --data-binary 'a=b+c&password=[hidden]'\n"), "{text}");
    let lines = "{ \"a\": 1 }\n{ \"password\": \"a\" }";
    let text = failure(client.post("/").bytes("application/jsonl", lines));
    assert!(text.ends_with("'{ \"a\": 1 }\n{\"password\":\"[hidden]\"}'\n"), "{text}");
    let part = "--b\r\ncontent-disposition: form-data; name=password\r\n\r\na\r\n--b--";
    let text = failure(client.post("/").bytes("multipart/form-data; boundary=b", part));
    assert!(text.ends_with(" --data-binary @body\n"), "{text}");
}

#[test]
fn what_is_no_place_is_refused_at_its_line() {
    let reason = "`.items[one]` is not a path into JSON: `one` is neither a whole number nor a name \
                  in quotes; write it like `.items[].id` or `$.items[*].id`";
    check_panic(reason, line!(), || client().hide(".items[one]"));
    let reason =
        "`created_at` is not a name of a header; a place in JSON is written like `.created_at`";
    check_panic(reason, line!(), || client().keep("created_at"));
    let reason = "`x y\\n` is neither a header nor a place in JSON; write it like `etag`, \
                  `.items[].id` or `$.items[*].id`";
    check_panic(reason, line!(), || client().hide("x y\n"));
    let reason = "`Set-Cookie` cannot be kept: its value is a secret";
    check_panic(reason, line!(), || client().keep("Set-Cookie"));
}
