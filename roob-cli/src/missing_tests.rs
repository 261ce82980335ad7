//! The tests that are missing for a handler, put into the project's own.

use crate::{
    coverage::{Answer, Coverage, Example, Route, Seen},
    draft::Draft,
    error::{Error, Refusal},
    handlers, rustfmt, test_code, wiring,
};

/// A test, as Rust.
#[derive(Debug)]
struct Test {
    name: String,
    body: String,
}

const MAIN: &str = "tests/it/main.rs";

/// Drafts the tests that `routes`, all of one handler, miss. Gives in words what it cannot write.
pub(crate) fn draft(
    draft: &mut Draft,
    routes: &[&Route],
    all: &Coverage,
) -> Result<Vec<String>, Error> {
    let (mut tests, mut left) = (Vec::new(), Vec::new());
    for (place, route) in routes.iter().enumerate() {
        for answer in route.missing() {
            match test(route, answer, all) {
                Ok(body) => tests.push(Test { name: name(route, answer, place), body }),
                Err(reason) => {
                    let (verb, pattern) = (route.verb(), &route.pattern);
                    left.push(format!("{verb} {pattern} {}: {reason}", answer.title()));
                }
            }
        }
    }
    if !tests.is_empty() {
        write(draft, &handlers::module(&routes[0].handler), &tests)?;
    }
    Ok(left)
}

/// A sentence. Routes of one handler differ by a number.
fn name(route: &Route, answer: &Answer, place: usize) -> String {
    let function = handlers::function(&route.handler);
    let succeeds_otherwise = route.answers.iter().filter(|one| one.is_success()).count() > 1;
    let what = match answer.status {
        Some(400) => "refuses_what_it_cannot_read".to_owned(),
        Some(401) => "asks_who_it_is".to_owned(),
        Some(404) => "finds_nothing_where_nothing_can_be".to_owned(),
        Some(405) => "has_a_path_that_refuses_other_verbs".to_owned(),
        Some(413) => "refuses_a_body_over_its_limit".to_owned(),
        Some(415) => "refuses_another_content_type".to_owned(),
        Some(422) => "refuses_what_does_not_fit".to_owned(),
        Some(status) if status >= 400 || succeeds_otherwise => format!("answers_{status}"),
        _ => "succeeds".to_owned(),
    };
    let number =
        if place > 0 && route.verb.is_some() { format!("_{}", place + 1) } else { String::new() };
    format!("{function}_{what}{number}")
}

/// The body of a test for `answer`, or why there can be none.
fn test(route: &Route, answer: &Answer, all: &Coverage) -> Result<String, String> {
    match (&answer.request, answer.status) {
        (Some(request), Some(status)) => {
            let handler = route.handler.rsplitn(3, "::").take(2).collect::<Vec<_>>();
            let handler = handler.into_iter().rev().collect::<Vec<_>>().join("::");
            Ok(test_code::refused(route.verb(), request, status, &handler))
        }
        _ if answer.is_success() => success(route, answer, all),
        _ => Err(look_there(answer)),
    }
}

fn look_there(answer: &Answer) -> String {
    match &answer.example {
        Some(Example { verb, target, .. }) if answer.seen == Seen::Hit => {
            format!("a test gets it from `{verb} {target}`; look at it there")
        }
        _ => "its extractor decides; send in a test what it refuses".to_owned(),
    }
}

/// What succeeds depends on what the app has: nothing, or what a test has just put there.
fn success(route: &Route, answer: &Answer, all: &Coverage) -> Result<String, String> {
    let has_parameters = route.pattern.contains('{');
    match (&answer.example, answer.status) {
        (Some(example), Some(status)) if !has_parameters && example.complete => {
            Ok(test_code::repeated(example, status))
        }
        _ if !has_parameters && needs_nothing(route) => {
            let (verb, target) = ("GET".to_owned(), route.pattern.clone());
            let example = Example { verb, target, content_type: None, body: None, complete: true };
            Ok(test_code::repeated(&example, answer.status.unwrap_or(200)))
        }
        _ if has_parameters => on_what_was_made(route, answer, all),
        _ => Err(send_one(route, "what it takes is not known")),
    }
}

/// Whether a request without anything may succeed: what it could be refused for is at most a query,
/// and not that there is none.
fn needs_nothing(route: &Route) -> bool {
    let is_query = |answer: &Answer| match &answer.request {
        Some(request) => answer.status == Some(422) && request.target.contains('?'),
        None => false,
    };
    route.verb() == "GET" && route.answers.iter().all(|one| one.is_success() || is_query(one))
}

/// After a POST to the collection, where its answer says.
fn on_what_was_made(route: &Route, answer: &Answer, all: &Coverage) -> Result<String, String> {
    let maker = maker(route, all)?;
    let own = answer.example.as_ref().filter(|example| example.complete);
    let body = match route.verb() {
        "PUT" | "PATCH" => test_code::body(own.unwrap_or(maker)),
        _ => String::new(),
    };
    Ok(test_code::followed(maker, route.verb(), &body, answer.status))
}

/// The request of a test that made one of what `route` is about.
fn maker<'c>(route: &Route, all: &'c Coverage) -> Result<&'c Example, String> {
    let (collection, last) = route.pattern.rsplit_once('/').unwrap_or_default();
    if collection.contains('{') || !last.starts_with('{') {
        return Err(send_one(route, "what has to be there before is not known"));
    }
    let mut posts =
        all.routes.iter().filter(|one| one.verb() == "POST" && one.pattern == collection);
    let created = |one: &'c Route| {
        let answer = one.answers.iter().find(|answer| answer.status == Some(201))?;
        answer.example.as_ref()
    };
    match posts.find_map(created) {
        Some(maker) if maker.complete => Ok(maker),
        Some(_) => {
            let what = format!("the body that a test sends to `POST {collection}`");
            let why = format!("{what} has a secret, is long or no text, and is not kept");
            Err(send_one(route, &why))
        }
        None => Err(format!(
            "what has to be there before is not known; let a test create one with a \
             `POST {collection}` that is answered with 201, and run `roob test`"
        )),
    }
}

fn send_one(route: &Route, why: &str) -> String {
    format!("{why}; send a `{}` that succeeds in a test", route.verb())
}

/// Puts `tests` into the file of `module`, and the module into the suite.
fn write(draft: &mut Draft, module: &str, tests: &[Test]) -> Result<(), Error> {
    let path = format!("tests/it/{module}.rs");
    let before = draft.read(&path)?;
    let main = draft.read(MAIN)?;
    let refuse = |file: &str, problem: String, lines: &str| {
        let refusal = Refusal { file: file.into(), problem, lines: lines.to_owned() };
        Error::Refused(vec![refusal])
    };
    let Some(main) = main else {
        return Err(refuse(MAIN, "it is not there".to_owned(), CLIENT));
    };
    match wiring::has_function(&main, "client") {
        Ok(true) => {}
        Ok(false) => return Err(refuse(MAIN, "it has no `fn client`".to_owned(), CLIENT)),
        Err(problem) => return Err(refuse(MAIN, problem, CLIENT)),
    }
    let text = before.clone().unwrap_or_else(|| format!("//! `{module}`, as a client sees it.\n"));
    let mut after = text.clone();
    let sources = rustfmt::format(tests.iter().map(Test::source).collect(), draft.root());
    for (test, source) in tests.iter().zip(&sources) {
        let source = source.trim_end();
        after = wiring::test(&after, &test.name, source)
            .map_err(|problem| refuse(&path, problem, source))?;
    }
    let wired = wiring::module(&main, "", module)
        .map_err(|problem| refuse(MAIN, problem, &format!("mod {module};")))?;
    match before {
        Some(_) => draft.edit(&path, after)?,
        None => draft.create(&path, after),
    }
    draft.edit(MAIN, wired)?;
    rustfmt::tidy(draft);
    Ok(())
}

/// What a test needs of the suite.
const CLIENT: &str = "async fn client() -> TestClient {
    TestClient::new(app())
}";

impl Test {
    fn source(&self) -> String {
        let Self { name, body } = self;
        format!(
            "#[tokio::test]
async fn {name}() {{
    let client = crate::client().await;
    {body}
}}"
        )
    }
}
