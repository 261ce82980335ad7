//! Mistakes are found before the first request, all of them at once.

use roob::bytes::Bytes;
use roob::testing::{TestClient, block_on};
use roob::{App, Controller, Form, Json, Path, Request, Routes, State, any, delete, get, post};
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

    +0:28: `GET /{a}.{b}` and `GET /{a}-{b}` at -1:28 both match `/a-.a`, and neither is narrower

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

/// What is said of two patterns for GET, without the places.
#[track_caller]
fn check_pair(one: &str, two: &str, expected: &str) {
    let built = App::new().route(one, get(|| "")).route(two, get(|| "")).build();
    let said = built.err().map(|error| error.mistakes()[0].message().to_owned());
    let said = said.unwrap_or_else(|| "nothing".to_owned());
    let words: Vec<&str> = said.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "at").unwrap_or(words.len());
    let place = if at < words.len() { at + 2 } else { at };
    let said = [&words[..at], &words[place..]].concat().join(" ");
    assert_eq!(said, expected, "{one} {two}");
}

#[test]
fn a_pattern_bound_twice_is_found_whatever_its_regex_matches() {
    let twice =
        "`GET /{y:[A-Z]{3}-[0-9]{4}}` is bound twice; first as `GET /{x:[A-Z]{3}-[0-9]{4}}`";
    check_pair("/{x:[A-Z]{3}-[0-9]{4}}", "/{y:[A-Z]{3}-[0-9]{4}}", twice);
    let twice = "`GET /{y:[a&&b]}` is bound twice; first as `GET /{x:[a&&b]}`";
    check_pair("/{x:[a&&b]}", "/{y:[a&&b]}", twice);
}

#[test]
fn a_pair_that_shares_a_path_is_found_however_rare_the_path_is() {
    for (one, two, path) in [
        ("/{x:[A-Z]{3}-[0-9]{4}}", "/{y:[A-Z]+-[0-9]+}", "/AAA-0000"),
        ("/{x:[α-ω]+}", "/{y:.λ}", "/%CE%B1%CE%BB"),
        ("/{x:a b}", "/{y:a.b}", "/a%20b"),
        ("/{x:.+%}", "/{y:a.+}", "/a%25"),
        ("/12{x:d}", "/{x:d}34", "/1234"),
        ("/pq{x}rst", "/pqr{x}st", "/pqrrst"),
        ("/{x}%20{y}", "/{x}%3A{y}", "/a%20%3Aa"),
        ("/{x:[a-z]{7}}/{a}-{b}", "/{x:[a-z]{7}}/{a}.{b}", "/aaaaaaa/a-.a"),
        ("/{x:a?}-{y}", "/{x:[ab]}-{y}", "/a-a"),
        ("/{x:\\bw\\b}", "/{y:w?}", "/w"),
    ] {
        let both =
            format!("`GET {two}` and `GET {one}` both match `{path}`, and neither is narrower");
        check_pair(one, two, &both);
    }
    check_pair("/12{x:d}", "/{x:d}a4", "nothing");
    check_pair("/pq{x}rst", "/pqr{x}sv", "nothing");
    check_pair("/{x:[a-z]{7}}", "/{y:[a-z]{8}}", "nothing");
    check_pair("/{x:[a-z]{3}}-{a}", "/{x:[0-9]{3}}-{b}", "nothing");
}

#[test]
fn what_a_regex_of_one_segment_says_does_not_decide_over_a_type_beside_it() {
    let narrow = |request: Request| request.route().map(|route| route.pattern().to_owned());
    let app = App::new()
        .route(
            "/{a:[a-z]+}.{b:x}",
            get(move |request: Request| narrow(request).unwrap_or_default()),
        )
        .route("/{a:[a-f]+}.{b:w}", get(|| "wider"));
    let client = TestClient::new(app);
    block_on(client.get("/a.1")).assert_text("/{a:[a-z]+}.{b:x}");
    block_on(client.get("/a.z")).assert_text("wider");
}

#[test]
fn a_route_for_any_verb_clashes_with_one_of_its_rank_for_one_verb() {
    let app = App::new().route("/{a}-{b}", any(|| "")).route("/{a}.{b}", get(|| ""));
    insta::assert_snapshot!(mistakes(app), @"
    the app has a mistake:

    +0:74: `GET /{a}.{b}` and `ANY /{a}-{b}` at +0:44 both match `/a-.a`, and neither is narrower
    ");
    let beside = App::new().route("/{a}-{b}", any(|| "")).route("/{x}-{y}", get(|| ""));
    assert!(beside.build().is_ok());
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

#[derive(Deserialize)]
enum Color {
    Red,
}

/// Types of which not any text is a value.
#[derive(Deserialize)]
struct Choosy {
    color: Color,
    place: std::net::Ipv4Addr,
    id: u32,
}

#[test]
fn values_that_are_not_any_text_hide_no_parameter_that_is_missing() {
    async fn choose(Path(choosy): Path<Choosy>) -> String {
        let Color::Red = choosy.color;
        format!("{} {}", choosy.place, choosy.id)
    }
    let app = App::new()
        .route("/{color}/{place}", get(choose))
        .route("/{color}/{place}/{id:d}", get(choose));
    insta::assert_snapshot!(mistakes(app), @"
    the app has a mistake:

    +0:36: `GET /{color}/{place}`: it reads the path parameter `id`, which the pattern lacks
    ");
}

#[test]
fn a_fallback_is_checked_as_a_handler_is() {
    let app = App::new().fallback(|_: State<u64>, _: Path<u8>, _: Bytes, _: String| "");
    insta::assert_snapshot!(mistakes(app), @"
    the app has 3 mistakes:

    +0:26: the fallback: it reads 1 path parameter, the pattern has none

    +0:26: the fallback: the body can be read once, but `Bytes` and `String` read it

    +0:26: the fallback: nobody gave the `State<u64>` that it asks for; add `.state(…)` to the app
    ");
    // What is inherited is not blamed again, and has what was given where it was given.
    let app = App::new().state(7_u64).fallback(|_: State<u64>| "").mount("/in", App::new());
    assert!(app.build().is_ok());
}

#[test]
fn of_the_apps_at_one_prefix_one_has_a_fallback() {
    let app = App::new()
        .mount("/{shop}", App::new().fallback(|| "one"))
        .mount("/{name}", App::new().fallback(|| "two"));
    insta::assert_snapshot!(mistakes(app), @"
    the app has a mistake:

    +0:38: `/{name}` has a fallback already, at -1:38; of the apps at one prefix one can have it
    ");
}

#[test]
fn a_bad_pattern_hides_no_other_mistake() {
    let inner = App::new()
        .route("/a", get(|_: State<u64>| ""))
        .route("/a", get(|_: Path<u8>| ""))
        .route("/b", get(|_: Bytes, _: String| ""));
    let app = App::new().route("/{id:int}", post(|_: State<u64>| "")).mount("/{shop", inner);
    insta::assert_snapshot!(mistakes(app), @"
    the app has 6 mistakes:

    +0:22: `GET /a`: nobody gave the `State<u64>` that it asks for; add `.state(…)` to the app

    +1:22: `GET /a` is bound twice; first as `GET /a` at +0:22

    +2:22: `GET /b`: the body can be read once, but `Bytes` and `String` read it

    +3:26: unknown type `int`: the types are `d`, `f`, `x`, `w`, `l`, `uuid` and `path`, anything else is a regex such as `[a-z]+`
        /{id:int}
             ^^^

    +3:45: `POST /{id:int}`: nobody gave the `State<u64>` that it asks for; add `.state(…)` to the app

    +3:71: a `{` without its `}`; write `{{` for the character
        /{shop
         ^
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
    check(
        "/{a:(?<g>a)}-{b:(?<g>b)}",
        "the regexes of this segment do not go together: duplicate capture group name\n    /{a:(?<g>a)}-{b:(?<g>b)}\n     ^^^^^^^^^^^^^^^^^^^^^^^",
    );
    check(
        "/{a:x)|(?:y}",
        "the regex is not understood: unopened group\n    /{a:x)|(?:y}\n        ^^^^^^^",
    );
    check("/{a}/{a}", "the name `a` is used twice\n    /{a}/{a}\n          ^");
    check(
        "/{id}/{{id}}/{id}/{idx}",
        "the name `id` is used twice\n    /{id}/{{id}}/{id}/{idx}\n                  ^^",
    );
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
    let bytes = "a pattern has at most 2048 bytes, this one has 2049";
    check(&long, &format!("{bytes}\n    {long}\n    ^"));
    let deep = "/a".repeat(129);
    let segments = "a pattern has at most 128 segments, this one has 129";
    check(&deep, &format!("{segments}\n    {deep}\n    ^"));
    assert!(App::new().route(&long[..2048], get(|| "")).build().is_ok());
    assert!(App::new().route("/a".repeat(128), get(|| "")).build().is_ok());
}
