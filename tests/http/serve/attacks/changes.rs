//! Right requests, with one part that is not.

use super::super::support::{Running, app};
use super::attack::answers;
use serde_json::Value;

/// The parts of a request with a length, and of one with chunks.
#[rustfmt::skip]
const REQUESTS: [&[&str]; 2] = [
    &[
        "POST", " ", "/echo", "?", "a=b", " ", "HTTP/1.1", "\r\n", "host", ":", " ", "a", "\r\n",
        "content-length", ":", " ", "3", "\r\n", "x", ":", "y", "\r\n", "\r\n", "abc",
    ],
    &[
        "POST", " ", "/echo", " ", "HTTP/1.1", "\r\n", "host", ":", " ", "a", "\r\n",
        "transfer-encoding", ":", " ", "chunked", "\r\n", "\r\n", "3", ";a=b", "\r\n", "abc",
        "\r\n", "0", "\r\n", "y", ":", "z", "\r\n", "\r\n",
    ],
];

/// What takes the place of a part, or comes in front of it.
#[rustfmt::skip]
const ODD: [&str; 42] = [
    "", " ", "  ", "\t", "\r", "\n", "\r\n", "\r\n\r\n", "\0", "\u{1}", "\u{7f}", "\u{e9}", "\"",
    "#", "%", "&", "(", ",", "/", ":", ";", "<", "=", ">", "?", "@", "[", "\\", "]", "^", "`",
    "{", "|", "~", "*", "0", "3", "chunked", "CONNECT", "http://a", "HTTP/1.0", "host: a\r\n",
];

/// Each change of one part.
fn changes() -> impl Iterator<Item = Vec<u8>> {
    let places = REQUESTS.iter().flat_map(|parts| (0..parts.len()).map(move |at| (parts, at)));
    places.flat_map(|(parts, at)| {
        ODD.iter().flat_map(move |odd| {
            let changed =
                |rest: usize| [&parts[..at].concat(), *odd, &parts[rest..].concat()].concat();
            [changed(at), changed(at + 1)].map(String::into_bytes)
        })
    })
}

/// hyper refuses with an answer that is empty. Nobody gets to see it, because the gate refuses
/// all that hyper would, and says why.
#[test]
fn whatever_is_sent_is_answered_in_the_words_of_the_app() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Running::start(app().debug(false)));
    let address = server.address.to_string();
    for (count, bytes) in changes().enumerate() {
        let size = if count % 2 == 0 { bytes.len() } else { 7 };
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let answers = runtime.block_on(answers(&address, &bytes, size));
        for (status, body) in answers.unwrap_or_else(|error| panic!("{shown:?}: {error}")) {
            let is_told = status < 400 || serde_json::from_str::<Value>(&body).is_ok();
            assert!(is_told, "{shown:?}: {status} {body:?}");
        }
    }
}
