//! Which pattern answers a path.

use roob::testing::{TestClient, block_on};
use roob::{App, Request, get};

/// An app in which every pattern answers with itself and its parameters.
fn app(patterns: &[&str]) -> App {
    patterns.iter().fold(App::new(), |app, pattern| app.route(*pattern, get(answer)))
}

fn answer(request: Request) -> String {
    let pattern = request.route().map(|route| route.pattern().to_owned()).unwrap_or_default();
    let params = request.params().map(|(name, value)| format!(" {name}={value}"));
    pattern + &params.collect::<String>()
}

/// What answers `path`, whatever the order of registration: forwards and backwards.
#[track_caller]
fn check(patterns: &[&str], path: &str, expected: &str) {
    let mut patterns = patterns.to_vec();
    for _ in 0..2 {
        let response = block_on(async { TestClient::new(app(&patterns)).get(path).await });
        let text = if response.status() == 404 { "404" } else { response.text() };
        assert_eq!(text, expected, "{path} in {patterns:?}");
        patterns.reverse();
    }
}

#[test]
fn each_type_takes_its_values() {
    let cases = [
        ("d", &["0", "7", "-7", "007"][..], &["", "+7", "7.0", "-", "0x7", "seven", "٣"][..]),
        ("f", &["1", "-1.5", ".5", "0.25"], &["1.", ".", "-", "1e5", "nan", "1.2.3"]),
        ("x", &["ff", "0F", "123"], &["-f", "0xff", "g"]),
        ("l", &["abc", "ABC"], &["a1", "a-b", "a%20b"]),
        ("w", &["a_1", "X"], &["a-b", "a.b"]),
        (
            "uuid",
            &["67e55044-10b1-426f-9247-bb680e5fe0c8", "67E55044-10B1-426F-9247-BB680E5FE0C8"],
            &["67e55044-10b1-426f-9247-bb680e5fe0c", "67e5504410b1426f9247bb680e5fe0c8"],
        ),
        ("[a-z]{2,3}", &["ab", "abc"], &["a", "abcd", "ABC", "ab1"]),
        ("a|bc", &["a", "bc"], &["abc", "ac"]),
    ];
    for (kind, good, bad) in cases {
        let pattern = format!("/v/{{v:{kind}}}");
        for value in good {
            check(&[&pattern], &format!("/v/{value}"), &format!("{pattern} v={value}"));
        }
        for value in bad.iter().filter(|value| value.is_ascii()) {
            check(&[&pattern], &format!("/v/{value}"), "404");
        }
    }
}

#[test]
fn literal_before_typed_before_regex_before_bare_before_path() {
    let all = ["/v/new", "/v/{a:d}", "/v/{b:w}", "/v/{c:[a-z-]+}", "/v/{d}", "/v/{e:path}"];
    check(&all, "/v/new", "/v/new");
    check(&all, "/v/7", "/v/{a:d} a=7");
    check(&all, "/v/seven_7", "/v/{b:w} b=seven_7");
    check(&all, "/v/a-b", "/v/{c:[a-z-]+} c=a-b");
    check(&all, "/v/A-B", "/v/{d} d=A-B");
    check(&all, "/v/a/b", "/v/{e:path} e=a/b");
    check(&all, "/v", "404");
}

#[test]
fn a_narrower_type_comes_first() {
    let kinds = ["/{u:uuid}", "/{d:d}", "/{f:f}", "/{x:x}", "/{l:l}", "/{w:w}"];
    for (value, name) in [
        ("67e55044-10b1-426f-9247-bb680e5fe0c8", "{u:uuid} u"),
        ("7", "{d:d} d"),
        ("7.5", "{f:f} f"),
        ("7f", "{x:x} x"),
        ("beef", "{x:x} x"),
        ("lamp", "{l:l} l"),
        ("lamp_1", "{w:w} w"),
    ] {
        check(&kinds, &format!("/{value}"), &format!("/{name}={value}"));
    }
}

#[test]
fn a_dead_end_is_left_for_the_next_pattern() {
    let all = ["/a/{x:d}/b", "/a/{y}/c", "/a/{rest:path}", "/a/7/d"];
    check(&all, "/a/7/b", "/a/{x:d}/b x=7");
    check(&all, "/a/7/c", "/a/{y}/c y=7");
    check(&all, "/a/7/d", "/a/7/d");
    check(&all, "/a/7/e", "/a/{rest:path} rest=7/e");
    check(&all, "/a/x/b", "/a/{rest:path} rest=x/b");
}

#[test]
fn a_dead_end_leaves_no_value_behind() {
    let all = ["/{rest:path}", "/a/{x}", "/a/{x}/{y}/c"];
    check(&all, "/a/1/2", "/{rest:path} rest=a/1/2");
    check(&all, "/a/1//", "/{rest:path} rest=a/1//");
    check(&["/{x}/b", "/a/{y}/{z}"], "/a/b", "/{x}/b x=a");
    check(&["/{x}-{y:a?}", "/{z}"], "/b-", "/{z} z=b-");
}

#[test]
fn parts_mix_inside_a_segment() {
    check(&["/@{user}"], "/@ada", "/@{user} user=ada");
    check(&["/@{user}"], "/@", "404");
    check(&["/{id:d}.json"], "/7.json", "/{id:d}.json id=7");
    check(&["/v{major:d}.{minor:d}"], "/v1.25", "/v{major:d}.{minor:d} major=1 minor=25");
    check(&["/{name}.{ext}"], "/report.tar.gz", "/{name}.{ext} name=report ext=tar.gz");
    check(&["/{from}..{to}/x"], "/a..b/x", "/{from}..{to}/x from=a to=b");
    check(&["/{a:[a-z]+}-{b:[0-9]{2}}"], "/ab-12", "/{a:[a-z]+}-{b:[0-9]{2}} a=ab b=12");
    let all = ["/{name}.{ext}", "/{name}", "/logo.svg", "/@{user}"];
    check(&all, "/logo.svg", "/logo.svg");
    check(&all, "/logo.png", "/{name}.{ext} name=logo ext=png");
    check(&all, "/@ada", "/@{user} user=ada");
    check(&all, "/logo", "/{name} name=logo");
}

#[test]
fn braces_are_written_twice() {
    check(&["/{{a}}/{b}"], "/%7Ba%7D/c", "/{{a}}/{b} b=c");
    check(&["/{{a}}/{b}"], "/{a}/c", "/{{a}}/{b} b=c");
    check(&["/{{a}}/{b}"], "/a/c", "404");
}

#[test]
fn a_slash_at_the_end_does_not_count_and_others_do() {
    for pattern in ["/a/b", "/a/b/"] {
        check(&[pattern], "/a/b", "/a/b");
        check(&[pattern], "/a/b/", "/a/b");
        check(&[pattern], "/a/b//", "404");
        check(&[pattern], "/a//b", "404");
        check(&[pattern], "//a/b", "404");
    }
    check(&["/"], "/", "/");
    check(&["/{x}"], "/", "404");
    check(&["/{x}/{y}"], "/a//", "404");
    check(&["/{rest:path}"], "/a/", "/{rest:path} rest=a/");
}

#[test]
fn case_counts() {
    check(&["/Lamps"], "/lamps", "404");
    check(&["/Lamps"], "/Lamps", "/Lamps");
}

#[test]
fn paths_are_compared_by_their_characters_not_by_their_escapes() {
    check(&["/grün"], "/gr%C3%BCn", "/grün");
    check(&["/grün"], "/gr%c3%bcn", "/grün");
    check(&["/gr%c3%bcn"], "/gr%C3%BCn", "/gr%c3%bcn");
    check(&["/lamps"], "/%6Camps", "/lamps");
    check(&["/{id:d}"], "/%37", "/{id:d} id=7");
    check(&["/a/b"], "/a%2Fb", "404");
    check(&["/{x}/{y}"], "/a%2Fb", "404");
}

#[test]
fn dot_segments_are_text_and_never_resolved() {
    let all = ["/files/{rest:path}", "/secret"];
    check(&all, "/files/../secret", "/files/{rest:path} rest=../secret");
    check(&all, "/files/%2e%2e/secret", "/files/{rest:path} rest=../secret");
}

#[test]
fn more_parameters_than_fit_inline_are_found_too() {
    let pattern: String = (0..12).map(|n| format!("/{{p{n}}}")).collect();
    let path: String = (0..12).map(|n| format!("/{n}")).collect();
    let params: String = (0..12).map(|n| format!(" p{n}={n}")).collect();
    check(&[&pattern], &path, &format!("{pattern}{params}"));
    let other = pattern.replace("p11", "q") + "/end";
    check(&[&pattern, &other], &path, &format!("{pattern}{params}"));
}

#[test]
fn a_regex_sees_the_decoded_value() {
    check(&["/{name:[ü ]+}"], "/%C3%BC%20", "/{name:[ü ]+} name=ü ");
    check(&["/{name:[a-f0-9%]+}"], "/%C3%BC", "404");
}

#[test]
fn a_hundred_overlapping_patterns_find_the_narrowest() {
    let pattern = |n| format!("/a/{{x:[a-z]{{1,{}}}}}/{{y}}/{n}", n + 1);
    let patterns: Vec<String> = (0..100).map(pattern).collect();
    let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
    check(&patterns, "/a/x/y/99", "/a/{x:[a-z]{1,100}}/{y}/99 x=x y=y");
    check(&patterns, "/a/x/y/100", "404");
}

#[test]
fn long_and_deep_paths_are_answered() {
    let pattern = "/a/{x}/{y}/{z}/{w}/end";
    let all = [pattern, "/a/{x:d}/{y}/{z}/{w}/fin", "/b"];
    let tail = "x".repeat(8 * 1024);
    check(&all, &format!("/a/b/c/d/{tail}"), "404");
    check(&all, &format!("/a/b/c/d/{tail}/end"), &format!("{pattern} x=b y=c z=d w={tail}"));
    check(&all, &"/a".repeat(10_000), "404");
}
