//! Server-sent events are read as browsers read them: WHATWG HTML, 9.2.6.

use super::panics::check_panic;
use super::streams::events;
use proptest::prelude::*;
use roob::testing::{TestEvent, block_on};
use std::time::Duration;

/// The events of a body, each by its name, its id and its data.
#[track_caller]
fn check(body: &[u8], expected: &[(&str, &str, &str)]) {
    let shown = |event: &TestEvent| (event.event.clone(), event.id.clone(), event.data.clone());
    let owned = |(a, b, c): &(&str, &str, &str)| (a.to_string(), b.to_string(), c.to_string());
    let expected: Vec<_> = expected.iter().map(owned).collect();
    let whole: Vec<_> = block_on(events(&[body]).rest()).iter().map(shown).collect();
    assert_eq!(whole, expected, "{}", body.escape_ascii());
    let bytes: Vec<&[u8]> = body.chunks(1).collect();
    let bytewise: Vec<_> = block_on(events(&bytes).rest()).iter().map(shown).collect();
    assert_eq!(bytewise, expected, "byte by byte: {}", body.escape_ascii());
}

#[test]
fn events_are_parsed_as_browsers_parse_them() {
    check(b"data: a\n\n", &[("message", "", "a")]);
    check(b"data:a\n\ndata:  b\n\n", &[("message", "", "a"), ("message", "", " b")]);
    check(b"data: a\ndata: b\ndata\ndata:\n\n", &[("message", "", "a\nb\n\n")]);
    check(b"data\n\n", &[("message", "", "")]);
    check(b": comment\n\n:\n\ndata: a\n:b\n\n", &[("message", "", "a")]);
    check(b"data: a: b\nother: c\nDATA: d\n data: e\n\n", &[("message", "", "a: b")]);
    check(b"event: x\ndata: a\n\ndata: b\n\n", &[("x", "", "a"), ("message", "", "b")]);
    check(b"event: x\n\ndata: a\n\n", &[("message", "", "a")]);
    check(b"event: x\nevent\ndata: a\n\n", &[("message", "", "a")]);
}

#[test]
fn lines_end_in_lf_cr_or_crlf() {
    check(
        b"data: a\r\rdata: b\r\n\r\ndata: c\n\n",
        &[("message", "", "a"), ("message", "", "b"), ("message", "", "c")],
    );
    check(b"data: a\r\n\rdata: b\n\r", &[("message", "", "a"), ("message", "", "b")]);
    check(b"data: a\r\ndata: b\rdata: c\n\r\n", &[("message", "", "a\nb\nc")]);
}

#[test]
fn an_event_is_there_at_its_cr_and_the_lf_after_it_belongs_to_it() {
    let mut events = events(&[b"data: a\r\r", b"\ndata: b\r\n", b"\r", b"\n\ndata: c\n\n"]);
    let data: Vec<String> = block_on(events.rest()).into_iter().map(|event| event.data).collect();
    assert_eq!(data, ["a", "b", "c"]);
}

#[test]
fn a_mark_of_byte_order_is_left_out_once() {
    check("\u{feff}data: a\n\n".as_bytes(), &[("message", "", "a")]);
    check("\u{feff}\u{feff}data: a\n\n\u{feff}data: b\n\n".as_bytes(), &[]);
    check("data: \u{feff}a\n\n".as_bytes(), &[("message", "", "\u{feff}a")]);
}

#[test]
fn what_is_not_utf_8_is_replaced() {
    check(b"data: a\xffb\n\n", &[("message", "", "a\u{fffd}b")]);
    check("data: häuser, 家\n\n".as_bytes(), &[("message", "", "häuser, 家")]);
}

#[test]
fn an_id_stays_until_another_comes() {
    check(
        b"id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
        &[("message", "1", "a"), ("message", "1", "b"), ("message", "", "c")],
    );
    check(
        b"id: 1\n\ndata: a\n\nid: 2\0\ndata: b\n\n",
        &[("message", "1", "a"), ("message", "1", "b")],
    );
}

#[test]
fn a_time_to_come_back_has_digits_only() {
    let read = |body: &str| block_on(events(&[body.as_bytes()]).next()).retry;
    assert_eq!(read("retry: 1500\ndata\n\n"), Some(Duration::from_millis(1500)));
    assert_eq!(read("retry: 1500\n\ndata\n\n"), Some(Duration::from_millis(1500)));
    for wrong in ["retry: 1.5", "retry: -1", "retry:  1", "retry", "retry: 99999999999999999999999"]
    {
        assert_eq!(read(&format!("{wrong}\ndata\n\n")), None, "{wrong}");
    }
}

#[test]
fn what_no_empty_line_ends_is_no_event() {
    check(b"data: a\n\ndata: b\n", &[("message", "", "a")]);
    check(b"data: a\n\ndata: b", &[("message", "", "a")]);
    check(b"", &[]);
}

#[test]
fn data_that_is_not_the_expected_json_is_shown() {
    let event = block_on(events(&[b"data: {\"a\":\n\n"]).next());
    check_panic(
        "expected data of JSON that fits `u8`, but: invalid type: map, expected u8 at line 1 column 0\n\n{\"a\":",
        line!() + 1,
        || event.json::<u8>(),
    );
}

proptest! {
    #[test]
    fn however_a_stream_is_cut_its_events_are_the_same(
        body in "(data|id|event|retry|:|\u{feff}|[ :\r\n]|\r\n|\n\n|é|[0-9]){0,60}",
        cuts in proptest::collection::vec(1..9_usize, 0..40),
    ) {
        let whole = block_on(events(&[body.as_bytes()]).rest());
        let mut pieces = Vec::new();
        let mut rest = body.as_bytes();
        for cut in cuts {
            let (piece, after) = rest.split_at(cut.min(rest.len()));
            pieces.push(piece);
            rest = after;
        }
        pieces.push(rest);
        prop_assert_eq!(block_on(events(&pieces).rest()), whole);
    }
}
