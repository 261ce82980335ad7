//! A request under the eyes of its test.

use crate::listener::listen;
use crate::witness::Witness;

/// Takes one step of a request, such as a poll of its future; what happens in it is seen by
/// `witness`. Steps may be taken on different threads, and between those of other requests.
pub(super) fn watch<T>(witness: &mut Witness, step: impl FnOnce() -> T) -> T {
    let _listening = listen();
    let _watching = witness.enter();
    step()
}
