//! Where a request panics, which is known only while it does.

use crate::{unwind, witness};
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::Once;
use std::thread;

/// From now on the panics of requests that are watched are noted. Whatever hook there is goes on as
/// before, for these panics and for all others but those of a fuzz.
pub(super) fn install() {
    static ONCE: Once = Once::new();
    // A thread that panics must not change its hook; a client that it still makes is no test.
    if thread::panicking() {
        return;
    }
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            note(panic);
            if !witness::is_alone() {
                before(panic);
            }
        }));
    });
}

fn note(panic: &PanicHookInfo<'_>) {
    if let Some(at) = panic.location() {
        witness::panicked(
            unwind::message(panic.payload()),
            format_args!("{}:{}", at.file(), at.line()),
        );
    }
}
