//! Answers beside others of the same conversation.

use super::{found, right};
use roob::testing::Lint;

const PLAIN: &str = "200\ncontent-type: text/plain\n\nhello";
const HTML: &str = "200\ncontent-type: text/html\n\nhello";

#[test]
fn head_says_what_get_says() {
    let lint = Lint::HeadUnlikeGet;
    let after = [("GET", PLAIN), ("HEAD", "404")];
    insta::assert_snapshot!(found(lint, &after), @"
    `Lint::HeadUnlikeGet` (RFC 9110, 9.3.2): HEAD says 404 Not Found, and GET says 200 OK
      right: what GET says, without the body
      opt out: `.allow(Lint::HeadUnlikeGet)` on the request or on the client
    ");
    let before = [("HEAD", HTML), ("GET", PLAIN)];
    insta::assert_snapshot!(found(lint, &before), @"
    `Lint::HeadUnlikeGet` (RFC 9110, 9.3.2): HEAD says `content-type: text/html`, and GET says `content-type: text/plain`
      right: what GET says, without the body
      opt out: `.allow(Lint::HeadUnlikeGet)` on the request or on the client
    ");
    let length = [("GET", PLAIN), ("HEAD", "200\ncontent-length: 4")];
    insta::assert_snapshot!(found(lint, &length), @"
    `Lint::HeadUnlikeGet` (RFC 9110, 9.3.2): HEAD says `content-length: 4`, and GET sends 5 bytes
      right: what GET says, without the body
      opt out: `.allow(Lint::HeadUnlikeGet)` on the request or on the client
    ");
    let more = [("GET", PLAIN), ("HEAD", "200\netag: \"a\"\ncontent-length: 5")];
    insta::assert_snapshot!(found(lint, &more), @r#"
    `Lint::HeadUnlikeGet` (RFC 9110, 9.3.2): HEAD says `etag: "a"`, and GET says no `etag`
      right: what GET says, without the body
      opt out: `.allow(Lint::HeadUnlikeGet)` on the request or on the client
    "#);
    let apart =
        [("GET", PLAIN), ("OPTIONS", "204"), ("HEAD", "200\nvary: accept\ncontent-length: 5")];
    found(lint, &apart);
    right(&[("GET", PLAIN), ("HEAD", PLAIN), ("GET", PLAIN)]);
}

#[test]
fn head_may_say_less_and_what_moves_is_not_compared() {
    let get = "200\netag: \"a\"\ndate: Sun, 06 Nov 1994 08:49:37 GMT\nx-request-id: 1";
    let head = "200\ndate: Sun, 06 Nov 1994 08:49:38 GMT\nx-request-id: 2";
    right(&[("GET", get), ("HEAD", head)]);
    right(&[("GET", PLAIN), ("HEAD", "503")]);
    right(&[("HEAD", PLAIN), ("GET", "429")]);
}

#[test]
fn head_is_compared_with_the_same_request_only() {
    right(&[("GET", PLAIN), ("POST", "200"), ("HEAD", "404")]);
    right(&[("GET\naccept: text/plain", PLAIN), ("HEAD\naccept: text/html", "406")]);
    right(&[("GET", PLAIN), ("OPTIONS", "404"), ("HEAD", PLAIN)]);
}

#[test]
fn what_is_compressed_for_some_varies() {
    let (lint, asked) = (Lint::EncodingWithoutVary, "GET\naccept-encoding: gzip, br");
    let packed =
        |more: &str| format!("200\ncontent-type: text/plain\ncontent-encoding: br{more}\n\n…");
    insta::assert_snapshot!(found(lint, &[(asked, &packed(""))]), @"
    `Lint::EncodingWithoutVary` (RFC 9110, 12.5.5): `content-encoding: br` answers `accept-encoding` without `vary`
      right: `vary: accept-encoding`
      opt out: `.allow(Lint::EncodingWithoutVary)` on the request or on the client
    ");
    found(lint, &[(asked, &packed("\nvary: accept"))]);
    right(&[(asked, &packed("\nvary: Accept-Encoding"))]);
    right(&[(asked, &packed("\ncache-control: no-store"))]);
    right(&[("GET", &packed(""))]);
    right(&[("POST\naccept-encoding: gzip", &packed(""))]);
}

#[test]
fn what_is_negotiated_varies() {
    let lint = Lint::NegotiationWithoutVary;
    let types = [("GET", PLAIN), ("GET\naccept: text/html", HTML)];
    insta::assert_snapshot!(found(lint, &types), @"
    `Lint::NegotiationWithoutVary` (RFC 9110, 12.5.5): `content-type` was `text/plain` and is `text/html` for another `accept`, without `vary`
      right: `vary: accept` in both answers
      opt out: `.allow(Lint::NegotiationWithoutVary)` on the request or on the client
    ");
    let german = "200\ncontent-type: text/plain\ncontent-language: de\n\nhallo";
    let languages = [("GET\naccept-language: de", german), ("GET\naccept-language: en", PLAIN)];
    insta::assert_snapshot!(found(lint, &languages), @"
    `Lint::NegotiationWithoutVary` (RFC 9110, 12.5.5): `content-language` was `de` and is none for another `accept-language`, without `vary`
      right: `vary: accept-language` in both answers
      opt out: `.allow(Lint::NegotiationWithoutVary)` on the request or on the client
    ");
    let allowed = "200\naccess-control-allow-origin: https://b.test";
    let origins =
        [("GET\norigin: https://a.test", "200"), ("GET\norigin: https://c.test", allowed)];
    insta::assert_snapshot!(found(lint, &origins), @"
    `Lint::NegotiationWithoutVary` (RFC 9110, 12.5.5): `access-control-allow-origin` was none and is `https://b.test` for another `origin`, without `vary`
      right: `vary: origin` in both answers
      opt out: `.allow(Lint::NegotiationWithoutVary)` on the request or on the client
    ");
    let between = [types[0], ("HEAD", PLAIN), ("OPTIONS", "204"), types[1]];
    found(lint, &between);
}

#[test]
fn what_varies_by_something_else_is_not_negotiated() {
    let varying = "200\ncontent-type: text/html\nvary: accept\n\nhello";
    right(&[("GET", PLAIN), ("GET\naccept: text/html", varying)]);
    right(&[("GET\naccept: text/html", varying), ("GET", PLAIN)]);
    right(&[("GET\naccept: text/html", HTML), ("GET\naccept: */*", HTML)]);
    right(&[("GET", PLAIN), ("GET\naccept: text/html\nx-tenant: 7", HTML)]);
    right(&[("GET\naccept: text/html\nx-tenant: 7", HTML), ("GET", PLAIN)]);
    let tenants =
        [("GET\naccept: a/b\nx-tenant: 7", HTML), ("GET\naccept: c/d\nx-tenant: 8", PLAIN)];
    right(&tenants);
    right(&[("GET", PLAIN), ("POST", "200"), ("GET\naccept: text/html", HTML)]);
    right(&[("GET", PLAIN), ("GET", HTML)]);
    let unstored = "200\ncontent-type: text/html\ncache-control: no-store\n\nhello";
    right(&[("GET", PLAIN), ("GET\naccept: text/html", unstored)]);
    let utf_8 = "200\ncontent-type: text/plain; charset=utf-8\n\nhello";
    right(&[("GET", PLAIN), ("GET\naccept: text/plain", utf_8)]);
}

#[test]
fn an_answer_is_compared_with_the_last_thirty_two() {
    let first = ("GET\nx-a: 1\naccept: text/plain", PLAIN);
    let last = ("GET\nx-a: 1", HTML);
    let talk = |between: usize| [vec![first], vec![("GET", PLAIN); between], vec![last]].concat();
    found(Lint::NegotiationWithoutVary, &talk(31));
    right(&talk(32));
}
