//! What a test says when it fails.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static LINE: Cell<u32> = const { Cell::new(0) };
}

/// The message with which `test` panics, and the line that is blamed.
#[track_caller]
pub(super) fn panic_of<T>(test: impl FnOnce() -> T) -> (String, u32) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            LINE.set(panic.location().map_or(0, Location::line));
            before(panic);
        }));
    });
    let Err(panic) = catch_unwind(AssertUnwindSafe(test)) else {
        panic!("it did not panic");
    };
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    (text.unwrap(), LINE.get())
}

/// `test` panics with exactly `message`, at the line of this call.
#[track_caller]
pub(super) fn check_panic<T>(message: &str, line: u32, test: impl FnOnce() -> T) {
    let (text, blamed) = panic_of(test);
    assert_eq!(text, message);
    assert_eq!(blamed, line, "the line that is blamed");
}
