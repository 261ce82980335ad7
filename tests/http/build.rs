//! Mistakes are found before the first request, all of them at once.

use roob::bytes::Bytes;
use roob::{App, Controller, Form, Json, Path, Request, Routes, State, delete, get, post};
use serde::Deserialize;

/// The whole text of the mistakes of `app`, with lines counted from the first mistake: the tests move
/// in this file, the mistakes do not move in the tests.
fn mistakes(app: App) -> String {
    let error = app.build().err().expect("mistakes");
    let first = error.mistakes()[0].location();
    let text = error.to_string();
    let place = format!("{}:", first.file());
    let mut parts = text.split(&place);
    let mut counted = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (line, rest) = part.split_once(':').expect("a line");
        let line: i64 = line.parse().expect("a number");
        counted += &format!("{:+}:{rest}", line - i64::from(first.line()));
    }
    counted
}

#[derive(Deserialize)]
struct ById {
    id: u32,
    #[serde(default)]
    page: u32,
    color: Option<String>,
}

struct Lamps;

impl Controller for Lamps {
    fn routes(on: Routes<Self>) -> Routes<Self> {
        on.get(Self::list).path("/lamps").path("/lamps/{id}").get(Self::show)
    }
}

impl Lamps {
    fn list(&self) -> &'static str {
        ""
    }

    fn show(&self, Path(named): Path<ById>) -> String {
        format!("{} {} {:?}", named.id, named.page, named.color)
    }
}

#[test]
fn every_mistake_is_reported_with_the_line_that_made_it() {
    let app = App::new()
        .route("/a/{x}", get(|| ""))
        .route("/a/{y}/", get(|| ""))
        .route("/b/{id:int}", get(|| ""))
        .route("/c", get(|Path(id): Path<u32>| id.to_string()))
        .route("/d", post(|_: Json<u8>, _: Bytes| ""))
        .route("/e", get(|State(number): State<u64>| number.to_string()));
    insta::assert_snapshot!(mistakes(app), @"
    the app has 5 mistakes:

    +0:27: `GET /a/{y}` is bound twice; first as `GET /a/{x}` at -1:26

    +1:10: unknown type `int`: the types are `d`, `f`, `x`, `w`, `l`, `uuid` and `path`, anything else is a regex such as `[a-z]+`
        /b/{id:int}
               ^^^

    +2:22: `GET /c`: it reads 1 path parameter, the pattern has none

    +3:22: `POST /d`: the body can be read once, but `Json<u8>` and `Bytes` read it

    +4:22: `GET /e`: nobody gave the `State<u64>` that it asks for; add `.state(…)` to the app
    ");
}

#[test]
fn a_path_bound_twice_is_a_mistake_and_two_verbs_are_none() {
    let app = App::new().route("/a", get(|| "")).route("/a", get(|| ""));
    insta::assert_snapshot!(mistakes(app), @"
    the app has a mistake:

    +0:62: `GET /a` is bound twice; first as `GET /a` at +0:38
    ");
    let app = App::new().route("/a", get(|| "")).route("/a", delete(|| ""));
    assert!(app.build().is_ok());
    let app = App::new().route("/a/{x}", get(|| "")).route("/a/{y}", delete(|| ""));
    assert!(app.build().is_ok());
}

#[test]
fn two_patterns_of_one_rank_are_a_mistake_when_one_path_matches_both() {
    let clashing = App::new()
        .route("/{a}-{b}", get(|| ""))
        .route("/{a}.{b}", get(|| ""))
        .route("/x/{slug:[a-z]+}", get(|| ""))
        .route("/x/{word:[a-z0-9]+}", get(|| ""));
    insta::assert_snapshot!(mistakes(clashing), @"
    the app has 2 mistakes:

    +0:28: `GET /{a}.{b}` and `GET /{a}-{b}` at -1:28 both match `/1.1-1.1`, and neither is narrower

    +2:39: `GET /x/{word:[a-z0-9]+}` and `GET /x/{slug:[a-z]+}` at +1:36 both match `/x/a`, and neither is narrower
    ");
    let clear = App::new()
        .route("/{id:d}", get(|| ""))
        .route("/{id:x}", get(|| ""))
        .route("/{id:[0-9]{4}}", get(|| ""))
        .route("/{id:[a-f]{3}z}", get(|| ""))
        .route("/{id}", get(|| ""))
        .route("/{rest:path}", get(|| ""));
    assert!(clear.build().is_ok());
}

#[test]
fn a_handler_reads_only_parameters_that_the_pattern_has() {
    let app = App::new()
        .route("/a/{x}/{y}", get(|Path(x): Path<String>| x))
        .route("/b/{x}", get(|Path((x, y)): Path<(String, String)>| x + &y))
        .route("/c/{number}", get(|Path(named): Path<ById>| named.id.to_string()))
        .route("/d/{id:d}", get(|Path(named): Path<ById>| named.id.to_string()));
    insta::assert_snapshot!(mistakes(app), @"
    the app has 3 mistakes:

    +0:30: `GET /a/{x}/{y}`: it reads 1 path parameter, the pattern has 2 (`x`, `y`)

    +1:26: `GET /b/{x}`: it reads 2 path parameters, the pattern has 1 (`x`)

    +2:31: `GET /c/{number}`: it reads the path parameter `id`, which the pattern lacks
    ");
}

#[test]
fn a_request_and_a_body_are_two_readers() {
    let app = App::new().route("/", post(|_: Request, _: Form<u8>, _: String| ""));
    insta::assert_snapshot!(mistakes(app), @"
    the app has a mistake:

    +0:37: `POST /`: the body can be read once, but `Request` and `Form<u8>` and `String` read it
    ");
}

#[test]
fn a_name_belongs_to_one_path() {
    let app =
        App::new().route("/a", get(|| "").post(|| "").name("a")).route("/b", get(|| "").name("a"));
    insta::assert_snapshot!(mistakes(app), @"
    the app has a mistake:

    +0:78: the name `a` of `/b` is taken by `/a` at +0:32
    ");
}

#[test]
fn a_controller_binds_methods_to_paths() {
    insta::assert_snapshot!(mistakes(App::new().controller(Lamps)), @"
    the app has 2 mistakes:

    +0:12: no `.path(…)` stands before this

    +0:28: `/lamps` has no handler; add one, such as `.get(…)`
    ");
}

#[test]
fn a_mount_has_the_line_of_its_own_mistakes_and_of_its_prefix() {
    let app = App::new()
        .mount("admin", App::new())
        .mount("/{id}", App::new().route("/{id}", get(|| "")))
        .mount("/{rest:path}", App::new().route("/x", get(|| "")));
    insta::assert_snapshot!(mistakes(app), @"
    the app has 3 mistakes:

    +0:10: a pattern starts with `/`
        admin
        ^

    +1:36: the name `id` is used twice
        /{id}/{id}
               ^^

    +2:43: a `path` parameter takes the rest, so nothing can stand beside or after it
        /{rest:path}/x
         ^^^^^^^^^^^
    ");
}

/// A bad pattern: the message and the place under it.
#[track_caller]
fn check(pattern: &str, expected: &str) {
    let text = mistakes(App::new().route(pattern, get(|| "")));
    let (_, message) = text.split_once(": ").expect("a place and a message");
    assert_eq!(message, expected);
}

#[test]
fn a_bad_pattern_is_shown_with_the_place() {
    check("a", "a pattern starts with `/`\n    a\n    ^");
    check("/a//b", "an empty segment matches no path\n    /a//b\n      ^^");
    check("/{}", "`` is no name: letters, digits and `_`, no digit first\n    /{}\n      ^");
    check("/{1a}", "`1a` is no name: letters, digits and `_`, no digit first\n    /{1a}\n      ^^");
    check("/{a", "a `{` without its `}`; write `{{` for the character\n    /{a\n     ^");
    check("/a}b", "a `}` without its `{`; write `}}` for the character\n    /a}b\n      ^");
    check(
        "/grün/{id:int}",
        "unknown type `int`: the types are `d`, `f`, `x`, `w`, `l`, `uuid` and `path`, anything else is a regex such as `[a-z]+`\n    /grün/{id:int}\n              ^^^",
    );
    check("/{a:(b}", "the regex is not understood: unclosed group\n    /{a:(b}\n        ^^");
    check(
        "/{a:[^/]+}",
        "a parameter stops at `/`, so its regex cannot contain one\n    /{a:[^/]+}\n        ^^^^^",
    );
    check("/{a}/{a}", "the name `a` is used twice\n    /{a}/{a}\n          ^");
    check(
        "/{a}{b}",
        "nothing tells where `a` ends and `b` starts; put text between them\n    /{a}{b}\n        ^^^",
    );
    check(
        "/{rest:path}/x",
        "a `path` parameter takes the rest, so nothing can stand beside or after it\n    /{rest:path}/x\n     ^^^^^^^^^^^",
    );
    check("/a?b", "a path has no `?`: queries and fragments do not route\n    /a?b\n      ^");
    check("/a b", "a path has no white space; write its escape, such as `%20`\n    /a b\n      ^");
    check(
        "/100%",
        "`%` starts an escape of two hexadecimal digits; write `%25` for the character\n    /100%\n     ^^^^",
    );
}

#[test]
fn a_pattern_has_limits() {
    let long = format!("/{}", "a".repeat(2048));
    let text = mistakes(App::new().route(&long, get(|| "")));
    assert!(text.contains("a pattern has at most 2048 bytes, this one has 2049"), "{text}");
    let deep = "/a".repeat(129);
    let text = mistakes(App::new().route(&deep, get(|| "")));
    assert!(text.contains("a pattern has at most 128 segments, this one has 129"), "{text}");
    assert!(App::new().route("/a".repeat(128), get(|| "")).build().is_ok());
}
