//! Requests and what they must answer, as the Rust of a test.

use crate::coverage::{Example, Request};

/// The body of a test whose `request`, with this verb, is answered with `status`.
pub(crate) fn refused(verb: &str, request: &Request, status: u16, handler: &str) -> String {
    let verb = request.verb.as_deref().unwrap_or(verb);
    // A handler for every verb has this one too.
    let verb = if verb == "ANY" { "POST" } else { verb };
    let sent = sent(verb, request);
    let assertion = assertion(status);
    if status != 404 {
        return format!("client{sent}.await.{assertion};");
    }
    // A path that nothing answers is a 404 too.
    let target = literal(&request.target);
    format!(
        "let way = client.explain(\"{verb}\", {target}).to_string();
        assert!(way.contains({handler:?}), \"{{way}}\");
        client{sent}.await.{assertion};"
    )
}

/// The body of a test that sends what another one sent.
pub(crate) fn repeated(example: &Example, status: u16) -> String {
    let body = body(example);
    let (call, target) = (call(&example.verb), literal(&example.target));
    format!("client{call}{target}){body}.await.{};", assertion(status))
}

/// The body of a test that makes something as `maker` did and asks with `verb` where it is.
pub(crate) fn followed(maker: &Example, verb: &str, body: &str, status: Option<u16>) -> String {
    let (target, sent) = (literal(&maker.target), self::body(maker));
    let looks = match status {
        Some(status) => format!("client{}location){body}.await.{};", call(verb), assertion(status)),
        None => format!(
            "let response = client{}location){body}.await;
            assert!(response.status().is_success(), \"{{response}}\");",
            call(verb)
        ),
    };
    format!(
        "let made = client.post({target}){sent}.await;
        let location = made.assert_created().header(\"location\").expect(\"it is somewhere\");
        {looks}"
    )
}

/// What an example says behind its verb and target.
pub(crate) fn body(example: &Example) -> String {
    match (&example.content_type, &example.body) {
        (Some(kind), Some(body)) => format!(".bytes({}, {})", literal(kind), literal(body)),
        (None, Some(body)) => format!(".body({})", literal(body)),
        (_, None) => String::new(),
    }
}

fn sent(verb: &str, request: &Request) -> String {
    let mut text = format!("{}{})", call(verb), literal(&request.target));
    let kind = request.headers.iter().find(|(name, _)| name == "content-type");
    for (name, value) in request.headers.iter().filter(|(name, _)| name != "content-type") {
        text += &format!(".header({}, {})", literal(name), literal(value));
    }
    let bytes = match (&request.text, &request.bytes, request.spaces) {
        (Some(text), _, _) => literal(text),
        (_, Some(bytes), _) => format!("b\"{}\".to_vec()", bytes.escape_ascii()),
        (_, _, Some(size)) => format!("vec![b' '; {}]", grouped(size)),
        _ => return text,
    };
    text + &match kind {
        Some((_, kind)) => format!(".bytes({}, {bytes})", literal(kind)),
        None => format!(".body({bytes})"),
    }
}

/// `.get(`, or `.request("LOCK", ` for a verb that the client has no method for.
fn call(verb: &str) -> String {
    match verb {
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => {
            format!(".{}(", verb.to_lowercase())
        }
        other => format!(".request({other:?}, "),
    }
}

fn assertion(status: u16) -> String {
    let name = match status {
        200 => "ok",
        201 => "created",
        204 => "no_content",
        400 => "bad_request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        409 => "conflict",
        422 => "unprocessable",
        500 => "server_error",
        other => return format!("assert_status({other})"),
    };
    format!("assert_{name}()")
}

/// `text` in Rust, raw where it would be full of backslashes.
fn literal(text: &str) -> String {
    let is_plain = text.chars().all(|c| !c.is_control());
    if text.contains(['"', '\\']) && is_plain && !text.contains("\"#") {
        format!("r#\"{text}\"#")
    } else {
        format!("{text:?}")
    }
}

/// `2_097_153`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}
