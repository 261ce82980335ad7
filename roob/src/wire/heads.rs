//! What the head of a message is after its way, but for what belongs to the way itself.

use crate::testing::Crossing;
use http::header::{
    CONNECTION, CONTENT_LENGTH, DATE, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};

/// What HTTP/1.1 adds where it is not written: when, how long, how cut, and for how long connected.
const ADDED: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, DATE, TRANSFER_ENCODING];

/// The headers as the test sees them: those that were sent when they came as they were.
pub(super) fn settle(
    crossing: &Crossing,
    whose: &str,
    sent: &HeaderMap,
    mut came: HeaderMap,
) -> HeaderMap {
    for name in ADDED.iter().filter(|name| !sent.contains_key(*name)) {
        came.remove(name);
    }
    if crossing.compare(&format!("{whose} header"), sent, &came) {
        return sent.clone();
    }
    // No wire says which values are secrets.
    for (name, value) in &mut came {
        let is_secret = sent.get_all(name).iter().any(HeaderValue::is_sensitive);
        value.set_sensitive(is_secret);
    }
    came
}
