//! A GET that comes twice.

use super::answer::{Answer, is_media};
use super::finding::Wrong;
use crate::testing::compare::{Extent, differences};
use crate::testing::exchange::{End, Exchange, Received};
use crate::testing::json::Json;
use crate::testing::transcript::title;
use http::Method;

/// The most places that a finding names.
const NAMED: usize = 3;

/// Whether it can be asked again and compared: a stream does not come twice.
pub(super) fn is_repeatable(exchange: &Exchange) -> bool {
    let answer = Answer::of(exchange);
    let is_stream = answer.media().is_some_and(|value| is_media(value, "text/event-stream"));
    let is_sent = matches!(exchange.sent.content.end, End::Whole);
    *answer.method() == Method::GET && is_sent && answer.body().is_some() && !is_stream
}

/// What the second answer has that the first had not. In JSON what moves from run to run is left
/// out, as in snapshots.
pub(super) fn changed(
    first: &Exchange,
    again: &Received,
    steady: &dyn Fn(&mut Json),
) -> Option<Wrong> {
    let said = &first.received;
    let seen = if said.status != again.status {
        // How busy the server is, is no change.
        let is_busy = matches!(again.status.as_u16(), 429 | 503);
        let change = format!("{} and then {}", title(said.status), title(again.status));
        Some(change).filter(|_| !is_busy)
    } else {
        body(&said.content.bytes, &again.content.bytes, steady)
    };
    let seen = format!("the same GET twice is answered by {}", seen?);
    Some(Wrong::new(seen, "a GET that only reads, and another verb for what changes something"))
}

fn body(first: &[u8], again: &[u8], steady: &dyn Fn(&mut Json)) -> Option<String> {
    if first == again {
        return None;
    }
    let (Ok(mut first), Ok(mut again)) = (Json::parse(first), Json::parse(again)) else {
        return Some("two bodies that differ".to_owned());
    };
    steady(&mut first);
    steady(&mut again);
    let mut places = differences(&first, &again, Extent::Whole);
    places.truncate(NAMED);
    (!places.is_empty()).then(|| format!("other JSON: {}", places.join("; ")))
}
