//! What a status demands.

use super::{found, right, right_answers};
use roob::testing::Lint;

#[test]
fn a_status_is_one_of_a_final_answer() {
    insta::assert_snapshot!(found(Lint::InvalidStatus, &[("GET", "103")]), @"
    `Lint::InvalidStatus` (RFC 9110, 15): the answer is an interim 103 Early Hints, and nothing can follow it
      right: a status from 200 to 599, or 101 to switch protocols
      opt out: `.allow(Lint::InvalidStatus)` on the request or on the client
    ");
    insta::assert_snapshot!(found(Lint::InvalidStatus, &[("GET", "600")]), @"
    `Lint::InvalidStatus` (RFC 9110, 15): the status is 600
      right: a status from 200 to 599, or 101 to switch protocols
      opt out: `.allow(Lint::InvalidStatus)` on the request or on the client
    ");
    right_answers("GET", &["200", "299", "400", "599", "101\nupgrade: websocket"]);
}

#[test]
fn some_statuses_have_no_body() {
    insta::assert_snapshot!(found(Lint::UnexpectedBody, &[("GET", "204\n\nx")]), @"
    `Lint::UnexpectedBody` (RFC 9110, 6.4.1 and 15.3.6): a 204 No Content has a body of 1 byte
      right: no body, or a 200 with it
      opt out: `.allow(Lint::UnexpectedBody)` on the request or on the client
    ");
    insta::assert_snapshot!(found(Lint::UnexpectedBody, &[("GET", "205\n\nit is reset")]), @"
    `Lint::UnexpectedBody` (RFC 9110, 6.4.1 and 15.3.6): a 205 Reset Content has a body of 11 bytes
      right: no body, or a 200 with it
      opt out: `.allow(Lint::UnexpectedBody)` on the request or on the client
    ");
    let asked = "GET\nif-none-match: \"a\"";
    insta::assert_snapshot!(found(Lint::UnexpectedBody, &[(asked, "304\n\nsame")]), @"
    `Lint::UnexpectedBody` (RFC 9110, 6.4.1 and 15.3.6): a 304 Not Modified has a body of 4 bytes
      right: no body
      opt out: `.allow(Lint::UnexpectedBody)` on the request or on the client
    ");
    let switched = "101\nupgrade: websocket\n\nhello";
    insta::assert_snapshot!(found(Lint::UnexpectedBody, &[("GET", switched)]), @"
    `Lint::UnexpectedBody` (RFC 9110, 6.4.1 and 15.3.6): a 101 Switching Protocols has a body of 5 bytes
      right: no body
      opt out: `.allow(Lint::UnexpectedBody)` on the request or on the client
    ");
    right_answers("GET", &["204", "205", "200\ncontent-type: text/plain\n\nx"]);
    right(&[(asked, "304\netag: \"a\"\ncontent-type: application/json\ncontent-length: 120")]);
}

#[test]
fn a_body_that_cannot_be_has_no_length() {
    let lint = Lint::NoContentWithLength;
    insta::assert_snapshot!(found(lint, &[("DELETE", "204\ncontent-length: 0")]), @"
    `Lint::NoContentWithLength` (RFC 9110, 8.6): a 204 No Content has `content-length`
      right: no `content-length`, not even `0`
      opt out: `.allow(Lint::NoContentWithLength)` on the request or on the client
    ");
    let switched = "101\nupgrade: websocket\ncontent-length: 0";
    insta::assert_snapshot!(found(lint, &[("GET", switched)]), @"
    `Lint::NoContentWithLength` (RFC 9110, 8.6): a 101 Switching Protocols has `content-length`
      right: no `content-length`, not even `0`
      opt out: `.allow(Lint::NoContentWithLength)` on the request or on the client
    ");
    right_answers("GET", &["205\ncontent-length: 0", "200\ncontent-length: 0"]);
}

#[test]
fn a_post_says_what_it_created() {
    let lint = Lint::CreatedWithoutLocation;
    insta::assert_snapshot!(found(lint, &[("POST", "201")]), @"
    `Lint::CreatedWithoutLocation` (RFC 9110, 15.3.2): a 201 Created to a POST has no `location`: nobody knows what was created
      right: `location` with its path, as `roob::Created` has it, or a 200
      opt out: `.allow(Lint::CreatedWithoutLocation)` on the request or on the client
    ");
    right_answers("POST", &["201\nlocation: /7", "201\ncontent-location: /7", "200", "202"]);
    right_answers("PUT", &["201"]);
}

#[test]
fn a_redirect_says_where_to() {
    let lint = Lint::RedirectWithoutLocation;
    insta::assert_snapshot!(found(lint, &[("GET", "303")]), @"
    `Lint::RedirectWithoutLocation` (RFC 9110, 15.4): a 303 See Other has no `location`
      right: `location` with where to go, as `roob::Redirect` has it
      opt out: `.allow(Lint::RedirectWithoutLocation)` on the request or on the client
    ");
    for status in ["301", "302", "307", "308"] {
        assert!(found(lint, &[("GET", status)]).contains(&format!(": a {status} ")));
        right(&[("GET", &format!("{status}\nlocation: /there"))]);
    }
    right_answers("GET", &["300"]);
}

#[test]
fn who_has_no_copy_is_not_told_that_it_is_fresh() {
    insta::assert_snapshot!(found(Lint::UnaskedNotModified, &[("GET", "304")]), @"
    `Lint::UnaskedNotModified` (RFC 9110, 15.4.5): a 304 Not Modified answers a request that had neither `if-none-match` nor `if-modified-since`: its client has no copy
      right: a 200 with the body
      opt out: `.allow(Lint::UnaskedNotModified)` on the request or on the client
    ");
    right(&[("GET\nif-none-match: *", "304")]);
    right(&[("GET\nif-modified-since: Sun, 06 Nov 1994 08:49:37 GMT", "304")]);
}

#[test]
fn who_is_refused_is_told_how_to_say_who_one_is() {
    let lint = Lint::MissingChallenge;
    insta::assert_snapshot!(found(lint, &[("GET", "401")]), @"
    `Lint::MissingChallenge` (RFC 9110, 15.5.2 and 15.5.8): a 401 Unauthorized has no `www-authenticate`
      right: `www-authenticate: Bearer`, or how else to say who one is
      opt out: `.allow(Lint::MissingChallenge)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", "407\nwww-authenticate: Basic")]), @"
    `Lint::MissingChallenge` (RFC 9110, 15.5.2 and 15.5.8): a 407 Proxy Authentication Required has no `proxy-authenticate`
      right: `proxy-authenticate: Basic`, or how else to say who one is
      opt out: `.allow(Lint::MissingChallenge)` on the request or on the client
    ");
    right_answers(
        "GET",
        &["401\nwww-authenticate: Bearer", "407\nproxy-authenticate: Basic", "403"],
    );
}

#[test]
fn a_verb_that_is_refused_comes_with_those_that_are_not() {
    insta::assert_snapshot!(found(Lint::MissingAllow, &[("PUT", "405")]), @"
    `Lint::MissingAllow` (RFC 9110, 15.5.6): a 405 Method Not Allowed has no `allow`
      right: `allow` with the verbs that the path has, such as `allow: GET, HEAD`
      opt out: `.allow(Lint::MissingAllow)` on the request or on the client
    ");
    let contrary = [("PUT", "405\nallow: GET, PUT")];
    insta::assert_snapshot!(found(Lint::RefusedVerbInAllow, &contrary), @"
    `Lint::RefusedVerbInAllow` (RFC 9110, 10.2.1): a 405 refuses PUT and names it in `allow`
      right: `allow` without PUT, or another status
      opt out: `.allow(Lint::RefusedVerbInAllow)` on the request or on the client
    ");
    right_answers("PUT", &["405\nallow: GET, HEAD", "405\nallow:", "404"]);
    right_answers("GET", &["200\nallow: GET"]);
}

#[test]
fn another_protocol_has_a_name() {
    let lint = Lint::MissingUpgrade;
    insta::assert_snapshot!(found(lint, &[("GET", "426")]), @"
    `Lint::MissingUpgrade` (RFC 9110, 15.2.2 and 15.5.22): a 426 Upgrade Required has no `upgrade`
      right: `upgrade` with the protocol, such as `upgrade: websocket`
      opt out: `.allow(Lint::MissingUpgrade)` on the request or on the client
    ");
    insta::assert_snapshot!(found(lint, &[("GET", "101\nconnection: upgrade")]), @"
    `Lint::MissingUpgrade` (RFC 9110, 15.2.2 and 15.5.22): a 101 Switching Protocols has no `upgrade`
      right: `upgrade` with the protocol, such as `upgrade: websocket`
      opt out: `.allow(Lint::MissingUpgrade)` on the request or on the client
    ");
    right_answers("GET", &["426\nupgrade: h2c\nconnection: Upgrade", "101\nupgrade: websocket"]);
}

#[test]
fn a_time_to_wait_is_a_number_or_a_date() {
    let lint = Lint::InvalidRetryAfter;
    insta::assert_snapshot!(found(lint, &[("GET", "503\nretry-after: soon")]), @"
    `Lint::InvalidRetryAfter` (RFC 9110, 10.2.3): `retry-after: soon` is no time
      right: seconds, `retry-after: 120`, or a date, `retry-after: Sun, 06 Nov 1994 08:49:37 GMT`
      opt out: `.allow(Lint::InvalidRetryAfter)` on the request or on the client
    ");
    for value in ["-1", "1.5", "", "2m", "Sun, 06-Nov-94 08:49:37 GMT"] {
        found(lint, &[("GET", &format!("429\nretry-after: {value}"))]);
    }
    right_answers("GET", &["503\nretry-after: 0", "413\nretry-after: 120", "503"]);
    right_answers("GET", &["429\nretry-after: Sun, 06 Nov 1994 08:49:37 GMT"]);
}

#[test]
fn a_location_is_a_uri_reference() {
    let lint = Lint::InvalidLocation;
    insta::assert_snapshot!(found(lint, &[("GET", "302\nlocation: /a b")]), @"
    `Lint::InvalidLocation` (RFC 9110, 10.2.2): `location: /a b` is no URI reference: it has a space
      right: what is not in the alphabet of a URI percent-encoded
      opt out: `.allow(Lint::InvalidLocation)` on the request or on the client
    ");
    let reason = |location: &str| {
        let text = found(lint, &[("GET", &format!("302\nlocation: {location}"))]);
        let line = text.lines().next().unwrap().to_owned();
        line.split_once(" URI reference: it has ").unwrap().1.to_owned()
    };
    for (location, odd) in [
        ("/50%", "a `%` without two hexadecimal digits"),
        ("/%zz", "a `%` without two hexadecimal digits"),
        ("/a%2", "a `%` without two hexadecimal digits"),
        ("/<a>", "`<`"),
        ("/a?b=\"c\"", "`\"`"),
        ("/a\\b", "`\\`"),
        ("/a?b[0]=1", "`[`"),
        ("http://[::1]/a]", "`]`"),
        ("1:2", "a `:` in its first segment and no scheme"),
        (":", "a `:` in its first segment and no scheme"),
    ] {
        assert_eq!(reason(location), odd, "{location}");
    }
    for location in [
        "/",
        "/a%20b?c=%C3%A9#d",
        "https://shop.example:8080/a;b=c,d",
        "//shop.example/a",
        "next",
        "../a",
        "?page=2",
        "#top",
        "",
        "./1:2",
        "http://[::1]:80/a",
        "//[::1]",
        "mailto:ada@example.com",
        "/a:b",
        "urn:isbn:0",
        "/it's(a)*path!",
    ] {
        right(&[("GET", &format!("302\nlocation: {location}"))]);
    }
}

#[test]
fn a_location_outside_of_ascii_is_two_mistakes() {
    let talk = [("GET", "302\nlocation: /ä")];
    let client = super::client(&talk).allow(Lint::HeaderText);
    insta::assert_snapshot!(super::finding(&client, &talk), @"
    `Lint::InvalidLocation` (RFC 9110, 10.2.2): `location: /ä` is no URI reference: it has a character outside of ASCII
      right: what is not in the alphabet of a URI percent-encoded
      opt out: `.allow(Lint::InvalidLocation)` on the request or on the client
    ");
}

#[test]
fn every_status_without_a_body_is_looked_at() {
    for status in ["100", "101", "204", "205", "304"] {
        let text = format!("{status}\n\nx");
        let talk = [("GET", &*text)];
        let text = super::finding(&super::client(&talk), &talk);
        assert!(text.contains("`Lint::UnexpectedBody`"), "{text}");
    }
}
