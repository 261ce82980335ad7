//! Heads that nobody thought of.

use super::super::support::{Running, app};
use super::attack::answers;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// What heads are made of, right and wrong.
const PARTS: [&str; 39] = [
    "GET",
    "POST",
    "CONNECT",
    "OPTIONS",
    " ",
    "  ",
    "\t",
    "/",
    "/echo",
    "*",
    "http://a/",
    "a:80",
    "?",
    "#",
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/2.0",
    "HTTP/1.2",
    "\r\n",
    "\r\n",
    "\r\n",
    "\r",
    "\n",
    "host: a\r\n",
    "host",
    ":",
    "content-length: 3\r\n",
    "content-length",
    "transfer-encoding: chunked\r\n",
    "transfer-encoding",
    "chunked",
    "3",
    "0",
    "abc",
    "\0",
    "\u{7f}",
    "\u{e9}",
    "\"",
    "expect: 100-continue\r\n",
];

/// A request that begins rightly, so that what follows is read.
fn request() -> impl Strategy<Value = Vec<u8>> {
    let start =
        prop::sample::select(vec!["", "GET / HTTP/1.1\r\n", "POST /echo HTTP/1.1\r\nhost: a\r\n"]);
    let parts = prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..12);
    let end = prop::sample::select(vec!["", "\r\n\r\n"]);
    (start, parts, end)
        .prop_map(|(start, parts, end)| [start, &parts.concat(), end].concat().into_bytes())
}

/// hyper refuses with an answer that is empty. Nobody gets to see it, because the gate refuses
/// all that hyper would, and says why.
#[test]
fn whatever_is_sent_is_answered_in_the_words_of_the_app() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Running::start(app().debug(false)));
    let address = server.address.to_string();
    let check = |bytes: Vec<u8>| {
        for size in [bytes.len().max(1), 1, 7] {
            let answers = runtime.block_on(answers(&address, &bytes, size));
            for (status, body) in answers.map_err(TestCaseError::fail)? {
                let is_json = serde_json::from_str::<serde_json::Value>(&body).is_ok();
                prop_assert!(status < 400 || is_json, "{status} {body:?}");
            }
        }
        Ok(())
    };
    TestRunner::new(ProptestConfig::with_cases(200)).run(&request(), check).unwrap();
}
