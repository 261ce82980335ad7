//! What a finding says, and where the rules are told.

use super::panic_of;
use roob::testing::{Lint, TestClient, block_on};
use roob::{App, StatusCode, post};

#[test]
fn a_finding_ends_the_test_with_the_card() {
    let client = TestClient::new(App::new().route("/jobs", post(|| StatusCode::CREATED)));
    let (text, _) = panic_of(|| block_on(client.post("/jobs").text("dig")));
    insta::assert_snapshot!(text, @r#"
    `Lint::CreatedWithoutLocation` (RFC 9110, 15.3.2): a 201 Created to a POST has no `location`: nobody knows what was created
      right: `location` with its path, as `roob::Created` has it, or a 200
      opt out: `.allow(Lint::CreatedWithoutLocation)` on the request or on the client

    POST /jobs
    content-length: 3
    content-type: text/plain; charset=utf-8

    dig

    201 Created

    asked at: roob/../tests/http/testing/lint/reports.rs:10
    route: POST /jobs, http::testing::lint::reports::a_finding_ends_the_test_with_the_card::{{closure}}, roob/../tests/http/testing/lint/reports.rs:9
    again: curl -i http://localhost:8000/jobs -H 'content-type: text/plain; charset=utf-8' --data-binary dig
    "#);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let talk = [("GET", "405\nallow: GET\netag: a\nset-cookie: a=b\n\n[1]")];
    insta::assert_snapshot!(super::finding(&super::client(&talk), &talk), @r#"
    `Lint::BodyWithoutType` (RFC 9110, 8.3): a body has no `content-type`
      right: `content-type: application/json`
      opt out: `.allow(Lint::BodyWithoutType)` on the request or on the client
    `Lint::RefusedVerbInAllow` (RFC 9110, 10.2.1): a 405 refuses GET and names it in `allow`
      right: `allow` without GET, or another status
      opt out: `.allow(Lint::RefusedVerbInAllow)` on the request or on the client
    `Lint::InvalidEtag` (RFC 9110, 8.8.3): `etag: a` is no entity tag
      right: visible characters in double quotes, `"v1"`, or `W/"v1"` for a weak one
      opt out: `.allow(Lint::InvalidEtag)` on the request or on the client
    `Lint::CookieWithoutHttpOnly` (RFC 6265, 4.1.2.6): cookie `a` has no `HttpOnly`: any script of the page can read it
      right: `a=…; HttpOnly`
      opt out: `.allow(Lint::CookieWithoutHttpOnly)` on the request or on the client
    `Lint::CookieWithoutSameSite` (RFC 6265bis, 4.1.2.7): cookie `a` has no `SameSite`: other sites may send it
      right: `a=…; SameSite=Lax`, or `Strict`, or `None; Secure`
      opt out: `.allow(Lint::CookieWithoutSameSite)` on the request or on the client
    "#);
}

#[test]
fn the_guide_has_every_rule_with_its_source() {
    let guide = include_str!("../../../../roob/src/testing/guide.md");
    for lint in Lint::ALL {
        let row = format!("| `{lint:?}` | {} | ", lint.source());
        assert!(guide.contains(&row), "{row}");
    }
}

#[test]
fn a_conversation_that_ended_the_test_still_has_its_last_answer() {
    let talk = [("GET", "401")];
    let client = super::client(&talk);
    super::finding(&client, &talk);
    assert_eq!(client.to_string(), "GET /\n\n401 Unauthorized");
}
