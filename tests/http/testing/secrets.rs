//! Credentials are shown nowhere, also not where an answer gives them back.

use super::panics::panic_of;
use roob::http::HeaderValue;
use roob::testing::{Lint, TestClient, TestRequest, TestResponse, block_on};
use roob::{App, Created, Error, IntoResponse, Json, Request, Response, any, get, post};
use serde_json::json;

const TOKEN: &str = "s3cr3t/T0k3n+of=Ada";
const COOKIE: &str = "c00kie%21value";

/// Says what it should keep to itself.
async fn leak(request: Request) -> Result<Response, Error> {
    let text = |name| request.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let token = text("authorization").split(' ').next_back().unwrap_or_default();
    let mut response = Json(json!({
        "message": format!("you are {token}, ({})", text("cookie")),
        token: [token, "x"],
        "next": format!("/me/{token}?by={token}#{token}"),
        "short": "abc",
    }))
    .into_response()?;
    let headers = response.headers_mut();
    headers.insert("x-echo", HeaderValue::try_from(format!("<{token}>")).unwrap());
    headers.insert("x-cookie", HeaderValue::try_from(text("cookie")).unwrap());
    headers.insert("link", HeaderValue::try_from(format!("</{token}>; rel={token}")).unwrap());
    Ok(response)
}

async fn log_in() -> Response {
    let mut response = Response::new("c00kie!value is yours, and so is private-value".into());
    let headers = response.headers_mut();
    headers.insert("set-cookie", format!("session={COOKIE}; HttpOnly").parse().unwrap());
    let mut private = HeaderValue::from_static("private-value");
    private.set_sensitive(true);
    headers.insert("x-private", private);
    response
}

fn client() -> TestClient {
    TestClient::new(App::new().route("/leak", any(leak)).route("/login", get(log_in)))
        .allow(Lint::BodyWithoutType)
        .allow(Lint::CookieWithoutSameSite)
}

/// What a test that expects 201 prints.
fn card(request: TestRequest) -> String {
    panic_of(|| block_on(request).assert_created().status()).0
}

#[test]
fn a_credential_that_an_answer_gives_back_is_masked_wherever_it_stands() {
    let client = client();
    block_on(client.get("/login"));
    block_on(client.get("/leak").bearer_auth(TOKEN));
    let text = client.to_string();
    assert!(!text.contains("c00kie") && !text.contains("s3cr3t"), "{text}");
    insta::assert_snapshot!(text, @r#"
    GET /login

    200 OK
    set-cookie: session=[secret]; HttpOnly
    x-private: [secret]

    [secret] is yours, and so is [secret]

    ###

    GET /leak
    authorization: [secret]
    cookie: session=[secret]

    200 OK
    content-type: application/json
    link: </[secret]>; rel=[secret]
    x-cookie: session=[secret]
    x-echo: <[secret]>

    {
      "message": "you are [secret], (session=[secret])",
      "next": "/me/[secret]?by=[secret]#[secret]",
      "[secret]": [
        "[secret]",
        "x"
      ],
      "short": "abc"
    }
    "#);
}

#[test]
fn a_failure_shows_no_credential_and_its_command_stays_one() {
    let client = client();
    block_on(client.get("/login"));
    let url = "/leak?by=s3cr3t%2FT0k3n%2Bof%3DAda&access_token=abc";
    let form = [("token", TOKEN), ("api_key", "abc"), ("it's", "1")];
    let text = card(client.post(url).bearer_auth(TOKEN).form(&form));
    assert!(!text.contains("c00kie") && !text.contains("s3cr3t"), "{text}");
    insta::assert_snapshot!(text, @r#"
    expected status 201 Created, got 200 OK

    POST /leak?by=[secret]&access_token=[secret]
    authorization: [secret]
    content-length: 52
    content-type: application/x-www-form-urlencoded
    cookie: session=[secret]

    token=[secret]
    api_key=[secret]
    it's=1

    200 OK
    content-type: application/json
    link: </[secret]>; rel=[secret]
    x-cookie: session=[secret]
    x-echo: <[secret]>

    {
      "message": "you are [secret], (session=[secret])",
      "next": "/me/[secret]?by=[secret]#[secret]",
      "[secret]": [
        "[secret]",
        "x"
      ],
      "short": "abc"
    }

    asked at: roob/../tests/http/testing/secrets.rs:97
    route: ANY /leak, http::testing::secrets::leak, roob/../tests/http/testing/secrets.rs:41
    again: curl -i --globoff 'http://localhost:8000/leak?by=[secret]&access_token=[secret]' -H 'authorization: [secret]' -H 'content-type: application/x-www-form-urlencoded' -H 'cookie: session=[secret]' --data-binary 'token=[secret]&api_key=[secret]&it%27s=1'
    "#);
    let text = card(client.post("/leak").bearer_auth(TOKEN).json(&json!({"a": [TOKEN, 1.50]})));
    let data = text.rsplit("--data-binary ").next();
    assert_eq!(data, Some("'{\"a\":[\"[secret]\",1.5]}'\n"));
    let text = card(client.get(format!("/leak/{TOKEN}")).bearer_auth(TOKEN));
    let command = text.lines().last().unwrap();
    let url = "curl -i --globoff 'http://localhost:8000/leak/[secret]' ";
    assert!(command.starts_with(&format!("again: {url}")), "{command}");
}

#[test]
fn what_a_failure_found_has_no_credential_in_it() {
    #[track_caller]
    fn check(assertion: impl FnOnce(&TestResponse) -> &TestResponse, finding: &str) {
        let response = block_on(client().get("/leak").bearer_auth(TOKEN));
        let (text, _) = panic_of(|| assertion(&response).status());
        assert_eq!(text.lines().next(), Some(finding));
        assert!(!text.contains("s3cr3t"), "{text}");
    }
    check(
        |response| response.assert_header("x-echo", "a"),
        "expected header `x-echo` to be `a`, got `<[secret]>`",
    );
    check(
        |response| response.assert_text_contains(&format!("not {TOKEN}")),
        "expected \"not [secret]\" in the body",
    );
    check(|response| response.assert_json_path("$.next", "a"), "$.next is not the expected JSON:");
}

#[test]
fn a_credential_is_one_also_before_it_is_sent() {
    let app = App::new().fallback(|| "the key is granted-to-ada");
    let client = TestClient::new(app);
    let granted = block_on(client.get("/key"));
    block_on(client.get("/me").bearer_auth("granted-to-ada"));
    assert!(granted.to_string().ends_with("\n\nthe key is [secret]"), "{granted}");
}

#[test]
fn what_has_a_number_by_its_name_keeps_it_when_it_is_a_credential() {
    let session = || async {
        let session = json!({"id": "a1b2c3d4e5", "token": "a1b2c3d4e5", "note": "a1b2c3d4e5"});
        Created::at("/sessions/a1b2c3d4e5", Json(session))
    };
    let client = TestClient::new(App::new().route("/sessions", post(session)));
    block_on(client.post("/sessions"));
    block_on(client.get("/sessions/a1b2c3d4e5").cookie("session", "a1b2c3d4e5"));
    insta::assert_snapshot!(client, @r#"
    POST /sessions

    201 Created
    content-type: application/json
    location: /sessions/[id#1]

    {
      "id": "[id#1]",
      "note": "[secret]",
      "token": "[token#1]"
    }

    ###

    GET /sessions/[id#1]
    cookie: session=[secret]

    404 Not Found
    content-type: application/json

    {
      "message": "Requested path: /sessions/[id#1] does not exist"
    }
    "#);
}

#[test]
fn a_name_of_a_cookie_is_masked_where_it_is_a_credential() {
    let client = TestClient::new(App::new().route("/", any(|| ())));
    block_on(client.get("/").bearer_auth("bearer-token").cookie("bearer-token", ""));
    insta::assert_snapshot!(client, @"
    GET /
    authorization: [secret]
    cookie: [secret]=

    200 OK
    ");
}

/// Where `secret` is one, an answer that has it in every form has it in none.
#[track_caller]
fn check_secret(secret: &str, request: impl Fn(&TestClient) -> TestRequest) {
    let client = TestClient::new(App::new().route("/", any(|text: String| async { Json(text) })));
    block_on(request(&client).body(format!("it is {secret}")));
    let text = client.to_string();
    assert!(text.contains("it is [secret]") && !text.contains(secret), "{text}");
}

#[test]
fn everything_that_proves_who_somebody_is_is_a_credential() {
    check_secret("bearer-token", |client| client.get("/").bearer_auth("bearer-token"));
    check_secret("a-token-alone", |client| {
        client.get("/").header("authorization", "a-token-alone")
    });
    // ada:pass:word
    let basic = "Basic YWRhOnBhc3M6d29yZA==";
    check_secret("pass:word", |client| client.get("/").header("authorization", basic));
    check_secret("YWRhOnBhc3M6d29yZA==", |client| client.get("/").header("authorization", basic));
    check_secret("a b/cdefgh", |client| {
        client.get("/").header("proxy-authorization", "X a b/cdefgh")
    });
    check_secret("cookie-value", |client| client.get("/").cookie("a", "cookie-value"));
    check_secret("quoted-value", |client| {
        client.get("/").header("cookie", "a=b; c=\"quoted-value\"")
    });
    check_secret("cookie value", |client| client.get("/").cookie("a", "cookie%20value"));
    check_secret("key/of+some", |client| client.get("/").header("x-api-key", "key/of+some"));
    check_secret("key%2Fof%2Bsome", |client| client.get("/").header("x-api-key", "key/of+some"));
    check_secret("csrf-token-1", |client| client.get("/").header("x-csrf-token", "csrf-token-1"));
    check_secret("tok en=1/2", |client| client.get("/?access_token=tok+en=1%2F2"));
}
