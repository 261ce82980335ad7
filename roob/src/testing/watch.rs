//! A request under the eyes of its test.

use super::log;
use crate::witness::Witness;

/// Takes one step of a request, such as a poll of its future; what happens in it is seen by
/// `witness`. Steps may be taken on different threads, and between those of other requests.
pub(super) fn watch<T>(witness: &mut Witness, step: impl FnOnce() -> T) -> T {
    let (_listening, is_heard) = log::listen();
    let _watching = witness.enter(is_heard);
    step()
}
